import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import type { Domain } from "#core/domain.ts";
import type { Step } from "#core/look.ts";
import { GIVEN, URGENT } from "#core/priority.ts";
import { REFUSALS } from "#core/visit.ts";
import { VISITS_WITHOUT_CONTACT } from "#site/user-agent.ts";
import type { Lease, Store } from "#store/store.ts";
import { Connectivity, isSilence } from "./connectivity.ts";
import { type Due, dueOf, leaseJoinable } from "./due.ts";
import type { Growth } from "./growth/growth.ts";
import { LookWriter } from "./look.ts";
import type { FinishedVisit, Merged } from "./merge.ts";
import { newProgress, type Progress } from "./net/client.ts";
import { isPublicAddress } from "./net/guard.ts";
import { DailyQuota } from "./quota.ts";
import type { LeasedVisit } from "./save.ts";
import { Saver, type SaveVisits } from "./saver.ts";
import { hasCloaked, wantsSecondLook } from "./second-look.ts";
import { AddressSlots } from "./slots.ts";
import { count, emptySummary, type Summary } from "./summary.ts";
import { AbandonedError, type Outside, visit } from "./visit.ts";

/** A name not finished within this time is free for others; far longer than a visit, so that pauses fit in. */
export const LEASE_MS = 10 * 60_000;
/** How long a visit waits in memory for a Crawl-delay before the name goes back to the frontier. */
const LONGEST_WAIT_MS = 90_000;
/** Names in line for an address at which others are visited. */
const MAX_CROWDED = 2_000;
/** Visits kept half done until their Crawl-delay is over. */
const MAX_WAITING = 2_000;
/** Visits that are over and not kept yet, when the store is slower than the network. */
const MAX_SETTLING = 1_000;
/**
 * Names taken for each visit that may run, at most and at least before more are: many wait for an address at which four
 * visits are already. With two, at times only half as many visits run as may; with four, all do.
 */
const IN_LINE = { most: 6, least: 4 };
/** How often the frontier is asked for names that became due. */
const POLL_MS = 1_000;
/** Time that running visits have to end once the crawler shall stop. */
const GRACE_MS = 4_000;
/** Visits for which a person waits run beside all others, at most this many at a time: some may be slow on purpose. */
const URGENT_CONCURRENCY = 16;
/** Names of that kind taken at a time when all others have to wait. */
const URGENT_IN_LINE = 2 * URGENT_CONCURRENCY;
/** A blocked name is looked at again after this time, in case it is unblocked. */
const BLOCKED_MS = 7 * 86_400_000;

export type CrawlEvent =
  /** The visit is kept: whatever happens from here on, it is not lost. */
  | { type: "visited"; visit: FinishedVisit; merged: Merged }
  | { type: "waiting"; domain: Domain; resumeAt: Date }
  | { type: "blocked"; domain: Domain }
  /** A given name that another crawler is at, or was when it was killed; free at the latest by `until`. */
  | { type: "taken"; domain: Domain; until: Date }
  /** Nothing answers; nobody is blamed for it. */
  | { type: "offline" }
  /** Nobody can reach whoever runs this, and today's few visits are used up. */
  | { type: "daily-limit"; visits: number };

export interface Crawler {
  /** Visits what is due until nothing is, or `limit` names. */
  round(options?: RoundOptions): Promise<Summary>;
}

export interface RoundOptions {
  /** Exactly these instead of what is due. */
  domains?: readonly Domain[];
  /** Those of them that a person named one by one: they are asked in full even where they refused before. */
  insisted?: readonly Domain[];
  /** With given names: visit the new ones, too, that these bring. */
  isFollowing?: boolean;
  limit?: number;
  /** Wait for names to become due instead of ending. */
  isEndless?: boolean;
  trace?: (domain: Domain, step: Step) => void;
}

export interface CrawlerOptions {
  store: Store;
  /** Keeps what visits brought, in that store. */
  save: SaveVisits;
  outside: Omit<Outside, "hold" | "signal">;
  /** Visits at the same time. */
  concurrency: number;
  /** Whether admins can reach whoever runs this crawler. */
  isReachable: boolean;
  /** How long a name is kept from other crawlers; no visit begins in the second half of it. */
  leaseMs?: number;
  /** How new names are found; without it none are. */
  growth?: Growth;
  report: (event: CrawlEvent) => void;
  /** Stop: begin no visit, give running ones a few seconds, hand back the rest. */
  signal: AbortSignal;
}

/** A leased name on its way: being visited or in line for it, in line for an address that many share, pausing for its Crawl-delay, or over and not kept yet. */
interface Run extends Due {
  phase: "active" | "crowded" | "waiting" | "settling";
  /** Its turn came when the lease was nearly over, so it is put in line again. */
  isLate: boolean;
}

/** A crawler over a store. It keeps the manners: who is being visited, who waits, and whether anything answers. */
export function createCrawler(options: CrawlerOptions): Crawler {
  const { store, outside, concurrency, isReachable, leaseMs = LEASE_MS, growth = null, report, signal } = options;
  const slots = new AddressSlots();
  const limit = pLimit(concurrency);
  const urgentLimit = pLimit(URGENT_CONCURRENCY);
  const quota = isReachable ? null : new DailyQuota(store);
  const connectivity = new Connectivity<LeasedVisit>();
  const saver = new Saver(options.save, outside.now);
  const unfinished = new Map<Domain, Progress>();
  const running = new Map<Domain, Promise<void>>();

  return { round };

  async function round(options: RoundOptions = {}): Promise<Summary> {
    const { domains, isFollowing = false, isEndless = false, trace } = options;
    const insisted = new Set(options.insisted);
    const summary = emptySummary();
    const abandon = new AbortController();
    const given = domains === undefined ? undefined : [...new Set(domains)];
    if (given !== undefined) await addNames(given);
    for (const domain of given ?? []) growth?.vouchFor(domain);
    const runs = { active: 0, crowded: 0, waiting: 0, settling: 0 };
    let left = options.limit ?? Number.POSITIVE_INFINITY;
    let wake = () => {};
    let failed: unknown;

    const stop = () => {
      setTimeout(() => abandon.abort(), GRACE_MS).unref();
      wake();
    };
    signal.addEventListener("abort", stop, { once: true });
    const isStopping = () => signal.aborted || summary.end !== "done" || failed !== undefined;
    const isIdle = () => runs.active + runs.crowded + runs.waiting + runs.settling === 0;
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
      const isFull = runs.crowded >= MAX_CROWDED || runs.waiting >= MAX_WAITING || runs.settling >= MAX_SETTLING;
      const room = isFull ? 0 : Math.min(IN_LINE.most * concurrency - runs.active, left);
      const isShort = runs.active <= IN_LINE.least * concurrency;
      const isTime = Date.now() - polledAt >= POLL_MS;
      const isUrgentOnly = room <= 0 && given === undefined && left > 0 && isTime;
      if (isUrgentOnly || (room > 0 && (isShort || room === left || isTime))) {
        polledAt = Date.now();
        const leases = isUrgentOnly ? await leaseUrgent() : await leaseSome(room);
        left -= leases.length;
        await growth?.prepare(outside.now());
        for (const due of await dueOf(leases, { store, insisted, now: outside.now() })) start(due);
      }
      if (isIdle() && (left <= 0 || (given?.length ?? 0) === 0)) {
        await settle(connectivity.end());
        if (!isEndless || left <= 0) break;
      }
      await change();
    }
    while (!isIdle()) await change();
    signal.removeEventListener("abort", stop);
    if (signal.aborted && summary.end === "done") summary.end = "stopped";
    await giveBack(connectivity.giveBack().map(({ lease }) => lease));
    if (failed !== undefined) throw failed;
    return summary;

    function leaseSome(room: number): Promise<Lease[]> {
      return given === undefined ? lease(room) : leaseGiven(given.splice(0, room));
    }

    /** Takes given names, so that no other crawler is at them meanwhile; those that one is at already are left out. */
    async function leaseGiven(names: readonly Domain[]): Promise<Lease[]> {
      const leases = await store.frontier.leaseNamed(names, outside.now(), leaseMs);
      const mine = new Set(leases.map(({ domain }) => domain));
      for (const domain of names.filter((name) => !mine.has(name))) {
        summary.taken += 1;
        report({ type: "taken", domain, until: later(leaseMs) });
      }
      return leases;
    }

    function start(due: Due): void {
      const { lease } = due;
      const run: Run = { ...due, phase: "active", isLate: false };
      runs.active += 1;
      // A person may ask for a name while it is being visited: then once more, afterwards.
      const before = running.get(lease.domain) ?? Promise.resolve();
      const mine = before
        .then(() => carryOut(run))
        .catch(async (error) => {
          if (!(error instanceof AbandonedError) && !abandon.signal.aborted) failed ??= error;
          await giveBack([lease]).catch((storeError) => (failed ??= storeError));
          if (!run.isLate) return;
          left += 1;
          given?.push(lease.domain);
        })
        .finally(() => {
          if (running.get(lease.domain) === mine) running.delete(lease.domain);
          runs[run.phase] -= 1;
          wake();
        });
      running.set(lease.domain, mine);
    }

    function enter(run: Run, phase: Run["phase"]): void {
      runs[run.phase] -= 1;
      run.phase = phase;
      runs[phase] += 1;
      wake();
    }

    async function carryOut(run: Run): Promise<void> {
      const { lease, known, refusal, isThorough } = run;
      const { domain } = lease;
      // Not one that is urgent: anybody may ask for a look at a name.
      if (lease.priority === GIVEN) growth?.vouchFor(domain);
      const look = lease.priority >= URGENT ? await LookWriter.begin(store, domain, outside.now) : null;
      if (run.isBlocked || growth?.leavesOut(domain, known !== null) === true) {
        summary.blocked += 1;
        report({ type: "blocked", domain });
        await putOff(lease, later(BLOCKED_MS));
        await look?.end("left-out");
        return;
      }
      const progress = unfinished.get(domain) ?? newProgress();
      unfinished.delete(domain);
      let isCounted = progress.requests > 0;

      async function hold<T>(addresses: readonly string[], work: () => Promise<T>): Promise<T> {
        // Hundreds of names of one slow machine must not keep others from being leased.
        if (!slots.isFree(addresses)) enter(run, "crowded");
        return slots.run(addresses, () => {
          if (run.phase === "crowded") enter(run, "active");
          return (lease.priority >= URGENT ? urgentLimit : limit)(async () => {
            run.isLate = !isSafe(lease, outside.now());
            // A flood may have been recognised while its names stood in line.
            const isLeftOut = growth?.leavesOut(domain, known !== null) === true;
            if (run.isLate || isLeftOut || isStopping()) throw new AbandonedError(`${domain} is left for later`);
            if (quota !== null && !isCounted && addresses.some(isPublicAddress) && !(await quota.take(outside.now()))) {
              if (summary.end === "done") report({ type: "daily-limit", visits: VISITS_WITHOUT_CONTACT });
              summary.end = "daily-limit";
              throw new AbandonedError(`${domain} is left for tomorrow`);
            }
            isCounted = true;
            return work();
          });
        });
      }

      for (;;) {
        look?.restart();
        const result = await visit(
          domain,
          { ...outside, hold, signal: abandon.signal },
          {
            progress,
            refusal,
            isThorough,
            takePeers: growth?.takePeers(outside.now()) ?? null,
            wantsSecondLook: (facts) => wantsSecondLook(known, facts, isThorough, outside.now()),
            hasCloaked: hasCloaked(known),
            trace: (step) => {
              trace?.(domain, step);
              look?.add(step);
            },
          },
        );
        if (result.outcome !== "paused") {
          enter(run, "settling");
          const leased = { lease, visit: result };
          const hasAnswered = known?.lastSeenAt != null;
          // Anybody can ask for names that never answer: they tell nothing of our own connection.
          const isHearsay = lease.priority >= URGENT && !hasAnswered && isSilence(result);
          await settle(isHearsay ? [leased] : connectivity.take(result, leased, hasAnswered));
          if (look?.isNew === true && known === null && isNothing(result)) await forget(domain);
          await look?.end(result.outcome === "ok" ? "seen" : "failed");
          return;
        }
        const { resumeAt } = result;
        look?.add({ code: "paused", until: resumeAt.toISOString() });
        report({ type: "waiting", domain, resumeAt });
        const waitMs = resumeAt.getTime() - outside.now().getTime();
        if (waitMs > LONGEST_WAIT_MS || !isSafe(lease, resumeAt) || isStopping()) {
          summary.waiting += 1;
          if (unfinished.size < MAX_WAITING) unfinished.set(domain, progress);
          await putOff(lease, resumeAt);
          await look?.written();
          return;
        }
        enter(run, "waiting");
        await sleep(Math.max(0, waitMs), undefined, { signal }).catch(() => {});
        enter(run, "active");
      }
    }

    async function settle(visits: LeasedVisit[] | "offline"): Promise<void> {
      if (visits === "offline") {
        if (summary.end === "done") report({ type: "offline" });
        summary.end = "offline";
        abandon.abort();
        const silent = connectivity.giveBack();
        connectivity.reset();
        await giveBack(silent.map(({ lease }) => lease));
        return;
      }
      await Promise.all(visits.map(keep));
    }

    async function keep(leased: LeasedVisit): Promise<void> {
      const saved = saver.save(leased);
      // Somebody waits for it, or there is nothing to wait for.
      if (leased.lease.priority >= URGENT || runs.active === 0) saver.flush();
      const merged = await saved;
      const found = (await growth?.after(leased.visit, merged, outside.now())) ?? [];
      if (isFollowing) given?.push(...found);
      count(summary, leased.visit);
      report({ type: "visited", visit: leased.visit, merged });
    }
  }

  /** Names that are due; when only a few may be visited, the recommendable ones among many. */
  function lease(room: number): Promise<Lease[]> {
    if (quota === null) return store.frontier.lease(outside.now(), room, leaseMs);
    return leaseJoinable(store, outside.now(), room, leaseMs);
  }

  /** Names that somebody waits for. */
  function leaseUrgent(): Promise<Lease[]> {
    return store.frontier.lease(outside.now(), URGENT_IN_LINE, leaseMs, URGENT);
  }

  /** Forgets a name that was made known by asking for a look, and is nothing: else anybody could fill the frontier. */
  async function forget(domain: Domain): Promise<void> {
    await store.transaction(async (open) => {
      await open.frontier.remove(domain);
      await open.visits.remove(domain);
    });
  }

  /** Whether a lease lasts long enough for a visit that begins, or goes on, at a time. */
  function isSafe({ leasedUntil }: Lease, at: Date): boolean {
    return Date.parse(leasedUntil) - at.getTime() >= leaseMs / 2;
  }

  /** Makes given names known to the frontier where they are not. */
  async function addNames(domains: readonly Domain[]): Promise<void> {
    const dueAt = outside.now().toISOString();
    await store.frontier.add(
      domains.map((domain) => ({ domain, dueAt, priority: GIVEN, failures: 0, software: null })),
    );
  }

  /** Ends a lease; the name is due at a time, and otherwise as before. */
  async function putOff(lease: Lease, dueAt: Date): Promise<void> {
    await store.frontier.release([{ lease, next: { ...lease, dueAt: dueAt.toISOString() } }]);
  }

  /** Ends leases as if the names had never been taken. */
  async function giveBack(leases: readonly Lease[]): Promise<void> {
    await store.frontier.release(leases.map((lease) => ({ lease, next: lease })));
  }

  function later(milliseconds: number): Date {
    return new Date(outside.now().getTime() + milliseconds);
  }
}

/** Whether there is no server at a name, nor a wish of one, nor a way to another. */
function isNothing(visit: FinishedVisit): boolean {
  return visit.outcome === "failed" && !REFUSALS.has(visit.failure) && visit.otherName === undefined;
}
