import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { blankInstance, type Instance } from "#core/instance.ts";
import { uniform } from "#core/random.ts";
import { TOPICS } from "#core/topics.ts";

/** Where the sizes of a whole network may lie; one JSON object a line. */
const NETWORK_FILE = new URL("../../../../shared/data/network.ndjson.gz", import.meta.url);

const SEEN_AT = "2026-11-22T06:00:00.000Z";
const LANGUAGES = ["en", "en", "en", "de", "fr", "ja", "es", "it", "nl", "pt", "pl", "ko", "cy", "zh-Hant", "fi"];
const SYLLABLES = [
  "mas",
  "to",
  "fedi",
  "ver",
  "so",
  "cial",
  "pix",
  "tube",
  "lem",
  "rock",
  "pool",
  "sea",
  "tide",
  "net",
];

interface Told {
  software: string;
  users_total: number | null;
  users_active_month: number | null;
  registrations_open: boolean | null;
}

/** A made-up network with real sizes: what the crawls told, or numbers of the same distribution where absent. */
export interface Population {
  instances: Instance[];
  source: string;
}

/**
 * Makes `count` instances of which about `eligible` can be recommended.
 *
 * Sizes, programs and sign-up modes are drawn from the network file; names, languages and topics are made up.
 */
export function makePopulation(count: number, eligible: number): Population {
  const { told, source } = readTold();
  const instances = Array.from({ length: count }, (_, index) => {
    const from = told[Math.floor(uniform(1, index * 7919) * told.length)];
    const instance = makeInstance(
      index,
      from ?? { software: "mastodon", users_total: 1, users_active_month: 1, registrations_open: true },
    );
    return index < eligible ? { ...instance, ...suggestible(index) } : instance;
  });
  return { instances, source };
}

function readTold(): { told: Told[]; source: string } {
  if (existsSync(NETWORK_FILE)) {
    const lines = gunzipSync(readFileSync(NETWORK_FILE)).toString().trim().split("\n");
    return { told: lines.map((line) => JSON.parse(line) as Told), source: `${lines.length} real servers' sizes` };
  }
  // A log-normal with median 3 and a tail to millions, as of the 11,683 servers of January 2024: Gini .986.
  const told = Array.from({ length: 30_000 }, (_, index) => {
    const [u, v] = [uniform(2, index), uniform(3, index * 31)];
    const normal = Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
    const total = Math.max(1, Math.round(3 * Math.exp(2.6 * normal)));
    return {
      software: "mastodon",
      users_total: total,
      users_active_month: Math.ceil(total * 0.08),
      registrations_open: v < 0.4,
    };
  });
  return { told, source: "a log-normal of the same shape (the file of real sizes is absent)" };
}

function makeInstance(index: number, told: Told): Instance {
  const word = (salt: number) => SYLLABLES[Math.floor(uniform(salt, index) * SYLLABLES.length)];
  return {
    ...blankInstance(`${word(4)}${word(5)}${word(6)}${index}.example`, told.software ?? "unknown", SEEN_AT),
    title: `${word(7)} ${word(8)} ${index}`,
    description: `A place about ${word(9)} and ${word(10)} for people of ${word(11)}${index % 97}`,
    version: "4.6.3",
    languages: [LANGUAGES[Math.floor(uniform(12, index) * LANGUAGES.length)] ?? "en"],
    languagesBasis: "detected",
    topics: uniform(13, index) < 0.4 ? [TOPICS[Math.floor(uniform(14, index) * TOPICS.length)] ?? "art"] : [],
    topicsBasis: "detected",
    registrations: told.registrations_open === true ? "invite" : "closed",
    monthlyActiveUsers: told.users_active_month,
    accounts: told.users_total,
    countsAt: SEEN_AT,
    since: "2024-01-01",
    lastSeenAt: SEEN_AT,
    lastVisitAt: SEEN_AT,
    state: "alive",
  };
}

/** What makes an instance one that may be recommended, with a size between 10 and 10,000. */
function suggestible(index: number): Partial<Instance> {
  const people = Math.round(10 ** (1 + 3 * uniform(15, index)));
  return {
    software: "mastodon",
    registrations: uniform(16, index) < 0.3 ? "open" : "approval",
    monthlyActiveUsers: people,
    accounts: people * 10,
  };
}
