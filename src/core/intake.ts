import { isPaused, type Listing } from "./listing.ts";
import type { BelievedSize } from "./size.ts";
import { DAY_MS, HOUR_MS } from "./time.ts";

/**
 * Newcomers a day an instance takes unless its admin says otherwise: 2.5 % of its active people, 3 to 10. Fitted by
 * `npm run fit`, see IDEAL_ACTIVE_PEOPLE, within what overruns nobody, see TRIED of src/simulation/fit.ts.
 */
export const DEFAULT_SHARE = 0.025;
export const DEFAULT_MINIMUM = 3;
export const DEFAULT_MAXIMUM = 10;

/** How many newcomers a day a server gets by its size. */
export interface IntakeRule {
  /** Of its active people, 0 to 1. */
  share: number;
  least: number;
  most: number;
}

/** The rule at work. */
export const DEFAULT_INTAKE: IntakeRule = { share: DEFAULT_SHARE, least: DEFAULT_MINIMUM, most: DEFAULT_MAXIMUM };

/**
 * Newcomers a day for a server whose admin has not said otherwise.
 * @param rule another one than is at work, to fit it
 */
export function usualIntake(activePeople: number, { share, least, most }: IntakeRule = DEFAULT_INTAKE): number {
  return Math.round(Math.min(Math.max(activePeople * share, least), most));
}

/** The most a proven admin may set: 5 % of the active people, or 50, whichever is more. */
const ADMIN_SHARE = 0.05;
const ADMIN_MAXIMUM = 50;

/** The most newcomers a day that a proven admin may ask for. */
export function mostIntake(size: BelievedSize | null): number {
  return Math.max(ADMIN_MAXIMUM, Math.floor((size?.activePeople ?? 0) * ADMIN_SHARE));
}

/** What an instance without a past takes in a day, so that a farm of fresh domains gains nothing. */
const NEWCOMER_INTAKE = 2;
/** How long an instance must be known to have run before it counts as having a past, in days. */
export const EVIDENCE_DAYS = 60;

/** Whether we have evidence of at least 60 days: our own visits, a seed's date, its own published history. */
export function hasPast(since: string | null, now: Date): boolean {
  return since !== null && now.getTime() - Date.parse(since) >= EVIDENCE_DAYS * DAY_MS;
}

/**
 * Newcomers a day an instance takes, 0 while it is paused.
 * @param isProven whether it has a past or a proven admin
 */
export function intakePerDay(size: BelievedSize, listing: Listing | undefined, isProven: boolean, now: Date): number {
  if (listing !== undefined && isPaused(listing, now)) return 0;
  if (listing?.intakePerDay != null) return Math.min(listing.intakePerDay, mostIntake(size));
  if (!isProven) return NEWCOMER_INTAKE;
  return usualIntake(size.activePeople);
}

/** What the public reads of an instance's room; exact counts are its proven admin's. */
export const ROOMS = ["places-left", "nearly-full", "full"] as const;
export type Room = (typeof ROOMS)[number];

/** Below this share of what is released, places are called nearly full. */
const NEARLY_FULL_SHARE = 0.25;

/**
 * Room for newcomers right now.
 *
 * A day's intake is released hour by hour, at least one place at once, so that the morning does not take the evening's.
 * @param taken referrals counted today (UTC)
 */
export function roomAt(intake: number, taken: number, now: Date): Room {
  const left = releasedBy(intake, now) - taken;
  if (left <= 0) return "full";
  return left / intake <= NEARLY_FULL_SHARE && intake - taken <= Math.max(1, intake * NEARLY_FULL_SHARE)
    ? "nearly-full"
    : "places-left";
}

/** How many of a day's places have been released by an instant of that day. */
function releasedBy(intake: number, now: Date): number {
  return Math.ceil((intake * (now.getUTCHours() + 1)) / 24);
}

/** When a full instance has room again: a later hour of today, or midnight UTC; null while its intake is 0. */
export function roomReturnsAt(intake: number, taken: number, now: Date): Date | null {
  if (intake === 0) return null;
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  for (let hour = now.getUTCHours() + 1; hour < 24; hour++) {
    const then = new Date(midnight + hour * HOUR_MS);
    if (releasedBy(intake, then) > taken) return then;
  }
  return new Date(midnight + DAY_MS);
}
