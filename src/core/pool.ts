import { fnv1a } from "./random.ts";

/**
 * The picture of size: every instance is a pool whose area is its people. Geometry only; drawn by
 * src/components/Pool.astro and whatever else shows sizes, so that all of them agree.
 */

/** How many outlines there are; each domain has one of them, turned by one of TURNS angles. */
export const SHAPES = 16;

const TURNS = 24;

/** Outlines are written in whole numbers, this many to a radius, so that a path stays short. */
export const UNITS_PER_RADIUS = 1000;

/** Corners of an outline; a closed curve through 16 keeps the area within 0.14 %. */
const CORNERS = 16;

/** A pool and its depth lines: how much of the radius each has, and from which radius in px on it is drawn. */
const DEPTHS = [
  { size: 0.8, fromRadius: 7 },
  { size: 0.58, fromRadius: 13 },
  { size: 0.36, fromRadius: 24 },
] as const;

/** The deepest water lies this far off the middle, in radii lost. */
const DEPTH_SHIFT = { x: 0.22, y: 0.26 };

/** Smallest radius drawn, in px; below it the number alone tells. */
const SMALLEST_RADIUS = 1.5;

/** A size to compare with that everybody knows: a village school. */
export const RULER_PEOPLE = 300;

/**
 * Pixels of radius per √person, fixed for each place so that pictures of one place can be compared.
 * The area of a pool is π s² a person.
 */
export const SCALES = {
  row: 0.36,
  widget: 0.78,
  card: 0.86,
  stripOnPhone: 1.05,
  coast: 1.2,
  strip: 2,
  page: 2.3,
  pageOversized: 0.27,
  preview: 4.6,
} as const;

/** Which outline a domain has, and how it is turned. */
export interface PoolShape {
  /** 0 to 15. */
  shape: number;
  /** Degrees, a multiple of 15. */
  turn: number;
}

interface Harmonic {
  frequency: number;
  amplitude: number;
  phase: number;
}

interface Point {
  x: number;
  y: number;
}

/** The outline of a domain: always the same one. */
export function shapeOf(domain: string): PoolShape {
  const value = fnv1a(domain);
  return { shape: value % SHAPES, turn: ((value >>> 4) % TURNS) * (360 / TURNS) };
}

function fraction(value: number): number {
  return value - Math.floor(value);
}

/** The waves on the circle that make shape 0 to 15; inner depth lines are calmer by `size`. */
function harmonicsOf(shape: number, size: number): Harmonic[] {
  const phase = (step: number): number => 2 * Math.PI * fraction(step * shape);
  return [
    { frequency: 2, amplitude: size * (0.04 + 0.09 * fraction(0.618 * shape)), phase: phase(0.755) },
    { frequency: 3, amplitude: size * (0.02 + 0.04 * fraction(0.414 * shape)), phase: phase(0.57) },
    { frequency: 4, amplitude: size * (0.005 + 0.02 * fraction(0.732 * shape)), phase: phase(0.324) },
  ];
}

/**
 * Distance from the middle to the outline of unit area π, in radii.
 * @param angle radians, clockwise from the right as in SVG
 */
export function outlineAt(shape: number, angle: number, size = 1): number {
  const harmonics = harmonicsOf(shape, size);
  const squares = harmonics.reduce((sum, { amplitude }) => sum + amplitude ** 2, 0);
  const wave = harmonics.reduce((sum, { frequency, amplitude, phase }) => {
    return sum + amplitude * Math.cos(frequency * angle + phase);
  }, 1);
  return wave / Math.sqrt(1 + squares / 2);
}

/** Steps of an angle in degrees at which an outline is measured. */
const MEASURED_EVERY = 3;

const reaches = Array.from({ length: SHAPES }, (_, shape) => {
  let reach = 0;
  for (let degree = 0; degree < 360; degree += MEASURED_EVERY)
    reach = Math.max(reach, outlineAt(shape, radians(degree)));
  return reach;
});

/** How far an outline reaches from its middle at most, in radii: what to keep free around a pool. */
export function reachOf(shape: number): number {
  return reaches[shape] ?? 0;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/**
 * How far a turned outline reaches left, right, up and down from its middle, in radii.
 * @param turn degrees, as drawn by `rotate(turn)`
 */
export function extentOf({ shape, turn }: PoolShape): Readonly<Extent> {
  return keptIn(extents, `${shape} ${turn}`, () => measuredExtent(shape, turn));
}

interface Extent {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Outlines are few, and measuring or drawing one takes longer than the rest of a picture: each is kept. */
const extents = new Map<string, Extent>();
const outlines = new Map<string, string>();

function keptIn<T>(all: Map<string, T>, key: string, make: () => T): T {
  const value = all.get(key) ?? make();
  if (all.size < SHAPES * TURNS) all.set(key, value);
  return value;
}

function measuredExtent(shape: number, turn: number): Extent {
  const extent = { left: 0, right: 0, top: 0, bottom: 0 };
  for (let degree = 0; degree < 360; degree += MEASURED_EVERY) {
    const distance = outlineAt(shape, radians(degree - turn));
    const x = distance * Math.cos(radians(degree));
    const y = distance * Math.sin(radians(degree));
    extent.left = Math.max(extent.left, -x);
    extent.right = Math.max(extent.right, x);
    extent.top = Math.max(extent.top, -y);
    extent.bottom = Math.max(extent.bottom, y);
  }
  return extent;
}

/**
 * The outline as an SVG path around the origin, UNITS_PER_RADIUS to a radius: a closed Catmull-Rom curve through 16
 * points, as cubic Béziers in relative whole numbers.
 * @param depth 0 the pool itself, 1 to 3 its depth lines from the outside in
 */
export function outlinePath(shape: number, depth = 0): string {
  return keptIn(outlines, `${shape} ${depth}`, () => drawnOutline(shape, depth));
}

function drawnOutline(shape: number, depth: number): string {
  const size = depth === 0 ? 1 : (DEPTHS[depth - 1]?.size ?? 1);
  const middle = { x: (1 - size) * DEPTH_SHIFT.x, y: (1 - size) * DEPTH_SHIFT.y };
  const corners = Array.from({ length: CORNERS }, (_, index): Point => {
    const angle = (index / CORNERS) * 2 * Math.PI;
    const distance = size * outlineAt(shape, angle, size);
    return { x: middle.x + distance * Math.cos(angle), y: middle.y + distance * Math.sin(angle) };
  });
  return closedCurve(corners.map(({ x, y }) => ({ x: x * UNITS_PER_RADIUS, y: y * UNITS_PER_RADIUS })));
}

function closedCurve(points: readonly Point[]): string {
  const at = (index: number): Point => points[(index + points.length) % points.length] ?? { x: 0, y: 0 };
  let pen = { x: Math.round(at(0).x), y: Math.round(at(0).y) };
  let path = `M${pair(pen)}c`;
  for (let index = 0; index < points.length; index++) {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const controls = [
      { x: from.x + (to.x - before.x) / 6, y: from.y + (to.y - before.y) / 6 },
      { x: to.x - (after.x - from.x) / 6, y: to.y - (after.y - from.y) / 6 },
      to,
    ];
    // Rounded against where the pen really is, so that roundings do not add up along the curve.
    const steps = controls.map(({ x, y }) => ({ x: Math.round(x - pen.x), y: Math.round(y - pen.y) }));
    const step = steps[2] ?? { x: 0, y: 0 };
    pen = { x: pen.x + step.x, y: pen.y + step.y };
    path += (index === 0 ? "" : " ") + steps.map(pair).join(" ");
  }
  return `${path.replaceAll(" -", "-")}z`;
}

function pair({ x, y }: Point): string {
  return `${x} ${y}`;
}

/**
 * Radius in px of the circle with a pool's area.
 * @param people active people, 0 or more
 * @param scale px per √person, one of SCALES
 */
export function radiusOf(people: number, scale: number): number {
  return Math.max(SMALLEST_RADIUS, scale * Math.sqrt(people));
}

/** How many depth lines a pool of a radius has, 0 to 3: the more people, the deeper. */
export function depthSteps(radius: number): number {
  return DEPTHS.filter(({ fromRadius }) => radius > fromRadius).length;
}

/** Where the depth lines of a pool too large for its frame lie, px in from its edge. */
export const EDGE_DEPTHS_PX = [16, 40, 74] as const;

/** A pool ready to be drawn. */
export interface DrawnPool extends PoolShape {
  /** In px. */
  radius: number;
  /** Depth lines, 0 to 3. */
  steps: number;
  /** false where the size is not told: a dashed ring of RULER_PEOPLE. */
  isTold: boolean;
}

/**
 * The pool of a domain at a scale.
 * @param people active people; null when not told
 * @param scale one of SCALES
 */
export function poolOf(domain: string, people: number | null, scale: number): DrawnPool {
  const radius = radiusOf(people ?? RULER_PEOPLE, scale);
  return { ...shapeOf(domain), radius, steps: people === null ? 0 : depthSteps(radius), isTold: people !== null };
}

export interface Frame {
  width: number;
  height: number;
}

/** Where the middle of a pool goes. */
export interface Placed {
  x: number;
  y: number;
  /** Whether it is so much larger than its frame that only its left edge is seen. */
  isEdge: boolean;
}

/** Free px between a pool's outline and its frame. */
const MARGIN = 1;
/** How far inside the frame the edge of a pool larger than it is drawn, in px. */
const EDGE_INSIDE = 4;

/**
 * Places a pool in its frame: in the middle of it, or standing on its ground at its start or end. What does not fit is
 * cut by the frame; where only an edge of it would be seen, it is the left one.
 */
export function placeIn(pool: DrawnPool, frame: Frame, at: "middle" | "start" | "end"): Placed {
  const { left, right, top, bottom } = extentOf(pool);
  const { radius } = pool;
  const [width, height] = [(left + right) * radius, (top + bottom) * radius];
  if (width > frame.width + Math.max(...EDGE_DEPTHS_PX)) {
    return { x: middleFromLeftEdge(pool, EDGE_INSIDE), y: frame.height / 2, isEdge: true };
  }
  const isWide = width > frame.width - 2 * MARGIN;
  const fromLeft = { start: MARGIN, middle: (frame.width - width) / 2, end: frame.width - MARGIN - width };
  const fromTop = at === "middle" ? (frame.height - height) / 2 : frame.height - MARGIN - height;
  return { x: (isWide ? MARGIN : fromLeft[at]) + left * radius, y: fromTop + top * radius, isEdge: false };
}

/**
 * Where the middle of a pool larger than its frame goes, so that its outline crosses the frame's own middle line there.
 * @param edge x of the outline at the height of its middle, in px
 */
export function middleFromLeftEdge({ shape, turn, radius }: PoolShape & { radius: number }, edge: number): number {
  return edge + outlineAt(shape, radians(180 - turn)) * radius;
}

/** Gatherings everybody can picture, each up to (not including) a number of people. */
const FAMILIAR_SIZES = [
  { below: 10, size: "home" },
  { below: 40, size: "class" },
  { below: 120, size: "cinema" },
  { below: 220, size: "wedding" },
  { below: 600, size: "school" },
  { below: 1_600, size: "village" },
  { below: 4_000, size: "largeVillage" },
  { below: 10_000, size: "smallTown" },
  { below: 60_000, size: "town" },
  { below: Number.POSITIVE_INFINITY, size: "city" },
] as const;
export type FamiliarSize = (typeof FAMILIAR_SIZES)[number]["size"];

/**
 * A gathering of about as many people; its words are messages `common.familiar.<size>`.
 * @example familiarSize(345) // => "school"
 */
export function familiarSize(people: number): FamiliarSize {
  return FAMILIAR_SIZES.find(({ below }) => people < below)?.size ?? "city";
}
