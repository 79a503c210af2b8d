import type { Failure } from "#core/visit.ts";
import type { FinishedVisit } from "./merge.ts";

/** What a server that is down and a machine without internet have in common. */
const SILENCE: ReadonlySet<Failure> = new Set(["dns", "connect", "timeout"]);

/** So many servers that once answered are silent, right after the start, and the internet is what is missing. */
const SILENT_AT_START = 20;
/** The same once a server has answered. */
const SILENT_LATER = 100;
/** Names that never answered are mostly dead, and anybody can invent thousands: it takes so many of them. */
const NEVER_HEARD = 1_000;
/** With nothing left to visit and no answer since the last time that was so, fewer tell enough. */
const SILENT_AT_END = 5;

/** Whether a visit ended as it would without internet. */
export function isSilence(visit: FinishedVisit): boolean {
  return visit.outcome === "failed" && SILENCE.has(visit.failure);
}

/**
 * Tells servers that do not answer from an internet that does not: what is not answered is kept back until some server
 * answers, and then counts against the silent ones; or until it is clear that none will.
 */
export class Connectivity<T> {
  #hasHeard = false;
  #hasHeardSinceEnd = false;
  #silent: T[] = [];
  /** How many of the silent ones had answered before. */
  #fallenSilent = 0;

  /**
   * Takes a visit; answers the visits that may be counted now, or "offline".
   * @param hasAnswered whether the name answered at an earlier visit
   */
  take(visit: FinishedVisit, kept: T, hasAnswered: boolean): T[] | "offline" {
    if (!isSilence(visit)) {
      this.#hasHeard = true;
      this.#hasHeardSinceEnd = true;
      return [...this.giveBack(), kept];
    }
    this.#silent.push(kept);
    if (hasAnswered) this.#fallenSilent += 1;
    if (this.#fallenSilent >= (this.#hasHeard ? SILENT_LATER : SILENT_AT_START)) return "offline";
    if (this.#silent.length - this.#fallenSilent < NEVER_HEARD) return [];
    // Where somebody has answered, dead names in a row are dead names; nobody is hurt by one failure of a new one.
    return this.#hasHeard ? this.giveBack() : "offline";
  }

  /** There is nothing more to visit: answers the visits to count after all, or "offline". */
  end(): T[] | "offline" {
    const silent = this.#hasHeard ? this.#fallenSilent : this.#silent.length;
    const isSuspicious = !this.#hasHeardSinceEnd && silent >= SILENT_AT_END;
    this.#hasHeardSinceEnd = false;
    return isSuspicious ? "offline" : this.giveBack();
  }

  /** Everything that was kept back. */
  giveBack(): T[] {
    const silent = this.#silent;
    this.#silent = [];
    this.#fallenSilent = 0;
    return silent;
  }

  /** Starts over, after a time without internet. */
  reset(): void {
    this.#hasHeard = false;
    this.#silent = [];
    this.#fallenSilent = 0;
  }
}
