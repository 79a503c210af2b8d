import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import type { Domain } from "#core/domain.ts";
import { programOf } from "#core/software.ts";
import { type Failure, REFUSALS } from "#core/visit.ts";
import { VISITS_WITHOUT_CONTACT } from "#site/user-agent.ts";
import type { FrontierEntry, Lease, Store } from "#store/store.ts";
import { Connectivity } from "./connectivity.ts";
import type { FinishedVisit, Merged } from "./merge.ts";
import { newProgress, type Progress } from "./net/client.ts";
import { isPublicAddress } from "./net/guard.ts";
import { DailyQuota } from "./quota.ts";
import { hasRefused } from "./refused.ts";
import { saveVisit, URGENT } from "./save.ts";
import { isThoroughDue } from "./schedule.ts";
import { AddressSlots } from "./slots.ts";
import { AbandonedError, type Outside, visit } from "./visit.ts";

/** A name not finished within this time is free for others; longer than any visit with its pauses. */
const LEASE_MS = 10 * 60_000;
/** How long a visit waits in memory for a Crawl-delay before the name goes back to the frontier. */
const LONGEST_WAIT_MS = 90_000;
/** Visits kept half done until their Crawl-delay is over. */
const MAX_WAITING = 2_000;
/** How often the frontier is asked for names that became due. */
const POLL_MS = 1_000;
/** Time that running visits have to end once the crawler shall stop. */
const GRACE_MS = 4_000;
/** Visits for which a person waits run beside all others, at most this many at a time. */
const URGENT_CONCURRENCY = 4;
/** Due names looked at to find the recommendable ones when only a few visits are allowed. */
const LOOKED_AT = 400;
/** A blocked name is looked at again after this time, in case it is unblocked. */
const BLOCKED_MS = 7 * 86_400_000;

export type CrawlEvent =
  | { type: "visited"; visit: FinishedVisit; merged: Merged }
  | { type: "waiting"; domain: Domain; resumeAt: Date }
  | { type: "blocked"; domain: Domain }
  /** A given name that another crawler is at, or was when it was killed; free at the latest by `until`. */
  | { type: "taken"; domain: Domain; until: Date }
  /** Nothing answers; nobody is blamed for it. */
  | { type: "offline" }
  /** Nobody can reach whoever runs this, and today's few visits are used up. */
  | { type: "daily-limit"; visits: number };

export interface Summary {
  visited: number;
  alive: number;
  refused: number;
  failed: number;
  blocked: number;
  /** Given names that another crawler is at. */
  taken: number;
  /** Names whose Crawl-delay is longer than this round waits. */
  waiting: number;
  /** How many visits failed or were refused, by reason. */
  reasons: Map<Failure, number>;
  end: "done" | "offline" | "daily-limit" | "stopped";
}

export interface Crawler {
  /** Visits what is due until nothing is, or `limit` names. */
  round(options?: RoundOptions): Promise<Summary>;
}

export interface RoundOptions {
  /** Exactly these instead of what is due. */
  domains?: readonly Domain[];
  /** Those of them that a person named one by one: they are asked in full even where they refused before. */
  insisted?: readonly Domain[];
  limit?: number;
  /** Wait for names to become due instead of ending. */
  isEndless?: boolean;
  trace?: (domain: Domain, step: string) => void;
}

export interface CrawlerOptions {
  store: Store;
  outside: Omit<Outside, "hold" | "signal">;
  /** Visits at the same time. */
  concurrency: number;
  /** Whether admins can reach whoever runs this crawler. */
  isReachable: boolean;
  report: (event: CrawlEvent) => void;
  /** Stop: begin no visit, give running ones a few seconds, hand back the rest. */
  signal: AbortSignal;
}

/** A crawler over a store. It keeps the manners: who is being visited, who waits, and whether anything answers. */
export function createCrawler({ store, outside, concurrency, isReachable, report, signal }: CrawlerOptions): Crawler {
  const slots = new AddressSlots();
  const limit = pLimit(concurrency);
  const urgentLimit = pLimit(URGENT_CONCURRENCY);
  const quota = isReachable ? null : new DailyQuota(store);
  const connectivity = new Connectivity<{ entry: Lease; visit: FinishedVisit }>();
  const unfinished = new Map<Domain, Progress>();
  const running = new Map<Domain, Promise<void>>();

  return { round };

  async function round(options: RoundOptions = {}): Promise<Summary> {
    const { domains, isEndless = false, trace } = options;
    const insisted = new Set(options.insisted);
    const summary = emptySummary();
    const abandon = new AbortController();
    const given = domains === undefined ? undefined : [...new Set(domains)];
    if (given !== undefined) await addNames(given);
    let left = options.limit ?? Number.POSITIVE_INFINITY;
    let active = 0;
    let waiting = 0;
    let wake = () => {};
    let failed: unknown;

    const stop = () => {
      setTimeout(() => abandon.abort(), GRACE_MS).unref();
      wake();
    };
    signal.addEventListener("abort", stop, { once: true });
    const isStopping = () => signal.aborted || summary.end !== "done" || failed !== undefined;
    /** Until a visit ends or something may have become due. */
    const change = () =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });

    let polledAt = 0;
    while (!isStopping()) {
      const room = Math.min(2 * concurrency - active, left, waiting < MAX_WAITING ? Number.POSITIVE_INFINITY : 0);
      const isWorthwhile = room >= concurrency / 2 || room === left || Date.now() - polledAt >= POLL_MS;
      if (room > 0 && isWorthwhile) {
        polledAt = Date.now();
        const entries = given === undefined ? await lease(room) : await leaseGiven(given.splice(0, room));
        left -= entries.length;
        for (const entry of entries) start(entry);
      }
      if (active + waiting === 0 && (left <= 0 || (given?.length ?? 0) === 0)) {
        await settle(connectivity.end());
        if (!isEndless || left <= 0) break;
      }
      await change();
    }
    while (active + waiting > 0) await change();
    signal.removeEventListener("abort", stop);
    if (signal.aborted && summary.end === "done") summary.end = "stopped";
    for (const { entry } of connectivity.giveBack()) await giveBack(entry);
    if (failed !== undefined) throw failed;
    return summary;

    /** Takes given names, so that no other crawler is at them meanwhile; those that one is at already are left out. */
    async function leaseGiven(names: readonly Domain[]): Promise<Lease[]> {
      const now = outside.now();
      const leases = await store.frontier.leaseNamed(names, now, LEASE_MS);
      const mine = new Set(leases.map(({ domain }) => domain));
      for (const domain of names.filter((name) => !mine.has(name))) {
        summary.taken += 1;
        report({ type: "taken", domain, until: later(LEASE_MS) });
      }
      return leases;
    }

    function start(entry: Lease): void {
      active += 1;
      // A person may ask for a name while it is being visited: then once more, afterwards.
      const before = running.get(entry.domain) ?? Promise.resolve();
      const mine = before
        .then(() => carryOut(entry))
        .catch(async (error) => {
          if (!(error instanceof AbandonedError) && !abandon.signal.aborted) failed ??= error;
          await giveBack(entry).catch((storeError) => (failed ??= storeError));
        })
        .finally(() => {
          if (running.get(entry.domain) === mine) running.delete(entry.domain);
          active -= 1;
          wake();
        });
      running.set(entry.domain, mine);
    }

    async function carryOut(entry: Lease): Promise<void> {
      const { domain } = entry;
      const isAsked = insisted.has(domain) || entry.priority >= URGENT;
      if ((await store.blocks.covering(domain)) !== null) {
        summary.blocked += 1;
        report({ type: "blocked", domain });
        await store.frontier.release(entry, { ...entry, dueAt: later(BLOCKED_MS).toISOString() });
        return;
      }
      const known = await store.instances.get(domain);
      const refusal = known !== null && hasRefused(known) && !isAsked ? known.failure : null;
      const isThorough = isAsked || isThoroughDue(await store.details.get(domain), outside.now());
      const progress = unfinished.get(domain) ?? newProgress();
      unfinished.delete(domain);
      let isCounted = progress.requests > 0;

      async function hold<T>(addresses: readonly string[], work: () => Promise<T>): Promise<T> {
        return slots.run(addresses, () =>
          (entry.priority >= URGENT ? urgentLimit : limit)(async () => {
            if (isStopping()) throw new AbandonedError(`${domain} is left for later`);
            if (quota !== null && !isCounted && addresses.some(isPublicAddress) && !(await quota.take(outside.now()))) {
              if (summary.end === "done") report({ type: "daily-limit", visits: VISITS_WITHOUT_CONTACT });
              summary.end = "daily-limit";
              throw new AbandonedError(`${domain} is left for tomorrow`);
            }
            isCounted = true;
            return work();
          }),
        );
      }

      for (;;) {
        const result = await visit(
          domain,
          { ...outside, hold, signal: abandon.signal },
          { progress, refusal, isThorough, trace: (step) => trace?.(domain, step) },
        );
        if (result.outcome !== "paused") {
          await settle(connectivity.take(result, { entry, visit: result }));
          return;
        }
        const waitMs = result.resumeAt.getTime() - outside.now().getTime();
        report({ type: "waiting", domain, resumeAt: result.resumeAt });
        if (waitMs > LONGEST_WAIT_MS || isStopping()) {
          summary.waiting += 1;
          if (unfinished.size < MAX_WAITING) unfinished.set(domain, progress);
          await store.frontier.release(entry, { ...entry, dueAt: result.resumeAt.toISOString() });
          return;
        }
        await wait(waitMs);
      }
    }

    /** Waits without counting as a running visit; ends early when the crawler shall stop. */
    async function wait(milliseconds: number): Promise<void> {
      active -= 1;
      waiting += 1;
      wake();
      await sleep(Math.max(0, milliseconds), undefined, { signal }).catch(() => {});
      waiting -= 1;
      active += 1;
    }

    async function settle(visits: { entry: Lease; visit: FinishedVisit }[] | "offline"): Promise<void> {
      if (visits === "offline") {
        if (summary.end === "done") report({ type: "offline" });
        summary.end = "offline";
        abandon.abort();
        const silent = connectivity.giveBack();
        connectivity.reset();
        for (const { entry } of silent) await giveBack(entry);
        return;
      }
      for (const { entry, visit } of visits) {
        const merged = await saveVisit(store, entry, visit, outside.now());
        count(summary, visit);
        report({ type: "visited", visit, merged });
      }
    }
  }

  /** Names that are due; when only a few may be visited, the recommendable ones among many. */
  async function lease(room: number): Promise<Lease[]> {
    if (quota === null) return store.frontier.lease(outside.now(), room, LEASE_MS);
    const entries = await store.frontier.lease(outside.now(), LOOKED_AT, LEASE_MS);
    const ranked = await Promise.all(entries.map(async (entry) => ({ entry, rank: await rankOf(entry) })));
    const best = ranked.toSorted((a, b) => b.rank - a.rank).map(({ entry }) => entry);
    for (const entry of best.slice(room)) await giveBack(entry);
    return best.slice(0, room);
  }

  async function rankOf({ domain, priority, software }: FrontierEntry): Promise<number> {
    const instance = await store.instances.get(domain);
    const isJoinable = programOf(instance?.software ?? software ?? "")?.isJoinable ?? false;
    const letsPeopleIn = instance?.registrations === "open" || instance?.registrations === "approval";
    return (priority >= URGENT ? 8 : 0) + (isJoinable ? 2 : 0) + (letsPeopleIn ? 1 : 0);
  }

  /** Makes given names known to the frontier where they are not. */
  async function addNames(domains: readonly Domain[]): Promise<void> {
    const dueAt = outside.now().toISOString();
    await store.frontier.add(domains.map((domain) => ({ domain, dueAt, priority: 1, failures: 0, software: null })));
  }

  /** Ends a lease as if the name had never been taken. */
  async function giveBack(entry: Lease): Promise<void> {
    await store.frontier.release(entry, entry);
  }

  function later(milliseconds: number): Date {
    return new Date(outside.now().getTime() + milliseconds);
  }
}

function emptySummary(): Summary {
  return {
    visited: 0,
    alive: 0,
    refused: 0,
    failed: 0,
    blocked: 0,
    taken: 0,
    waiting: 0,
    reasons: new Map(),
    end: "done",
  };
}

function count(summary: Summary, visit: FinishedVisit): void {
  summary.visited += 1;
  if (visit.outcome === "ok") {
    summary.alive += 1;
    return;
  }
  if (REFUSALS.has(visit.failure)) summary.refused += 1;
  else summary.failed += 1;
  summary.reasons.set(visit.failure, (summary.reasons.get(visit.failure) ?? 0) + 1);
}
