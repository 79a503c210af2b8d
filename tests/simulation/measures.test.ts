import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SURVIVAL } from "#core/evidence.ts";
import {
  afterYear,
  chanceOfLasting,
  concentrationOf,
  leastHhi,
  measuresOf,
  yearlyOf,
} from "#site/simulation/measures.ts";
import { endDay, noOutcome } from "#site/simulation/stream.ts";
import { liarsTarget, reachTarget, streamTargets, yearTargets } from "#site/simulation/targets.ts";
import { settingWith, simulated } from "../support/simulation.ts";

const { network } = settingWith([
  simulated("vast.example", { monthlyActiveUsers: 20_000, accounts: 200_000 }),
  simulated("small.example", { monthlyActiveUsers: 300, accounts: 1_000 }),
  simulated("tiny.example", { monthlyActiveUsers: 12, accounts: 40 }),
  simulated("nobody.example", { monthlyActiveUsers: 12, accounts: 40, registrations: "closed" }),
]);
const outcome = {
  ...noOutcome(4),
  newcomers: 200,
  askedTopic: 50,
  placed: 100,
  languageKept: 80,
  topicKept: 20,
  arrivals: Float64Array.of(10, 60, 30, 0),
  turnedAway: [50, 50],
};

test("shares are of those they are said to be of", () => {
  const measures = measuresOf(outcome, network, 1_000);
  expect(measures).toMatchObject({
    placedShare: 0.5,
    languageShare: 0.4,
    topicShare: 0.4,
    oversizedShare: 0.1,
    serversUsed: 3,
  });
  expect(measures.survivorShare).toBeCloseTo(0.1 * 0.909 + 0.6 * 0.823 + 0.3 * 0.64);
  const tiny = network.servers[2]?.entry.intake ?? 0;
  expect(measures.highestLoad).toBeCloseTo(Math.max(30 / (2 * tiny), 60 / (2 * (network.servers[1]?.intake ?? 1))));
});

test("a year adds as many to each as its share of the stream", () => {
  expect(afterYear(outcome, network, 1_000)).toEqual([20_100, 900, 312, 12]);
  expect(yearlyOf(100, 2)).toBeCloseTo(50 * 365 * 0.1);
  const { year } = measuresOf(outcome, network, 1_000);
  expect(year.top1Share).toBeCloseTo(20_100 / (20_100 + 900 + 312 + 12));
});

test.for([
  [0, 0.52],
  [1, 0.52],
  [9, 0.567],
  [100, 0.777],
  [99_999, 0.827],
  [3_000_000, 0.909],
] as const)("%i accounts: a chance of %d to last", ([accounts, chance]) => {
  expect(chanceOfLasting(accounts)).toBe(chance);
});

test("every chance is one of the table", () => {
  fc.assert(
    fc.property(fc.nat(5_000_000), (accounts) => SURVIVAL.some(({ upShare }) => upShare === chanceOfLasting(accounts))),
  );
});

test("a day's newcomers are sorted by the load of their server", () => {
  const day = noOutcome(5);
  endDay(day, [10, 11, 50, 200, 300], () => 10);
  expect(day.bands).toEqual([10, 11, 50, 200, 300]);
});

describe("targets", () => {
  const best = { ...outcome, languageKept: 80, topicKept: 20 };
  const met = (targets: readonly { isMet: boolean }[]) => targets.map(({ isMet }) => isMet);

  test("are met at the limit and missed below it", () => {
    expect(met(streamTargets(outcome, best))).toEqual([true, true, true]);
    expect(met(streamTargets({ ...outcome, languageKept: 79, topicKept: 18, beyondIntake: 1 }, best))).toEqual([
      false,
      false,
      false,
    ]);
    expect(met([reachTarget(0.8), reachTarget(0.79)])).toEqual([true, false]);
    const measures = measuresOf(outcome, network, 1_000);
    expect(met([liarsTarget(measures), liarsTarget({ ...measures, oversizedShare: 0.005 })])).toEqual([false, true]);
  });

  test("a year has to be less concentrated than by random picks, not as much", () => {
    const measures = measuresOf(outcome, network, 1_000);
    const worse = { ...measures, year: { ...measures.year, top10Share: 2, hhi: 2 } };
    expect(met(yearTargets(measures, worse))).toEqual([true, true]);
    expect(met(yearTargets(measures, measures))).toEqual([false, false]);
  });
});

test("no way of sending newcomers brings the HHI below the least possible, and most add to it", () => {
  const arrivals = fc
    .array(fc.nat(100), { minLength: 4, maxLength: 4 })
    .filter((counts) => counts.some((count) => count > 0));
  fc.assert(
    fc.property(arrivals, fc.integer({ min: 1, max: 100_000 }), (counts, yearly) => {
      const placed = counts.reduce((sum, count) => sum + count, 0);
      const year = afterYear({ arrivals: Float64Array.from(counts), placed }, network, yearly);
      expect(concentrationOf(year).hhi).toBeGreaterThan(leastHhi(network, yearly));
    }),
  );
  expect(leastHhi(network, 0)).toBeCloseTo(concentrationOf(network.servers.map(({ people }) => people)).hhi);
});
