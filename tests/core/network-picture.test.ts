import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_POOLS, NARROW_PICTURE, networkPicture, WIDE_PICTURE } from "#core/network-picture.ts";
import { extentOf, radiusOf, reachOf } from "#core/pool.ts";

const servers = fc
  .array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 60 })
  .map((sizes) =>
    sizes.toSorted((a, b) => b - a).map((activePeople, index) => ({ domain: `s${index}.example.org`, activePeople })),
  );

test("every server is drawn once, inside the frame, none on another, all at one scale", () => {
  fc.assert(
    fc.property(servers, fc.constantFrom(WIDE_PICTURE, NARROW_PICTURE), (all, frame) => {
      const { pools, others } = networkPicture(all, frame);
      expect(pools.map(({ domain }) => domain)).toEqual(all.map(({ domain }) => domain));
      expect(others).toBeNull();
      const scale = (pools[0]?.pool.radius ?? 0) / Math.sqrt(Math.max(1, pools[0]?.activePeople ?? 1));
      for (const [index, { pool, x, y, activePeople }] of pools.entries()) {
        if ((pools[0]?.activePeople ?? 0) > 100) expect(pool.radius).toBeCloseTo(radiusOf(activePeople, scale), 6);
        const { left, right, top, bottom } = extentOf(pool);
        expect(x - left * pool.radius).toBeGreaterThanOrEqual(-0.01);
        expect(y - top * pool.radius).toBeGreaterThanOrEqual(-0.01);
        expect(x + right * pool.radius).toBeLessThanOrEqual(frame.width + 0.01);
        expect(y + bottom * pool.radius).toBeLessThanOrEqual(frame.height + 0.01);
        for (const other of pools.slice(index + 1)) {
          const apart = Math.hypot(x - other.x, y - other.y);
          const least = pool.radius * reachOf(pool.shape) + other.pool.radius * reachOf(other.pool.shape);
          expect(apart).toBeGreaterThanOrEqual(least);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test("the largest stands at the start, and the same servers make the same picture", () => {
  const all = [9_000, 8_000, 20, 10].map((activePeople, index) => ({ domain: `s${index}.example.org`, activePeople }));
  const picture = networkPicture(all, WIDE_PICTURE);
  expect(networkPicture(all, WIDE_PICTURE)).toEqual(picture);
  const [largest, ...others] = picture.pools;
  for (const { x } of others) expect(x).toBeGreaterThan(largest?.x ?? Number.NaN);
});

test("of very many servers the smallest are one disc of all their people, at the same scale", () => {
  const all = Array.from({ length: 20_000 }, (_, index) => ({
    domain: `s${index}.example.org`,
    activePeople: Math.ceil(100_000 / (index + 1)),
  }));
  const { pools, others } = networkPicture(all, WIDE_PICTURE);
  expect(pools).toHaveLength(MAX_POOLS);
  expect(others?.instances).toBe(all.length - MAX_POOLS);
  const [largest] = pools;
  const perPerson = (largest?.pool.radius ?? 0) ** 2 / (largest?.activePeople ?? 1);
  expect((others?.radius ?? 0) ** 2 / (others?.activePeople ?? 1)).toBeCloseTo(perPerson, 9);
});
