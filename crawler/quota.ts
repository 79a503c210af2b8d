import { utcDay } from "#core/time.ts";
import { VISITS_WITHOUT_CONTACT } from "#site/user-agent.ts";
import type { Store } from "#store/store.ts";

const SETTING = "crawl.visits-without-contact";

/** Counts a day's public visits in the store, so that starting again does not start the day again. */
export class DailyQuota {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** How many visits the day has left. */
  async left(now: Date): Promise<number> {
    return VISITS_WITHOUT_CONTACT - countOn(now, await this.#store.settings.get(SETTING));
  }

  /** Takes one visit of the day; false when none is left. */
  async take(now: Date): Promise<boolean> {
    let isTaken = false;
    await this.#store.settings.update(SETTING, (value) => {
      const count = countOn(now, value);
      isTaken = count < VISITS_WITHOUT_CONTACT;
      return `${utcDay(now)} ${isTaken ? count + 1 : count}`;
    });
    return isTaken;
  }
}

function countOn(now: Date, value: string | null): number {
  const [day, count] = value?.split(" ") ?? [];
  return day === utcDay(now) ? Number(count) || 0 : 0;
}
