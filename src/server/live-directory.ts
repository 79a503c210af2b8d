import { Directory, type Published } from "#core/directory.ts";
import { readPublication } from "#store/publication.ts";
import type { Store } from "#store/store.ts";

/** How often the store is asked for something new; referrals of other processes are seen within this time. */
const LOOK_EVERY_MS = 2_000;

/**
 * The directory of this moment, kept up to date: rebuilt when the store publishes, given new room when referrals are
 * counted or an hour begins. A failed look keeps what is there and is tried again.
 */
export class LiveDirectory {
  #store: Store;
  #now: () => Date;
  #current: Directory;
  #publication: number;
  #timer: NodeJS.Timeout | undefined;

  private constructor(store: Store, now: () => Date, current: Directory, publication: number) {
    this.#store = store;
    this.#now = now;
    this.#current = current;
    this.#publication = publication;
  }

  static async open(store: Store, now: () => Date): Promise<LiveDirectory> {
    const published = await readPublished(store, now());
    const directory = await Directory.build(published, await takenOn(store, now()), now());
    return new LiveDirectory(store, now, directory, published.publish);
  }

  get current(): Directory {
    return this.#current;
  }

  /** Starts to look for changes; never keeps a process alive on its own. */
  watch(onError: (error: unknown) => void): void {
    const look = async () => {
      await this.refresh().catch(onError);
      this.#timer = setTimeout(look, LOOK_EVERY_MS).unref();
    };
    this.#timer = setTimeout(look, LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Looks once. */
  async refresh(): Promise<void> {
    const now = this.#now();
    const taken = await takenOn(this.#store, now);
    const publication = await readPublication(this.#store);
    if ((publication?.number ?? 0) === this.#publication) {
      this.#current = this.#current.withRoom(taken, now);
      return;
    }
    const published = await readPublished(this.#store, now);
    this.#current = await Directory.build(published, taken, now);
    this.#publication = published.publish;
  }
}

function takenOn(store: Store, now: Date): Promise<Map<string, number>> {
  return store.referrals.on(now.toISOString().slice(0, 10));
}

async function readPublished(store: Store, now: Date): Promise<Published> {
  const publication = await readPublication(store);
  const blocks = await store.blocks.all();
  return {
    instances: store.instances.all(),
    listings: await store.listings.all(),
    blocked: new Set(blocks.map(({ domain }) => domain)),
    networkDay: await store.networkDays.latest(),
    publish: publication?.number ?? 0,
    publishedAt: publication?.at ?? now.toISOString(),
  };
}
