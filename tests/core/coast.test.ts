import fc from "fast-check";
import { expect, test } from "vitest";
import { edgeAt, linePath, NARROW_COAST, POOLS_APART, placeOnCoast, WIDE_COAST } from "#core/coast.ts";
import { reachOf } from "#core/pool.ts";

const servers = fc.uniqueArray(fc.record({ domain: fc.domain(), activePeople: fc.integer({ min: 10, max: 10_000 }) }), {
  selector: ({ domain }) => domain,
  maxLength: 60,
});

/** A day like any other: sizes as skewed as real ones. */
const day = Array.from({ length: 40 }, (_, index) => ({
  domain: `s${index}.example`,
  activePeople: Math.round(10 ** (1 + ((index * 0.618) % 1) * 2.4)),
}));

test.for([
  { coast: WIDE_COAST, name: "wide", count: 36 },
  { coast: NARROW_COAST, name: "narrow", count: 11 },
])("pools on the $name coast lie on the shore, apart, and under neither header nor name", ({ coast, count }) => {
  fc.assert(
    fc.property(servers, (some) => {
      const placed = placeOnCoast(coast, some, count);
      expect(placed.length).toBeLessThanOrEqual(Math.max(count, coast.named.length));
      const circles = placed.map(({ pool, x, y, name }) => ({ x, y, reach: reachOf(pool.shape) * pool.radius, name }));
      for (const [index, { x, y, reach, name }] of circles.entries()) {
        expect(y - reach).toBeGreaterThanOrEqual(coast.top - 1);
        expect(x - reach).toBeGreaterThan(edgeAt(coast.landEdge, y));
        expect(x + reach).toBeLessThan(edgeAt(coast.seaEdge, y));
        for (const other of circles.slice(index + 1)) {
          if (name !== null && other.name !== null) continue;
          expect(Math.hypot(x - other.x, y - other.y) - reach - other.reach).toBeGreaterThanOrEqual(POOLS_APART);
        }
        if (name !== null) continue;
        expect(y + reach).toBeLessThanOrEqual(coast.bottom);
        for (const label of coast.named) {
          const isUnder = Math.abs(x - label.x) < 72 && y + reach > label.foot && y - reach < label.foot + 28;
          expect(isUnder && Math.abs(x - label.x) < 72 - reach).toBe(false);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test("an ordinary day fills both coasts", () => {
  expect(placeOnCoast(WIDE_COAST, day, 36).length).toBeGreaterThanOrEqual(32);
  expect(placeOnCoast(NARROW_COAST, day, 11).length).toBeGreaterThanOrEqual(9);
  expect(placeOnCoast(WIDE_COAST, day, 36).filter(({ name }) => name !== null)).toHaveLength(4);
});

test("the same servers lie in the same places", () => {
  expect(placeOnCoast(WIDE_COAST, day, 36)).toEqual(placeOnCoast(WIDE_COAST, day, 36));
});

test("an empty directory has an empty shore, and its lines stay short", () => {
  expect(placeOnCoast(WIDE_COAST, [], 36)).toEqual([]);
  const lines = [WIDE_COAST, NARROW_COAST].flatMap(({ landEdge, seaEdge }) => [linePath(landEdge), linePath(seaEdge)]);
  expect(lines.join("").length).toBeLessThan(2_048);
});
