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

/** An operator's decision not to list a domain, with the reason its admin may read. */
export interface Block {
  domain: Domain;
  reason: string;
  blockedAt: string;
}

/** Everything that is kept. One set of queries over SQLite and PostgreSQL; see src/store/open.ts. */
export interface Store {
  instances: {
    get(domain: Domain): Promise<Instance | null>;
    /** All of them, in order of domain, a few hundred rows in memory at a time. */
    all(): AsyncIterable<Instance>;
    /** Inserts or replaces whole rows, all or none. */
    put(instances: readonly Instance[]): Promise<void>;
    remove(domain: Domain): Promise<void>;
    count(): Promise<number>;
  };
  visits: {
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
    lease(now: Date, count: number, leaseMs: number): Promise<FrontierEntry[]>;
    /** Ends a lease: when the name is due next. Unknown names are added. */
    reschedule(entry: FrontierEntry): Promise<void>;
    get(domain: Domain): Promise<FrontierEntry | null>;
    /** How many names there are, and how many are due. */
    counts(now: Date): Promise<{ known: number; due: number }>;
  };
  networkDays: {
    put(day: NetworkDay): Promise<void>;
    latest(): Promise<NetworkDay | null>;
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
    on(day: string): Promise<Map<Domain, number>>;
  };
  blocks: {
    get(domain: Domain): Promise<Block | null>;
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
  /** Runs all of `work` or nothing of it. Inside, use the store it is given. */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
