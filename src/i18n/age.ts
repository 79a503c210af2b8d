import { DAY_MS } from "#core/time.ts";
import type { Translate } from "./index.ts";

const YEAR_MS = 365.25 * DAY_MS;

/** Whole days between an instant and a later one, by the calendar in UTC; never below 0. */
export function daysSince(instant: string, now: Date): number {
  const dayOf = (time: number) => Math.floor(time / DAY_MS);
  return Math.max(0, dayOf(now.getTime()) - dayOf(Date.parse(instant)));
}

/** Whole years since a day, at least 0. */
export function yearsSince(day: string, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(day)) / YEAR_MS));
}

/** How long ago a server was last seen, as it stands in a list of facts or in a sentence. */
export function checkedText(
  lastSeenAt: string | null,
  t: Translate,
  now: Date,
  place: "server" | "verdict.suggested",
): string {
  if (lastSeenAt === null) return t(`${place}.checked.never`);
  const count = daysSince(lastSeenAt, now);
  if (count === 0) return t(`${place}.checked.today`);
  return count === 1 ? t(`${place}.checked.yesterday`) : t(`${place}.checked.days`, { count });
}
