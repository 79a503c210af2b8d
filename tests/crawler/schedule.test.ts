import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { STATES } from "#core/instance.ts";
import { DAY_MS, HOUR_MS } from "#core/time.ts";
import { FAILURES } from "#core/visit.ts";
import {
  ALIVE_MS,
  type Before,
  JITTER_SHARE,
  LONGEST_RETRY_MS,
  nextVisitAt,
  RESTING_MS,
  type Result,
  type Standing,
  standingAfter,
} from "#crawler/schedule.ts";

const NOW = new Date("2026-11-10T12:00:00.000Z");
const DOMAIN = "m.example.org";
const OTHER = "new.example.com";
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS).toISOString();
const before = (given: Partial<Before> = {}): Before => {
  return { state: "alive", failures: 0, failure: null, leads: null, lastSign: daysAgo(1), ...given };
};
const failed = (failure: (typeof FAILURES)[number], leadsTo: string | null = null): Result => {
  return { outcome: "failed", failure, leadsTo };
};
const led = (days: number, visits: number, to = OTHER) => ({ to, since: daysAgo(days), visits });

describe("when to visit again", () => {
  const daysUntilNext = (standing: Pick<Standing, "state" | "failures">, retryAfterMs: number | null = null) =>
    (nextVisitAt(DOMAIN, standing, NOW, retryAfterMs).getTime() - NOW.getTime()) / DAY_MS;

  test.for([
    ["unvisited", 0, 1],
    ["alive", 0, 1],
    ["failing", 1, 0.5],
    ["failing", 2, 1],
    ["failing", 3, 2],
    ["failing", 4, 4],
    ["failing", 5, 7],
    ["failing", 50, 7],
    ["gone", 9, 30],
    ["moved", 5, 30],
    ["refused", 0, 30],
  ] as const)("%s after %i failures: in about %d days", ([state, failures, days]) => {
    const found = daysUntilNext({ state, failures });
    expect(found).toBeGreaterThanOrEqual(days * (1 - JITTER_SHARE));
    expect(found).toBeLessThanOrEqual(days * (1 + JITTER_SHARE));
  });

  test("never earlier than the server asked for, up to a month", () => {
    expect(daysUntilNext({ state: "failing", failures: 1 }, 3 * DAY_MS)).toBe(3);
    expect(daysUntilNext({ state: "failing", failures: 1 }, 300 * DAY_MS)).toBe(30);
  });

  test("visits spread, and the same domain on the same day is due at the same time", () => {
    const due = (domain: string) => nextVisitAt(domain, { state: "alive", failures: 0 }, NOW).getTime();
    const times = Array.from({ length: 500 }, (_, index) => due(`m${index}.example.org`));
    expect(new Set(times).size).toBeGreaterThan(450);
    expect(times).toEqual(Array.from({ length: 500 }, (_, index) => due(`m${index}.example.org`)));
  });
});

describe("where an instance stands after a visit", () => {
  test.for<[what: string, Partial<Before>, Result, Partial<Standing>]>([
    ["one failure may be bad luck", {}, failed("timeout"), { state: "failing", failures: 1, failure: "timeout" }],
    ["many failures in a day", { failures: 8 }, failed("dns"), { state: "failing", failures: 9 }],
    ["few failures in a long time", { failures: 1, lastSign: daysAgo(99) }, failed("tls"), { state: "failing" }],
    ["many in a long time", { failures: 4, lastSign: daysAgo(11) }, failed("http"), { state: "gone", failures: 5 }],
    ["a name that never answered", { lastSign: null, failures: 3 }, failed("dns"), { state: "failing" }],
    ["one that never did for a week", { lastSign: null, failures: 4 }, failed("dns"), { state: "gone" }],
    ["gone, and still silent", { state: "gone", failures: 5 }, failed("connect"), { state: "gone", failures: 6 }],
    ["gone, and now somebody else's", { state: "gone" }, failed("redirect", OTHER), { state: "gone", leads: null }],
    ["HTTP 410 says so itself", {}, failed("gone"), { state: "gone", failures: 0 }],
    ["a wish is no failure", { failures: 3 }, failed("robots"), { state: "refused", failures: 0, failure: "robots" }],
    ["403 on NodeInfo is a wish", {}, failed("forbidden"), { state: "refused" }],
    ["so is the program's switch", {}, failed("private"), { state: "refused" }],
    ["a test for browsers is none", {}, failed("challenge"), { state: "failing" }],
    ["nor is a robots.txt that cannot be read", {}, failed("robots-unknown"), { state: "failing" }],
    [
      "a refusal stands while robots.txt cannot be read",
      { state: "refused", failure: "private" },
      failed("timeout"),
      { state: "refused", failure: "private", failures: 0 },
    ],
    ["410 stands, too", { state: "gone", failure: "gone" }, failed("dns"), { state: "gone", failure: "gone" }],
    [
      "the first visit that is led elsewhere",
      {},
      failed("redirect", OTHER),
      { state: "failing", leads: { to: OTHER, since: NOW.toISOString(), visits: 1 } },
    ],
    [
      "led elsewhere for a week, but rarely visited",
      { state: "failing", leads: led(9, 1) },
      failed("redirect", OTHER),
      { state: "failing", leads: led(9, 2) },
    ],
    [
      "led elsewhere often, but for a day",
      { state: "failing", leads: led(1, 9) },
      failed("other-host", OTHER),
      { state: "failing", leads: led(1, 10) },
    ],
    [
      "led elsewhere often and for a week",
      { state: "failing", failures: 4, leads: led(7, 2) },
      failed("redirect", OTHER),
      { state: "moved", failures: 5, leads: led(7, 3) },
    ],
    [
      "it answers by leading elsewhere, so it is not gone",
      { state: "failing", failures: 9, lastSign: daysAgo(40), leads: null },
      failed("redirect", OTHER),
      { state: "failing" },
    ],
    [
      "another name of the same other party is the same",
      { state: "failing", leads: led(8, 5) },
      failed("redirect", "www.example.com"),
      { state: "moved", leads: { ...led(8, 6), to: "www.example.com" } },
    ],
    [
      "another party every time is no move",
      { state: "failing", leads: led(8, 5) },
      failed("redirect", "third.example.net"),
      { state: "failing", leads: { to: "third.example.net", since: NOW.toISOString(), visits: 1 } },
    ],
    [
      "a silence between them begins anew",
      { state: "failing", failures: 3, leads: led(8, 5) },
      failed("timeout"),
      { state: "failing", leads: null },
    ],
    [
      "moved, and silent this time",
      { state: "moved", failures: 5, leads: led(40, 5), lastSign: daysAgo(60) },
      failed("timeout"),
      { state: "moved", leads: led(40, 5) },
    ],
    [
      "moved, and then asked us to stay out",
      { state: "moved", leads: led(40, 5) },
      failed("robots"),
      { state: "refused" },
    ],
  ])("%s", ([, given, result, expected]) => {
    expect(standingAfter(before(given), result, NOW)).toMatchObject(expected);
  });

  test("a name that leads elsewhere is told to have moved within ten days of its usual visits", () => {
    let standing: Standing = before();
    let now = NOW;
    const lastSign = daysAgo(1);
    const seen = [];
    while (standing.state !== "moved") {
      standing = standingAfter({ ...standing, lastSign }, failed("redirect", OTHER), now);
      seen.push(standing.state);
      if (standing.state !== "moved") now = nextVisitAt(DOMAIN, standing, now);
    }
    expect(seen).toEqual(["failing", "failing", "failing", "failing", "moved"]);
    expect(now.getTime() - NOW.getTime()).toBeLessThan(10 * DAY_MS);
  });
});

describe("for whatever happens", () => {
  const time = fc
    .integer({ min: 0, max: 4_000 })
    .map((hours) => new Date(NOW.getTime() - hours * HOUR_MS).toISOString());
  const name: fc.Arbitrary<string> = fc.constantFrom(OTHER, "third.example.net", "fourth.example.net");
  const anyBefore: fc.Arbitrary<Before> = fc.record({
    state: fc.constantFrom(...STATES),
    failures: fc.nat(1_000),
    failure: fc.option(fc.constantFrom(...FAILURES)),
    leads: fc.option(fc.record({ to: name, since: time, visits: fc.integer({ min: 1, max: 50 }) })),
    lastSign: fc.option(time),
  });
  const anyFailure = fc.record({
    outcome: fc.constant("failed" as const),
    failure: fc.constantFrom(...FAILURES),
    leadsTo: fc.option(name),
  });
  const anyResult = fc.oneof(fc.constant({ outcome: "ok" as const }), anyFailure);
  const domain = fc.nat(100_000).map((number) => `n${number}.example.org`);
  const periodOf = ({ state }: Standing) =>
    state === "failing" ? DAY_MS / 2 : state === "alive" || state === "unvisited" ? ALIVE_MS : RESTING_MS;

  test("a success leads out of every state", () => {
    fc.assert(
      fc.property(anyBefore, (state) => {
        const alive = { state: "alive", failures: 0, failure: null, leads: null };
        expect(standingAfter(state, { outcome: "ok" }, NOW)).toEqual(alive);
      }),
    );
  });

  test("a visit is never due in the past, nor more often than its state's period, nor later than asked or a month", () => {
    fc.assert(
      fc.property(
        anyBefore,
        anyResult,
        domain,
        fc.option(fc.nat(100 * DAY_MS)),
        (state, result, name, retryAfterMs) => {
          const standing = standingAfter(state, result, NOW);
          const wait = nextVisitAt(name, standing, NOW, retryAfterMs).getTime() - NOW.getTime();
          expect(wait).toBeGreaterThanOrEqual(Math.floor(periodOf(standing) * (1 - JITTER_SHARE)));
          expect(wait).toBeLessThanOrEqual(RESTING_MS * (1 + JITTER_SHARE));
        },
      ),
    );
  });

  test("with each further failure a visit is due later, up to the longest", () => {
    const waits = (name: string) =>
      Array.from({ length: 40 }, (_, index) => {
        return nextVisitAt(name, { state: "failing", failures: index + 1 }, NOW).getTime() - NOW.getTime();
      });
    fc.assert(
      fc.property(domain, (name) => {
        const found = waits(name);
        expect(found).toEqual(found.toSorted((a, b) => a - b));
        expect(found.at(-1)).toBeLessThanOrEqual(LONGEST_RETRY_MS * (1 + JITTER_SHARE));
      }),
    );
  });

  test("neither failures alone nor days alone make an instance gone, nor moved", () => {
    const silent = fc.constantFrom(...(["dns", "connect", "timeout", "http", "tls"] as const));
    fc.assert(
      fc.property(silent, fc.nat(3), fc.nat(1_000), fc.nat(1_000), fc.nat(9), (failure, few, many, days, fewDays) => {
        const rare = before({ state: "failing", failures: few, lastSign: daysAgo(days) });
        expect(standingAfter(rare, failed(failure), NOW).state).toBe("failing");
        const young = before({ state: "failing", failures: many, lastSign: daysAgo(fewDays) });
        expect(standingAfter(young, failed(failure), NOW).state).toBe("failing");
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 100 }), (visits, days) => {
        const standing = before({ state: "failing", failures: visits, leads: led(days, visits) });
        const { state } = standingAfter(standing, failed("redirect", OTHER), NOW);
        expect(state).toBe(visits >= 2 && days >= 7 ? "moved" : "failing");
      }),
    );
  });

  test("no chain of visits makes an instance anything it is not", () => {
    const step = fc.record({ result: anyResult, hours: fc.integer({ min: 1, max: 2_000 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let now = NOW;
        let lastSign = NOW.toISOString();
        let standing: Standing = { state: "unvisited", failures: 0, failure: null, leads: null };
        for (const { result, hours } of steps) {
          now = new Date(now.getTime() + hours * HOUR_MS);
          standing = standingAfter({ ...standing, lastSign }, result, now);
          if (result.outcome === "ok") lastSign = now.toISOString();
          expect(standing.state).not.toBe("unvisited");
          expect(standing.state === "alive").toBe(result.outcome === "ok");
          expect(standing.failures).toBeGreaterThanOrEqual(standing.state === "failing" ? 1 : 0);
          if (standing.state === "moved") expect(standing.leads).not.toBeNull();
        }
      }),
    );
  });
});
