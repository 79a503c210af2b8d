import { expect, test } from "vitest";
import { Dice, Urn } from "#site/simulation/dice.ts";

const throws = (dice: Dice, count: number) => Array.from({ length: count }, () => dice.next());
const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

test("the same seed throws the same numbers, another one others", () => {
  expect(throws(new Dice(7), 5)).toEqual(throws(new Dice(7), 5));
  expect(throws(new Dice(7), 5)).not.toEqual(throws(new Dice(8), 5));
});

test("throws are even, and normal ones have mean 0 and variance 1", () => {
  const even = throws(new Dice(1), 20_000);
  expect(mean(even)).toBeCloseTo(0.5, 1);
  for (let tenth = 0; tenth < 10; tenth++) {
    expect(even.filter((number) => Math.floor(number * 10) === tenth).length).toBeGreaterThan(1_800);
  }
  const dice = new Dice(2);
  const normal = Array.from({ length: 20_000 }, () => dice.normal());
  expect(Math.abs(mean(normal))).toBeLessThan(0.03);
  expect(Math.abs(mean(normal.map((number) => number ** 2)) - 1)).toBeLessThan(0.05);
});

test("an urn draws in proportion to its weights, and never what weighs nothing", () => {
  const urn = new Urn([
    ["often", 3],
    ["never", 0],
    ["seldom", 1],
  ]);
  const dice = new Dice(3);
  const drawn = Array.from({ length: 8_000 }, () => urn.draw(dice));
  expect(drawn).not.toContain("never");
  expect(drawn.filter((value) => value === "often").length / 8_000).toBeCloseTo(0.75, 1);
});

test("an empty urn is refused", () => {
  expect(() => new Urn([["nothing", 0]])).toThrow(RangeError);
});
