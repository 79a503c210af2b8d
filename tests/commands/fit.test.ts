import loadHighs from "highs";
import { expect, test } from "vitest";
import { DEFAULT_INTAKE } from "#core/intake.ts";
import { CURVE } from "#core/size.ts";
import { shippedServers } from "#site/commands/simulate/servers.ts";
import {
  type Constants,
  constantsOf,
  FIT_STREAM,
  fit,
  neighboursOf,
  TRIED,
  Trial,
  withConstants,
} from "#site/simulation/fit.ts";
import fitted from "#site/simulation/fitted.json" with { type: "json" };
import { honest } from "#site/simulation/network.ts";
import { populationOf, settingOf } from "#site/simulation/setting.ts";

const AT_WORK: Constants = { ...CURVE, ...DEFAULT_INTAKE };

test("the constants at work are those that were fitted", () => {
  expect(AT_WORK).toEqual(constantsOf(fitted));
});

test("the record is what these constants do today, and the ones before the fit do worse", {
  timeout: 60_000,
}, async () => {
  const { servers, schedule, seeds } = FIT_STREAM;
  const grounds = seeds.map((seed) => ({
    setting: settingOf(honest(populationOf(shippedServers(), servers, seed))),
    seed,
  }));
  const trial = new Trial(grounds, schedule, await loadHighs());
  const found = trial.of(AT_WORK);
  for (const name of ["survivors", "language", "topic", "topTen", "hhi", "score"] as const) {
    expect(found[name], `${name}: run npm run fit -- --write`).toBeCloseTo(fitted[name], 9);
  }
  expect(found.score).toBe(found.survivors);
  const byHand = trial.of({ ideal: 400, spread: 0.575, share: 0.02, least: 2, most: 25 });
  expect(byHand.hhi).toBeGreaterThan(1);
  expect(byHand.score).toBeLessThan(found.score);
});

test("other constants judge a network otherwise, the ones at work as it is", () => {
  const { network } = settingOf(honest(populationOf(shippedServers(), 1_000, 1)));
  expect(withConstants(network, AT_WORK)).toEqual(network);
  const other = withConstants(network, { ...AT_WORK, ideal: 800, most: 3 });
  expect(Math.max(...other.servers.map(({ entry }) => entry.intake))).toBe(3);
  expect(other.servers.map(({ entry }) => entry.weight)).not.toEqual(network.servers.map(({ entry }) => entry.weight));
});

test("a step changes one constant or two, to the next that is tried", () => {
  const all = neighboursOf(AT_WORK);
  const changed = all.map((constants) =>
    (Object.keys(TRIED) as (keyof Constants)[]).filter((name) => constants[name] !== AT_WORK[name]),
  );
  expect(new Set(changed.map(({ length }) => length))).toEqual(new Set([1, 2]));
  expect(new Set(all.map((constants) => JSON.stringify(constants))).size).toBe(all.length);
  for (const constants of all) {
    for (const name of Object.keys(TRIED) as (keyof Constants)[]) expect(TRIED[name]).toContain(constants[name]);
  }
});

test("fitting climbs to where no step is better", () => {
  // A hill in place of a network: its top is at an ideal of 260 and a maximum of 20.
  const score = ({ ideal, most }: Constants) => -Math.abs(Math.log(ideal / 260)) - Math.abs(most - 20);
  const trial = { of: (constants: Constants) => ({ ...constants, score: score(constants) }) } as unknown as Trial;
  const steps: number[] = [];
  const found = fit(trial, AT_WORK, (better) => steps.push(better.score));
  expect(found).toMatchObject({ ideal: 260, most: 20 });
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(steps.length).toBeGreaterThan(1);
});
