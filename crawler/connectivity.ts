import type { Failure } from "#core/visit.ts";
import type { FinishedVisit } from "./merge.ts";

/** What a server that is down and a machine without internet have in common. */
const SILENCE: ReadonlySet<Failure> = new Set(["dns", "connect", "timeout"]);

/** So many visits without one answer, right after the start, and the internet is what is missing. */
const SILENT_AT_START = 20;
/** The same once a server has answered: names from peers lists are mostly dead, so it takes more. */
const SILENT_LATER = 100;
/** With nothing left to visit and no answer since the last time that was so, fewer tell enough. */
const SILENT_AT_END = 5;

/**
 * Tells servers that do not answer from an internet that does not: what is not answered is kept back until some server
 * answers, and then counts against the silent ones; or until it is clear that none will.
 */
export class Connectivity<T> {
  #hasHeard = false;
  #hasHeardSinceEnd = false;
  #silent: T[] = [];

  /** Takes a visit; answers the visits that may be counted now, or "offline". */
  take(visit: FinishedVisit, kept: T): T[] | "offline" {
    if (visit.outcome === "ok" || !SILENCE.has(visit.failure)) {
      this.#hasHeard = true;
      this.#hasHeardSinceEnd = true;
      return [...this.giveBack(), kept];
    }
    this.#silent.push(kept);
    return this.#silent.length >= (this.#hasHeard ? SILENT_LATER : SILENT_AT_START) ? "offline" : [];
  }

  /** There is nothing more to visit: answers the visits to count after all, or "offline". */
  end(): T[] | "offline" {
    const isSuspicious = !this.#hasHeardSinceEnd && this.#silent.length >= SILENT_AT_END;
    this.#hasHeardSinceEnd = false;
    return isSuspicious ? "offline" : this.giveBack();
  }

  /** Everything that was kept back. */
  giveBack(): T[] {
    const silent = this.#silent;
    this.#silent = [];
    return silent;
  }

  /** Starts over, after a time without internet. */
  reset(): void {
    this.#hasHeard = false;
    this.#silent = [];
  }
}
