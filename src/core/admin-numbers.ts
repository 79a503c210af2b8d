import { csvText } from "./csv.ts";
import type { Reports } from "./feedback.ts";
import { DAY_MS, utcDay } from "./time.ts";
import type { HistoryDay } from "./visit.ts";

/** What one day brought an instance; counts of ours are true zeros, what it tells is null where nothing was told. */
export interface DayNumbers {
  day: string;
  newcomers: number;
  /** How often it was one of the picks. */
  shown: number;
  visits: number;
  failures: number;
  monthlyActiveUsers: number | null;
  accounts: number | null;
  /** Of the week that begins on this day, a Monday; null on every other day and where nobody told. */
  reports: Reports | null;
}

/** What the store has of one instance, in any order. */
export interface Counted {
  history: readonly HistoryDay[];
  referrals: readonly { day: string; newcomers: number }[];
  showings: readonly { day: string; times: number }[];
  feedback: readonly ({ week: string } & Reports)[];
}

/** One line a day, oldest first, without gaps. @param count how many days, today included */
export function numbersByDay(
  { history, referrals, showings, feedback }: Counted,
  now: Date,
  count: number,
): DayNumbers[] {
  const visited = new Map(history.map((day) => [day.day, day]));
  const sent = new Map(referrals.map(({ day, newcomers }) => [day, newcomers]));
  const shown = new Map(showings.map(({ day, times }) => [day, times]));
  const told = new Map(feedback.map(({ week, ...reports }) => [week, reports]));
  return lastDays(now, count).map((day) => {
    const visit = visited.get(day);
    return {
      day,
      newcomers: sent.get(day) ?? 0,
      shown: shown.get(day) ?? 0,
      visits: visit?.visits ?? 0,
      failures: visit?.failures ?? 0,
      monthlyActiveUsers: visit?.monthlyActiveUsers ?? null,
      accounts: visit?.accounts ?? null,
      reports: told.get(day) ?? null,
    };
  });
}

/** ISO dates up to today (UTC), oldest first. */
export function lastDays(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, index) => utcDay(new Date(now.getTime() - (count - 1 - index) * DAY_MS)));
}

const HEAD = [
  "day",
  "newcomers_sent",
  "times_shown",
  "visits",
  "visits_failed",
  "monthly_active_users",
  "accounts",
  "week_got_in",
  "week_told_no",
  "week_heard_nothing",
];

/** The same as CSV, from the first day on which there is anything to tell. */
export function numbersCsv(days: readonly DayNumbers[]): string {
  const first = days.findIndex(
    ({ newcomers, shown, visits, reports }) => newcomers + shown + visits > 0 || reports !== null,
  );
  const rows = (first === -1 ? [] : days.slice(first)).map((day) => [
    day.day,
    day.newcomers,
    day.shown,
    day.visits,
    day.failures,
    day.monthlyActiveUsers,
    day.accounts,
    day.reports?.worked ?? null,
    day.reports?.refused ?? null,
    day.reports?.silent ?? null,
  ]);
  return csvText(HEAD, rows);
}
