import type { Instance } from "./instance.ts";
import { isPaused, type Listing } from "./listing.ts";
import { ACCOUNTS_ONLY_LIMIT, type BelievedSize, floorOf } from "./size.ts";
import { isOutdated, type Program } from "./software.ts";
import { DAY_MS } from "./time.ts";

/**
 * Why an instance is not suggested; each has a sentence and a way out in the catalogues (`verdict.<code>`).
 * The order is the order in which a reader should hear them.
 */
export const INELIGIBILITY = [
  "refused",
  "blocked",
  "not-joinable",
  "unknown-program",
  "gone",
  "moved",
  "failing",
  "stale",
  "oversized",
  "below-floor",
  "size-doubted",
  "size-unknown",
  "accounts-only",
  "closed",
  "invite",
  "registrations-unknown",
  "federation-limited",
  "outdated",
  "paused",
] as const;
export type Ineligibility = (typeof INELIGIBILITY)[number];

export interface Eligibility {
  eligible: boolean;
  /** Every reason against it, the first one first; empty when eligible. */
  reasons: Ineligibility[];
}

/** What an instance is judged by besides itself. */
export interface Judged {
  instance: Instance;
  program: Program | undefined;
  size: BelievedSize | null;
  /** See isOversized of size.ts. */
  isOversized: boolean;
  listing: Listing | undefined;
  isBlocked: boolean;
  /** When the directory was published: eligibility is the same for every replica that shows this directory. */
  now: Date;
}

/** A success older than this is no evidence that sign-up still works, in days. */
export const FRESH_DAYS = 14;
/** As many failures in a row and it is not suggested; one may be bad luck. */
const FAILURES_TOO_MANY = 2;

/** Whether an instance may be recommended, with every reason against it. Used by picks, server page, API and badge. */
export function eligible(judged: Judged): Eligibility {
  const against = INELIGIBILITY.filter((reason) => AGAINST[reason](judged));
  return { eligible: against.length === 0, reasons: against };
}

const AGAINST: Readonly<Record<Ineligibility, (judged: Judged) => boolean>> = {
  refused: ({ instance }) => instance.state === "refused",
  blocked: ({ isBlocked }) => isBlocked,
  "not-joinable": ({ program }) => program !== undefined && !program.isJoinable,
  "unknown-program": ({ program }) => program === undefined,
  gone: ({ instance }) => instance.state === "gone",
  moved: ({ instance }) => instance.state === "moved",
  failing: ({ instance }) =>
    instance.failures >= FAILURES_TOO_MANY || (instance.failures > 0 && instance.lastSeenAt === null),
  stale: ({ instance, now }) =>
    instance.lastSeenAt !== null && now.getTime() - Date.parse(instance.lastSeenAt) > FRESH_DAYS * DAY_MS,
  oversized: ({ isOversized }) => isOversized,
  "below-floor": ({ instance, program, size, listing }) =>
    size !== null &&
    program !== undefined &&
    Math.min(size.activePeople, ...instance.recentActivePeople) < floorOf(program.kind) &&
    !(listing?.welcomesBelowFloor ?? false),
  "size-doubted": ({ instance }) => instance.doubts.length > 0,
  "size-unknown": ({ instance, size }) => size === null && instance.doubts.length === 0,
  "accounts-only": ({ size }) => size?.basis === "accounts" && size.activePeople > ACCOUNTS_ONLY_LIMIT,
  closed: ({ instance }) => instance.registrations === "closed",
  invite: ({ instance }) => instance.registrations === "invite",
  "registrations-unknown": ({ instance }) => instance.registrations === "unknown",
  "federation-limited": ({ instance }) => instance.isFederationLimited,
  // A seed's version is as old as the seed; only what we saw ourselves speaks against a server.
  outdated: ({ instance, program }) =>
    instance.lastSeenAt !== null && program !== undefined && isOutdated(program, instance.version),
  paused: ({ listing, now }) => listing !== undefined && isPaused(listing, now),
};
