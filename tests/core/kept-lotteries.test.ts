import { expect, test } from "vitest";
import type { Directory } from "#core/directory.ts";
import { PLAIN_QUESTION, type Question } from "#core/fit.ts";
import { HOUR_MS } from "#core/time.ts";
import { TOPICS } from "#core/topics.ts";
import { directoryOf, NOW } from "../support/instances.ts";
import { KNOWN, TAKEN } from "../support/picks.ts";

const LANGUAGES = ["en", "fr", "ja"];
/** More than are kept. */
const QUESTIONS = Array.from(
  { length: 90 },
  (_, index): Question => ({
    ...PLAIN_QUESTION,
    languages: LANGUAGES.slice(index % 3, (index % 3) + 1),
    topics: TOPICS.slice(index % 30, (index % 30) + 1),
    followers: index % 2 === 0 ? 0 : 9_000,
    count: 1 + (index % 6),
  }),
);
const answerOf = (directory: Directory, question: Question, seed: number) => {
  const { picks, ...figures } = directory.recommend(question, seed);
  return { ...figures, picks: picks.map(({ entry, ...pick }) => ({ ...pick, domain: entry.instance.domain })) };
};

test("what is kept of a question changes no answer, whatever was asked before, and however long ago", async () => {
  const asked = (await directoryOf(KNOWN)).withRoom(TAKEN, NOW);
  for (let round = 0; round < 3; round++) {
    for (const [index, question] of QUESTIONS.entries()) {
      if (round === 1 && index % 7 !== 0) continue;
      const fresh = asked.withRoom(new Map([...TAKEN, ["nobody.example.org", round]]), NOW);
      expect(answerOf(asked, question, index)).toEqual(answerOf(fresh, question, index));
    }
  }
});

test("a directory stays the same one until somebody is sent on or the hour ends", async () => {
  const directory = (await directoryOf(KNOWN)).withRoom(TAKEN, NOW);
  const later = (ms: number) => new Date(NOW.getTime() + ms);
  expect(directory.withRoom(new Map(TAKEN), later(HOUR_MS - 1))).toBe(directory);
  const [domain = ""] = TAKEN.keys();
  expect(directory.withRoom(new Map([...TAKEN, [domain, 7]]), NOW)).not.toBe(directory);
  expect(directory.withRoom(new Map(), NOW)).not.toBe(directory);
  expect(directory.withRoom(TAKEN, later(HOUR_MS))).not.toBe(directory);
});
