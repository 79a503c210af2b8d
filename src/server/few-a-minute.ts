import { RateLimiterMemory } from "rate-limiter-flexible";
import { networkOf } from "./client-address.ts";

/** A household of IPv6 has a whole /64. */
const ONE_ADDRESS = { ipv4: 32, ipv6: 64 };

/** How often one address may ask for what makes work elsewhere. Addresses are in memory only, for a minute. */
export class FewAMinute {
  readonly #limiter: RateLimiterMemory;

  constructor(perMinute: number) {
    this.#limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  }

  /** Whether an address may ask now; counts it where it may. */
  async take(address: string): Promise<boolean> {
    return this.#limiter.consume(networkOf(address, ONE_ADDRESS)).then(
      () => true,
      () => false,
    );
  }
}
