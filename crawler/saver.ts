import type { Domain } from "#core/domain.ts";
import type { Merged } from "./merge.ts";
import { registrableDomain } from "./net/names.ts";
import type { LeasedVisit } from "./save.ts";

/** Keeps visits of different domains, all or nothing; answers what is known after each, in their order. */
export type SaveVisits = (visits: readonly LeasedVisit[], now: Date) => Promise<Merged[]>;

/** Visits are kept together when so many are over … */
const MOST = 100;
/** … or so long after the first of them: groups of fifty at 500 visits a second. In groups of ten commits took longest. */
const LONGEST_MS = 100;

/** … or so many of them are below one registrable domain: a flood of names is recognised only once they are kept. */
const MOST_OF_PARTY = 8;

interface Waiting extends LeasedVisit {
  resolve(merged: Merged): void;
  reject(error: unknown): void;
}

/**
 * Keeps visits in groups, each in one transaction: at hundreds of visits a second, a transaction for each would take
 * longer than the visits. One group at a time; what comes meanwhile is the next one.
 */
export class Saver {
  readonly #save: SaveVisits;
  readonly #now: () => Date;
  #waiting: Waiting[] = [];
  /** How many of them are below each registrable domain. */
  #ofParty = new Map<Domain, number>();
  #timer: NodeJS.Timeout | undefined;
  #isSaving = false;
  #isAsked = false;

  constructor(save: SaveVisits, now: () => Date) {
    this.#save = save;
    this.#now = now;
  }

  /** Resolves once the visit is kept. */
  save(visit: LeasedVisit): Promise<Merged> {
    const { promise, resolve, reject } = Promise.withResolvers<Merged>();
    this.#waiting.push({ ...visit, resolve, reject });
    const party = registrableDomain(visit.visit.domain);
    const ofParty = (this.#ofParty.get(party) ?? 0) + 1;
    this.#ofParty.set(party, ofParty);
    if (this.#waiting.length >= MOST || ofParty >= MOST_OF_PARTY) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), LONGEST_MS);
    return promise;
  }

  /** Begins at once to keep what waits, or as soon as the group under way is kept. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#ofParty.clear();
    this.#isAsked = true;
    if (!this.#isSaving) void this.#saveAll();
  }

  /** Keeps what waited when it was asked to; what comes meanwhile may wait for more. */
  async #saveAll(): Promise<void> {
    this.#isSaving = true;
    while (this.#isAsked) {
      this.#isAsked = false;
      for (let left = this.#waiting.length; left > 0; ) {
        const group = this.#takeGroup();
        left -= group.length;
        await this.#saveGroup(group);
      }
    }
    this.#isSaving = false;
  }

  /** Names occur once in a group: a second visit builds on what the first one brought. */
  #takeGroup(): Waiting[] {
    const names = new Set<string>();
    const next = this.#waiting.findIndex(({ visit }) => names.size === names.add(visit.domain).size);
    return this.#waiting.splice(0, Math.min(MOST, next < 0 ? MOST : next));
  }

  /** Where a group cannot be kept, each visit is tried alone, so that one that cannot be kept takes no other with it. */
  async #saveGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const merged = await this.#save(
        group.map(({ lease, visit }) => ({ lease, visit })),
        this.#now(),
      );
      for (const [index, { resolve }] of group.entries()) resolve(merged[index] as Merged);
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const one of group) await this.#saveGroup([one]);
    }
  }
}
