import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entry } from "#core/entry.ts";
import { PLAIN_QUESTION, type Question } from "#core/fit.ts";
import type { Instance } from "#core/instance.ts";
import { isCrowd, PLACES, placesAt, placesOf } from "#core/places.ts";
import { Candidates, recommend } from "#core/recommend.ts";
import { directoryOf, entry, instance } from "../support/instances.ts";

const domainsOf = (picks: readonly { entry: Entry }[]) => picks.map((pick) => pick.entry.instance.domain);
const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour, 30));

test.for([
  { intake: 8, taken: 0, hour: 0, left: "forTopic" },
  { intake: 8, taken: 1, hour: 0, left: "none" },
  { intake: 8, taken: 0, hour: 2, left: "forLanguage" },
  { intake: 8, taken: 0, hour: 3, left: "free" },
  { intake: 8, taken: 4, hour: 13, left: "forTopic" },
  { intake: 8, taken: 3, hour: 13, left: "free" },
  { intake: 2, taken: 1, hour: 22, left: "forTopic" },
  { intake: 2, taken: 1, hour: 23, left: "forLanguage" },
  { intake: 0, taken: 0, hour: 23, left: "none" },
] as const)(
  "an intake of $intake with $taken taken by $hour:30 leaves places $left",
  ({ intake, taken, hour, left }) => {
    expect(placesAt(intake, taken, at(hour))).toBe(PLACES[left]);
  },
);

test("the more are taken the fewer may come, and in the last hour nothing is kept for a topic", () => {
  const intakes = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(intakes, fc.nat(60), fc.nat(23), (intake, taken, hour) => {
      expect(placesAt(intake, taken, at(hour))).toBeLessThanOrEqual(placesAt(intake, taken + 1, at(hour)));
      if (taken < intake) expect(placesAt(intake, taken, at(23))).toBeLessThanOrEqual(PLACES.forLanguage);
    }),
  );
});

test("nothing is kept while nobody is full", () => {
  const entries = [entry("a-pool.org"), entry("b-pool.org")];
  expect(placesOf(entries, () => 0, at(0))).toBeUndefined();
  expect(placesOf(entries, ({ instance: { domain } }) => (domain === "a-pool.org" ? 1 : 0), at(0))).toEqual({
    left: Uint8Array.of(PLACES.none, PLACES.forTopic),
    inCrowd: false,
  });
});

describe("while many come", () => {
  const servers = (count: number, name: string, changes: Partial<Instance>) =>
    Array.from({ length: count }, (_, index) => entry(`${name}${index}-pool.org`, changes));
  const plain = servers(20, "plain", {});
  const art = servers(5, "art", { topics: ["art"] });
  const german = servers(5, "de", { languages: ["de"] });
  const entries = [...plain, ...art, ...german];

  /** Picks when these are full and all others ahead of their pace. */
  const pick = (changes: Partial<Question>, full: readonly Entry[], among: readonly Entry[] = entries) => {
    const pool = new Candidates("microblog", among);
    const left = Uint8Array.from(pool.entries, (each) => (full.includes(each) ? PLACES.none : PLACES.forTopic));
    const places = { left, inCrowd: isCrowd(full.length, among.length) };
    const moment = { full: new Set(full), places, roomOf: () => "places-left" as const };
    return recommend(pool, { ...PLAIN_QUESTION, ...changes }, 1, moment);
  };
  const among = (group: readonly Entry[]) => (picked: { entry: Entry }) => group.includes(picked.entry);

  test("whoever asks for a topic gets the places that are kept for it, others are told that all are full", () => {
    expect(pick({ languages: ["en"], topics: ["art"] }, plain).picks.every(among(art))).toBe(true);
    const { picks, fitting, full } = pick({ languages: ["en"] }, plain);
    expect({ picks, fitting, full }).toEqual({ picks: [], fitting: 25, full: 25 });
  });

  test("a language keeps its places for those who speak it", () => {
    expect(pick({ languages: ["de"] }, plain).picks.every(among(german))).toBe(true);
    expect(pick({ languages: ["en"] }, [...plain, ...art]).picks).toEqual([]);
  });

  test("whoever has no server in their language may go anywhere", () => {
    expect(pick({ languages: ["br"] }, plain).picks).toHaveLength(3);
  });

  test("the only servers in a language are for all who speak it, whatever they are about", () => {
    const icelandic = servers(2, "is", { languages: ["is"], topics: ["regional"] });
    const { picks } = pick({ languages: ["is"] }, plain, [...entries, ...icelandic]);
    expect(new Set(picks.map(({ entry: picked }) => picked))).toEqual(new Set(icelandic));
  });

  test("with few full, kept places are offered last instead of not at all", () => {
    const [one, ...others] = plain;
    const { picks } = pick({ languages: ["en"] }, one === undefined ? [] : [one]);
    expect(picks.every(among(others))).toBe(true);
    expect(pick({ languages: ["en"], count: 6 }, plain.slice(0, 9), [...plain.slice(0, 9), ...art]).picks).toHaveLength(
      5,
    );
  });
});

test.for([
  [9, 20, false],
  [10, 20, true],
  [10, 21, false],
  [1_000, 2_000, true],
] as const)("%i full of %i are a crowd: %s", ([full, candidates, expected]) => {
  expect(isCrowd(full, candidates)).toBe(expected);
});

test("same revision and same seed, same picks, also while places are kept", async () => {
  const known = Array.from({ length: 60 }, (_, index) =>
    instance(`s${index}-pool.org`, {
      topics: index % 2 === 0 ? ["art"] : [],
      languages: [index % 3 === 0 ? "de" : "en"],
    }),
  );
  const counts = fc.array(fc.nat(8), { minLength: 60, maxLength: 60 });
  const referrals = (taken: readonly number[]) => new Map(taken.map((count, index) => [`s${index}-pool.org`, count]));
  const directory = await directoryOf(known);
  let compared = 0;
  fc.assert(
    fc.property(counts, fc.nat(59), fc.nat(23), fc.nat(4095), (taken, one, hour, seed) => {
      const before = directory.withRoom(referrals(taken), at(hour));
      const after = directory.withRoom(referrals(taken.with(one, (taken[one] ?? 0) + 1)), at(hour));
      if (before.revision !== after.revision) return;
      compared++;
      const picksOf = (each: typeof before) =>
        domainsOf(each.recommend({ ...PLAIN_QUESTION, languages: ["en"] }, seed).picks);
      expect(picksOf(after)).toEqual(picksOf(before));
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(50);
});
