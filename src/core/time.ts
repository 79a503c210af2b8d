export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** The day of an instant in UTC, as an ISO date: "2026-11-22". */
export function utcDay(now: Date): string {
  return now.toISOString().slice(0, 10);
}
