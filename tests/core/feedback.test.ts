import fc from "fast-check";
import { expect, test } from "vitest";
import { entryOf } from "#core/entry.ts";
import {
  answering,
  bringsVisit,
  MOST_LOST,
  mondayOf,
  type Outcome,
  type Reports,
  SILENCES_HEARD,
  weekNumber,
  weeksHeard,
} from "#core/feedback.ts";
import { directoryOf, instance, NOW } from "../support/instances.ts";

test.for<[Reports, number]>([
  [{ worked: 0, refused: 0, silent: 0 }, 1],
  [{ worked: 0, refused: 0, silent: 19 }, 1],
  [{ worked: 0, refused: 500, silent: 19 }, 1],
  [{ worked: 0, refused: 0, silent: 20 }, 0.8],
  [{ worked: 20, refused: 0, silent: 20 }, 0.9],
  [{ worked: 50, refused: 30, silent: 20 }, 0.96],
  [{ worked: 0, refused: 0, silent: 1_000_000 }, 0.8],
])("%j leave %d of a weight", ([reports, left]) => {
  expect(answering(reports)).toBeCloseTo(left, 12);
});

test("whatever is told, nothing is raised, and at most a fifth is lost, only by silence", () => {
  const count = fc.nat({ max: 100_000 });
  fc.assert(
    fc.property(count, count, count, (worked, refused, silent) => {
      const left = answering({ worked, refused, silent });
      expect(left).toBeLessThanOrEqual(1);
      expect(left).toBeGreaterThanOrEqual(1 - MOST_LOST);
      if (silent < SILENCES_HEARD) expect(left).toBe(1);
      expect(answering({ worked, refused, silent: silent + 1 })).toBeLessThanOrEqual(left + 1e-12);
    }),
  );
});

test.for<{ ofWeek: Reports; last: Outcome; brings: boolean }>([
  { ofWeek: { worked: 0, refused: 4, silent: 0 }, last: "refused", brings: false },
  { ofWeek: { worked: 0, refused: 2, silent: 3 }, last: "silent", brings: true },
  { ofWeek: { worked: 9, refused: 5, silent: 0 }, last: "refused", brings: true },
  { ofWeek: { worked: 10, refused: 5, silent: 0 }, last: "worked", brings: false },
  { ofWeek: { worked: 0, refused: 3, silent: 3 }, last: "silent", brings: false },
  { ofWeek: { worked: 5, refused: 0, silent: 0 }, last: "worked", brings: false },
])("$ofWeek, $last last, brings a visit: $brings", ({ ofWeek, last, brings }) => {
  expect(bringsVisit(ofWeek, last)).toBe(brings);
});

test.for([
  ["2026-11-16T00:00:00.000Z", "2026-11-16"],
  ["2026-11-22T23:59:59.999Z", "2026-11-16"],
  ["2026-11-23T00:00:00.000Z", "2026-11-23"],
  ["2027-01-01T12:00:00.000Z", "2026-12-28"],
  ["1970-01-01T00:00:00.000Z", "1969-12-29"],
] as const)("%s is in the week of Monday %s", ([instant, monday]) => {
  expect(mondayOf(weekNumber(new Date(instant)))).toBe(monday);
});

test("four full weeks count, and the one that is not over does not", () => {
  expect(weeksHeard(new Date("2026-11-22T12:00:00.000Z"))).toEqual({ from: "2026-10-19", before: "2026-11-16" });
  expect(weeksHeard(new Date("2026-11-23T00:00:00.000Z"))).toEqual({ from: "2026-10-26", before: "2026-11-23" });
});

test("silence makes a server rarer in picks, as every replica sees it, and never keeps it out", async () => {
  const surroundings = { listing: undefined, isBlocked: false, networkDay: null, now: NOW };
  const plain = entryOf(instance("m.example.org"), surroundings);
  const silent = entryOf(instance("m.example.org"), {
    ...surroundings,
    reports: { worked: 0, refused: 0, silent: 40 },
  });
  expect(silent.weight).toBeCloseTo(plain.weight * 0.8, 12);
  expect(silent.eligibility).toEqual(plain.eligibility);
  expect(silent.intake).toBe(plain.intake);

  const reports = new Map([["m.example.org", { worked: 0, refused: 0, silent: 40 }]]);
  const [before, here, there] = await Promise.all([
    directoryOf([instance("m.example.org")]),
    directoryOf([instance("m.example.org")], { reports }),
    directoryOf([instance("m.example.org")], { reports }),
  ]);
  expect(here.get("m.example.org")?.answering).toBe(0.8);
  expect(here.revision).toBe(there.revision);
  expect(here.revision).not.toBe(before.revision);
});
