import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Totals } from "#core/network.ts";
import { believedSize, IDEAL_ACTIVE_PEOPLE, isOversized, sizeClass, suitability } from "#core/size.ts";
import { instance } from "../support/instances.ts";

const family = (activePeople: number, instances = 100): Totals => ({
  instances,
  activePeople,
  accounts: 0,
  top1Share: null,
  top5Share: null,
  top10Share: null,
  hhi: null,
  gini: null,
});

test("suitability rises to the ideal size and falls after it", () => {
  const below = fc.double({ min: 0.01, max: IDEAL_ACTIVE_PEOPLE, noNaN: true });
  const above = fc.integer({ min: IDEAL_ACTIVE_PEOPLE, max: 10_000_000 });
  fc.assert(fc.property(below, below, (a, b) => suitability(Math.min(a, b)) <= suitability(Math.max(a, b))));
  fc.assert(fc.property(above, above, (a, b) => suitability(Math.min(a, b)) >= suitability(Math.max(a, b))));
  expect(suitability(IDEAL_ACTIVE_PEOPLE)).toBe(1);
  expect(suitability(10_001)).toBe(0);
  expect(suitability(0)).toBe(0);
});

test.for([
  { told: { monthlyActiveUsers: 120 }, believed: 120, basis: "reported" },
  { told: { monthlyActiveUsers: 100, weeklyActiveUsers: 150 }, believed: 150, basis: "reported" },
  { told: { monthlyActiveUsers: 10, halfYearActiveUsers: 600 }, believed: 100, basis: "reported" },
  { told: { monthlyActiveUsers: 10, highestMonthlyActiveUsers: 9_000 }, believed: 3_000, basis: "reported" },
  { told: { monthlyActiveUsers: null, weeklyActiveUsers: 100 }, believed: 137, basis: "weekly" },
  { told: { monthlyActiveUsers: null, weeklyActiveUsers: 100, software: "lemmy" }, believed: 165, basis: "weekly" },
  { told: { monthlyActiveUsers: null, dailyActiveUsers: 50, software: "misskey" }, believed: 150, basis: "daily" },
  { told: { monthlyActiveUsers: null, accounts: 77 }, believed: 77, basis: "accounts" },
  { told: { monthlyActiveUsers: 0 }, believed: 0, basis: "reported" },
  { told: { monthlyActiveUsers: 50, dailyActiveUsers: 80 }, believed: 80, basis: "reported" },
  { told: { monthlyActiveUsers: null, weeklyActiveUsers: 100, accounts: 110 }, believed: 110, basis: "weekly" },
  { told: { monthlyActiveUsers: null, dailyActiveUsers: 50, accounts: 90 }, believed: 90, basis: "daily" },
  {
    told: { monthlyActiveUsers: null, accounts: 50, highestMonthlyActiveUsers: 900 },
    believed: 300,
    basis: "accounts",
  },
] as const)("$told is believed to be $believed people, $basis", ({ told, believed, basis }) => {
  expect(believedSize(instance("m.example.org", told))).toMatchObject({ activePeople: believed, basis });
});

describe("believed size", () => {
  const count = fc.option(fc.integer({ min: 0, max: 3_000_000 }), { nil: null });
  const told = fc.record({
    monthlyActiveUsers: count,
    weeklyActiveUsers: count,
    dailyActiveUsers: count,
    halfYearActiveUsers: count,
    highestMonthlyActiveUsers: count,
    accounts: count,
    software: fc.constantFrom("mastodon", "lemmy", "misskey", "unknown"),
  });
  const sizeOf = (facts: object) => believedSize(instance("m.example.org", facts));

  test("is never below what any figure shows, and never above its own bound", () => {
    fc.assert(
      fc.property(told, (facts) => {
        const size = sizeOf(facts);
        if (size === null) return;
        const { weeklyActiveUsers, dailyActiveUsers, halfYearActiveUsers, highestMonthlyActiveUsers } = facts;
        expect(size.activePeople).toBeGreaterThanOrEqual(facts.monthlyActiveUsers ?? 0);
        expect(size.activePeople).toBeGreaterThanOrEqual(weeklyActiveUsers ?? 0);
        expect(size.activePeople).toBeGreaterThanOrEqual(dailyActiveUsers ?? 0);
        expect(size.activePeople).toBeGreaterThanOrEqual((halfYearActiveUsers ?? 0) / 6);
        expect(size.activePeople).toBeGreaterThanOrEqual((highestMonthlyActiveUsers ?? 0) / 3);
        expect(size.activePeople).toBeLessThanOrEqual(size.atMost ?? Number.POSITIVE_INFINITY);
        expect(Number.isInteger(size.activePeople)).toBe(true);
      }),
    );
  });

  test("is never smaller for more evidence", () => {
    const figure = fc.constantFrom(
      "monthlyActiveUsers",
      "weeklyActiveUsers",
      "dailyActiveUsers",
      "halfYearActiveUsers",
      "highestMonthlyActiveUsers",
      "accounts",
    );
    fc.assert(
      fc.property(told, figure, fc.nat(1_000_000), (facts, name, more) => {
        const before = facts[name];
        if (before === null) return;
        const grown = sizeOf({ ...facts, [name]: before + more });
        expect(grown?.activePeople ?? 0).toBeGreaterThanOrEqual(sizeOf(facts)?.activePeople ?? 0);
      }),
    );
  });
});

test("nothing told and anything doubted is no size at all", () => {
  expect(believedSize(instance("m.example.org", { monthlyActiveUsers: null, accounts: null }))).toBeNull();
  expect(believedSize(instance("m.example.org", { doubts: ["random-numbers"] }))).toBeNull();
});

test.for([
  { people: 10_001, was: false, oversized: true },
  { people: 10_000, was: false, oversized: false },
  { people: 8_001, was: true, oversized: true },
  { people: 8_000, was: true, oversized: false },
  { people: 1_200, was: false, in: family(20_000), oversized: true },
  { people: 1_200, was: false, in: family(20_000, 29), oversized: false },
  { people: 1_000, was: false, in: family(5_000), oversized: false },
  { people: 1_000, was: true, in: family(5_000), oversized: false },
  { people: 1_100, was: true, in: family(25_000), oversized: true },
  { people: 1_100, was: false, in: family(25_000), oversized: false },
])("$people people, oversized before: $was, is oversized: $oversized", ({ people, was, oversized, ...rest }) => {
  expect(isOversized(people, rest.in, was)).toBe(oversized);
});

test.for([
  [9, "personal"],
  [10, "small"],
  [999, "small"],
  [1_000, "medium"],
  [4_000, "large"],
] as const)("%i people are %s", ([people, expected]) => {
  expect(sizeClass(people, false)).toBe(expected);
});
