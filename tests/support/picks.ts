import { pathToFileURL } from "node:url";
import type { Directory } from "#core/directory.ts";
import { PLAIN_QUESTION, type Question } from "#core/fit.ts";
import type { Instance } from "#core/instance.ts";
import { directoryOf, instance } from "./instances.ts";

/*
 * Picks of a directory that is the same wherever it is made. Run as a program, `node tests/support/picks.ts backwards|forwards`
 * prints them as JSON: what another replica of the site answers.
 */

const LANGUAGES = [["en"], ["fr"], ["en", "de"], ["ja"], []];
const TOPICS = [[], ["art"], ["tech", "art"], ["music"]];

/** Servers of many sizes, languages, topics and ways of joining; each with a few referrals today. */
export const KNOWN: readonly Instance[] = Array.from({ length: 150 }, (_, index) =>
  instance(`s${index}-pool.org`, {
    monthlyActiveUsers: 8 + ((index * 37) % 900),
    languages: LANGUAGES[index % LANGUAGES.length] ?? [],
    topics: TOPICS[(index >> 1) % TOPICS.length] ?? [],
    registrations: index % 3 === 0 ? "open" : "approval",
  }),
);
export const TAKEN: ReadonlyMap<string, number> = new Map(KNOWN.map(({ domain }, index) => [domain, index % 7]));

const QUESTIONS: readonly Partial<Question>[] = [
  {},
  { languages: ["fr"] },
  { languages: ["en"], topics: ["art"], signup: "open" },
  { languages: ["ja"], topics: ["music"], count: 6 },
  { followers: 12_000 },
];

/** What the directory answers to these questions with some seeds, and its revision. */
export function answersOf(directory: Directory): { revision: string; picks: string[][] } {
  const picks = QUESTIONS.flatMap((question) =>
    [0, 1, 77, 4_095].map((seed) =>
      directory.recommend({ ...PLAIN_QUESTION, ...question }, seed).picks.map(({ entry }) => entry.instance.domain),
    ),
  );
  return { revision: directory.revision, picks };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const known = process.argv[2] === "backwards" ? KNOWN.toReversed() : KNOWN;
  console.log(JSON.stringify(answersOf(await directoryOf(known, {}, TAKEN))));
}
