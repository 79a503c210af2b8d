import type { NodeInfo } from "../nodeinfo.ts";

/** What two readings of one NodeInfo may differ in. */
export type Difference = "software" | "counts" | "registrations";

/** Programs that call themselves by a relative's name to some: CherryPick answers `misskey` to JoinMisskey. */
const HARMLESS_NAMES = new Set(["misskey", "cherrypick"]);

/** What an hour and the caches in between may change: a share of the figure, and at least so many. */
const TOLERANCE = 0.1;
const SLACK = { people: 20, posts: 1_000 } as const;

/**
 * In what two NodeInfo documents of one instance differ that were read within an hour under two honest names; empty for an
 * instance that treats both alike. A count told to one and hidden from the other is a difference.
 */
export function differencesOf(one: NodeInfo, other: NodeInfo): Difference[] {
  const differences: Difference[] = [];
  const isHarmless = HARMLESS_NAMES.has(one.software) && HARMLESS_NAMES.has(other.software);
  if (one.software !== other.software && !isHarmless) differences.push("software");
  const areCountsAlike =
    isAlike(one.accounts, other.accounts, SLACK.people) &&
    isAlike(one.monthlyActiveUsers, other.monthlyActiveUsers, SLACK.people) &&
    isAlike(one.halfYearActiveUsers, other.halfYearActiveUsers, SLACK.people) &&
    isAlike(one.posts, other.posts, SLACK.posts);
  if (!areCountsAlike) differences.push("counts");
  if (one.openRegistrations !== other.openRegistrations) differences.push("registrations");
  return differences;
}

function isAlike(one: number | null, other: number | null, slack: number): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one - other) <= Math.max(one, other) * TOLERANCE + slack;
}
