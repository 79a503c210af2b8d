/**
 * The coast of the home page: buff land, a green foreshore with real servers as pools, one sea. The lines are fixed;
 * where the pools of the day lie between them is worked out here, the same for the same servers.
 */
import { type DrawnPool, extentOf, poolOf, reachOf, SCALES } from "./pool.ts";

interface Point {
  x: number;
  y: number;
}

interface Rectangle {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A coast in px, sea at the end of the line of text; drawn from right to left it is mirrored as a whole. */
export interface Coast {
  width: number;
  height: number;
  /** Where land turns into shore, from top to bottom. */
  landEdge: readonly Point[];
  /** Where shore turns into sea, from top to bottom. */
  seaEdge: readonly Point[];
  /** Where pools may lie, from under the header to above the caption. */
  top: number;
  bottom: number;
  /** Where the named pools stand: the middle and the foot of each, and the largest radius there. */
  named: readonly { x: number; foot: number; radius: number }[];
}

/** Beside the form, as high as it; the shore is what it shows first when it is cut at its end. */
export const WIDE_COAST: Coast = {
  width: 646,
  height: 1400,
  landEdge: points(
    "204,-40 204,0 172,80 167,180 92,270 62,350 51,420 59,510 46,590 77,700 31,830 44,960 30,1100 58,1260 30,1420",
  ),
  seaEdge: points(
    "720,-60 646,14 592,100 534,190 512,250 480,330 460,430 424,530 419,610 424,740 436,850 428,980 440,1120 426,1260 436,1420",
  ),
  top: 72,
  bottom: 742,
  named: [
    { x: 148, foot: 648, radius: 62 },
    { x: 286, foot: 440, radius: 46 },
    { x: 392, foot: 214, radius: 40 },
    { x: 478, foot: 156, radius: 30 },
  ],
};

/** Behind the header of a phone; only its end is seen there, and the shore is within the last 300 px of it. */
export const NARROW_COAST: Coast = {
  width: 960,
  height: 148,
  landEdge: points("662,-30 652,0 628,52 608,104 588,160"),
  seaEdge: points("1010,-40 960,17 924,66 902,106 868,152"),
  top: 53,
  bottom: 145,
  named: [],
};

/** Room a name needs under its pool. */
const NAME = { halfWidth: 72, height: 28 };
/** Least space between two pools, and between a pool and everything else, in px. */
export const POOLS_APART = 16;
const EDGE_APART = 10;
/** How far the sea comes in where the page is too narrow for the whole coast; see `.sea-group` in pages.css. */
const SEA_COMES_IN = 190;
/** How much of the coast the narrowest page with a wide coast shows. */
const NARROWEST = 366;
/** Places tried for each pool, the best of which it gets. */
const TRIES = 240;
/** Longest name written under a pool, in characters: what fits into NAME at 15 px. */
const LONGEST_NAME = 18;

/** A pool on the coast. */
export interface CoastPool {
  domain: string;
  pool: DrawnPool;
  x: number;
  y: number;
  /** Position in `named` of the coast, or null for one without its name. */
  name: number | null;
  /** Whether it would lie in the sea or beyond the page on narrower pages, where the sea comes in. */
  isFar: boolean;
}

/** The servers of the day on a coast, as many as find room. */
export function placeOnCoast(
  coast: Coast,
  servers: readonly { domain: string; activePeople: number }[],
  count: number,
): CoastPool[] {
  const drawn = servers.map(({ domain, activePeople }) => ({
    domain,
    pool: poolOf(domain, activePeople, SCALES.coast),
  }));
  const largestFirst = drawn.toSorted((a, b) => b.pool.radius - a.pool.radius);
  const placed = nameLargest(coast, largestFirst);
  const named = new Set(placed.map(({ domain }) => domain));
  const names = coast.named.map(({ x, foot }) => ({
    left: x - NAME.halfWidth,
    right: x + NAME.halfWidth,
    top: foot,
    bottom: foot + NAME.height,
  }));
  // Chosen by the order they came in, not by size; then the large ones take their places first.
  const rest = drawn.filter(({ domain, pool }) => !named.has(domain) && 3 * pool.radius < coast.bottom - coast.top);
  const firstChoice = rest.slice(0, Math.max(0, count - placed.length));
  const queue = [...firstChoice.toSorted((a, b) => b.pool.radius - a.pool.radius), ...rest.slice(firstChoice.length)];
  for (const { domain, pool } of queue) {
    if (placed.length >= count) break;
    const middle = bestPlace(coast, pool, placed, names);
    if (middle !== null) placed.push(coastPool(coast, domain, pool, middle, null));
  }
  return placed;
}

function nameLargest(coast: Coast, largestFirst: readonly { domain: string; pool: DrawnPool }[]): CoastPool[] {
  const placed: CoastPool[] = [];
  for (const [name, { x, foot, radius }] of coast.named.entries()) {
    const fits = largestFirst.find(
      ({ domain, pool }) =>
        pool.radius <= radius && domain.length <= LONGEST_NAME && !placed.some((other) => other.domain === domain),
    );
    if (fits === undefined) continue;
    const middle = { x, y: foot - extentOf(fits.pool).bottom * fits.pool.radius };
    placed.push(coastPool(coast, fits.domain, fits.pool, middle, name));
  }
  return placed;
}

function coastPool(coast: Coast, domain: string, pool: DrawnPool, { x, y }: Point, name: number | null): CoastPool {
  const reach = name === null ? reachOf(pool.shape) * pool.radius : Math.max(NAME.halfWidth, pool.radius);
  return { domain, pool, x, y, name, isFar: x + reach > Math.min(NARROWEST, edgeAt(coast.seaEdge, y) - SEA_COMES_IN) };
}

/** The place farthest from all others among those tried; null where none is free. */
function bestPlace(
  coast: Coast,
  pool: DrawnPool,
  others: readonly CoastPool[],
  names: readonly Rectangle[],
): Point | null {
  const reach = reachOf(pool.shape) * pool.radius;
  const left = Math.min(...coast.landEdge.map(({ x }) => x));
  const right = Math.max(...coast.seaEdge.map(({ x }) => x));
  let best: Point | null = null;
  let farthest = POOLS_APART;
  for (let index = 0; index < TRIES; index++) {
    // A low-discrepancy sequence (Roberts' R2): even cover without a grid, and no chance involved.
    const x = left + ((0.5 + index * 0.7548776662466927) % 1) * (right - left);
    const y = coast.top + ((0.5 + index * 0.5698402909980532) % 1) * (coast.bottom - coast.top);
    if (!isFree(coast, x, y, reach, names)) continue;
    const gaps = others.map(
      (other) => Math.hypot(x - other.x, y - other.y) - reach - reachOf(other.pool.shape) * other.pool.radius,
    );
    const gap = Math.min(...gaps, coast.width);
    if (gap >= farthest) {
      farthest = gap;
      best = { x, y };
    }
  }
  return best;
}

function isFree(coast: Coast, x: number, y: number, reach: number, names: readonly Rectangle[]): boolean {
  const space = reach + EDGE_APART;
  if (y - reach < coast.top || y + reach > coast.bottom) return false;
  for (const at of [y - reach, y, y + reach]) {
    if (x - space < edgeAt(coast.landEdge, at) || x + space > edgeAt(coast.seaEdge, at)) return false;
  }
  return names.every(({ left, right, top, bottom }) => {
    const near = { x: Math.min(Math.max(x, left), right), y: Math.min(Math.max(y, top), bottom) };
    return Math.hypot(x - near.x, y - near.y) >= reach + 4;
  });
}

/** x of a coast line at a height, between its points along straight lines. */
export function edgeAt(edge: readonly Point[], y: number): number {
  const below = edge.findIndex((point) => point.y >= y);
  const [from, to] = [edge[Math.max(0, below - 1)], edge.at(below)];
  if (from === undefined || to === undefined || from.y === to.y) return to?.x ?? 0;
  return from.x + ((to.x - from.x) * (y - from.y)) / (to.y - from.y);
}

/** A coast line as an open, smooth SVG path: Catmull-Rom as cubic Béziers in whole px. */
export function linePath(line: readonly Point[]): string {
  const [first, ...rest] = line;
  if (first === undefined) return "";
  let path = `M${first.x} ${first.y}C`;
  for (const [index, to] of rest.entries()) {
    const from = line[index] ?? to;
    const before = line[index - 1] ?? from;
    const after = line[index + 2] ?? to;
    const controls = [
      { x: from.x + (to.x - before.x) / 6, y: from.y + (to.y - before.y) / 6 },
      { x: to.x - (after.x - from.x) / 6, y: to.y - (after.y - from.y) / 6 },
      to,
    ];
    path += `${index === 0 ? "" : " "}${controls.map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`).join(" ")}`;
  }
  return path;
}

function points(text: string): Point[] {
  return text.split(" ").map((pair) => {
    const [x = 0, y = 0] = pair.split(",").map(Number);
    return { x, y };
  });
}
