import { createHash, randomBytes } from "node:crypto";
import type { Domain } from "#core/domain.ts";
import { DAY_MS } from "#core/time.ts";
import type { Session, Store } from "#store/store.ts";
import { type CookieJar, cookieName, cookieOptions } from "./cookies.ts";
import type { Proofs } from "./proofs.ts";

/** How long a browser stays known after a proof. */
export const SESSION_DAYS = 30;
const TOKEN_BYTES = 32;

/** Somebody who proved, in this browser, that they have a domain in hand. */
export interface Admin {
  domain: Domain;
  /** ISO 8601 in UTC. */
  provenAt: string;
  endsAt: string;
  /** Of the session; no secret. */
  session: string;
}

/** Who is known as the admin of which domain, by a cookie for each. The store holds their hashes only. */
export class Admins {
  readonly #store: Store;
  readonly #proofs: Proofs;
  readonly #isSecure: boolean;

  /** @param origin public; cookies are for HTTPS alone where it is that */
  constructor(store: Store, proofs: Proofs, origin: string) {
    this.#store = store;
    this.#proofs = proofs;
    this.#isSecure = origin.startsWith("https:");
  }

  /** The admin that this browser is known as; null for everybody else. */
  async of(domain: Domain, cookies: CookieJar, now: Date): Promise<Admin | null> {
    const token = cookies.get(this.#cookie(domain))?.value;
    const session = token === undefined ? null : await this.#store.sessions.get(idOf(token));
    if (session === null || session.domain !== domain || !isLasting(session, now)) return null;
    const { id, provenAt, endsAt } = session;
    return { domain, provenAt, endsAt, session: id };
  }

  /**
   * Makes whoever proved a domain known in this browser, by a token that nobody has seen before; a session that the
   * browser had ends. Answers whether there was a proof.
   */
  async enter(domain: Domain, cookies: CookieJar, now: Date): Promise<boolean> {
    const place = await this.#proofs.spend(domain, "manage", cookies, now);
    if (place === null) return false;
    const before = await this.of(domain, cookies, now);
    if (before !== null) await this.#store.sessions.end(domain, before.session, now);
    const token = randomBytes(TOKEN_BYTES).toString("base64url");
    const endsAt = new Date(now.getTime() + SESSION_DAYS * DAY_MS);
    const times = { provenAt: now.toISOString(), endsAt: endsAt.toISOString() };
    await this.#store.sessions.add({ id: idOf(token), domain, place, ...times });
    cookies.set(this.#cookie(domain), token, { ...cookieOptions(this.#isSecure), expires: endsAt });
    return true;
  }

  /** Forgets this browser's cookie for a domain. */
  leave(domain: Domain, cookies: CookieJar): void {
    cookies.delete(this.#cookie(domain), cookieOptions(this.#isSecure));
  }

  #cookie(domain: Domain): string {
    return cookieName(this.#isSecure, "admin", domain);
  }
}

export function isLasting({ endsAt, endedAt }: Pick<Session, "endsAt" | "endedAt">, now: Date): boolean {
  return endedAt === null && endsAt > now.toISOString();
}

function idOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
