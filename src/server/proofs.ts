import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Domain } from "#core/domain.ts";
import { CODE, type Finding, type Place, type Purpose, resembles } from "#core/proof.ts";
import { DAY_MS, HOUR_MS } from "#core/time.ts";
import type { Store } from "#store/store.ts";
import { type CookieJar, cookieName, cookieOptions } from "./cookies.ts";

/** How long a code is good for: name servers and colleagues may take days. */
export const CODE_DAYS = 7;
/** What a look found is good for so long: who proved this morning need not be the admin tonight. */
const GOOD_FOR_MS = HOUR_MS;
/** No crawler has taken the request by then. */
const SLOW_MS = 15_000;
const SECRET_BYTES = 32;

/** What is wrong with a word that looks like a code; `right` where nothing is. */
export type Verdict =
  | "right"
  | "expired"
  | "other-visitor"
  | "other-purpose"
  | "other-domain"
  | "altered"
  | "cut"
  | "forged";

/** What stands in one place, judged for whoever asks. */
export interface JudgedFinding extends Omit<Finding, "words"> {
  words: { word: string; verdict: Verdict }[];
}

/** How far somebody is with a proof. */
export type ProofState =
  | { step: "none" }
  | { step: "shown"; code: string; until: Date }
  /** @property isSlow no crawler has taken it for a while */
  | { step: "waiting"; code: string; until: Date; isSlow: boolean }
  | { step: "looked"; code: string; until: Date; lookedAt: Date; findings: JudgedFinding[] }
  | { step: "proven"; code: string; until: Date; place: Place };

/**
 * Proofs that somebody has a domain in hand: a code that only the domain's admin can put where it is looked for.
 *
 * A code is made of a secret that only one browser holds, in a cookie: whoever reads the code on the server, where it is
 * public, and asks for a look proves nothing. Nothing is kept of a code before somebody asks for a look.
 */
export class Proofs {
  readonly #store: Store;
  readonly #secret: string;
  readonly #isSecure: boolean;

  /** @param origin public; cookies are for HTTPS alone where it is that */
  constructor(store: Store, secret: string, origin: string) {
    this.#store = store;
    this.#secret = secret;
    this.#isSecure = origin.startsWith("https:");
  }

  /** Makes a new code for this browser; an older one is forgotten. */
  begin(domain: Domain, purpose: Purpose, cookies: CookieJar, now: Date): string {
    const until = new Date(now.getTime() + CODE_DAYS * DAY_MS);
    const secret = randomBytes(SECRET_BYTES).toString("base64url");
    const code = this.#code(domain, purpose, secret, secondsOf(until));
    const options = cookieOptions(this.#isSecure);
    cookies.set(this.#cookie(domain, purpose), `${secret}.${code}`, { ...options, expires: until });
    return code;
  }

  /** Asks a crawler to look for this browser's code. */
  async ask(domain: Domain, purpose: Purpose, cookies: CookieJar, now: Date) {
    const held = this.#held(domain, purpose, cookies, now);
    if (held === null) return "none";
    return this.#store.proofs.ask({ code: held.code, domain, until: held.until.toISOString() }, now);
  }

  async stateOf(domain: Domain, purpose: Purpose, cookies: CookieJar, now: Date): Promise<ProofState> {
    const held = this.#held(domain, purpose, cookies, now);
    if (held === null) return { step: "none" };
    const proof = await this.#store.proofs.get(held.code);
    if (proof === null) return { step: "shown", ...held };
    if (proof.spentAt !== null) return { step: "none" };
    if (proof.lookedAt === null) {
      const isSlow = now.getTime() - Date.parse(proof.askedAt) > SLOW_MS && (proof.takenAt ?? "") < proof.askedAt;
      return { step: "waiting", ...held, isSlow };
    }
    const lookedAt = new Date(proof.lookedAt);
    const right = proof.findings.find(({ words }) => words.includes(held.code));
    if (right === undefined) {
      const findings = proof.findings.map((finding) => ({
        ...finding,
        words: finding.words.map((word) => ({ word, verdict: this.#judge(word, held.code, now) })),
      }));
      return { step: "looked", ...held, lookedAt, findings };
    }
    if (now.getTime() - lookedAt.getTime() > GOOD_FOR_MS) return { step: "shown", ...held };
    return { step: "proven", ...held, place: right.place };
  }

  /** Uses a proof up, for what it was made for; null where there is none. */
  async spend(domain: Domain, purpose: Purpose, cookies: CookieJar, now: Date): Promise<Place | null> {
    const state = await this.stateOf(domain, purpose, cookies, now);
    if (state.step !== "proven" || !(await this.#store.proofs.spend(state.code, now))) return null;
    cookies.delete(this.#cookie(domain, purpose), cookieOptions(this.#isSecure));
    return state.place;
  }

  #cookie(domain: Domain, purpose: Purpose): string {
    return cookieName(this.#isSecure, `proof-${purpose}`, domain);
  }

  /** The code that this browser holds the secret of, where it is made for this and not over. */
  #held(domain: Domain, purpose: Purpose, cookies: CookieJar, now: Date): { code: string; until: Date } | null {
    const [secret = "", code = ""] = (cookies.get(this.#cookie(domain, purpose))?.value ?? "").split(".");
    const [, , seconds = ""] = CODE.exec(code) ?? [];
    const until = new Date(Number.parseInt(seconds, 16) * 1_000);
    const isMine = isSame(code, this.#code(domain, purpose, secret, seconds));
    return isMine && until > now ? { code, until } : null;
  }

  #code(domain: Domain, purpose: Purpose, secret: string, seconds: string): string {
    const nonce = createHash("sha256").update(`${secret} ${seconds} ${purpose} ${domain}`).digest("hex").slice(0, 32);
    const begin = `rockpool-${purpose}-${seconds}-${this.#markOf(domain)}-${nonce}`;
    return `${begin}-${this.#sign(`proof ${begin}`, 24)}`;
  }

  /** Tells codes of different domains apart without naming them. */
  #markOf(domain: Domain): string {
    return this.#sign(`proof of ${domain}`, 8);
  }

  #sign(text: string, length: number): string {
    return createHmac("sha256", this.#secret).update(text).digest("hex").slice(0, length);
  }

  #judge(word: string, own: string, now: Date): Verdict {
    const [, purpose, seconds = "", mark, , signature = ""] = CODE.exec(word) ?? [];
    const begin = word.slice(0, -signature.length - 1);
    if (purpose === undefined || !isSame(signature, this.#sign(`proof ${begin}`, 24))) {
      if (word.length >= own.length / 2 && own.startsWith(word)) return "cut";
      return resembles(word, own) ? "altered" : "forged";
    }
    const [, ownPurpose, , ownMark] = CODE.exec(own) ?? [];
    if (mark !== ownMark) return "other-domain";
    if (Number.parseInt(seconds, 16) * 1_000 <= now.getTime()) return "expired";
    return purpose === ownPurpose ? "other-visitor" : "other-purpose";
  }
}

function secondsOf(instant: Date): string {
  return Math.floor(instant.getTime() / 1_000)
    .toString(16)
    .padStart(8, "0");
}

function isSame(told: string, right: string): boolean {
  const [a, b] = [Buffer.from(told), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
