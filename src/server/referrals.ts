import { randomBytes } from "node:crypto";
import type { Domain } from "#core/domain.ts";
import { DAY_MS, utcDay } from "#core/time.ts";
import type { Store } from "#store/store.ts";
import { networkOf, ONE_ADDRESS, ONE_NETWORK } from "./client-address.ts";
import { hashed } from "./seen-networks.ts";
import { isSigned, signed } from "./signature.ts";

/** A token is as good on the day after it was made: people sleep over it. */
const TOKEN_DAYS = 2;
/** Whoever looks at so many ways out a day is no newcomer, and of an address that does nothing counts. */
const MOST_ASKED = 8;
/** Most newcomers counted from one network in a day: people in one house, not somebody clicking through the directory. */
const PER_NETWORK = 5;
/** Addresses and networks remembered for a day, of each; beyond that the first ones are forgotten and may count again. */
const MAX_REMEMBERED = 200_000;

/** What an address did today. */
interface Visitor {
  /** How many ways out it asked for, with a good token or without. */
  asked: number;
  /** What was counted of it; each promise is fulfilled once that is written. */
  counted: { domain: Domain; written: Promise<unknown> }[];
}

/**
 * Signs and counts referrals: one newcomer sent on from a page of ours, nothing about who it was.
 *
 * What is remembered of visitors is in the memory of this process, as salted hashes, until midnight UTC; the store holds
 * sums only. So where several processes serve one site, a network may count once in each of them. Somebody with many
 * networks looks like as many newcomers; how far those are believed is core/outliers.ts.
 */
export class Referrals {
  readonly #store: Store;
  readonly #secret: string;
  #addresses = new Map<string, Visitor>();
  /** The domains counted for each network. */
  #networks = new Map<string, Set<Domain>>();
  #salt = randomBytes(16);
  #day = "";

  constructor(store: Store, secret: string) {
    this.#store = store;
    this.#secret = secret;
  }

  /** The `/go` address of an instance, signed for one day and seed. */
  path(domain: Domain, seed: number, now: Date): string {
    const day = utcDay(now);
    return `/go/${domain}?day=${day}&seed=${seed}&token=${signed(this.#secret, textOf(domain, day, String(seed)))}`;
  }

  /**
   * Counts one referral if the request came from a page of ours, is not a browser's guess, and is the first of the day
   * for this domain from this network, and one of the network's first few for any domain. An address that goes on and
   * on was no newcomer from the start: what it counted is taken back.
   * @param address of the client, IPv4 or IPv6
   * @returns whether it was counted
   */
  async count(domain: Domain, request: Request, address: string, now: Date): Promise<boolean> {
    if (request.method !== "GET" || isPrefetch(request.headers)) return false;
    const day = utcDay(now);
    this.#forgetOnANew(day);
    const visitor = this.#remembered(this.#addresses, networkOf(address, ONE_ADDRESS), () => ({
      asked: 0,
      counted: [],
    }));
    visitor.asked++;
    if (visitor.asked > MOST_ASKED) return this.#takeBack(visitor, day);
    if (!this.#isSigned(domain, new URL(request.url).searchParams, now)) return false;

    const seen = this.#remembered(this.#networks, networkOf(address, ONE_NETWORK), () => new Set<Domain>());
    if (seen.size >= PER_NETWORK || seen.has(domain)) return false;
    seen.add(domain);
    const written = this.#store.referrals.add(domain, day);
    visitor.counted.push({ domain, written });
    await written;
    return true;
  }

  async #takeBack(visitor: Visitor, day: string): Promise<false> {
    for (const { domain, written } of visitor.counted.splice(0)) {
      const isWritten = await written.then(
        () => true,
        () => false,
      );
      if (isWritten) await this.#store.referrals.takeBack(domain, day);
    }
    return false;
  }

  #isSigned(domain: Domain, parameters: URLSearchParams, now: Date): boolean {
    const day = parameters.get("day") ?? "";
    const age = now.getTime() - Date.parse(day);
    if (!(age >= 0 && age < TOKEN_DAYS * DAY_MS)) return false;
    const text = textOf(domain, day, parameters.get("seed") ?? "");
    return isSigned(this.#secret, text, parameters.get("token") ?? "");
  }

  #forgetOnANew(day: string): void {
    if (day === this.#day) return;
    this.#addresses = new Map();
    this.#networks = new Map();
    this.#salt = randomBytes(16);
    this.#day = day;
  }

  /** What is remembered of a network, by the hash of its name. */
  #remembered<T>(all: Map<string, T>, name: string, make: () => T): T {
    const hash = hashed(this.#salt, name);
    const known = all.get(hash) ?? make();
    all.set(hash, known);
    const [first = hash] = all.keys();
    if (all.size > MAX_REMEMBERED) all.delete(first);
    return known;
  }
}

function textOf(domain: Domain, day: string, seed: string): string {
  return `go ${domain} ${day} ${seed}`;
}

/** Whether a browser asks on a guess, before anybody wanted to see it. */
export function isPrefetch(headers: Headers): boolean {
  return ["sec-purpose", "purpose", "x-purpose", "x-moz"].some((name) =>
    /prefetch|preview|prerender/i.test(headers.get(name) ?? ""),
  );
}
