import fc from "fast-check";
import { expect, test } from "vitest";
import { mostIntake } from "#core/intake.ts";
import {
  changesBetween,
  isPaused,
  keepFirst,
  Listing,
  MOST_TOPICS,
  sentenceFor,
  UNTIL_FURTHER_NOTICE,
  unsaid,
} from "#core/listing.ts";
import { TOPICS } from "#core/topics.ts";

const NOON = new Date("2026-11-20T12:00:00.000Z");
const PLAIN = unsaid("m.example.org", NOON);

test("who has said nothing is listed as a valid listing that pauses nothing", () => {
  expect(Listing.parse(PLAIN)).toEqual(PLAIN);
  expect(isPaused(PLAIN, NOON)).toBe(false);
});

test.for([
  { said: { intakePerDay: 0 }, expected: true },
  { said: { intakePerDay: 1 }, expected: false },
  { said: { pausedUntil: UNTIL_FURTHER_NOTICE }, expected: true },
  { said: { pausedUntil: "2026-11-20T12:00:00.001Z" }, expected: true },
  { said: { pausedUntil: "2026-11-20T12:00:00.000Z" }, expected: false },
])("paused with $said: $expected", ({ said, expected }) => {
  expect(isPaused({ ...PLAIN, ...said }, NOON)).toBe(expected);
});

test.for([
  { people: null, most: 50 },
  { people: 400, most: 50 },
  { people: 1_019, most: 50 },
  { people: 4_000, most: 200 },
])("the admin of $people people may ask for $most a day", ({ people, most }) => {
  expect(
    mostIntake(people === null ? null : { activePeople: people, basis: "reported", atMost: null, asOf: null }),
  ).toBe(most);
});

test.for([
  { chosen: ["art", "books", "film", "music"], before: ["music"], kept: ["music", "art", "books"], leftOut: ["film"] },
  { chosen: ["a", "b", "c", "d"], before: ["d", "c", "b"], kept: ["d", "c", "b"], leftOut: ["a"] },
  { chosen: ["b", "a"], before: ["x"], kept: ["b", "a"], leftOut: [] },
  { chosen: ["a", "a", "b", "b"], before: [], kept: ["a", "b"], leftOut: [] },
  { chosen: [], before: ["a"], kept: [], leftOut: [] },
])("of $chosen after $before $kept are kept", ({ chosen, before, kept, leftOut }) => {
  expect(keepFirst(chosen, before, 3)).toEqual({ kept, leftOut });
});

test("whoever ticks anything loses nothing but the excess", () => {
  const some = fc.subarray([...TOPICS]);
  fc.assert(
    fc.property(some, some, (chosen, before) => {
      const { kept, leftOut } = keepFirst(chosen, before.slice(0, MOST_TOPICS), MOST_TOPICS);
      expect(kept).toHaveLength(Math.min(MOST_TOPICS, chosen.length));
      expect([...kept, ...leftOut].toSorted()).toEqual(chosen.toSorted());
    }),
  );
});

test.for([
  {
    sentences: { fr: "Bonjour", en: "Hello" },
    language: "fr",
    own: ["en"],
    expected: { text: "Bonjour", language: "fr" },
  },
  {
    sentences: { fr: "Bonjour", en: "Hello" },
    language: "de",
    own: ["cy", "en"],
    expected: { text: "Hello", language: "en" },
  },
  { sentences: { fr: "Bonjour" }, language: "en", own: ["de"], expected: { text: "Bonjour", language: "fr" } },
  { sentences: {}, language: "constructor", own: ["toString"], expected: null },
])("of $sentences a reader of $language sees $expected", ({ sentences, language, own, expected }) => {
  expect(sentenceFor({ ...PLAIN, sentences: sentences as Record<string, string> }, language, own)).toEqual(expected);
});

test("changes name the fields that are different, and no others", () => {
  const before = { ...PLAIN, topics: ["art"], sentences: { en: "Hello", fr: "Bonjour" } };
  const after = {
    ...before,
    revision: 2,
    topics: ["art", "books"],
    sentences: { fr: "Bonjour", en: "Hello" },
    staff: 2,
  };
  expect(changesBetween(before, after)).toEqual([
    { field: "topics", before: ["art"], after: ["art", "books"] },
    { field: "staff", before: null, after: 2 },
  ]);
  expect(changesBetween(before, { ...before, revision: 9, updatedAt: "2026-12-01T00:00:00.000Z" })).toEqual([]);
});
