import type { Domain } from "#core/domain.ts";
import { UNTIL_FURTHER_NOTICE } from "#core/listing.ts";
import type { Store } from "#store/store.ts";
import { isSigned, signed } from "./signature.ts";

/** What a link is worth: `revoked` was good once; `forged` never was. */
export type PauseLinkState = "good" | "revoked" | "forged";

/** When it was made, in milliseconds since the epoch and base 36, and the signature. */
const TOKEN = /^([0-9a-z]{1,11})\.([\w-]{16})$/;

/**
 * Links that pause suggestions of one server without proof: to keep as a bookmark for the day when too many come at once.
 * Each domain has one at most, known by the instant at which it was made; whoever finds it can pause and do nothing else.
 */
export class PauseLinks {
  readonly #store: Store;
  readonly #secret: string;

  constructor(store: Store, secret: string) {
    this.#store = store;
    this.#secret = secret;
  }

  /** @param madeAt `pauseLinkAt` of a listing */
  token(domain: Domain, madeAt: string): string {
    const at = Date.parse(madeAt).toString(36);
    return `${at}.${signed(this.#secret, textOf(domain, at))}`;
  }

  async stateOf(domain: Domain, token: string): Promise<PauseLinkState> {
    const [, at = "", signature = ""] = TOKEN.exec(token) ?? [];
    if (!isSigned(this.#secret, textOf(domain, at), signature)) return "forged";
    const madeAt = (await this.#store.listings.get(domain))?.pauseLinkAt ?? null;
    return madeAt !== null && Date.parse(madeAt).toString(36) === at ? "good" : "revoked";
  }

  /** Pauses until further notice if the token is good; answers what it was worth. */
  async pause(domain: Domain, token: string, now: Date): Promise<PauseLinkState> {
    for (;;) {
      const state = await this.stateOf(domain, token);
      const listing = await this.#store.listings.get(domain);
      if (state !== "good" || listing === null || listing.pausedUntil === UNTIL_FURTHER_NOTICE) return state;
      const { revision } = listing;
      const paused = {
        ...listing,
        revision: revision + 1,
        pausedUntil: UNTIL_FURTHER_NOTICE,
        updatedAt: now.toISOString(),
      };
      // Overtaken by a change of the admin's: the pause comes on top of that one.
      if (await this.#store.listings.put(paused, "link")) return state;
    }
  }
}

function textOf(domain: Domain, at: string): string {
  return `pause ${domain} ${at}`;
}
