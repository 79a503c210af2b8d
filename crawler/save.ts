import type { Instance } from "#core/instance.ts";
import type { VisitRecord } from "#core/visit.ts";
import type { FrontierEntry, Store } from "#store/store.ts";
import { type FinishedVisit, type Merged, mergeVisit } from "./merge.ts";
import { nextVisitAt } from "./schedule.ts";

/** Priority of a name that a person asked for: visited at once, and in full even where it refused before. */
export const URGENT = 9;
/** Priority of an instance that has answered. */
const KNOWN = 2;

/** For how long an instance's highest monthly figure counts. core/instance.ts, `highestMonthlyActiveUsers`. */
const HIGHEST_MS = 90 * 86_400_000;

/**
 * Keeps what a visit brought, all or nothing: the instance, the visit in its history, and when it is due again.
 * @param entry as it was leased
 */
export async function saveVisit(store: Store, entry: FrontierEntry, visit: FinishedVisit, now: Date): Promise<Merged> {
  const { domain } = visit;
  return store.transaction(async (store) => {
    const merged = mergeVisit(await store.instances.get(domain), visit, entry.failures, now);
    if (merged.isErased) await store.visits.remove(domain);
    else await store.visits.add(recordOf(visit));
    if (merged.instance !== null) {
      const since = new Date(now.getTime() - HIGHEST_MS).toISOString();
      const highestMonthlyActiveUsers = merged.isErased
        ? null
        : ((await store.visits.highest(domain, since)) ?? merged.instance.highestMonthlyActiveUsers);
      await store.instances.put([{ ...merged.instance, highestMonthlyActiveUsers }]);
    }
    const current = await store.frontier.get(domain);
    const wasAskedMeanwhile = entry.priority < URGENT && current !== null && current.priority >= URGENT;
    if (!wasAskedMeanwhile) await store.frontier.reschedule(nextEntry(entry, visit, merged, now));
    return merged;
  });
}

function nextEntry(
  entry: FrontierEntry,
  visit: FinishedVisit,
  { instance, standing }: Merged,
  now: Date,
): FrontierEntry {
  const retryAfterMs = visit.outcome === "failed" ? visit.retryAfterMs : null;
  return {
    domain: entry.domain,
    dueAt: nextVisitAt(entry.domain, standing, now, retryAfterMs).toISOString(),
    priority: hasAnswered(instance) ? KNOWN : Math.min(entry.priority, 1),
    failures: standing.failures,
    software: visit.outcome === "ok" ? visit.facts.software : entry.software,
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
