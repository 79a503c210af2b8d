import { fnv1a, uniform } from "#core/random.ts";

/** Luck that repeats itself: the same seed throws the same numbers, whatever machine it is thrown on. */
export class Dice {
  readonly #seed: number;
  #thrown = 0;

  /** @param use what they are thrown for: two that are thrown for different things know nothing of each other */
  constructor(seed: number, use = "") {
    this.#seed = seed ^ fnv1a(use);
  }

  /** Evenly spread over the open interval (0, 1). */
  next(): number {
    return uniform(this.#seed, Math.imul(this.#thrown++, 0x9e3779b1));
  }

  /** A whole number from 0 to one below `count`. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** Of the normal distribution with mean 0 and variance 1, by Box and Muller. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(this.next())) * Math.cos(2 * Math.PI * this.next());
  }
}

/** Draws values in proportion to their weights. */
export class Urn<Value> {
  readonly #values: readonly Value[];
  readonly #upTo: Float64Array;

  /** @param weighted at least one value of a weight above 0 */
  constructor(weighted: Iterable<readonly [value: Value, weight: number]>) {
    const drawn = [...weighted].filter(([, weight]) => weight > 0);
    if (drawn.length === 0) throw new RangeError("An urn needs something in it.");
    let sum = 0;
    this.#values = drawn.map(([value]) => value);
    this.#upTo = Float64Array.from(drawn, ([, weight]) => (sum += weight));
  }

  draw(dice: Dice): Value {
    const at = dice.next() * (this.#upTo.at(-1) ?? 0);
    let low = 0;
    let high = this.#upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#upTo[middle] ?? 0) > at) high = middle;
      else low = middle + 1;
    }
    return this.#values[low] as Value;
  }
}
