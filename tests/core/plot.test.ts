import fc from "fast-check";
import { expect, test } from "vitest";
import {
  answered,
  datedRuns,
  historyRuns,
  linePath,
  logSteps,
  onAxis,
  onLogAxis,
  roundAbove,
  spread,
} from "#core/plot.ts";
import type { HistoryDay } from "#core/visit.ts";

const AXIS = { from: 10, to: 1_000, start: 0, end: 100 };

function day(day: string, monthlyActiveUsers: number | null, failures = 0): HistoryDay {
  return { domain: "m.example.org", day, visits: 1, failures, monthlyActiveUsers, accounts: null };
}

/** One day for each of `count` days from a first one on. */
function days(first: string, count: number, people: (index: number) => number | null): HistoryDay[] {
  return Array.from({ length: count }, (_, index) =>
    day(new Date(Date.parse(first) + index * 86_400_000).toISOString().slice(0, 10), people(index)),
  );
}

test("an axis puts its ends at its ends, and on a log axis ten times more is always the same way further", () => {
  expect([onAxis(10, AXIS), onAxis(1_000, AXIS)]).toEqual([0, 100]);
  expect([10, 100, 1_000].map((value) => onLogAxis(value, AXIS))).toEqual([0, 50, 100]);
});

test("an axis may run upwards, as heights in svg do", () => {
  expect(onAxis(25, { from: 0, to: 100, start: 80, end: 0 })).toBe(60);
});

test("a line has a gap between runs, and a run of one point is a dot", () => {
  const runs = [
    [
      { x: 0, y: 1 },
      { x: 2.04, y: 3 },
    ],
    [],
    [{ x: 9, y: 9 }],
  ];
  expect(linePath(runs)).toBe("M0 1L2 3M9 9h0");
});

test.for([
  [0, 10],
  [10, 10],
  [11, 20],
  [779, 1_000],
  [1_000, 1_000],
  [1_001, 2_000],
  [4_300, 5_000],
] as const)("an axis for up to %i ends at %i", ([value, end]) => {
  expect(roundAbove(value)).toBe(end);
});

test("the end of an axis is never below the value, nor more than two and a half times it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 100_000_000 }), (value) => {
      const end = roundAbove(value);
      return end >= value && end <= 2.5 * value;
    }),
  );
});

test("log steps run from the first value to the last", () => {
  expect(logSteps(10, 1_000, 3).map(Math.round)).toEqual([10, 100, 1_000]);
});

test("one figure is no history, and nothing told is none either", () => {
  expect(historyRuns([])).toEqual([]);
  expect(historyRuns([day("2026-11-01", 5), day("2026-11-02", null)])).toEqual([]);
});

test("a day without a figure is no zero: it is left out", () => {
  const runs = historyRuns([day("2026-11-01", 5), day("2026-11-02", null), day("2026-11-03", 6)]);
  expect(runs.map((run) => run.map(({ people }) => people))).toEqual([[5, 6]]);
});

test("more than two weeks without a figure interrupt the line", () => {
  const runs = historyRuns([day("2026-10-01", 5), day("2026-10-02", 5), day("2026-10-20", 7)]);
  expect(runs.map((run) => run.length)).toEqual([2, 1]);
});

test("a long history is told by month, by its last figure, and a missing month leaves a gap", () => {
  const history = days("2026-01-01", 200, (index) => index + 1).filter(({ day }) => !day.startsWith("2026-04"));
  const runs = historyRuns(history);
  expect(runs.map((run) => run.map(({ period }) => period))).toEqual([
    ["2026-01", "2026-02", "2026-03"],
    ["2026-05", "2026-06", "2026-07"],
  ]);
  expect(runs[0]?.[0]?.people).toBe(31);
});

test("at most two years are shown, the latest ones", () => {
  const months = historyRuns(days("2023-01-01", 1_300, () => 40)).flat();
  expect(months).toHaveLength(24);
  expect(months.at(-1)?.period).toBe("2026-07");
});

test("answers are counted from a day on", () => {
  const history = [day("2025-12-31", null, 1), day("2026-01-01", 4), day("2026-01-02", null, 1)];
  expect(answered(history, "2026-01-01")).toEqual({ visits: 2, answers: 1 });
});

test("labels are moved apart in their order, no further than their ground", () => {
  const heights = fc.array(fc.integer({ min: 0, max: 160 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(heights, (wanted) => {
      const placed = spread(wanted, 18, 176);
      const order = [...wanted.keys()].toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
      for (const [at, index] of order.slice(1).entries()) {
        expect((placed[index] ?? 0) - (placed[order[at] ?? 0] ?? 0)).toBeGreaterThanOrEqual(18);
      }
      expect(Math.max(...placed)).toBeLessThanOrEqual(176);
    }),
  );
  expect(spread([100, 20], 18, 176)).toEqual([100, 20]);
});

test("a single day is a run of its own, a long history comes by month with its last figure", () => {
  const on = (period: string) => ({ period, at: Date.parse(period) });
  expect(datedRuns([])).toEqual([]);
  expect(datedRuns([on("2026-11-22")])).toEqual([[on("2026-11-22")]]);
  const long = ["2026-01-05", "2026-01-20", "2026-02-03", "2026-06-01"].map(on);
  expect(datedRuns(long).map((run) => run.map(({ period, at }) => [period, at]))).toEqual([
    [
      ["2026-01", Date.parse("2026-01-20")],
      ["2026-02", Date.parse("2026-02-03")],
    ],
    [["2026-06", Date.parse("2026-06-01")]],
  ]);
});
