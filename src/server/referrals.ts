import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Domain } from "#core/domain.ts";
import { DAY_MS, utcDay } from "#core/time.ts";
import type { Store } from "#store/store.ts";
import { networkOf } from "./client-address.ts";

/** A token is as good on the day after it was made: people sleep over it. */
const TOKEN_DAYS = 2;
/** Characters of a token: 96 bits of an HMAC, in base64url. */
const TOKEN_LENGTH = 16;
/** One household, or one company, counts as one. */
const ONE_NETWORK = { ipv4: 24, ipv6: 48 };
/** Most newcomers counted from one network in a day: people in one house, not somebody clicking through the directory. */
const PER_NETWORK = 5;
/** Addresses remembered for a day; beyond that, referrals go uncounted rather than memory unbounded. */
const MAX_REMEMBERED = 200_000;

/** Signs and counts referrals: one newcomer sent on from a page of ours, nothing about who it was. */
export class Referrals {
  readonly #store: Store;
  readonly #secret: string;
  /** What was counted today, as salted hashes; salt and hashes are dropped at midnight UTC. */
  #seen = new Set<string>();
  #perNetwork = new Map<string, number>();
  #salt = randomBytes(16);
  #day = "";

  constructor(store: Store, secret: string) {
    this.#store = store;
    this.#secret = secret;
  }

  /** The `/go` address of an instance, signed for one day and seed. */
  path(domain: Domain, seed: number, now: Date): string {
    const day = utcDay(now);
    return `/go/${domain}?day=${day}&seed=${seed}&token=${this.#token(domain, day, String(seed))}`;
  }

  /**
   * Counts one referral if the request came from a page of ours, is not a browser's guess, and is the first of the day
   * for this domain from this network, and one of the network's first few for any domain.
   * @param address of the client, IPv4 or IPv6; only a salted hash of its prefix is remembered, until midnight
   * @returns whether it was counted
   */
  async count(domain: Domain, request: Request, address: string, now: Date): Promise<boolean> {
    const parameters = new URL(request.url).searchParams;
    if (request.method !== "GET" || isPrefetch(request.headers) || !this.#isSigned(domain, parameters, now))
      return false;
    if (!this.#isWorthCounting(domain, networkOf(address, ONE_NETWORK), utcDay(now))) return false;
    await this.#store.referrals.add(domain, utcDay(now));
    return true;
  }

  #token(domain: Domain, day: string, seed: string): string {
    return createHmac("sha256", this.#secret)
      .update(`go ${domain} ${day} ${seed}`)
      .digest("base64url")
      .slice(0, TOKEN_LENGTH);
  }

  #isSigned(domain: Domain, parameters: URLSearchParams, now: Date): boolean {
    const day = parameters.get("day") ?? "";
    const age = now.getTime() - Date.parse(day);
    if (!(age >= 0 && age < TOKEN_DAYS * DAY_MS)) return false;
    const told = Buffer.from(parameters.get("token") ?? "");
    const right = Buffer.from(this.#token(domain, day, parameters.get("seed") ?? ""));
    return told.length === right.length && timingSafeEqual(told, right);
  }

  #isWorthCounting(domain: Domain, network: string, day: string): boolean {
    if (day !== this.#day) {
      this.#seen = new Set();
      this.#perNetwork = new Map();
      this.#salt = randomBytes(16);
      this.#day = day;
    }
    const source = this.#hash(network);
    const visit = this.#hash(`${domain} ${network}`);
    const counted = this.#perNetwork.get(source) ?? 0;
    if (counted >= PER_NETWORK || this.#seen.has(visit) || this.#seen.size >= MAX_REMEMBERED) return false;
    this.#seen.add(visit);
    this.#perNetwork.set(source, counted + 1);
    return true;
  }

  #hash(text: string): string {
    return createHash("sha256").update(this.#salt).update(text).digest("base64url");
  }
}

function isPrefetch(headers: Headers): boolean {
  return ["sec-purpose", "purpose", "x-purpose", "x-moz"].some((name) =>
    /prefetch|preview|prerender/i.test(headers.get(name) ?? ""),
  );
}
