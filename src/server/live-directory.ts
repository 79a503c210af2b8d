import { Directory, type Published } from "#core/directory.ts";
import { type Domain, namesFrom } from "#core/domain.ts";
import { weeksHeard } from "#core/feedback.ts";
import { utcDay } from "#core/time.ts";
import { readListingChanges, readPublication, readRemovals } from "#store/publication.ts";
import type { Store } from "#store/store.ts";

/** How often the store is asked for something new; referrals of other processes are seen within this time. */
const LOOK_EVERY_MS = 2_000;

/** What a directory was built from; another one is built when it changes. */
interface Basis {
  publication: number;
  /** UTC; whoever was seen too long ago drops out at midnight, also while nothing is published. */
  day: string;
}

/** How far changes outside of publishing had been counted when the directory was made. */
interface Seen {
  removals: string;
  listingChanges: string;
}

/**
 * The directory of this moment, kept up to date: rebuilt when the store publishes and at midnight UTC, rid of whoever
 * asked to leave and told what admins changed within seconds, given new room when referrals are counted or an hour begins. A failed look keeps what
 * is there and is tried again.
 */
export class LiveDirectory {
  #store: Store;
  #now: () => Date;
  #current: Directory;
  #basis: Basis;
  #removals: string;
  #listingChanges: string;
  #looking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  private constructor(store: Store, now: () => Date, current: Directory, basis: Basis, seen: Seen) {
    this.#store = store;
    this.#now = now;
    this.#current = current;
    this.#basis = basis;
    this.#removals = seen.removals;
    this.#listingChanges = seen.listingChanges;
  }

  static async open(store: Store, now: () => Date): Promise<LiveDirectory> {
    // Read before the rows: what changes in between is looked at once more rather than missed.
    const seen = { removals: await readRemovals(store), listingChanges: await readListingChanges(store) };
    const published = await readPublished(store, now());
    const directory = await Directory.build(published, await takenOn(store, now()), now());
    const basis = { publication: published.publish, day: utcDay(now()) };
    return new LiveDirectory(store, now, directory, basis, seen);
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

  /** Looks once; whoever asks while a look is under way waits for that one. */
  refresh(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const now = this.#now();
    const taken = await takenOn(this.#store, now);
    const removals = await readRemovals(this.#store);
    const listingChanges = await readListingChanges(this.#store);
    const publication = (await readPublication(this.#store))?.number ?? 0;
    const basis: Basis = { publication, day: utcDay(now) };
    if (basis.publication !== this.#basis.publication || basis.day !== this.#basis.day) {
      this.#current = await Directory.build(await readPublished(this.#store, now), taken, now);
      this.#basis = basis;
    } else if (removals !== this.#removals || listingChanges !== this.#listingChanges) {
      if (removals !== this.#removals) {
        const isShown = await shownIn(this.#store);
        this.#current = await this.#current.keeping(isShown, taken, now);
      }
      if (listingChanges !== this.#listingChanges) {
        this.#current = await this.#current.withListings(await this.#store.listings.all(), taken, now);
      }
    } else {
      this.#current = this.#current.withRoom(taken, now);
    }
    this.#removals = removals;
    this.#listingChanges = listingChanges;
  }
}

/** Whether a domain may still be shown: its row is there, has not refused, and no operator blocked it. */
async function shownIn(store: Store): Promise<(domain: Domain) => boolean> {
  const kept = new Set(await store.instances.domains());
  for (const domain of await store.instances.erased()) kept.delete(domain);
  const blocked = new Set((await store.blocks.all()).map(({ domain }) => domain));
  return (domain) => kept.has(domain) && !namesFrom(domain).some((name) => blocked.has(name));
}

function takenOn(store: Store, now: Date): Promise<Map<string, number>> {
  return store.referrals.on(utcDay(now));
}

async function readPublished(store: Store, now: Date): Promise<Published> {
  const publication = await readPublication(store);
  const blocks = await store.blocks.all();
  const judged = judgedAt(publication?.at ?? null, now);
  const { from, before } = weeksHeard(new Date(judged));
  return {
    instances: store.instances.all(),
    listings: await store.listings.all(),
    blocked: new Set(blocks.map(({ domain }) => domain)),
    networkDay: await store.networkDays.latest(),
    reports: await store.feedback.between(from, before),
    publish: publication?.number ?? 0,
    publishedAt: publication?.at ?? now.toISOString(),
    judgedAt: judged,
  };
}

/**
 * When eligibility is judged: at the publish, and anew each midnight UTC, so that a crawler that stands still does not
 * leave everybody as fresh as on its last day. The same on every replica.
 */
function judgedAt(publishedAt: string | null, now: Date): string {
  const midnight = `${utcDay(now)}T00:00:00.000Z`;
  return publishedAt !== null && publishedAt > midnight ? publishedAt : midnight;
}
