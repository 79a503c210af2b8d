import { DAY_MS } from "./time.ts";
import type { HistoryDay } from "./visit.ts";

/** Geometry of plots: numbers in, svg units out. Drawn by the plots in src/components. */

export interface Point {
  x: number;
  y: number;
}

/** A scale: values `from` to `to` lie at `start` to `end` in svg units; `end` may be the smaller one. */
export interface Axis {
  from: number;
  to: number;
  start: number;
  end: number;
}

/** Where a value lies on an axis of equal steps. */
export function onAxis(value: number, { from, to, start, end }: Axis): number {
  return start + ((value - from) / (to - from)) * (end - start);
}

/** Where a value above 0 lies on an axis whose every step is ten times more. */
export function onLogAxis(value: number, { from, to, start, end }: Axis): number {
  return start + (Math.log10(value / from) / Math.log10(to / from)) * (end - start);
}

/** Runs of points as one svg path: a line within each run, a gap between two. A run of one point is a dot. */
export function linePath(runs: readonly (readonly Point[])[]): string {
  return runs
    .filter((run) => run.length > 0)
    .map((run) => {
      const [first, ...others] = run.map(({ x, y }) => `${round(x)} ${round(y)}`);
      return others.length === 0 ? `M${first}h0` : `M${first}L${others.join(" ")}`;
    })
    .join("");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Steps at which an axis may end. */
const ROUND_STEPS = [1, 2, 5, 10] as const;

/**
 * The end of an axis that begins at 0: the next 1, 2 or 5 with zeros that is not below a value, and at least 10.
 * @example roundAbove(779) // => 1000
 */
export function roundAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 10)));
  return (ROUND_STEPS.find((step) => step * power >= value) ?? 10) * power;
}

/** Where a curve is looked at: `count` values from the first to the last, each the same number of times the one before. */
export function logSteps(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from * (to / from) ** (index / (count - 1)));
}

/** A figure at its time; `period` is a day ("2026-11-22") or a month ("2026-11"). */
export interface Dated {
  period: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** How many people were told. */
export interface Told extends Dated {
  people: number;
}

/** A line that was never interrupted, oldest first. */
export type Run<Figure extends Dated = Told> = readonly Figure[];

/** Longer histories are drawn and told by month. */
const BY_DAY_UP_TO_DAYS = 120;
/** A month without a figure interrupts the line; so do this many days where single days are drawn. */
const GAP_DAYS = 14;
const GAP_MONTHS = 1;
/** The longest history of one instance that is drawn. */
const MAX_MONTHS = 24;

/**
 * An instance's history of active people in runs without a gap, by day, or by month (its last figure) where it is long.
 * Days on which nothing was told are no zeros: they make gaps. Empty where fewer than two figures were told.
 * @param days oldest first
 */
export function historyRuns(days: readonly HistoryDay[]): Run[] {
  const told = days.flatMap(({ day, monthlyActiveUsers: people }): Told[] =>
    people === null ? [] : [{ period: day, at: Date.parse(day), people }],
  );
  return told.length < 2 ? [] : datedRuns(told, MAX_MONTHS);
}

/**
 * Figures in runs without a gap: one a day, or one a month (its last) where they are long.
 * @param figures by day, oldest first
 * @param maxMonths how many months are kept at most, the latest ones
 */
export function datedRuns<Figure extends Dated>(
  figures: readonly Figure[],
  maxMonths = Number.POSITIVE_INFINITY,
): Run<Figure>[] {
  const [first, last] = [figures[0], figures.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (last.at - first.at <= BY_DAY_UP_TO_DAYS * DAY_MS) {
    return runsOf(figures, (before, after) => after.at - before.at > GAP_DAYS * DAY_MS);
  }
  const months = new Map(figures.map((figure) => [figure.period.slice(0, 7), figure]));
  const byMonth = [...months].map(([period, figure]) => ({ ...figure, period })).slice(-maxMonths);
  return runsOf(byMonth, (before, after) => monthsBetween(before.period, after.period) > GAP_MONTHS);
}

function runsOf<Figure extends Dated>(
  figures: readonly Figure[],
  isGap: (before: Figure, after: Figure) => boolean,
): Run<Figure>[] {
  const runs: Figure[][] = [];
  for (const figure of figures) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run === undefined || before === undefined || isGap(before, figure)) runs.push([figure]);
    else run.push(figure);
  }
  return runs;
}

/**
 * Heights of labels that want to stand at some others, moved apart just enough to be read, in the same order.
 * @param wanted svg units, any order
 * @param apart least distance between two
 * @param limit the lowest place allowed (y grows downwards)
 */
export function spread(wanted: readonly number[], apart: number, limit: number): number[] {
  const order = [...wanted.keys()].toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = [...wanted];
  let above = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    above = Math.max(placed[index] ?? 0, above + apart);
    placed[index] = above;
  }
  let below = limit + apart;
  for (const index of order.toReversed()) {
    below = Math.min(placed[index] ?? 0, below - apart);
    placed[index] = below;
  }
  return placed;
}

function monthsBetween(from: string, to: string): number {
  const count = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  return count(to) - count(from);
}

/** How many visits were made since a day, and how many of them were answered. */
export function answered(days: readonly HistoryDay[], since: string): { visits: number; answers: number } {
  const recent = days.filter(({ day }) => day >= since);
  const visits = recent.reduce((sum, day) => sum + day.visits, 0);
  return { visits, answers: visits - recent.reduce((sum, day) => sum + day.failures, 0) };
}
