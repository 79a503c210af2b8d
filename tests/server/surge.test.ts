import { beforeAll, describe, expect, test } from "vitest";
import type { Directory } from "#core/directory.ts";
import { PLAIN_QUESTION, type Question } from "#core/fit.ts";
import type { Instance } from "#core/instance.ts";
import { Referrals } from "#site/server/referrals.ts";
import { openStore } from "#store/open.ts";
import { directoryOf, instance, NOW } from "../support/instances.ts";

const DAY = NOW.toISOString().slice(0, 10);
const LOOP = 10_000;
const SEEDS = 100;
const QUESTIONS: readonly Partial<Question>[] = [
  {},
  { languages: ["en"] },
  { languages: ["de"], topics: ["art"] },
  { languages: ["en"], topics: ["tech"], count: 6 },
];
const TOPICS = [[], ["art"], ["tech"], ["art", "music"]];

let quiet: Directory;
beforeAll(async () => {
  quiet = await directoryOf(
    Array.from({ length: 150 }, (_, index) => {
      const changes: Partial<Instance> = {
        monthlyActiveUsers: 40 + 17 * index,
        accounts: 20_000,
        languages: [index % 3 === 0 ? "de" : "en"],
        topics: TOPICS[index % 4] ?? [],
      };
      return instance(`s${index}-pool.org`, changes);
    }),
  );
});

/** A site with a store of its own, and the links that its pages show. */
async function site() {
  const store = await openStore("sqlite::memory:", { migrate: true });
  const referrals = new Referrals(store, "a secret of this test only");
  /** Asks for a way out; `path` as it stands on a page. */
  const go = (path: string, address: string) => {
    const url = `https://rockpool.example${path}`;
    const domain = new URL(url).pathname.slice("/go/".length);
    return referrals.count(domain, new Request(url), address, NOW);
  };
  /** The links of the page with a seed, as anybody may fetch it. */
  const linksOf = (seed: number) =>
    quiet
      .recommend({ ...PLAIN_QUESTION, languages: ["en"] }, seed)
      .picks.map(({ entry }) => referrals.path(entry.instance.domain, seed, NOW));
  const now = async () => quiet.withRoom(await store.referrals.on(DAY), NOW);
  return { go, linksOf, now, counted: () => store.referrals.on(DAY) };
}

/** What everybody is suggested. */
function picksOf(directory: Directory): string[] {
  return QUESTIONS.flatMap((question) =>
    Array.from({ length: SEEDS }, (_, seed) =>
      directory
        .recommend({ ...PLAIN_QUESTION, ...question }, seed)
        .picks.map(({ entry }) => entry.instance.domain)
        .join(" "),
    ),
  );
}

/** Addresses in as many networks as there can be. */
const address = (index: number) => `${20 + (index % 50)}.${index >> 6}.${index & 63}.1`;

/** Which link the n-th request of a loop asks for. */
const FORGED: Readonly<Record<string, (links: readonly string[], turn: number) => string>> = {
  "no token": (links, turn) => (links[turn % links.length] ?? "").replace(/\?.*/, ""),
  "wrong tokens": (links, turn) =>
    (links[turn % links.length] ?? "").replace(/token=.*/, `token=${turn.toString(36).padStart(16, "0")}`),
  "one token replayed": ([link = ""]) => link,
  "tokens of one page": (links, turn) => links[turn % 3] ?? "",
  "tokens of 60 pages": (links, turn) => links[turn % links.length] ?? "",
};

describe.for(Object.entries(FORGED))("10,000 requests with %s", ([, forge]) => {
  test.for([1, 500])("from %i addresses change no pick, and newcomers meanwhile count", async (addresses) => {
    const { go, linksOf, now, counted } = await site();
    const links = Array.from({ length: 60 }, (_, seed) => linksOf(seed)).flat();
    for (let turn = 0; turn < LOOP; turn++) {
      // Turns and addresses go round at different paces, so that each address tries many links.
      await go(forge(links, turn + Math.floor(turn / addresses)), address(turn % addresses));
    }
    const after = await now();
    expect(after.revision).toBe(quiet.revision);
    expect(picksOf(after)).toEqual(picksOf(quiet));

    const [honest = ""] = linksOf(1_234);
    expect(await go(honest, "2001:db8:77::1")).toBe(true);
    expect([...(await counted()).values()].reduce((sum, count) => sum + count, 0)).toBe(1);
  });
});

test("500 patient networks that ask once for each server of a page change no pick", async () => {
  const { go, linksOf, now, counted } = await site();
  const links = linksOf(7);
  for (let network = 0; network < 500; network++) {
    for (const link of links) await go(link, address(network));
  }
  expect([...(await counted()).values()]).toEqual([500, 500, 500]);
  const after = await now();
  expect(after.revision).toBe(quiet.revision);
  expect(picksOf(after)).toEqual(picksOf(quiet));
});

test("a crowd fills servers, and an address that goes on gives back only its own", async () => {
  const { go, linksOf, now, counted } = await site();
  for (let person = 0; person < 400; person++) {
    const links = linksOf((person * 977) % 4096);
    await go(links[person % links.length] ?? "", address(person));
  }
  const crowd = await now();
  expect(crowd.full.size).toBeGreaterThan(10);
  expect(crowd.revision).not.toBe(quiet.revision);

  const before = await counted();
  for (let turn = 0; turn < 1_000; turn++) await go(linksOf(turn % 300)[0] ?? "", "198.51.100.7");
  expect(await counted()).toEqual(before);
  expect((await now()).revision).toBe(crowd.revision);
});

test("eight ways out in a day are a newcomer who looks around, five of them count; the ninth takes all back", async () => {
  const { go, linksOf, counted } = await site();
  const links = [
    ...new Map(
      Array.from({ length: 20 }, (_, seed) => linksOf(seed))
        .flat()
        .map((link) => [link.split("?")[0], link]),
    ).values(),
  ];
  const sum = async () => [...(await counted()).values()].reduce((total, count) => total + count, 0);
  for (const link of links.slice(0, 8)) await go(link, "198.51.100.7");
  expect(await sum()).toBe(5);
  // Another address of the same network adds nothing, and a neighbour's restlessness is its own.
  for (const link of links.slice(0, 8)) await go(link, "198.51.100.8");
  expect(await sum()).toBe(5);
  await go(links[8] ?? "", "198.51.100.8");
  expect(await sum()).toBe(5);
  await go(links[8] ?? "", "198.51.100.7");
  expect(await sum()).toBe(0);
});

test("whoever asks a thousand times at once is uncounted too", async () => {
  const { go, linksOf, counted } = await site();
  const links = Array.from({ length: 30 }, (_, seed) => linksOf(seed)).flat();
  await Promise.all(Array.from({ length: 1_000 }, (_, turn) => go(links[turn % links.length] ?? "", "198.51.100.7")));
  expect(await counted()).toEqual(new Map());
});
