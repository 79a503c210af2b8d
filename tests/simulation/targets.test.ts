import loadHighs from "highs";
import { beforeAll, describe, expect, test } from "vitest";
import { shippedServers } from "#site/commands/simulate/servers.ts";
import { scheduleOf } from "#site/simulation/demand.ts";
import { FRESH_DAYS, honest, PROVEN_DAYS } from "#site/simulation/network.ts";
import {
  compare,
  type Result,
  reachOf,
  type Way,
  withAFarm,
  withDelays,
  withLies,
} from "#site/simulation/scenarios.ts";
import { populationOf, settingOf } from "#site/simulation/setting.ts";
import { liarsTarget, reachTarget, streamTargets, type Target, yearTargets } from "#site/simulation/targets.ts";

/*
 * The short form of `npm run simulate`: the targets on 10,000 servers, a tenth of what the full run has, as densely
 * visited. The full run's figures are in docs/simulation.md.
 */

const SEED = 1;
const highs = await loadHighs();
const instances = populationOf(shippedServers(), 10_000, SEED);
const setting = settingOf(honest(instances));
const { mix } = setting;
const missed = (targets: readonly Target[]) => targets.filter(({ isMet }) => !isMet);

describe("a usual stream", () => {
  let results: Result[] = [];
  const of = (way: Way) => results.find((result) => result.way === way) as Result;
  beforeAll(() => {
    const stream = { mix, schedule: scheduleOf(20_000, 6, false), seed: SEED };
    const ways = ["rockpool", "biggest-first", "log-800", "random", "flagship", "optimal"] as const;
    results = compare(ways, setting, stream, highs, () => {});
  });

  test("languages and topics are kept, and nobody is sent above an intake", () => {
    expect(missed(streamTargets(of("rockpool").outcome, of("optimal").outcome))).toEqual([]);
    expect(of("rockpool").measures.placedShare).toBe(1);
  });

  test("after a year the network is less concentrated than by random picks", () => {
    expect(missed(yearTargets(of("rockpool").measures, of("random").measures))).toEqual([]);
  });

  test("nobody is sent to an oversized server, where the biggest come first most are", () => {
    expect(of("rockpool").measures.oversizedShare).toBe(0);
    expect(of("biggest-first").measures.oversizedShare).toBeGreaterThan(0.4);
    expect(of("flagship").measures.oversizedShare).toBe(1);
  });

  test("the formula of 2018 sends nearly nobody to oversized ones, and floods those that come first", () => {
    const { oversizedShare, highestLoad } = of("log-800").measures;
    expect(oversizedShare).toBeLessThan(0.03);
    expect(highestLoad).toBeGreaterThan(10);
    expect(of("rockpool").measures.highestLoad).toBeLessThanOrEqual(1);
  });

  test("more newcomers are on servers that last than by random picks", () => {
    expect(of("rockpool").measures.survivorShare).toBeGreaterThan(of("random").measures.survivorShare + 0.1);
  });
});

describe("a surge", () => {
  const stream = { mix, schedule: scheduleOf(40_000, 20, true), seed: SEED };
  const ways = ["rockpool", "random", "optimal"] as const;
  let results: Result[] = [];
  beforeAll(() => {
    results = compare(ways, setting, stream, highs, () => {});
  });

  test("on the day on which most are turned away, whoever finds a place keeps language and topic", () => {
    const [rockpool, random, best] = results as [Result, Result, Result];
    expect(rockpool.measures.placedShare).toBeLessThan(0.6);
    expect(rockpool.outcome.turnedAway.filter((count) => count > 0)).toHaveLength(1);
    expect(missed(streamTargets(rockpool.outcome, best.outcome))).toEqual([]);
    expect(missed(yearTargets(rockpool.measures, random.measures))).toEqual([]);
  });
});

describe("whoever lies", () => {
  const schedule = scheduleOf(10_000, 1, false);

  test("truly oversized servers get at most half a percent, also on a day on which everybody is full", () => {
    const { measures } = withLies(instances, mix, schedule, SEED);
    expect(measures.placedShare).toBeLessThan(1);
    expect(missed([liarsTarget(measures)])).toEqual([]);
  });

  test("a farm of fresh domains gets two a day each and no more, less than with a past", () => {
    const schedule = scheduleOf(3_000, 1, false);
    const fresh = withAFarm(instances, mix, schedule, SEED, FRESH_DAYS);
    const proven = withAFarm(instances, mix, schedule, SEED, PROVEN_DAYS);
    expect(fresh.measures.farmShare * fresh.measures.placed).toBeLessThanOrEqual(100);
    expect(fresh.measures.farmShare).toBeLessThan(0.6 * proven.measures.farmShare);
  });
});

test("1,000 requests without a seed reach at least 80 % of 500 equal servers", () => {
  expect(missed([reachTarget(reachOf(SEED))])).toEqual([]);
});

test("counted every two seconds, a minute after it was shown, hardly anybody comes above an intake", () => {
  const { measures } = withDelays(setting, scheduleOf(3_000, 1, false), SEED);
  expect(measures.beyondIntake).toBeLessThan(0.02 * measures.placed);
});
