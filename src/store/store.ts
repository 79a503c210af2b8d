import type { Details } from "#core/details.ts";
import type { Domain } from "#core/domain.ts";
import type { Outcome, Reports } from "#core/feedback.ts";
import type { Instance } from "#core/instance.ts";
import type { FieldChange, Listing } from "#core/listing.ts";
import type { Look, LookEnd, SeenStep } from "#core/look.ts";
import type { NetworkDay, Part, PartDay } from "#core/network.ts";
import type { Finding, Place } from "#core/proof.ts";
import type { HistoryDay, VisitRecord } from "#core/visit.ts";

/** A name to visit: when it is due, how urgent, how often it failed, and who is at it right now. */
export interface FrontierEntry {
  domain: Domain;
  /** ISO 8601 in UTC; a visit is due from here on. */
  dueAt: string;
  /** Higher first; src/core/priority.ts. */
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

/** A lease that is over, and when its name is due next. */
export interface LeaseEnd {
  lease: Lease;
  next: FrontierEntry;
}

/** A decision not to list a domain and what is below it. */
export interface Block {
  domain: Domain;
  /** `operator`: a person decided, with a reason its admin may read. `safety`: safety lists agree, and say no more here. */
  kind: "operator" | "safety";
  /** Empty where safety lists decided. */
  reason: string;
  blockedAt: string;
}

/** A second name of an instance: where it says its real one is. */
export interface Alias {
  domain: Domain;
  leadsTo: Domain;
  /** `served`: its NodeInfo lies there; `host-meta`: it names that host for its people; `says`: it calls itself so. */
  basis: "served" | "host-meta" | "says";
  /** Whether the other name answers as the same server, so that only that one has a row; else it waits for a visit. */
  isSettled: boolean;
  seenAt: string;
}

/** How a listing was changed: with proof, or by the link that pauses without. */
export type ListingWay = "form" | "link";

/** One field that an admin changed. */
export interface ListingChange extends FieldChange {
  /** Which revision of the listing this was. */
  revision: number;
  way: ListingWay;
  /** ISO 8601 in UTC. */
  changedAt: string;
}

/** Names without end below one name that all say the same: one suspicion, kept once. */
export interface Flood {
  /** None of the names below it is visited, nor is it. */
  root: Domain;
  /** The one of them that was there before the others, and stays. */
  kept: Domain | null;
  reason: string;
  /** How many had been visited when it was recognised. */
  names: number;
  foundAt: string;
}

/** A name that came from a peers list. Kept for some days, for the quotas only. */
export interface Discovery {
  domain: Domain;
  /** Registrable below an official suffix: `duckdns.org` for `a.b.duckdns.org`. */
  site: Domain;
  /** Registrable below any suffix, also one that a hoster gives out: `b.duckdns.org`. */
  party: Domain;
  /** The site whose list it was on. */
  source: Domain;
}

/** A code that somebody asked us to look for, and what a crawler saw. It waits while `lookedAt` is null. */
export interface Proof {
  /** Also the key: whoever asks shows that it was made for their browser. */
  code: string;
  domain: Domain;
  /** When the code ends. */
  until: string;
  askedAt: string;
  /** When a crawler took it last; null where none did. */
  takenAt: string | null;
  /** When the last look began, where that was after it was asked for; who asks anew meanwhile waits for the next. */
  lookedAt: string | null;
  findings: Finding[];
  /** When it gave what it was made for; each does once. */
  spentAt: string | null;
}

/** What operators decide about a domain. */
export const OPERATIONS = ["block", "unblock", "forget"] as const;
export type OperationKind = (typeof OPERATIONS)[number];

/** One decision of an operator. */
export interface Operation {
  at: string;
  kind: OperationKind;
  domain: Domain;
  /** Its admin may read it. */
  reason: string;
}

/** A browser in which an admin is known, for one domain. */
export interface Session {
  /** Hash of what the browser holds. */
  id: string;
  domain: Domain;
  /** Where the code stood. */
  place: Place;
  provenAt: string;
  endsAt: string;
  /** When somebody ended it before its time; null while it lasts. */
  endedAt: string | null;
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
    /** Those of these that there are, by domain; in a transaction held as by get. */
    some(domains: readonly Domain[]): Promise<Map<Domain, Instance>>;
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
    /** Those below one registrable domain, that itself included, the longest known first; at most so many. */
    ofSite(site: Domain, most: number): Promise<Instance[]>;
    /** Those that asked to be left alone, of which only the name is kept. */
    erased(): Promise<Domain[]>;
    /** The domains of all rows, in order. */
    domains(): Promise<Domain[]>;
  };
  details: {
    get(domain: Domain): Promise<Details | null>;
    /** Those of these that there are, by domain. */
    some(domains: readonly Domain[]): Promise<Map<Domain, Details>>;
    /** When these were last read in full, by domain; without those that never were. */
    readTimes(domains: readonly Domain[]): Promise<Map<Domain, string>>;
    /** Inserts or replaces whole rows, all or none. */
    put(details: readonly Details[]): Promise<void>;
    remove(domain: Domain): Promise<void>;
  };
  visits: {
    /** Keeps visits, all or none; one with the same domain and instant is replaced. */
    add(visits: readonly VisitRecord[]): Promise<void>;
    /**
     * Daily history, oldest first: rolled-up days and the days of single visits not yet rolled up.
     * @param from ISO date of the first day wanted; all of them where not given
     */
    history(domain: Domain, from?: string): Promise<HistoryDay[]>;
    /** The highest monthlyActiveUsers each of these told since an instant; without those that told none. */
    highest(domains: readonly Domain[], since: string): Promise<Map<Domain, number>>;
    /** Turns single visits before an instant into daily history; answers how many visits were rolled up. */
    rollUp(before: string): Promise<number>;
    /** Erases every trace of an instance's visits. */
    remove(domain: Domain): Promise<void>;
  };
  frontier: {
    /** Adds names not yet known; answers how many were new. */
    add(entries: readonly FrontierEntry[]): Promise<number>;
    /**
     * Takes up to `count` due names for `leaseMs`, most urgent first; a lease that ran out is free again.
     * @param leastPriority leaves others alone
     */
    lease(now: Date, count: number, leaseMs: number, leastPriority?: number): Promise<Lease[]>;
    /** Takes exactly these known names, due or not, without those that somebody is at. */
    leaseNamed(domains: readonly Domain[], now: Date, leaseMs: number): Promise<Lease[]>;
    /**
     * Ends leases and says when their names are due next, all or none; answers whose lease was held until then. Where it
     * was not, nothing is changed: a person asked for the name meanwhile, it was taken by another when it ran out, or it
     * was removed.
     */
    release(ends: readonly LeaseEnd[]): Promise<Set<Domain>>;
    /** Says when a name is due next, whoever is at it: what a person asks for comes before any lease. Adds unknown names. */
    reschedule(entry: FrontierEntry): Promise<void>;
    get(domain: Domain): Promise<FrontierEntry | null>;
    /** Which of these names are in it. */
    knownAmong(domains: readonly Domain[]): Promise<Set<Domain>>;
    /** Forgets a name. */
    remove(domain: Domain): Promise<void>;
    /** How many names of at least this priority are due and nobody is at. */
    waiting(priority: number, now: Date): Promise<number>;
    /** How many names there are, how many are due, and since when the one that waits longest is; null when none is. */
    counts(now: Date): Promise<{ known: number; due: number; oldestDueAt: string | null }>;
  };
  networkDays: {
    /** Inserts or replaces a day. */
    put(day: NetworkDay): Promise<void>;
    latest(): Promise<NetworkDay | null>;
    /** What the days had of one part, oldest first; without days that had none of it. */
    of(part: Part): Promise<PartDay[]>;
  };
  listings: {
    get(domain: Domain): Promise<Listing | null>;
    all(): Promise<Listing[]>;
    /**
     * Keeps a listing that is one revision on from the one that is kept (1 where none is), with what changed, and tells
     * every site process; answers false and changes nothing where another one came before it.
     */
    put(listing: Listing, way: ListingWay): Promise<boolean>;
    /** What was changed of a listing, the latest first; of the last 50 revisions. */
    changes(domain: Domain): Promise<ListingChange[]>;
    /** Erases it with its history, and tells every site process. */
    remove(domain: Domain): Promise<void>;
  };
  showings: {
    /** Adds to how often instances were shown as picks on a day, an ISO date in UTC. */
    add(day: string, times: ReadonlyMap<Domain, number>): Promise<void>;
    /** Day by day since one, oldest first; without those on which it was not shown. */
    of(domain: Domain, since: string): Promise<{ day: string; times: number }[]>;
    remove(domain: Domain): Promise<void>;
  };
  referrals: {
    /** Counts one newcomer sent on; answers the day's new count. `day` is an ISO date in UTC. */
    add(domain: Domain, day: string): Promise<number>;
    /** Uncounts one that was none after all. */
    takeBack(domain: Domain, day: string): Promise<void>;
    /** Newcomers sent on that day, by domain; without those that got none. */
    on(day: string): Promise<Map<Domain, number>>;
    /** Day by day since one, oldest first; without those on which nobody was sent on. */
    of(domain: Domain, since: string): Promise<{ day: string; newcomers: number }[]>;
    /** Erases how many were sent to an instance. */
    remove(domain: Domain): Promise<void>;
  };
  feedback: {
    /** Counts one report in a week, the ISO date of its Monday; answers the week's new counts. */
    add(domain: Domain, week: string, outcome: Outcome): Promise<Reports>;
    /** Week by week, oldest first; without those in which nobody told anything. */
    of(domain: Domain): Promise<({ week: string } & Reports)[]>;
    /** Sums from one Monday up to (not including) another, by domain; without those of which nobody told. */
    between(from: string, before: string): Promise<Map<Domain, Reports>>;
    /** Erases what was told of an instance. */
    remove(domain: Domain): Promise<void>;
    /**
     * Notes that a token is used, by its hash, until a day after which it would be too old; answers whether it was not yet.
     * Drops those that are too old today.
     */
    spend(token: string, until: string, today: string): Promise<boolean>;
    isSpent(token: string): Promise<boolean>;
  };
  blocks: {
    get(domain: Domain): Promise<Block | null>;
    /** The block that a name falls under: its own, else that of the nearest name above it. */
    covering(domain: Domain): Promise<Block | null>;
    /** The same for many names, by name; without those that fall under none. */
    coveringEach(domains: readonly Domain[]): Promise<Map<Domain, Block>>;
    all(): Promise<Block[]>;
    put(block: Block): Promise<void>;
    /** Adds those whose domain has none yet; answers how many were new. */
    addMissing(blocks: readonly Block[]): Promise<number>;
    remove(domain: Domain): Promise<void>;
  };
  aliases: {
    get(domain: Domain): Promise<Alias | null>;
    all(): Promise<Alias[]>;
    /** Those of which either name is one of these, settled or not. */
    touching(domains: readonly Domain[]): Promise<Alias[]>;
    put(alias: Alias): Promise<void>;
    remove(domain: Domain): Promise<void>;
  };
  floods: {
    /** The flood that a name belongs to, the nearest above it; null for the one name that is kept of it. */
    covering(domain: Domain): Promise<Flood | null>;
    all(): Promise<Flood[]>;
    /** Keeps the first one of each root. */
    add(flood: Flood): Promise<void>;
    remove(root: Domain): Promise<void>;
  };
  discoveries: {
    /** Counts names found on a day, an ISO date in UTC. */
    add(found: readonly Discovery[], day: string): Promise<void>;
    /** How many names a day brought, in all and from one source. */
    on(day: string, source: Domain): Promise<{ total: number; ofSource: number }>;
    /** How many names a day brought of each of these sites or parties; without those that had none. */
    countsOf(column: "site" | "party", names: readonly Domain[], day: string): Promise<Map<Domain, number>>;
    forgetBefore(day: string): Promise<void>;
    remove(domain: Domain): Promise<void>;
  };
  looks: {
    /** null also where it is not kept any longer. */
    get(domain: Domain, now: Date): Promise<Look | null>;
    /**
     * Notes that somebody asks for a look, in place of the one before; false where it is too early for another. Of several
     * who ask at once, in any process, one is told true. Forgets looks that are too old or too many.
     */
    ask(domain: Domain, isNew: boolean, now: Date): Promise<boolean>;
    /** A crawler begins, or begins anew; answers the look, or null where nobody asked or it has ended. */
    begin(domain: Domain, now: Date): Promise<Look | null>;
    /** Keeps the steps so far of a look that has begun and not ended. @param againAt when it may be asked for anew */
    keep(domain: Domain, steps: readonly SeenStep[], againAt: Date): Promise<void>;
    end(domain: Domain, end: LookEnd, steps: readonly SeenStep[], now: Date): Promise<void>;
    /** Erases a look, whether or not it has ended. */
    forget(domain: Domain): Promise<void>;
    /** Erases what was seen; a look that has not ended is left to its crawler. */
    remove(domain: Domain): Promise<void>;
  };
  proofs: {
    /**
     * Asks for a look at what is there now. `spent`: the code gave what it was made for; `crowded`: as many wait as a
     * crawler looks at in minutes. Drops those that are over.
     */
    ask(proof: Pick<Proof, "code" | "domain" | "until">, now: Date): Promise<"asked" | "spent" | "crowded">;
    get(code: string): Promise<Proof | null>;
    /** Takes domains to look at, whoever asked first before others; none that was looked at in the last ten seconds. */
    take(now: Date, most: number): Promise<Domain[]>;
    /** Tells what the look saw that took the domain at a time. */
    report(domain: Domain, takenAt: Date, findings: readonly Finding[]): Promise<void>;
    /** Notes that a code gave what it was made for; answers whether it had not before. */
    spend(code: string, now: Date): Promise<boolean>;
    /** Forgets a domain; that codes were spent stays, without the domain, until they end. */
    remove(domain: Domain): Promise<void>;
  };
  /**
   * Domains that left with a proof. Only a mark of each is kept, from which it cannot be read. Whoever is among them is
   * kept nowhere else: what adds instances, names to visit, aliases or counts leaves them out.
   */
  departures: {
    add(domain: Domain, now: Date): Promise<void>;
    /** Which of these left. */
    among(domains: readonly Domain[]): Promise<Set<Domain>>;
    /** One comes back. */
    remove(domain: Domain): Promise<void>;
  };
  operations: {
    add(operation: Operation): Promise<void>;
    /** About one domain, or all with null; the latest last. */
    of(domain: Domain | null): Promise<Operation[]>;
    remove(domain: Domain): Promise<void>;
  };
  sessions: {
    add(session: Omit<Session, "endedAt">): Promise<void>;
    get(id: string): Promise<Session | null>;
    /** Of one domain, the latest proof first; without those that are over by their time, which are dropped. */
    of(domain: Domain, now: Date): Promise<Session[]>;
    /** Ends one of a domain's, or all with null; one that has ended stays as it is. */
    end(domain: Domain, id: string | null, now: Date): Promise<void>;
    remove(domain: Domain): Promise<void>;
  };
  counters: {
    /** Adds to each named counter; what processes add at once adds up. */
    add(counts: ReadonlyMap<string, number>): Promise<void>;
    /** All of them, in order of name. */
    all(): Promise<Map<string, number>>;
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
