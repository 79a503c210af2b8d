import { createHash, randomBytes } from "node:crypto";
import type { Domain } from "#core/domain.ts";
import { bringsVisit, mondayOf, type Outcome, WEEKS_HEARD, weekNumber } from "#core/feedback.ts";
import { URGENT } from "#core/priority.ts";
import { DAY_MS, utcDay } from "#core/time.ts";
import { REFUSALS } from "#core/visit.ts";
import type { Store } from "#store/store.ts";
import { SeenNetworks } from "./seen-networks.ts";
import { isSigned, signed } from "./signature.ts";

/** How long a link is good for: an answer may take an admin some weeks. */
export const LINK_DAYS = 30;
/** Bytes that make a link unlike every other. */
const NONCE_BYTES = 12;
const TOKEN = /^(\d{4}-\d{2}-\d{2})\.([\w-]{16})\.([\w-]{16})$/;
/** Servers that one network tells of in the weeks that count: people in one house, not a farm. */
const PER_NETWORK = 10;

/** What a link is worth. */
export type LinkState = "good" | "forged" | "expired" | "spent";

/**
 * Takes what newcomers tell of how joining went: by a link that is good for one answer and knows a domain, a day and a
 * random number, and nobody.
 */
export class Feedback {
  readonly #store: Store;
  readonly #secret: string;
  /** The present week may have just begun. */
  readonly #networks = new SeenNetworks({ periods: WEEKS_HEARD + 1, perNetwork: PER_NETWORK });

  constructor(store: Store, secret: string) {
    this.#store = store;
    this.#secret = secret;
  }

  /** A token unlike every other, good for one answer about this instance. */
  token(domain: Domain, now: Date): string {
    const [day, nonce] = [utcDay(now), randomBytes(NONCE_BYTES).toString("base64url")];
    return `${day}.${nonce}.${signed(this.#secret, textOf(domain, day, nonce))}`;
  }

  /** What a token is worth for an instance now. */
  async stateOf(domain: Domain, token: string, now: Date): Promise<LinkState> {
    const [, day = "", nonce = "", signature = ""] = TOKEN.exec(token) ?? [];
    if (!isSigned(this.#secret, textOf(domain, day, nonce), signature)) return "forged";
    if (now.getTime() >= endOf(day).getTime()) return "expired";
    return (await this.#store.feedback.isSpent(hashOf(token))) ? "spent" : "good";
  }

  /**
   * Counts one answer if the token is good and nobody of this network has told of this instance lately; the one that
   * makes it too many troubles in a week brings a visit. Only an answer that counts spends its token.
   * @param address of the client, IPv4 or IPv6; only a salted hash of its network is remembered, in memory
   * @returns "good" also where the answer was the network's second
   */
  async report(domain: Domain, token: string, outcome: Outcome, address: string, now: Date): Promise<LinkState> {
    const state = await this.stateOf(domain, token, now);
    const week = weekNumber(now);
    if (state !== "good" || !this.#networks.isFirst(domain, address, week)) return state;
    return this.#store.transaction(async (store) => {
      const until = utcDay(endOf(dayOfToken(token)));
      if (!(await isShown(store, domain))) return state;
      if (!(await store.feedback.spend(hashOf(token), until, utcDay(now)))) return "spent";
      const counts = await store.feedback.add(domain, mondayOf(week), outcome);
      const entry = bringsVisit(counts, outcome) ? await store.frontier.get(domain) : null;
      if (entry !== null) {
        await store.frontier.reschedule({ ...entry, dueAt: now.toISOString(), priority: URGENT });
      }
      return "good";
    });
  }
}

/** The day a token was made on. */
export function dayOfToken(token: string): string {
  return token.slice(0, "2026-11-22".length);
}

/** When a link made on a day ends. */
export function endOf(day: string): Date {
  return new Date(Date.parse(day) + LINK_DAYS * DAY_MS);
}

/** Whether it has not left meanwhile; the directory of this process learns that some seconds later. */
async function isShown(store: Store, domain: Domain): Promise<boolean> {
  const instance = await store.instances.get(domain);
  if (instance === null || instance.state === "refused") return false;
  return instance.failure === null || !REFUSALS.has(instance.failure);
}

function textOf(domain: Domain, day: string, nonce: string): string {
  return `feedback ${domain} ${day} ${nonce}`;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
