import {
  type DrawnPool,
  extentOf,
  type Frame,
  middleFromLeftEdge,
  type Placed,
  placeIn,
  poolOf,
  RULER_PEOPLE,
  radiusOf,
  SCALES,
} from "./pool.ts";
import { IDEAL_ACTIVE_PEOPLE, OVERSIZED_PEOPLE } from "./size.ts";

/** The large picture of one instance's size; geometry only, drawn by ServerPicture.astro and LargerPicture.astro. */

export const SERVER_FRAME: Frame = { width: 400, height: 250 };
export const LARGER_FRAME: Frame = { width: 400, height: 300 };

/** In the picture of one instance every person is a dot: its distance to the next, in px. */
export const DOT_STEP = SCALES.page * Math.sqrt(Math.PI);

export interface PlacedPool extends Placed {
  pool: DrawnPool;
}

export interface Circle {
  x: number;
  y: number;
  radius: number;
}

export interface ServerPicture {
  server: PlacedPool;
  /** RULER_PEOPLE, beside the pool or inside one that takes the frame; null where the size is not told. */
  ruler: (Circle & { isInside: boolean }) | null;
  /** The edge of the largest instance; null where there is no room for it or none so much larger. */
  largest: PlacedPool | null;
}

/** How much of the frame the edge of the largest instance takes, in px. */
const EDGE_WIDTH = 52;
const GAP = 12;

/**
 * An instance's pool beside the ruler and, where there is room, the edge of the largest one, all at one scale.
 * @param people believed active people; null when not told
 */
export function serverPicture(
  domain: string,
  people: number | null,
  other: { domain: string; people: number } | null,
): ServerPicture {
  const { width, height } = SERVER_FRAME;
  const pool = poolOf(domain, people, SCALES.page);
  if (people === null)
    return { server: { pool, ...placeIn(pool, SERVER_FRAME, "middle") }, ruler: null, largest: null };

  const ruler = radiusOf(RULER_PEOPLE, SCALES.page);
  // The edge leans towards the ruler below its middle.
  const rulerX = width - EDGE_WIDTH - 3 * GAP - ruler;
  const room = rulerX - ruler - 2 * GAP;
  const { left, right, top, bottom } = extentOf(pool);
  const fits = (left + right) * pool.radius <= room && (top + bottom) * pool.radius <= height - 2 * GAP;
  if (!fits) {
    const middle = placeIn(pool, SERVER_FRAME, "middle");
    return {
      server: { pool, ...middle },
      ruler: { x: middle.x, y: middle.y, radius: ruler, isInside: true },
      largest: null,
    };
  }
  const middle = placeIn(pool, { width: room, height }, "middle");
  const server = { pool, ...middle, x: GAP + middle.x };
  const largestPool = other === null ? null : poolOf(other.domain, other.people, SCALES.page);
  // Anything smaller than the frame would show as a whole pool, not as an edge.
  const largest = largestPool === null || largestPool.radius < height ? null : largestPool;
  return {
    server,
    ruler: {
      x: rulerX,
      y: Math.max(GAP + ruler, server.y + bottom * pool.radius - ruler),
      radius: ruler,
      isInside: false,
    },
    largest:
      largest === null
        ? null
        : { pool: largest, x: middleFromLeftEdge(largest, width - EDGE_WIDTH), y: height / 2, isEdge: true },
  };
}

export interface LargerPicture {
  server: PlacedPool;
  /** Where we stop: OVERSIZED_PEOPLE. */
  limit: Circle;
  /** A typical pick of IDEAL_ACTIVE_PEOPLE. */
  pick: PlacedPool;
}

/** Width at the end of the frame for the limit and a typical pick, in px. */
const COMPARISONS = 118;

/**
 * An oversized instance beside where we stop and a typical pick, at one scale; whole where it fits, else cut by the frame
 * at its start, so that the edge towards the others is seen.
 */
export function largerPicture(domain: string, people: number): LargerPicture {
  const { width, height } = LARGER_FRAME;
  const pool = poolOf(domain, people, SCALES.pageOversized);
  const x = width - COMPARISONS / 2;
  const { left, right } = extentOf(pool);
  const room = width - COMPARISONS;
  const start = Math.min((room - (left + right) * pool.radius) / 2, room - (left + right) * pool.radius - GAP);
  const serverX = start + left * pool.radius;
  return {
    server: { pool: { ...pool, steps: 0 }, x: serverX, y: height / 2, isEdge: false },
    limit: { x, y: 150, radius: radiusOf(OVERSIZED_PEOPLE, SCALES.pageOversized) },
    pick: { pool: poolOf("", IDEAL_ACTIVE_PEOPLE, SCALES.pageOversized), x, y: 222, isEdge: false },
  };
}
