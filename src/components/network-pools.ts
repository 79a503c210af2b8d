import { isListed } from "#core/directory.ts";
import type { Entry } from "#core/entry.ts";
import {
  NARROW_PICTURE,
  type NetworkPicture,
  networkPicture,
  type PlacedPool,
  WIDE_PICTURE,
} from "#core/network-picture.ts";
import type { ClassTotals, PartToday } from "#core/network-today.ts";
import { type DrawnPool, extentOf, poolOf, reachOf, SHAPES } from "#core/pool.ts";

/** Both pictures of a part, and whom they may name: those the directory shows. */
interface Pictures {
  wide: NetworkPicture;
  narrow: NetworkPicture;
  listed: ReadonlySet<string>;
}

/** Placing takes some tens of milliseconds; a part is drawn once for as long as it is the network of today. */
const drawn = new WeakMap<PartToday, Pictures>();

/** The pictures of a part; empty ones of none. */
export function picturesOf(today: PartToday | null): Pictures {
  const known = today === null ? undefined : drawn.get(today);
  if (known !== undefined) return known;
  const entries = today?.largest ?? [];
  const servers = entries.map((entry) => ({ domain: entry.instance.domain, activePeople: peopleOf(entry) }));
  const pictures = {
    wide: networkPicture(servers, WIDE_PICTURE),
    narrow: networkPicture(servers, NARROW_PICTURE),
    listed: new Set(entries.filter(isListed).map(({ instance }) => instance.domain)),
  };
  if (today !== null) drawn.set(today, pictures);
  return pictures;
}

/** How many of the next largest together have as many people as the largest; null where all of them have fewer. */
export function asManyAsLargest([largest, ...others]: readonly Entry[]): number | null {
  let left = largest === undefined ? 0 : peopleOf(largest);
  for (const [index, other] of others.entries()) {
    left -= peopleOf(other);
    if (left <= 0) return index + 1;
  }
  return null;
}

function peopleOf({ size }: Entry): number {
  return size?.activePeople ?? 0;
}

/** Smaller ones are dots: nobody sees an outline there, and hundreds of them are one short path. */
const OUTLINE_FROM_RADIUS = 4;
/** Dots are as wide as their pool to so many px. */
const DOT_STEP = 0.5;

export function isDot({ pool }: PlacedPool): boolean {
  return pool.radius < OUTLINE_FROM_RADIUS;
}

/** The pools a picture draws with outlines, for the page's PoolDefs. */
export function poolsOfNetwork({ pools }: NetworkPicture): DrawnPool[] {
  return pools.filter((placed) => !isDot(placed)).map(({ pool }) => pool);
}

/** The dots of a picture, one path for each width, drawn by round line ends. */
export function dotsOf(pools: readonly PlacedPool[]): { width: number; path: string }[] {
  const byWidth = Map.groupBy(pools.filter(isDot), ({ pool }) => Math.round((2 * pool.radius) / DOT_STEP) * DOT_STEP);
  return [...byWidth].map(([width, dots]) => ({
    width,
    path: dots.map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join(""),
  }));
}

/** A class of sizes with the pool of all its people, in an svg just large enough. */
export interface ClassPool extends ClassTotals {
  pool: DrawnPool;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Radius of the fullest class, in px, and what is left free around each. */
const FULLEST_CLASS = 66;
const PAD = 2;

/** The classes as pools at one scale. */
export function classPools(classes: readonly ClassTotals[]): ClassPool[] {
  const scale = FULLEST_CLASS / Math.sqrt(Math.max(1, ...classes.map(({ activePeople }) => activePeople)));
  return classes.map((totals) => {
    const pool = poolOf(totals.sizeClass, totals.activePeople, scale);
    const { left, right, top, bottom } = extentOf(pool);
    return {
      ...totals,
      pool,
      x: left * pool.radius + PAD,
      y: top * pool.radius + PAD,
      width: Math.ceil((left + right) * pool.radius + 2 * PAD),
      height: Math.ceil((top + bottom) * pool.radius + 2 * PAD),
    };
  });
}

/** The frame of the pools of one size, in svg units; more than so many would be a texture rather than a number. */
export const EQUAL_FRAME = { width: 360, height: 170 };
const MOST_EQUAL = 150;
/** No pool of them is wider than this. */
const MOST_STEP = 110;

/** How far any outline reaches from its middle, in radii: so none touches its neighbour. */
const FARTHEST_REACH = Math.max(...Array.from({ length: SHAPES }, (_, shape) => reachOf(shape)));

/** Pools of one size in rows, in an svg of EQUAL_FRAME's width. */
export interface EqualPools {
  pools: readonly { pool: DrawnPool; x: number; y: number }[];
  height: number;
}

/** So many pools of one size, as large as they fit into a frame. */
export function equalPools(count: number): EqualPools {
  const { width, height } = EQUAL_FRAME;
  const shown = Math.min(count, MOST_EQUAL);
  const stepOf = (columns: number) => Math.min(width / columns, height / Math.ceil(shown / columns));
  const [columns = 1] = Array.from({ length: shown }, (_, index) => index + 1).toSorted(
    (a, b) => stepOf(b) - stepOf(a),
  );
  const rows = Math.ceil(shown / columns);
  const step = Math.min(stepOf(columns), MOST_STEP);
  const pools = Array.from({ length: shown }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? shown - row * columns : columns;
    return {
      pool: poolOf(`equal ${index}`, 1, (step / 2 - 1) / FARTHEST_REACH),
      x: width / 2 + ((index % columns) - (inRow - 1) / 2) * step,
      y: (row + 0.5) * step,
    };
  });
  return { pools, height: rows * step };
}
