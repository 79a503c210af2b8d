import { type NetworkMember, networkDayOf, networkMemberOf } from "#core/network.ts";
import { DAY_MS, utcDay } from "#core/time.ts";
import type { Store } from "#store/store.ts";

/** So many days are made up, and on these no crawler ran, so that lines and their gaps can be seen. */
const DAYS = 200;
const STOOD_STILL = { from: 120, to: 70 };
/** Whoever has more people was known from the first day on. */
const ALWAYS_KNOWN = 10_000;
/** Of this family alone, so that nobody's share of a smaller one makes a server too large to be suggested. */
const FAMILY = "mastodon";

/** Adds days on which ever more of the store's servers were known. */
export async function addNetworkDays(store: Store, now: Date): Promise<void> {
  const members: NetworkMember[] = [];
  for await (const instance of store.instances.all()) {
    const member = networkMemberOf(instance, now);
    if (member !== null) members.push(member);
  }
  for (let ago = DAYS; ago > 0; ago--) {
    if (ago <= STOOD_STILL.from && ago >= STOOD_STILL.to) continue;
    const known = members.filter(
      ({ activePeople }, index) => activePeople > ALWAYS_KNOWN || (index * 7) % DAYS >= ago / 2,
    );
    const day = networkDayOf(known, utcDay(new Date(now.getTime() - ago * DAY_MS)));
    const family = day.families[FAMILY];
    await store.networkDays.put({ ...day, families: family === undefined ? {} : { [FAMILY]: family } });
  }
}
