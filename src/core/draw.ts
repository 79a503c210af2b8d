import type { Candidates } from "./candidates.ts";
import { uniform } from "./random.ts";
import type { Rank } from "./ranks.ts";

/** A weight is at most this many times its tier's median, so that no single server draws the crowd. */
export const MAX_MEDIANS = 4;

/** So many of a draw are found out at once; more are hardly ever needed. */
const SHORTLIST = 32;

/**
 * The lottery of one rank: each candidate has the key `−ln(u) / weight`, the smallest comes first.
 *
 * Only the first few are put in order. As −ln(u) ≥ 1 − u, most of the others are ruled out without a logarithm.
 */
class Draw {
  readonly #candidates: Candidates;
  readonly #rank: Rank;
  readonly #seed: number;
  readonly #cap: number;
  readonly #shortlist: readonly number[];

  constructor(candidates: Candidates, rank: Rank, seed: number) {
    this.#candidates = candidates;
    this.#rank = rank;
    this.#seed = seed;
    const { ranks, weights, sorting } = candidates.scratch;
    let length = 0;
    for (let at = rank.start; at < rank.end; at++) {
      if (ranks[at] === rank.rank) sorting[length++] = weights[at] ?? 0;
    }
    this.#cap = MAX_MEDIANS * median(sorting.subarray(0, length));
    this.#shortlist = this.#shortlisted();
  }

  /** The first that is acceptable. */
  first(accepts: (position: number) => boolean): number | undefined {
    const found = this.#shortlist.find(accepts);
    return found !== undefined || this.#rank.count <= SHORTLIST ? found : this.#bestOf(accepts);
  }

  #shortlisted(): number[] {
    const best: { position: number; key: number }[] = [];
    let worst = Number.POSITIVE_INFINITY;
    const { positions, ranks } = this.#candidates.scratch;
    const { rank, start, end } = this.#rank;
    for (let at = start; at < end; at++) {
      if (ranks[at] !== rank) continue;
      const key = this.#keyUpTo(worst, at);
      if (key > worst) continue;
      best.push({ position: positions[at] ?? 0, key });
      if (best.length < 2 * SHORTLIST) continue;
      best.sort((a, b) => a.key - b.key).length = SHORTLIST;
      worst = best.at(-1)?.key ?? worst;
    }
    return best
      .sort((a, b) => a.key - b.key)
      .slice(0, SHORTLIST)
      .map(({ position }) => position);
  }

  #bestOf(accepts: (position: number) => boolean): number | undefined {
    let best: number | undefined;
    let least = Number.POSITIVE_INFINITY;
    const { positions, ranks } = this.#candidates.scratch;
    const { rank, start, end } = this.#rank;
    for (let at = start; at < end; at++) {
      const position = positions[at] ?? 0;
      if (ranks[at] !== rank || !accepts(position)) continue;
      const key = this.#keyUpTo(least, at);
      if (best !== undefined && key >= least) continue;
      best = position;
      least = key;
    }
    return best;
  }

  /** The key of a candidate by its place in the scratch; infinite where it is certainly larger than `most`. */
  #keyUpTo(most: number, at: number): number {
    const { hashes, scratch } = this.#candidates;
    const weight = Math.min(scratch.weights[at] ?? 0, this.#cap);
    const u = uniform(this.#seed, hashes[scratch.positions[at] ?? 0] ?? 0);
    if (1 - u > most * weight) return Number.POSITIVE_INFINITY;
    // −ln(u)/w rather than u^(1/w), which underflows to 0 for small weights.
    return -Math.log(u) / weight;
  }
}

/** The lotteries of a tier's ranks, one after the other; each is held when it is needed. */
export class TierDraw {
  readonly #candidates: Candidates;
  readonly #ranks: readonly Rank[];
  readonly #seed: number;
  readonly #draws: Draw[] = [];

  /** @param ranks those with candidates, the first to be drawn first */
  constructor(candidates: Candidates, ranks: readonly Rank[], seed: number) {
    this.#candidates = candidates;
    this.#ranks = ranks;
    this.#seed = seed;
  }

  /** The first that is acceptable. */
  first(accepts: (position: number) => boolean): number | undefined {
    for (const [index, rank] of this.#ranks.entries()) {
      this.#draws[index] ??= new Draw(this.#candidates, rank, this.#seed);
      const found = this.#draws[index].first(accepts);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** The middle value, by quickselect: sorting 10,000 weights would cost more than the rest of a request. */
function median(values: Float64Array): number {
  const middle = values.length >> 1;
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1] ?? 0;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((values[left] ?? 0) < pivot) left++;
      while ((values[right] ?? 0) > pivot) right--;
      if (left > right) break;
      const swapped = values[left] ?? 0;
      values[left++] = values[right] ?? 0;
      values[right--] = swapped;
    }
    if (middle <= right) high = right;
    else if (middle >= left) low = left;
    else break;
  }
  return values[middle] ?? 0;
}
