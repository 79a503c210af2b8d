/**
 * The picture of the network: every server as a pool, all at the largest scale at which they fit into a frame. The
 * largest stands at its start, the others wherever there is room, the same for the same servers.
 */
import { type DrawnPool, poolOf, reachOf, shapeOf } from "./pool.ts";

/** A frame in px. */
export interface PictureFrame {
  width: number;
  height: number;
}

/** Beside each other, as wide as a page. */
export const WIDE_PICTURE: PictureFrame = { width: 1_120, height: 430 };
/** On a phone: the largest above the others. */
export const NARROW_PICTURE: PictureFrame = { width: 358, height: 560 };

/** Most pools drawn one by one; the others are one sum in words, and one dotted disc of its area. */
export const MAX_POOLS = 400;
/** Free px around a pool, and around the largest. */
const APART = 2;
const LARGEST_APART = 10;
/** Places tried, in an order that covers the frame evenly from the first on. */
const PLACES = 2_600;
/** The scale is looked for until it is known this well, as a factor. */
const SCALE_STEP = 1.06;
/** No pool takes more of the frame's shorter side than this, or it would be the picture. */
const MOST_OF_SIDE = 0.86;
/** Share of the frame that pools can fill when they are placed by chance; more is not tried. */
const FILLED_AT_MOST = 0.62;
/** A width of a letter at the size of the names, in px, and how much of a pool's width a name may take. */
const LETTER = 7.4;
const NAME_SHARE = 1.66;

/** A pool of the picture. */
export interface PlacedPool {
  domain: string;
  activePeople: number;
  pool: DrawnPool;
  x: number;
  y: number;
  /** Whether its name fits into it. */
  isNamed: boolean;
}

export interface NetworkPicture {
  frame: PictureFrame;
  pools: readonly PlacedPool[];
  /** Everybody else, as one disc of as many people; null where all are drawn. */
  others: { instances: number; activePeople: number; radius: number; x: number; y: number } | null;
}

interface Server {
  domain: string;
  activePeople: number;
}

/** A disc to be placed: the pool's reach, or the sum of the others. */
interface Disc {
  reach: number;
  apart: number;
}

/**
 * Places servers in a frame.
 * @param servers the largest first
 */
export function networkPicture(servers: readonly Server[], frame: PictureFrame): NetworkPicture {
  const drawn = servers.slice(0, MAX_POOLS);
  const rest = servers.slice(MAX_POOLS);
  const restPeople = rest.reduce((sum, { activePeople }) => sum + activePeople, 0);
  const discsAt = (scale: number): Disc[] => [
    ...drawn.map(({ domain, activePeople }, index) => ({
      reach: poolOf(domain, activePeople, scale).radius * reachOf(shapeOf(domain).shape),
      apart: index === 0 ? LARGEST_APART : APART,
    })),
    ...(rest.length > 0 ? [{ reach: scale * Math.sqrt(restPeople), apart: LARGEST_APART }] : []),
  ];
  const people = restPeople + drawn.reduce((sum, { activePeople }) => sum + activePeople, 0);
  let scale = Math.sqrt((FILLED_AT_MOST * frame.width * frame.height) / (Math.PI * Math.max(1, people)));
  const most = Math.max(1, drawn[0]?.activePeople ?? 0, restPeople);
  scale = Math.min(scale, (MOST_OF_SIDE * Math.min(frame.width, frame.height)) / 2 / Math.sqrt(most));
  let places = place(discsAt(scale), frame);
  while (places === null) {
    scale /= SCALE_STEP;
    places = place(discsAt(scale), frame);
  }
  const pools = drawn.map(({ domain, activePeople }, index): PlacedPool => {
    const pool = poolOf(domain, activePeople, scale);
    const { x, y } = places[index] ?? { x: 0, y: 0 };
    return { domain, activePeople, pool, x, y, isNamed: domain.length * LETTER < NAME_SHARE * pool.radius };
  });
  const at = places[drawn.length];
  const others =
    at === undefined
      ? null
      : { instances: rest.length, activePeople: restPeople, radius: scale * Math.sqrt(restPeople), ...at };
  return { frame, pools, others };
}

/** Where each disc's middle goes, none on another; null where one finds no room. Discs come in any order. */
function place(discs: readonly Disc[], frame: PictureFrame): { x: number; y: number }[] | null {
  const [largest] = discs;
  if (largest === undefined) return [];
  const isTall = frame.height > frame.width;
  const found: { x: number; y: number }[] = Array.from(discs, () => ({ x: 0, y: 0 }));
  found[0] = isTall ? { x: frame.width / 2, y: largest.reach } : { x: largest.reach, y: frame.height / 2 };
  const x = new Float64Array(PLACES);
  const y = new Float64Array(PLACES);
  /** How far a place is from everything that is there already. */
  const free = new Float64Array(PLACES);
  for (let index = 0; index < PLACES; index++) {
    // A low-discrepancy sequence (Roberts' R2): even cover without a grid, and no chance involved.
    const [atX, atY] = [
      ((0.5 + index * 0.7548776662466927) % 1) * frame.width,
      ((0.5 + index * 0.5698402909980532) % 1) * frame.height,
    ];
    x[index] = atX;
    y[index] = atY;
    free[index] = Math.min(atX, atY, frame.width - atX, frame.height - atY);
  }
  const occupy = (at: { x: number; y: number }, radius: number) => {
    for (let index = 0; index < PLACES; index++) {
      const across = (x[index] ?? 0) - at.x;
      const down = (y[index] ?? 0) - at.y;
      // Math.hypot takes twice as long, and this is looked at a million times a try.
      const distance = Math.sqrt(across * across + down * down) - radius;
      if (distance < (free[index] ?? 0)) free[index] = distance;
    }
  };
  occupy(found[0], largest.reach + largest.apart);
  const bySize = [...discs.entries()].slice(1).sort(([, a], [, b]) => b.reach - a.reach);
  for (const [index, { reach, apart }] of bySize) {
    const at = free.findIndex((distance) => distance >= reach + apart / 2);
    if (at === -1) return null;
    const middle = { x: x[at] ?? 0, y: y[at] ?? 0 };
    found[index] = middle;
    occupy(middle, reach + apart / 2);
  }
  return found;
}
