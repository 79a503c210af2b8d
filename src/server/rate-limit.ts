import { translator } from "#site/i18n/index.ts";
import { isOfApi, problem } from "./api.ts";
import { networkOf, ONE_ADDRESS } from "./client-address.ts";
import { localeOf } from "./doorkeeper.ts";

/** Requests a second that one address may go on with for ever … */
export const PER_SECOND = 50;
/** … and how many it may make at once after a pause. */
export const BURST = 2_000;

/** Addresses remembered at once; beyond that the ones that were quiet for longest are forgotten. */
const MAX_REMEMBERED = 100_000;

/** What is left for an address. */
export interface Allowance {
  isAllowed: boolean;
  /** Requests it may still make at once. */
  remaining: number;
  /** Seconds until all of them are there again. */
  resetSeconds: number;
}

/**
 * How much each address may ask of this process: a bucket of `burst` requests, refilled by `perSecond`; as much as it may
 * read where nothing else is said.
 *
 * Addresses are kept in memory until their bucket is full again; nothing is logged or stored.
 */
export class RateLimit {
  /** What one request uses up of an address' allowance, and its whole, as milliseconds of waiting. */
  readonly #stepMs: number;
  readonly #wholeMs: number;
  /** When an address' bucket will be full again, in ms; in order of last use. Whoever is not in here has it full. */
  readonly #fullAt = new Map<string, number>();

  constructor({ burst, perSecond } = { burst: BURST, perSecond: PER_SECOND }) {
    this.#stepMs = 1_000 / perSecond;
    this.#wholeMs = burst * this.#stepMs;
  }

  /** @param nowMs of any clock that never goes back */
  take(address: string, nowMs: number): Allowance {
    const key = networkOf(address, ONE_ADDRESS);
    const before = Math.max(this.#fullAt.get(key) ?? nowMs, nowMs);
    const isAllowed = before + this.#stepMs - nowMs <= this.#wholeMs;
    const fullAt = isAllowed ? before + this.#stepMs : before;
    this.#fullAt.delete(key);
    this.#fullAt.set(key, fullAt);
    this.#forget(nowMs);
    const usedMs = fullAt - nowMs;
    return {
      isAllowed,
      remaining: Math.floor((this.#wholeMs - usedMs) / this.#stepMs),
      resetSeconds: Math.ceil(usedMs / 1_000),
    };
  }

  /** How many addresses are remembered. */
  get size(): number {
    return this.#fullAt.size;
  }

  /** Each call adds one address at most and looks at the two oldest: no timers, and never more than are busy. */
  #forget(nowMs: number): void {
    let looked = 0;
    for (const [key, fullAt] of this.#fullAt) {
      if (looked++ === 2) return;
      if (fullAt <= nowMs || this.#fullAt.size > MAX_REMEMBERED) this.#fullAt.delete(key);
    }
  }
}

/** What is left to read, as draft-ietf-httpapi-ratelimit-headers-10 tells it. */
export function rateLimitHeaders({ remaining, resetSeconds }: Allowance): Record<string, string> {
  return {
    "ratelimit-policy": `"address";q=${BURST};w=${BURST / PER_SECOND}`,
    ratelimit: `"address";r=${remaining};t=${resetSeconds}`,
  };
}

/**
 * The answer to whoever asks too much: a sentence for readers, a document for programs.
 * @param target the request's path with its query
 * @param accept the header, as sent
 */
export function tooMany(target: string, accept: string | undefined): Response {
  const headers = { "retry-after": "1", "cache-control": "no-store" };
  if (isOfApi(target) || !(accept ?? "").includes("text/html")) {
    const answer = problem(429, "Too many requests", {
      type: "https://iana.org/assignments/http-problem-types#quota-exceeded",
      detail: `One address may ask ${PER_SECOND} times a second, and ${BURST} times at once after a pause`,
      "violated-policies": ["address"],
    });
    for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
    return answer;
  }
  const t = translator(localeOf(target));
  return new Response(`${t("errors.tooMany")}\n`, {
    status: 429,
    headers: { ...headers, "content-type": "text/plain; charset=utf-8" },
  });
}
