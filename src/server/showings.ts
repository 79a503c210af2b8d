import type { Domain } from "#core/domain.ts";
import type { Entry } from "#core/entry.ts";
import { utcDay } from "#core/time.ts";
import type { Store } from "#store/store.ts";

/** How often counts are written; so much is lost when a process ends at once. */
const WRITE_EVERY_MS = 10_000;

/**
 * Counts how often instances are shown as picks, by day: in memory, written together every few seconds. Nothing is known
 * of who was shown them, or with which others.
 */
export class Showings {
  readonly #store: Store;
  #counted = new Map<string, Map<Domain, number>>();
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  count(entries: readonly Pick<Entry, "instance">[], now: Date): void {
    const day = utcDay(now);
    const ofDay = this.#counted.get(day) ?? new Map<Domain, number>();
    this.#counted.set(day, ofDay);
    for (const { instance } of entries) ofDay.set(instance.domain, (ofDay.get(instance.domain) ?? 0) + 1);
  }

  /** Starts to write every few seconds; never keeps a process alive on its own. */
  start(onError: (error: unknown) => void): void {
    this.#timer = setInterval(() => void this.write().catch(onError), WRITE_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Writes what was counted since the last time; what could not be written counts the next time. */
  write(): Promise<void> {
    this.#writing = this.#writing.catch(() => {}).then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    for (const [day, times] of this.#counted) {
      this.#counted.set(day, new Map());
      try {
        if (times.size > 0) await this.#store.showings.add(day, times);
      } catch (error) {
        const since = this.#counted.get(day) ?? new Map<Domain, number>();
        for (const [domain, count] of times) since.set(domain, (since.get(domain) ?? 0) + count);
        this.#counted.set(day, since);
        throw error;
      }
      if (this.#counted.get(day)?.size === 0) this.#counted.delete(day);
    }
  }
}
