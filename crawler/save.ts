import type { Instance } from "#core/instance.ts";
import { GIVEN, KNOWN, NEW, URGENT } from "#core/priority.ts";
import { DAY_MS } from "#core/time.ts";
import type { VisitRecord } from "#core/visit.ts";
import { countRemoval } from "#store/publication.ts";
import type { FrontierEntry, Lease, Store } from "#store/store.ts";
import { type FinishedVisit, type Merged, mergeVisit } from "./merge.ts";
import { hasRefused } from "./refused.ts";
import type { SaveVisits } from "./saver.ts";
import { nextVisitAt } from "./schedule.ts";
import { eraseTraces } from "./traces.ts";

/** For how long an instance's highest monthly figure counts. core/instance.ts, `highestMonthlyActiveUsers`. */
const HIGHEST_MS = 90 * DAY_MS;

/** A visit that is over, and the lease under which it took place. */
export interface LeasedVisit {
  lease: Lease;
  visit: FinishedVisit;
}

/** A visit with what became of it. */
interface Kept extends LeasedVisit {
  known: Instance | null;
  merged: Merged;
}

/**
 * Keeps what visits brought, all or nothing: the instances, the visits in their history, and when they are due again,
 * unless a person asked for one meanwhile. Merges with the rows as they are now, whatever changed them since the visits
 * began; where another crawler kept a later visit, this one is only history. Who refuses for the first time is counted,
 * so that sites drop it at once.
 * @param visits of different domains
 * @returns what is known after each of them, in their order
 */
export async function saveVisits(store: Store, visits: readonly LeasedVisit[], now: Date): Promise<Merged[]> {
  const domains = visits.map(({ visit }) => visit.domain);
  return store.transaction(async (store) => {
    const instances = await store.instances.some(domains);
    const details = await store.details.some(domains);
    const kept = visits.map(({ lease, visit }): Kept => {
      const known = instances.get(visit.domain) ?? null;
      const before = { instance: known, details: details.get(visit.domain) ?? null };
      return { lease, visit, known, merged: mergeVisit(before, visit, lease.failures, now) };
    });
    const held = await store.frontier.release(
      kept.map(({ lease, visit, merged }) => ({ lease, next: nextEntry(lease, visit, merged, now) })),
    );
    // Who left while they were being visited: nothing of it is kept.
    const departed = await store.departures.among(domains);
    const welcome = kept.filter(({ visit }) => !departed.has(visit.domain));
    const latest = welcome.filter(
      ({ known, visit }) => held.has(visit.domain) || (known?.lastVisitAt ?? "") <= visit.visitedAt,
    );
    const erased = latest.filter(({ merged }) => merged.isErased);

    await store.visits.add(welcome.filter(({ merged }) => !merged.isErased).map(recordOf));
    for (const { visit } of erased) await eraseTraces(store, visit.domain);
    await store.details.put(
      latest.flatMap(({ visit, merged }) =>
        visit.outcome === "ok" && merged.details !== null ? [merged.details] : [],
      ),
    );
    for (const { visit, merged } of latest) {
      if (merged.details === null && details.has(visit.domain)) await store.details.remove(visit.domain);
    }
    await store.instances.put(await withHighest(latest, store, now));
    const removed = erased.filter(({ known }) => known !== null && !hasRefused(known)).length;
    if (removed > 0) await countRemoval(store, removed);
    return kept.map(({ merged }) => merged);
  });
}

/** The same on the thread it is called on. */
export function saveIn(store: Store): SaveVisits {
  return (visits, now) => saveVisits(store, visits, now);
}

/** The rows to put, each with the highest figure of the last 90 days, whether it was told to us or to whom we have it from. */
async function withHighest(kept: readonly Kept[], store: Store, now: Date): Promise<Instance[]> {
  const since = new Date(now.getTime() - HIGHEST_MS).toISOString();
  const standing = kept.filter(({ merged }) => merged.instance !== null && !merged.isErased);
  const told = await store.visits.highest(
    standing.map(({ visit }) => visit.domain),
    since,
  );
  return kept.flatMap(({ merged: { instance, isErased } }) => {
    if (instance === null) return [];
    const highest = isErased ? NO_HIGHEST : highestOf(instance, told.get(instance.domain) ?? null, since);
    return [{ ...instance, ...highest }];
  });
}

type Highest = Pick<Instance, "highestMonthlyActiveUsers" | "highestImportedAt">;
const NO_HIGHEST: Highest = { highestMonthlyActiveUsers: null, highestImportedAt: null };

function highestOf(instance: Instance, told: number | null, since: string): Highest {
  const { highestMonthlyActiveUsers: imported, highestImportedAt } = instance;
  const isImportYoung = highestImportedAt !== null && highestImportedAt >= since;
  if (isImportYoung && (imported ?? 0) > (told ?? 0)) return { highestMonthlyActiveUsers: imported, highestImportedAt };
  return { highestMonthlyActiveUsers: told, highestImportedAt: null };
}

function nextEntry(lease: Lease, visit: FinishedVisit, { instance, standing }: Merged, now: Date): FrontierEntry {
  const told = visit.outcome === "ok" ? visit.facts.software : lease.software;
  return {
    domain: lease.domain,
    dueAt: nextVisitAt(lease.domain, standing, now, visit.retryAfterMs).toISOString(),
    priority: hasAnswered(instance) ? KNOWN : unansweredPriority(lease),
    failures: standing.failures,
    // Of who refused only the name is kept.
    software: instance !== null && hasRefused(instance) ? null : told,
  };
}

/** Anybody may ask for a look, which vouches for no name. */
function unansweredPriority({ priority }: Lease): number {
  return priority >= URGENT ? NEW : Math.min(priority, GIVEN);
}

function hasAnswered(instance: Instance | null): boolean {
  return instance !== null && instance.lastSeenAt !== null;
}

/** Doubted figures stay out of history, or one lie would count as the instance's highest for 90 days. */
function recordOf({ visit, merged }: Kept): VisitRecord {
  const { domain, visitedAt, durationMs } = visit;
  const figures = visit.outcome === "ok" && merged.instance?.doubts.length === 0 ? visit.facts : null;
  return {
    domain,
    visitedAt,
    durationMs,
    failure: visit.outcome === "ok" ? null : visit.failure,
    monthlyActiveUsers: figures?.monthlyActiveUsers ?? null,
    accounts: figures?.accounts ?? null,
  };
}
