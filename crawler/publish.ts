import type { Domain } from "#core/domain.ts";
import { type NetworkDay, type NetworkMember, networkDayOf, networkMemberOf } from "#core/network.ts";
import { isOversized } from "#core/size.ts";
import { DAY_MS, utcDay } from "#core/time.ts";
import { markPublished, readPublication } from "#store/publication.ts";
import type { Store } from "#store/store.ts";

/** A network that is suddenly smaller than this share of the last one is more likely a mistake than the truth … */
const SHARPEST_FALL = 0.6;
/** … unless it was so small that a few servers make the share … */
const SMALLEST_GUARDED = 20;
/** … or the fall has been there for this many days. */
const BELIEVED_AFTER_DAYS = 3;

/** The larger of so many newest days is what a day is compared with: a fall in small steps within one day is a fall. */
const COMPARED_DAYS = 2;

export interface PublishResult {
  /** Number of the publication the site shows now; 0 before the first. */
  revision: number;
  /** Why nothing new was published; null when it was. */
  heldBack: string | null;
}

/** A member of the network, and whether it was oversized at the last publish. */
interface Member extends NetworkMember {
  domain: Domain;
  wasOversized: boolean;
}

/**
 * Makes the store's present state the published one: the network's figures of the day, who is oversized in it, and a new
 * publication number. All of it or nothing; held back with a reason where the network fell sharply since the last one.
 */
export async function publish(store: Store, now: Date): Promise<PublishResult> {
  const members: Member[] = [];
  for await (const instance of store.instances.all()) {
    const member = networkMemberOf(instance, now);
    const { domain, oversizedSince } = instance;
    if (member !== null) members.push({ ...member, domain, wasOversized: oversizedSince !== null });
  }
  const networkDay = networkDayOf(members, utcDay(now));
  const heldBack = reasonToHoldBack(networkDay, await store.networkDays.recent(COMPARED_DAYS));
  if (heldBack !== null) return { revision: (await readPublication(store))?.number ?? 0, heldBack };

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
    return markPublished(open, now);
  });
  return { revision: number, heldBack: null };
}

/** @param recent the newest published days, oldest first */
function reasonToHoldBack({ day, all }: NetworkDay, recent: readonly NetworkDay[]): string | null {
  const before = Math.max(0, ...recent.map((known) => known.all.instances));
  const age = (Date.parse(day) - Date.parse(recent.at(-1)?.day ?? day)) / DAY_MS;
  if (before < SMALLEST_GUARDED || all.instances >= before * SHARPEST_FALL || age >= BELIEVED_AFTER_DAYS) return null;
  return (
    `only ${all.instances} servers of a known size are left of ${before}; ` +
    `what was published on ${recent.at(-1)?.day} stays for ${BELIEVED_AFTER_DAYS} days, in case this is a mistake`
  );
}
