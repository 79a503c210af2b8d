import type { Domain } from "#core/domain.ts";
import type { Instance } from "#core/instance.ts";
import { URGENT } from "#core/priority.ts";
import { programOf } from "#core/software.ts";
import type { Failure } from "#core/visit.ts";
import type { Lease, Store } from "#store/store.ts";
import { hasRefused } from "./refused.ts";
import { isThoroughDue } from "./schedule.ts";

/** Due names looked at to find the recommendable ones when only a few visits are allowed. */
const LOOKED_AT = 400;

/** A leased name with what its visit must know. */
export interface Due {
  lease: Lease;
  /** As it was when it was leased; null where it never answered. */
  known: Instance | null;
  /** An operator or the safety lists keep it out. */
  isBlocked: boolean;
  /** Why it was refused before; null where it was not, or where a person asks for it anew. */
  refusal: Failure | null;
  /** Whether to ask for everything. */
  isThorough: boolean;
}

/**
 * What visits under these leases must know, in a few questions for all of them.
 * @param insisted names that a person gave one by one
 */
export async function dueOf(
  leases: readonly Lease[],
  { store, insisted, now }: { store: Store; insisted: ReadonlySet<Domain>; now: Date },
): Promise<Due[]> {
  const domains = leases.map(({ domain }) => domain);
  const blocks = await store.blocks.coveringEach(domains);
  const instances = await store.instances.some(domains);
  const readTimes = await store.details.readTimes(domains);
  return leases.map((lease) => {
    const known = instances.get(lease.domain);
    const isAsked = insisted.has(lease.domain) || lease.priority >= URGENT;
    return {
      lease,
      known: known ?? null,
      isBlocked: blocks.has(lease.domain),
      refusal: known !== undefined && hasRefused(known) && !isAsked ? known.failure : null,
      isThorough: isAsked || isThoroughDue(readTimes.get(lease.domain) ?? null, now),
    };
  });
}

/** Leases up to `count` due names for whom few may be visited: of many those first that newcomers can join. */
export async function leaseJoinable(store: Store, now: Date, count: number, leaseMs: number): Promise<Lease[]> {
  const leases = await store.frontier.lease(now, LOOKED_AT, leaseMs);
  const instances = await store.instances.some(leases.map(({ domain }) => domain));
  const ranked = leases.toSorted((a, b) => rankOf(b, instances.get(b.domain)) - rankOf(a, instances.get(a.domain)));
  await store.frontier.release(ranked.slice(count).map((lease) => ({ lease, next: lease })));
  return ranked.slice(0, count);
}

function rankOf({ priority, software }: Lease, instance: Instance | undefined): number {
  const isJoinable = programOf(instance?.software ?? software ?? "")?.isJoinable ?? false;
  const letsPeopleIn = instance?.registrations === "open" || instance?.registrations === "approval";
  return (priority >= URGENT ? 8 : 0) + (isJoinable ? 2 : 0) + (letsPeopleIn ? 1 : 0);
}
