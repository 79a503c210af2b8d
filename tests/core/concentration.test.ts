import fc from "fast-check";
import { expect, test } from "vitest";
import { gini, herfindahl, lorenz, topShare } from "#core/concentration.ts";

const sizes = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 50 }).filter((all) => all.some((size) => size > 0));

test("a concentrated network has high shares, an even one low ones, an empty one none", () => {
  const even = [10, 10, 10, 10];
  expect(topShare(even, 1)).toBe(0.25);
  expect(herfindahl(even)).toBe(0.25);
  expect(gini(even)).toBe(0);
  const lopsided = [97, 1, 1, 1];
  expect(topShare(lopsided, 1)).toBe(0.97);
  expect(herfindahl(lopsided)).toBeCloseTo(0.9412, 4);
  expect(gini(lopsided)).toBeCloseTo(0.72, 4);
  for (const nobody of [[], [0, 0]])
    expect([topShare(nobody, 1), herfindahl(nobody), gini(nobody)]).toEqual([null, null, null]);
});

test("neither order nor a common factor changes how concentrated a network is", () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 2, max: 9 }), (all, factor) => {
      const other = all.toReversed().map((size) => size * factor);
      expect(topShare(other, 5)).toBeCloseTo(topShare(all, 5) ?? Number.NaN, 10);
      expect(herfindahl(other)).toBeCloseTo(herfindahl(all) ?? Number.NaN, 10);
      expect(gini(other)).toBeCloseTo(gini(all) ?? Number.NaN, 10);
    }),
  );
});

test("figures stay in their ranges: 1/n to 1, 0 to 1 − 1/n, and the more are counted the more they hold", () => {
  fc.assert(
    fc.property(sizes, (all) => {
      const index = herfindahl(all) ?? Number.NaN;
      expect(index).toBeGreaterThanOrEqual(1 / all.length - 1e-12);
      expect(index).toBeLessThanOrEqual(1 + 1e-12);
      const unevenness = gini(all) ?? Number.NaN;
      expect(unevenness).toBeGreaterThanOrEqual(0);
      expect(unevenness).toBeLessThanOrEqual(1 - 1 / all.length + 1e-12);
      const [one = Number.NaN, five = Number.NaN, everyone] = [1, 5, all.length].map(
        (count) => topShare(all, count) ?? Number.NaN,
      );
      expect(one).toBeLessThanOrEqual(five + 1e-12);
      expect(everyone).toBe(1);
      // The largest share bounds the index from both sides.
      expect(index).toBeGreaterThanOrEqual(one ** 2 - 1e-12);
      expect(index).toBeLessThanOrEqual(one + 1e-12);
    }),
  );
});

test("whoever moves from a larger instance to a smaller one makes the network more even", () => {
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(), (all, first, second) => {
      const [from, to] = [first % all.length, second % all.length];
      const [larger = 0, smaller = 0] = [all[from], all[to]];
      fc.pre(larger - smaller >= 2);
      const after = all.with(from, larger - 1).with(to, smaller + 1);
      expect(herfindahl(after)).toBeLessThan(herfindahl(all) ?? Number.NaN);
      expect(gini(after)).toBeLessThan(gini(all) ?? Number.NaN);
    }),
  );
});

test("a Lorenz curve rises from nothing to all, below the straight line", () => {
  const shares = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1];
  fc.assert(
    fc.property(sizes, (people) => {
      const points = lorenz(people, shares);
      expect(points[0]?.people).toBe(0);
      expect(points.at(-1)?.people).toBeCloseTo(1);
      for (const [index, point] of points.entries()) {
        expect(point.people).toBeGreaterThanOrEqual(points[index - 1]?.people ?? 0);
        expect(point.people).toBeLessThanOrEqual(Math.round(point.servers * people.length) / people.length + 1e-9);
      }
    }),
  );
});

test("the Gini coefficient is the area between the Lorenz curve and the straight line, doubled", () => {
  fc.assert(
    fc.property(sizes, (people) => {
      const shares = Array.from({ length: people.length + 1 }, (_, index) => index / people.length);
      const points = lorenz(people, shares);
      const area = points.slice(1).reduce((sum, point, index) => {
        return sum + (point.people + (points[index]?.people ?? 0)) / 2 / people.length;
      }, 0);
      expect(1 - 2 * area).toBeCloseTo(gini(people) ?? Number.NaN, 9);
    }),
  );
});
