import { uniform } from "./random.ts";
import type { Rank } from "./ranks.ts";

/** So many of a draw are found out at once; more are hardly ever needed. */
const SHORTLIST = 32;

/**
 * The lottery of one rank: each candidate has the key `−ln(u) / weight`, the smallest comes first.
 *
 * Only the first few are put in order. As −ln(u) ≥ 1 − u, most of the others are ruled out without a logarithm.
 */
class Draw {
  readonly #rank: Rank;
  readonly #seed: number;
  readonly #shortlist: readonly number[];

  constructor(rank: Rank, seed: number) {
    this.#rank = rank;
    this.#seed = seed;
    this.#shortlist = this.#shortlisted();
  }

  /** The first that is acceptable. */
  first(accepts: (position: number) => boolean): number | undefined {
    const found = this.#shortlist.find(accepts);
    return found !== undefined || this.#rank.positions.length <= SHORTLIST ? found : this.#bestOf(accepts);
  }

  #shortlisted(): number[] {
    const best: { position: number; key: number }[] = [];
    let worst = Number.POSITIVE_INFINITY;
    const { positions } = this.#rank;
    for (let at = 0; at < positions.length; at++) {
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
    for (const [at, position] of this.#rank.positions.entries()) {
      if (!accepts(position)) continue;
      const key = this.#keyUpTo(least, at);
      if (best !== undefined && key >= least) continue;
      best = position;
      least = key;
    }
    return best;
  }

  /** The key of a candidate by its place in the rank; infinite where it is certainly larger than `most`. */
  #keyUpTo(most: number, at: number): number {
    const { hashes, weights } = this.#rank;
    const weight = weights[at] ?? 0;
    const u = uniform(this.#seed, hashes[at] ?? 0);
    if (1 - u > most * weight) return Number.POSITIVE_INFINITY;
    // −ln(u)/w rather than u^(1/w), which underflows to 0 for small weights.
    return -Math.log(u) / weight;
  }
}

/** The lotteries of a tier's ranks, one after the other; each is held when it is needed. */
export class TierDraw {
  readonly #ranks: readonly Rank[];
  readonly #seed: number;
  readonly #draws: Draw[] = [];

  /** @param ranks those with candidates, the first to be drawn first */
  constructor(ranks: readonly Rank[], seed: number) {
    this.#ranks = ranks;
    this.#seed = seed;
  }

  /** The first that is acceptable. */
  first(accepts: (position: number) => boolean): number | undefined {
    for (const [index, rank] of this.#ranks.entries()) {
      this.#draws[index] ??= new Draw(rank, this.#seed);
      const found = this.#draws[index].first(accepts);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
