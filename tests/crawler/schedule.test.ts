import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextVisitAt, standingAfterFailure } from "#crawler/schedule.ts";

const NOW = new Date("2026-11-10T12:00:00.000Z");
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS).toISOString();
const daysUntilNext = (standing: Parameters<typeof nextVisitAt>[1], retryAfterMs: number | null = null) =>
  (nextVisitAt("m.example.org", standing, NOW, retryAfterMs).getTime() - NOW.getTime()) / DAY_MS;

describe("when to visit again", () => {
  test.for([
    ["alive", 0, 0.9, 1.1],
    ["failing", 1, 0.3, 0.37],
    ["failing", 2, 0.9, 1.1],
    ["failing", 5, 6.3, 7.7],
    ["failing", 50, 6.3, 7.7],
    ["gone", 9, 27, 33],
    ["refused", 0, 27, 33],
  ] as const)("%s after %i failures: in %d to %d days", ([state, failures, least, most]) => {
    const days = daysUntilNext({ state, failures });
    expect(days).toBeGreaterThanOrEqual(least);
    expect(days).toBeLessThanOrEqual(most);
  });

  test("never earlier than the server asked for", () => {
    expect(daysUntilNext({ state: "failing", failures: 1 }, 3 * DAY_MS)).toBe(3);
  });

  test("visits spread, and the same domain on the same day is due at the same time", () => {
    const due = (domain: string) => nextVisitAt(domain, { state: "alive", failures: 0 }, NOW).getTime();
    const times = Array.from({ length: 500 }, (_, index) => due(`m${index}.example.org`));
    expect(new Set(times).size).toBeGreaterThan(450);
    expect(times).toEqual(Array.from({ length: 500 }, (_, index) => due(`m${index}.example.org`)));
  });
});

describe("where an instance stands after a failure", () => {
  test.for([
    ["timeout", 0, 1, "failing", 1],
    ["timeout", 8, 1, "failing", 9],
    ["timeout", 1, 100, "failing", 2],
    ["timeout", 4, 11, "gone", 5],
    ["gone", 0, 0, "gone", 0],
    ["robots", 3, 0, "refused", 0],
    ["forbidden", 0, 0, "refused", 0],
    ["private", 0, 0, "refused", 0],
    ["challenge", 0, 0, "failing", 1],
    ["robots-unknown", 0, 0, "failing", 1],
  ] as const)("%s, %i failures before, last seen %i days ago: %s", ([failure, before, days, state, failures]) => {
    expect(standingAfterFailure(failure, before, daysAgo(days), NOW)).toEqual({ state, failures });
  });

  test("neither failures alone nor days alone make an instance gone", () => {
    fc.assert(
      fc.property(fc.nat(3), fc.nat(1_000), (few, days) => {
        expect(standingAfterFailure("connect", few, daysAgo(days), NOW).state).toBe("failing");
      }),
    );
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(9), (failures, few) => {
        expect(standingAfterFailure("connect", failures, daysAgo(few), NOW).state).toBe("failing");
      }),
    );
  });
});
