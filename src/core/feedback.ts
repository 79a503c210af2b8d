import { DAY_MS } from "./time.ts";

/** How joining went, as newcomers tell it afterwards: they got in, they were told no, or no answer came. */
export const OUTCOMES = ["worked", "refused", "silent"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How many told which outcome of one instance, each from another network. */
export type Reports = Readonly<Record<Outcome, number>>;

/** So many refusals and silences in a week bring a visit: perhaps its sign-up is closed, and we have not noticed. */
export const TROUBLES_FOR_A_VISIT = 5;
/** Fewer silences than this say nothing about an instance: admins sleep, letters get lost. */
export const SILENCES_HEARD = 20;
/** Reports of so many full weeks count together. */
export const WEEKS_HEARD = 4;
/** The most of its weight that an instance loses by silence. */
export const MOST_LOST = 0.2;

/** 1 January 1970 was a Thursday. */
const MONDAY_OFFSET = 3;

/** Number of the week of an instant, from Monday 00:00 UTC on. */
export function weekNumber(now: Date): number {
  return Math.floor((now.getTime() / DAY_MS + MONDAY_OFFSET) / 7);
}

/** The Monday that a week begins with, as an ISO date. */
export function mondayOf(week: number): string {
  return new Date((7 * week - MONDAY_OFFSET) * DAY_MS).toISOString().slice(0, 10);
}

/**
 * The full weeks that count at an instant, as Mondays: from the first, up to (not including) the second. The week that
 * is not over counts on its next Monday, so that every replica sees the same numbers at the same time.
 */
export function weeksHeard(now: Date): { from: string; before: string } {
  const week = weekNumber(now);
  return { from: mondayOf(week - WEEKS_HEARD), before: mondayOf(week) };
}

/** Whether this report, counted last, is the one that brings a visit: once a week, however many follow. */
export function bringsVisit(ofWeek: Reports, last: Outcome): boolean {
  return last !== "worked" && ofWeek.refused + ofWeek.silent === TROUBLES_FOR_A_VISIT;
}

/**
 * What silence leaves of an instance's weight, from 1 down to 1 − MOST_LOST: its part of all reports, once enough
 * people met it. Nothing else that is told changes a weight, and nothing raises it.
 * @param reports of the weeks that count
 * @example answering({ worked: 20, refused: 0, silent: 20 }) // => 0.9
 */
export function answering({ worked, refused, silent }: Reports): number {
  if (silent < SILENCES_HEARD) return 1;
  return 1 - (MOST_LOST * silent) / (worked + refused + silent);
}
