import type { Domain } from "#core/domain.ts";
import { URGENT } from "#core/priority.ts";
import type { Store } from "#store/store.ts";
import { RateLimit } from "./rate-limit.ts";

/** Looks that one address may ask for in a minute. */
export const PER_MINUTE = 10;

/**
 * Names that wait for a crawler at most. It takes dozens of names a second that are nothing, and at the worst two a
 * second that are slow on purpose: whoever gets in waits for a minute or two at most.
 */
export const MOST_WAITING = 120;
/** The last places are for those who ask once or twice in a while. */
const FOR_FEW = 40;
/** What became of asking for a look: `lately` somebody did, and what that one sees is there to be read. */
export type Asked =
  | { outcome: "taken" | "lately" | "full" }
  /** The address asked too often. */
  | { outcome: "too-many"; seconds: number };

/** Takes requests for a look at a name and puts it in line, before everything else a crawler does. */
export class Looks {
  readonly #store: Store;
  /** null where addresses are not held to a limit. */
  readonly #addresses: RateLimit | null;

  /** @param isLimited whether addresses are held to their limit */
  constructor(store: Store, isLimited: boolean) {
    this.#store = store;
    this.#addresses = isLimited ? new RateLimit({ burst: PER_MINUTE, perSecond: PER_MINUTE / 60 }) : null;
  }

  /**
   * @param domain of the public internet; see core/visitable.ts
   * @param address of the client, IPv4 or IPv6
   */
  async ask(domain: Domain, address: string, now: Date): Promise<Asked> {
    const allowance = this.#addresses?.take(address, performance.now());
    if (allowance?.isAllowed === false) return { outcome: "too-many", seconds: Math.ceil(60 / PER_MINUTE) };
    const look = await this.#store.looks.get(domain, now);
    if (look !== null && Date.parse(look.againAt) > now.getTime()) return { outcome: "lately" };
    const asksLittle = allowance === undefined || allowance.remaining >= PER_MINUTE - 2;
    const places = asksLittle ? MOST_WAITING : MOST_WAITING - FOR_FEW;
    if ((await this.#store.frontier.waiting(URGENT, now)) >= places) return { outcome: "full" };
    return { outcome: (await putInLine(this.#store, domain, now)) ? "taken" : "lately" };
  }
}

/** Whether it was not too early, for any process of this store. */
function putInLine(store: Store, domain: Domain, now: Date): Promise<boolean> {
  return store.transaction(async (open) => {
    const known = await open.frontier.get(domain);
    if (!(await open.looks.ask(domain, known === null, now))) return false;
    if ((await open.departures.among([domain])).size > 0) {
      await open.looks.begin(domain, now);
      await open.looks.end(domain, "left-out", [], now);
      return true;
    }
    const entry = known ?? { domain, failures: 0, software: null };
    await open.frontier.reschedule({ ...entry, dueAt: now.toISOString(), priority: URGENT });
    return true;
  });
}
