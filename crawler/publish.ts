import type { Domain } from "#core/domain.ts";
import { type NetworkMember, networkDayOf, networkMemberOf } from "#core/network.ts";
import { isOversized } from "#core/size.ts";
import { utcDay } from "#core/time.ts";
import { markPublished, readPublication } from "#store/publication.ts";
import { type HeldBack, readPublishGate, writePublishGate } from "#store/publish-gate.ts";
import type { Store } from "#store/store.ts";
import { judgePublication, Tally } from "./publish-gate.ts";

export interface PublishResult {
  /** Number of the publication the site shows now; 0 before the first. */
  revision: number;
  /** Why nothing new was published; null when it was. */
  heldBack: HeldBack | null;
}

export interface PublishOptions {
  /** A person says that what is known is true, however much less it is. */
  isConfirmed?: boolean;
}

/** A member of the network, and whether it was oversized at the last publish. */
interface Member extends NetworkMember {
  domain: Domain;
  wasOversized: boolean;
}

/**
 * Makes the store's present state the published one: the network's figures of the day, who is oversized in it, and a new
 * publication number. All of it or nothing; held back with a reason where far fewer servers answer, or can be suggested,
 * than in what was published before. See publish-gate.ts.
 */
export async function publish(
  store: Store,
  now: Date,
  { isConfirmed = false }: PublishOptions = {},
): Promise<PublishResult> {
  const before = await readPublishGate(store);
  const tally = new Tally(now, before.heldBack);
  const listings = new Map((await store.listings.all()).map((listing) => [listing.domain, listing]));
  const members: Member[] = [];
  for await (const instance of store.instances.all()) {
    tally.add(instance);
    const member = networkMemberOf(instance, now, listings.get(instance.domain));
    const { domain, oversizedSince } = instance;
    if (member !== null) members.push({ ...member, domain, wasOversized: oversizedSince !== null });
  }
  const gate = judgePublication(before, tally, { isConfirmed, now });
  if (gate.heldBack !== null) {
    await writePublishGate(store, gate);
    return { revision: (await readPublication(store))?.number ?? 0, heldBack: gate.heldBack };
  }
  const networkDay = networkDayOf(members, utcDay(now));
  const changed = members.filter(
    ({ family, activePeople, wasOversized }) =>
      isOversized(activePeople, networkDay.families[family], wasOversized) !== wasOversized,
  );
  const { number } = await store.transaction(async (open) => {
    for (const { domain, wasOversized } of changed) {
      const instance = await open.instances.get(domain);
      if (instance === null) continue;
      await open.instances.put([{ ...instance, oversizedSince: wasOversized ? null : now.toISOString() }]);
    }
    await open.networkDays.put(networkDay);
    await writePublishGate(open, gate);
    return markPublished(open, now);
  });
  return { revision: number, heldBack: null };
}
