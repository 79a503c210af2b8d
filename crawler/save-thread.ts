import { Worker } from "node:worker_threads";
import type { Merged } from "./merge.ts";
import type { LeasedVisit } from "./save.ts";
import type { SaveVisits } from "./saver.ts";

/** What the thread is asked: to keep visits. */
export interface SaveRequest {
  visits: readonly LeasedVisit[];
  now: Date;
}

/** What it answers, one answer a request and in their order. */
export type SaveAnswer = { merged: Merged[] } | { error: unknown };

/** Memory of the thread; one group of visits and the language detector take half of it. */
const LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 12 };

/**
 * Keeps visits on a thread of its own, which opens the store by itself: to judge what servers say and to write it down
 * takes about a fifth of a visit's processor time, and the network need not wait for it.
 */
export class SaveThread {
  readonly #worker: Worker;
  readonly #pending: PromiseWithResolvers<Merged[]>[] = [];
  readonly #ended: Promise<void>;
  #failure: unknown;

  /**
   * Starts the thread; it is ready once this resolves, so that no lease runs out meanwhile.
   * @param databaseUrl of a store whose tables are up to date; no database in memory, which only one thread sees
   * @throws what kept it from opening the store
   */
  static async start(databaseUrl: string): Promise<SaveThread> {
    const thread = new SaveThread(databaseUrl);
    await thread.save([], new Date());
    return thread;
  }

  private constructor(databaseUrl: string) {
    this.#worker = new Worker(new URL("./save-worker.ts", import.meta.url), {
      workerData: databaseUrl,
      resourceLimits: LIMITS,
    });
    this.#worker.on("message", (answer: SaveAnswer) => {
      const asked = this.#pending.shift();
      if ("error" in answer) asked?.reject(answer.error);
      else asked?.resolve(answer.merged);
    });
    this.#worker.on("error", (error) => this.#fail(error));
    this.#ended = new Promise((resolve) => {
      this.#worker.once("exit", () => {
        this.#fail(new Error("The thread that keeps visits has ended"));
        resolve();
      });
    });
  }

  /** As saveVisits does; rejects also where the thread cannot go on. */
  readonly save: SaveVisits = (visits, now) => {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const answer = Promise.withResolvers<Merged[]>();
    this.#pending.push(answer);
    this.#worker.postMessage({ visits: visits.map(withoutPeers), now } satisfies SaveRequest);
    return answer.promise;
  };

  /** Ends the thread once everything asked is kept. */
  async close(): Promise<void> {
    if (this.#failure === undefined) this.#worker.postMessage(null);
    await this.#ended;
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const { reject } of this.#pending.splice(0)) reject(this.#failure);
  }
}

/** Up to thousands of names, which nobody there reads. */
function withoutPeers(leased: LeasedVisit): LeasedVisit {
  if (leased.visit.outcome !== "ok" || leased.visit.peers === undefined) return leased;
  const { peers: _peers, ...visit } = leased.visit;
  return { ...leased, visit };
}
