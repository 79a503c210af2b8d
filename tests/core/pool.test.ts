import fc from "fast-check";
import { expect, test } from "vitest";
import {
  depthSteps,
  extentOf,
  familiarSize,
  middleFromLeftEdge,
  outlineAt,
  outlinePath,
  placeIn,
  poolOf,
  radiusOf,
  reachOf,
  SCALES,
  SHAPES,
  shapeOf,
  UNITS_PER_RADIUS,
} from "#core/pool.ts";

const shapes = Array.from({ length: SHAPES }, (_, shape) => shape);

/** The points along a path as drawn: each cubic Bézier cut into 40. */
function pointsOf(path: string): [number, number][] {
  const [startX = 0, startY = 0, ...numbers] = (path.match(/-?\d+/g) ?? []).map(Number);
  const points: [number, number][] = [];
  let [x, y] = [startX, startY];
  for (let index = 0; index < numbers.length; index += 6) {
    const [ax = 0, ay = 0, bx = 0, by = 0, dx = 0, dy = 0] = numbers.slice(index, index + 6);
    for (let cut = 0; cut < 40; cut++) {
      const t = cut / 40;
      const [first, second, third] = [3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
      points.push([x + first * ax + second * bx + third * dx, y + first * ay + second * by + third * dy]);
    }
    [x, y] = [x + dx, y + dy];
  }
  expect([x, y], "the pen comes back to where it started").toEqual([startX, startY]);
  return points;
}

function areaOf(points: readonly [number, number][]): number {
  const doubled = points.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length] ?? [0, 0];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(doubled) / 2;
}

test.for(shapes)("the drawn outline of shape %i has the area of a unit circle within 0.14 percent", (shape) => {
  const area = areaOf(pointsOf(outlinePath(shape))) / UNITS_PER_RADIUS ** 2;
  expect(Math.abs(area / Math.PI - 1)).toBeLessThan(0.00145);
});

test.for(shapes)("the depth lines of shape %i lie inside one another", (shape) => {
  const areas = [0, 1, 2, 3].map((depth) => areaOf(pointsOf(outlinePath(shape, depth))) / UNITS_PER_RADIUS ** 2);
  const expected = [1, 0.8, 0.58, 0.36].map((size) => Math.PI * size ** 2);
  areas.forEach((area, depth) => {
    expect(area / (expected[depth] ?? 0)).toBeCloseTo(1, 2);
  });
  for (const depth of [1, 2, 3]) {
    for (const [x, y] of pointsOf(outlinePath(shape, depth))) {
      const outer = outlineAt(shape, Math.atan2(y, x)) * UNITS_PER_RADIUS;
      expect(Math.hypot(x, y)).toBeLessThan(outer);
    }
  }
});

test("ten thousand people cover a hundred times the area of a hundred, at every scale", () => {
  for (const scale of Object.values(SCALES)) {
    const areaFor = (people: number) => Math.PI * radiusOf(people, scale) ** 2;
    expect(Math.abs(areaFor(10_000) / areaFor(100) - 100)).toBeLessThan(1);
  }
});

test("more people never make a smaller pool, and none makes an invisible one", () => {
  const people = fc.integer({ min: 0, max: 10_000_000 });
  fc.assert(
    fc.property(people, people, (a, b) => {
      const [fewer, more] = [Math.min(a, b), Math.max(a, b)];
      expect(radiusOf(fewer, SCALES.row)).toBeLessThanOrEqual(radiusOf(more, SCALES.row));
      expect(radiusOf(fewer, SCALES.row)).toBeGreaterThanOrEqual(1.5);
      expect(depthSteps(radiusOf(fewer, 1))).toBeLessThanOrEqual(depthSteps(radiusOf(more, 1)));
    }),
  );
});

test("a domain keeps its shape, and domains share the shapes evenly", () => {
  expect(shapeOf("m.example.org")).toEqual(shapeOf("m.example.org"));
  const drawn = Array.from({ length: 16_000 }, (_, index) => shapeOf(`s${index}.example`));
  const counts = shapes.map((shape) => drawn.filter((pool) => pool.shape === shape).length);
  expect(Math.min(...counts)).toBeGreaterThan(800);
  expect(Math.max(...counts)).toBeLessThan(1_200);
  expect(drawn.every(({ turn }) => turn % 15 === 0 && turn < 360)).toBe(true);
});

test.for([
  { radius: 7, expected: 0 },
  { radius: 7.1, expected: 1 },
  { radius: 13.1, expected: 2 },
  { radius: 24.1, expected: 3 },
  { radius: 900, expected: 3 },
])("a pool of radius $radius has $expected depth lines", ({ radius, expected }) => {
  expect(depthSteps(radius)).toBe(expected);
});

test.for(shapes)("the edge of a pool of shape %i larger than its frame is where it was asked for", (shape) => {
  const radius = 960;
  const middle = middleFromLeftEdge({ shape, turn: 0, radius }, 50);
  const [edge] = pointsOf(outlinePath(shape))
    .filter(([x]) => x < 0)
    .toSorted(([, a], [, b]) => Math.abs(a) - Math.abs(b));
  // The curve runs a little straighter than the outline: at most 0.4 % of the radius off.
  expect(Math.abs(middle + ((edge?.[0] ?? 0) / UNITS_PER_RADIUS) * radius - 50)).toBeLessThan(0.004 * radius);
});

test("a pool that fits lies within its frame; one that does not shows its edge", () => {
  const frame = { width: 112, height: 64 };
  fc.assert(
    fc.property(fc.domain(), fc.integer({ min: 0, max: 1_000_000 }), (domain, people) => {
      for (const at of ["middle", "start", "end"] as const) {
        const pool = poolOf(domain, people, SCALES.card);
        const { x, y, isEdge } = placeIn(pool, frame, at);
        const { left, right, top, bottom } = extentOf(pool);
        if (isEdge) {
          const edge = x - outlineAt(pool.shape, Math.PI - (pool.turn * Math.PI) / 180) * pool.radius;
          expect(edge).toBeGreaterThan(0);
          expect(edge).toBeLessThan(frame.width);
          continue;
        }
        expect(x - left * pool.radius).toBeGreaterThanOrEqual(0.99);
        if ((left + right) * pool.radius < 110) expect(x + right * pool.radius).toBeLessThanOrEqual(111.01);
        if ((top + bottom) * pool.radius < 62) {
          expect(y - top * pool.radius).toBeGreaterThanOrEqual(0.99);
        }
        if (at !== "middle" || (top + bottom) * pool.radius < 62) {
          expect(y + bottom * pool.radius).toBeLessThanOrEqual(63.01);
        }
      }
    }),
  );
});

test("a size that is not told is a dashed ring of three hundred, without depth", () => {
  expect(poolOf("m.example.org", null, 1)).toMatchObject({ isTold: false, steps: 0, radius: radiusOf(300, 1) });
});

test("a turned outline stays within its reach, and its extents follow the turn", () => {
  for (const shape of shapes) {
    const straight = extentOf({ shape, turn: 0 });
    const turned = extentOf({ shape, turn: 90 });
    expect(turned.bottom).toBeCloseTo(straight.right, 2);
    expect(turned.left).toBeCloseTo(straight.bottom, 2);
    expect(Math.max(...Object.values(straight))).toBeLessThanOrEqual(reachOf(shape) + 0.001);
  }
});

test.for([
  [9, "home"],
  [10, "class"],
  [119, "cinema"],
  [120, "wedding"],
  [345, "school"],
  [600, "village"],
  [1_600, "largeVillage"],
  [9_999, "smallTown"],
  [10_000, "town"],
  [230_439, "city"],
] as const)("%i people are about a %s", ([people, expected]) => {
  expect(familiarSize(people)).toBe(expected);
});
