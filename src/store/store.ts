import type { Details } from "#core/details.ts";
import type { Domain } from "#core/domain.ts";
import type { Instance } from "#core/instance.ts";
import type { Listing } from "#core/listing.ts";
import type { NetworkDay } from "#core/network.ts";
import type { HistoryDay, VisitRecord } from "#core/visit.ts";

/** A name to visit: when it is due, how urgent, how often it failed, and who is at it right now. */
export interface FrontierEntry {
  domain: Domain;
  /** ISO 8601 in UTC; a visit is due from here on. */
  dueAt: string;
  /** Higher first: 0 a name from a peers list, 1 a seed, 2 a known instance, 9 a person asked for it now. */
  priority: number;
  /** Visits failed in a row. */
  failures: number;
  /** NodeInfo software name it is believed to run, so that a first round can take recommendable ones first. */
  software: string | null;
}

/** A name that a crawler has taken for a time, so that no other visits it meanwhile. */
export interface Lease extends FrontierEntry {
  /** ISO 8601 in UTC; the lease is known by it. */
  leasedUntil: string;
}

/** An operator's decision not to list a domain and what is below it, with the reason its admin may read. */
export interface Block {
  domain: Domain;
  reason: string;
  blockedAt: string;
}

/**
 * Everything that is kept. One set of queries over SQLite and PostgreSQL; see src/store/open.ts.
 *
 * Text loses NUL characters and half surrogate pairs on its way in. Lists come in order of their key by code unit,
 * whatever the database's collation.
 */
export interface Store {
  instances: {
    /** Inside a transaction, nobody else changes the row until it ends: read, judge and put back there. */
    get(domain: Domain): Promise<Instance | null>;
    /** All of them, in order of domain, some hundred rows in memory at a time; in a transaction held as by get. */
    all(): AsyncIterable<Instance>;
    /** Inserts or replaces whole rows, all or none; of two with one domain the last one counts. */
    put(instances: readonly Instance[]): Promise<void>;
    /**
     * The same for rows that were judged outside of a transaction, where they were read: leaves alone those visited since
     * (by `lastVisitAt`), and answers their domains.
     */
    putUnvisited(instances: readonly Instance[]): Promise<Domain[]>;
    remove(domain: Domain): Promise<void>;
    count(): Promise<number>;
    /** Those that asked to be left alone, of which only the name is kept. */
    erased(): Promise<Domain[]>;
  };
  details: {
    get(domain: Domain): Promise<Details | null>;
    put(details: Details): Promise<void>;
    remove(domain: Domain): Promise<void>;
  };
  visits: {
    /** Keeps a visit; one with the same domain and instant is replaced. */
    add(visit: VisitRecord): Promise<void>;
    /** Daily history, oldest first: rolled-up days and the days of single visits not yet rolled up. */
    history(domain: Domain): Promise<HistoryDay[]>;
    /** The highest monthlyActiveUsers told since an instant; null when none was. */
    highest(domain: Domain, since: string): Promise<number | null>;
    /** Turns single visits before an instant into daily history; answers how many visits were rolled up. */
    rollUp(before: string): Promise<number>;
    /** Erases every trace of an instance's visits. */
    remove(domain: Domain): Promise<void>;
  };
  frontier: {
    /** Adds names not yet known; answers how many were new. */
    add(entries: readonly FrontierEntry[]): Promise<number>;
    /** Takes up to `count` due names for `leaseMs`, most urgent first; a lease that ran out is free again. */
    lease(now: Date, count: number, leaseMs: number): Promise<Lease[]>;
    /** Takes exactly these known names, due or not, without those that somebody is at. */
    leaseNamed(domains: readonly Domain[], now: Date, leaseMs: number): Promise<Lease[]>;
    /**
     * Ends a lease and says when the name is due next. False, and nothing is changed, where the lease is no longer held:
     * a person asked for the name meanwhile, it was taken by another when it ran out, or it was removed.
     */
    release(lease: Lease, next: FrontierEntry): Promise<boolean>;
    /** Says when a name is due next, whoever is at it: what a person asks for comes before any lease. Adds unknown names. */
    reschedule(entry: FrontierEntry): Promise<void>;
    get(domain: Domain): Promise<FrontierEntry | null>;
    /** How many names there are, and how many are due. */
    counts(now: Date): Promise<{ known: number; due: number }>;
  };
  networkDays: {
    /** Inserts or replaces a day. */
    put(day: NetworkDay): Promise<void>;
    latest(): Promise<NetworkDay | null>;
    /** The last `count` days there are, oldest first. */
    recent(count: number): Promise<NetworkDay[]>;
    /** Oldest first. */
    all(): Promise<NetworkDay[]>;
  };
  listings: {
    get(domain: Domain): Promise<Listing | null>;
    all(): Promise<Listing[]>;
    put(listing: Listing): Promise<void>;
    remove(domain: Domain): Promise<void>;
  };
  referrals: {
    /** Counts one newcomer sent on; answers the day's new count. `day` is an ISO date in UTC. */
    add(domain: Domain, day: string): Promise<number>;
    /** Newcomers sent on that day, by domain; without those that got none. */
    on(day: string): Promise<Map<Domain, number>>;
  };
  blocks: {
    get(domain: Domain): Promise<Block | null>;
    /** The block that a name falls under: its own, else that of the nearest name above it. */
    covering(domain: Domain): Promise<Block | null>;
    all(): Promise<Block[]>;
    put(block: Block): Promise<void>;
    remove(domain: Domain): Promise<void>;
  };
  settings: {
    get(key: string): Promise<string | null>;
    set(key: string, value: string): Promise<void>;
    /** Reads, changes and writes one value as one step, safe against other processes; answers the new value. */
    update(key: string, change: (value: string | null) => string): Promise<string>;
  };
  /**
   * Runs all of `work` or nothing of it. Inside, use only the store it is given: on SQLite the outer one waits for the
   * transaction to end. Keep it short; other processes wait for it. A transaction inside a transaction joins it.
   */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
