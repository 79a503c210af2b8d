import type { Instance } from "#core/instance.ts";
import type { VisitRecord } from "#core/visit.ts";
import { countRemoval } from "#store/publication.ts";
import type { FrontierEntry, Lease, Store } from "#store/store.ts";
import { type FinishedVisit, type Merged, mergeVisit } from "./merge.ts";
import { hasRefused } from "./refused.ts";
import { nextVisitAt } from "./schedule.ts";

/** Priority of a name that a person asked for: visited at once, and in full even where it refused before. */
export const URGENT = 9;
/** Priority of an instance that has answered. */
const KNOWN = 2;

/** For how long an instance's highest monthly figure counts. core/instance.ts, `highestMonthlyActiveUsers`. */
const HIGHEST_MS = 90 * 86_400_000;

/**
 * Keeps what a visit brought, all or nothing: the instance, the visit in its history, and when it is due again, unless
 * a person asked for it meanwhile. Who refuses for the first time is counted, so that sites drop it at once.
 */
export async function saveVisit(store: Store, lease: Lease, visit: FinishedVisit, now: Date): Promise<Merged> {
  const { domain } = visit;
  return store.transaction(async (store) => {
    const known = await store.instances.get(domain);
    const merged = mergeVisit(
      { instance: known, details: await store.details.get(domain) },
      visit,
      lease.failures,
      now,
    );
    if (merged.isErased) await store.visits.remove(domain);
    else await store.visits.add(recordOf(visit));
    if (merged.details === null) await store.details.remove(domain);
    else if (visit.outcome === "ok") await store.details.put(merged.details);
    if (merged.instance !== null) {
      const highest = merged.isErased ? NO_HIGHEST : await highestOf(merged.instance, store, now);
      await store.instances.put([{ ...merged.instance, ...highest }]);
    }
    await store.frontier.release(lease, nextEntry(lease, visit, merged, now));
    if (merged.isErased && known !== null && !hasRefused(known)) await countRemoval(store);
    return merged;
  });
}

type Highest = Pick<Instance, "highestMonthlyActiveUsers" | "highestImportedAt">;
const NO_HIGHEST: Highest = { highestMonthlyActiveUsers: null, highestImportedAt: null };

/** The highest figure of the last 90 days, whether it was told to us or to whom we have it from. */
async function highestOf(instance: Instance, store: Store, now: Date): Promise<Highest> {
  const since = new Date(now.getTime() - HIGHEST_MS).toISOString();
  const told = await store.visits.highest(instance.domain, since);
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
    priority: hasAnswered(instance) ? KNOWN : Math.min(lease.priority, 1),
    failures: standing.failures,
    // Of who refused only the name is kept.
    software: instance !== null && hasRefused(instance) ? null : told,
  };
}

function hasAnswered(instance: Instance | null): boolean {
  return instance !== null && instance.lastSeenAt !== null;
}

/** Doubted figures stay out of history, or one lie would count as the instance's highest for 90 days. */
function recordOf(visit: FinishedVisit): VisitRecord {
  const { domain, visitedAt, durationMs } = visit;
  const figures = visit.outcome === "ok" && visit.facts.doubts.length === 0 ? visit.facts : null;
  return {
    domain,
    visitedAt,
    durationMs,
    failure: visit.outcome === "ok" ? null : visit.failure,
    monthlyActiveUsers: figures?.monthlyActiveUsers ?? null,
    accounts: figures?.accounts ?? null,
  };
}
