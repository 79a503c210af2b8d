import { blankInstance, type Instance } from "#core/instance.ts";
import { DAY_MS } from "#core/time.ts";
import type { Store } from "#store/store.ts";

/** Servers that nobody runs, so that the pages of those that are not suggested can be seen. */
export const CLOSED = "lagoon.example.org";
/** Known by name and hearsay, and not visited yet. */
export const AWAITED = "inlets.example.org";
export const REFUSED = "harbor.example.org";
export const BLOCKED = "breaks.example.org";

/** The closed one let people in until so many days ago. */
const CLOSED_DAYS = 20;

export async function addStanding(store: Store, now: Date): Promise<void> {
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString();
  const seen = { countsAt: daysAgo(0), lastSeenAt: daysAgo(0), lastVisitAt: daysAgo(0), state: "alive" as const };
  const alive = (domain: string): Instance => ({
    ...blankInstance(domain, "mastodon", daysAgo(400)),
    version: "4.6.3",
    languages: ["en"],
    languagesBasis: "declared",
    registrations: "open",
    monthlyActiveUsers: 180,
    accounts: 900,
    since: daysAgo(400).slice(0, 10),
    ...seen,
  });
  await store.instances.put([
    { ...alive(CLOSED), registrations: "closed", registrationsSince: daysAgo(CLOSED_DAYS).slice(0, 10) },
    { ...blankInstance(AWAITED, "mastodon", daysAgo(3)), registrations: "closed" },
    { ...blankInstance(REFUSED, "unknown", daysAgo(3)), state: "refused", failure: "robots", lastVisitAt: daysAgo(1) },
    alive(BLOCKED),
  ]);
  await store.blocks.put({ domain: BLOCKED, kind: "operator", reason: "", blockedAt: daysAgo(1) });
}
