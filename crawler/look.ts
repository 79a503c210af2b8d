import type { Domain } from "#core/domain.ts";
import { BROKEN_OFF_MS, LONGEST_TEXT, type LookEnd, type SeenStep, type Step, type Trouble } from "#core/look.ts";
import type { Failure } from "#core/visit.ts";
import type { Store } from "#store/store.ts";

/** Steps of one look; a visit of ten requests has some twenty. */
const MOST_STEPS = 60;

/** What these say is about our own network or code, and nothing for strangers. */
const UNTOLD: ReadonlySet<Failure> = new Set(["address", "error"]);

/**
 * Writes down what a visit that somebody asked for sees, while it sees it. One write at a time: what comes meanwhile
 * goes into the next one, so a slow store slows no visit down.
 */
export class LookWriter {
  readonly #store: Store;
  readonly #domain: Domain;
  readonly #now: () => Date;
  #begunMs: number;
  #steps: SeenStep[] = [];
  #writing: Promise<void> | undefined;
  #hasNews = false;
  #failed: unknown;
  /** Nobody knew the name before it was asked for. */
  readonly isNew: boolean;

  private constructor(store: Store, domain: Domain, now: () => Date, isNew: boolean) {
    this.#store = store;
    this.#domain = domain;
    this.#now = now;
    this.#begunMs = now().getTime();
    this.isNew = isNew;
  }

  /** null where nobody has asked for a look at this name. */
  static async begin(store: Store, domain: Domain, now: () => Date): Promise<LookWriter | null> {
    const look = await store.looks.begin(domain, now());
    return look === null ? null : new LookWriter(store, domain, now, look.isNew);
  }

  /** The visit begins, or goes on after a pause, when it says again what it saw before. */
  restart(): void {
    this.#steps = [];
    this.#begunMs = this.#now().getTime();
  }

  add(step: Step): void {
    if (this.#steps.length === MOST_STEPS) return;
    this.#steps.push({ step: forStrangers(step), afterMs: Math.max(0, this.#now().getTime() - this.#begunMs) });
    this.#hasNews = true;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  /** Resolves once everything is written. */
  async end(end: LookEnd): Promise<void> {
    await this.written();
    await this.#store.looks.end(this.#domain, end, this.#steps, this.#now());
  }

  /** Resolves once the steps so far are written. */
  async written(): Promise<void> {
    await this.#writing;
    if (this.#failed !== undefined) throw this.#failed;
  }

  async #write(): Promise<void> {
    try {
      while (this.#hasNews) {
        this.#hasNews = false;
        await this.#store.looks.keep(this.#domain, this.#steps, this.#againAt());
      }
    } catch (error) {
      this.#failed = error;
    }
  }

  /** While its Crawl-delay asks for a pause, no new look would see more. */
  #againAt(): Date {
    const last = this.#steps.at(-1)?.step;
    const from = last?.code === "paused" ? Date.parse(last.until) : this.#now().getTime();
    return new Date(from + BROKEN_OFF_MS);
  }
}

/** A step as it may be shown to anybody: cut, and without what tells of our own network. */
function forStrangers(step: Step): Step {
  switch (step.code) {
    case "api":
    case "peers-trouble":
    case "failed":
      return { ...step, ...shownTrouble(step) };
    case "answered":
      return { ...step, url: cut(step.url) };
    case "nodeinfo":
      return { ...step, software: cut(step.software), version: step.version === null ? null : cut(step.version) };
    case "compared":
      return { ...step, differences: step.differences.map(cut) };
    default:
      return step;
  }
}

function shownTrouble({ failure, message, forbidden }: Trouble): Trouble {
  return {
    failure,
    message: message === null || UNTOLD.has(failure) ? null : cut(message),
    forbidden: forbidden === null ? null : { ...forbidden, url: cut(forbidden.url) },
  };
}

function cut(text: string): string {
  return text.slice(0, LONGEST_TEXT);
}
