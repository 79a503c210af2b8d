import { createHash, randomBytes } from "node:crypto";
import type { Domain } from "#core/domain.ts";
import { networkOf, ONE_NETWORK } from "./client-address.ts";

/** Marks remembered at most; beyond that nothing is new rather than memory unbounded. */
const MAX_REMEMBERED = 200_000;

interface Period {
  number: number;
  salt: Buffer;
  seen: Set<string>;
  perNetwork: Map<string, number>;
}

export interface SeenNetworksOptions {
  /** How many periods are remembered, the present one included. */
  periods: number;
  /** For how many instances one network counts in them. */
  perNetwork: number;
}

/**
 * Which networks did something lately: as salted hashes in the memory of this process, from which no address can be read
 * back. Each period has a salt of its own, dropped with its hashes. After a restart everybody is new.
 */
export class SeenNetworks {
  readonly #options: SeenNetworksOptions;
  /** Oldest first. */
  #periods: Period[] = [];

  constructor(options: SeenNetworksOptions) {
    this.#options = options;
  }

  /**
   * Whether an address is the first of its network for this instance, and this instance one of the network's first few;
   * from then on it is not.
   * @param address IPv4 or IPv6
   * @param period its number, counted up with time: a day's or a week's
   */
  isFirst(domain: Domain, address: string, period: number): boolean {
    const network = networkOf(address, ONE_NETWORK);
    const present = this.#present(period);
    const visit = `${domain} ${network}`;
    if (this.#periods.some(({ salt, seen }) => seen.has(hashed(salt, visit)))) return false;
    const counted = this.#periods.reduce(
      (sum, past) => sum + (past.perNetwork.get(hashed(past.salt, network)) ?? 0),
      0,
    );
    if (counted >= this.#options.perNetwork || this.#remembered() >= MAX_REMEMBERED) return false;
    const source = hashed(present.salt, network);
    present.seen.add(hashed(present.salt, visit));
    present.perNetwork.set(source, (present.perNetwork.get(source) ?? 0) + 1);
    return true;
  }

  #present(number: number): Period {
    this.#periods = this.#periods.filter((past) => past.number > number - this.#options.periods);
    const last = this.#periods.at(-1);
    if (last !== undefined && last.number >= number) return last;
    const period: Period = { number, salt: randomBytes(16), seen: new Set(), perNetwork: new Map() };
    this.#periods.push(period);
    return period;
  }

  #remembered(): number {
    return this.#periods.reduce((sum, { seen }) => sum + seen.size, 0);
  }
}

/** A mark that nobody reads back without the salt. */
export function hashed(salt: Buffer, text: string): string {
  return createHash("sha256").update(salt).update(text).digest("base64url");
}
