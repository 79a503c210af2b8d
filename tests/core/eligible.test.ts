import { expect, test } from "vitest";
import { isListed } from "#core/directory.ts";
import type { Ineligibility } from "#core/eligible.ts";
import { entryOf } from "#core/entry.ts";
import type { Instance } from "#core/instance.ts";
import { hasPast, intakePerDay, roomAt, roomReturnsAt } from "#core/intake.ts";
import { type Listing, unsaid } from "#core/listing.ts";
import type { NetworkDay } from "#core/network.ts";
import { entry, instance, NOW, TODAY } from "../support/instances.ts";

const LISTING: Listing = unsaid("m.example.org", new Date(TODAY));
const listed = (changes: Partial<Listing>, instanceChanges = {}) =>
  entryOf(instance("m.example.org", instanceChanges), {
    listing: { ...LISTING, ...changes },
    isBlocked: false,
    networkDay: null,
    now: NOW,
  });

test("a healthy small server is eligible without a reason against it", () => {
  expect(entry("m.example.org").eligibility).toEqual({ eligible: true, reasons: [] });
});

test.for<[Partial<Instance>, Ineligibility]>([
  [{ software: "wordpress" }, "not-joinable"],
  [{ software: "never-heard-of" }, "unknown-program"],
  [{ state: "gone" }, "gone"],
  [{ state: "moved" }, "moved"],
  [{ state: "refused" }, "refused"],
  [{ failures: 2, state: "failing" }, "failing"],
  [{ failures: 1, state: "failing", lastSeenAt: null }, "failing"],
  [{ lastSeenAt: "2026-11-07T11:00:00.000Z" }, "stale"],
  [{ monthlyActiveUsers: 10_001, accounts: 20_000 }, "oversized"],
  [{ monthlyActiveUsers: 9 }, "below-floor"],
  [{ monthlyActiveUsers: 400, recentActivePeople: [400, 9, 400] }, "below-floor"],
  [{ doubts: ["random-numbers"] }, "size-doubted"],
  [{ monthlyActiveUsers: null, accounts: null }, "size-unknown"],
  [{ monthlyActiveUsers: null, accounts: 2_001 }, "accounts-only"],
  [{ registrations: "closed" }, "closed"],
  [{ registrations: "invite" }, "invite"],
  [{ registrations: "unknown" }, "registrations-unknown"],
  [{ isFederationLimited: true }, "federation-limited"],
  [{ version: "4.3.9" }, "outdated"],
])("%o is not suggested: %s", ([changes, reason]) => {
  const { eligibility } = entry("m.example.org", changes);
  expect(eligibility).toEqual({ eligible: false, reasons: [reason] });
});

test("what may be bad luck, or is older than our own eyes, does not speak against a server", () => {
  for (const changes of [
    { failures: 1, state: "failing" },
    { version: "4.3.9", lastSeenAt: null, state: "unvisited" },
    { lastSeenAt: "2026-11-09T12:00:00.000Z" },
    { monthlyActiveUsers: null, accounts: 2_000 },
    { monthlyActiveUsers: 1, software: "peertube", version: "7.3.0" },
  ] as const) {
    expect(entry("m.example.org", changes).eligibility.reasons).toEqual([]);
  }
});

test("an unchecked server, a bare number of accounts and a domain without a past each weigh half", () => {
  const { weight } = entry("m.example.org");
  const unchecked = entry("m.example.org", { lastSeenAt: null, state: "unvisited" });
  const fresh = entry("m.example.org", { since: "2026-11-01" });
  const accounts = entry("m.example.org", { monthlyActiveUsers: null, accounts: 400 });
  expect([unchecked.weight, fresh.weight, accounts.weight]).toEqual([weight / 2, weight / 2, weight / 2]);
});

test("a share of its family makes a server oversized although it is small in itself", () => {
  const totals = {
    instances: 40,
    activePeople: 10_000,
    accounts: 0,
    top1Share: null,
    top5Share: null,
    top10Share: null,
    hhi: null,
    gini: null,
  };
  const networkDay: NetworkDay = { day: "2026-11-22", all: totals, families: { lemmy: totals }, languages: {} };
  const big = entryOf(instance("l.example.org", { software: "lemmy", version: "0.19.13", monthlyActiveUsers: 1_500 }), {
    listing: undefined,
    isBlocked: false,
    networkDay,
    now: NOW,
  });
  expect(big.eligibility.reasons).toEqual(["oversized"]);
  expect(big.sizeClass).toBe("oversized");
});

test("an admin's word: topics and languages of their own, below the floor on their wish, pause and its end", () => {
  expect(listed({ languages: ["cy"], topics: ["art"] })).toMatchObject({ languages: ["cy"], topics: ["art"] });
  expect(listed({ welcomesBelowFloor: true }, { monthlyActiveUsers: 3 }).eligibility.eligible).toBe(true);
  expect(listed({ pausedUntil: "2026-11-23T00:00:00.000Z" }).eligibility.reasons).toEqual(["paused"]);
  expect(listed({ pausedUntil: "2026-11-22T00:00:00.000Z" }).eligibility.reasons).toEqual([]);
  expect(listed({ intakePerDay: 0 }).eligibility.reasons).toEqual(["paused"]);
});

test.for([
  { people: 10, intake: 3 },
  { people: 200, intake: 5 },
  { people: 9_000, intake: 10 },
  { people: 400, listing: { intakePerDay: 30 }, intake: 30 },
  { people: 400, listing: { intakePerDay: 200 }, intake: 50 },
  { people: 4_000, listing: { intakePerDay: 1_000 }, intake: 200 },
  { people: 400, isProven: false, intake: 2 },
])(
  "$people people take $intake newcomers a day ($listing, proven: $isProven)",
  ({ people, intake, listing, isProven }) => {
    const size = { activePeople: people, basis: "reported" as const, atMost: null, asOf: TODAY };
    const word = listing === undefined ? undefined : { ...LISTING, ...listing };
    expect(intakePerDay(size, word, isProven ?? true, NOW)).toBe(intake);
  },
);

test("a past is sixty days of evidence", () => {
  expect(hasPast("2026-09-23", NOW)).toBe(true);
  expect(hasPast("2026-09-24", NOW)).toBe(false);
  expect(hasPast(null, NOW)).toBe(false);
});

test("places are released over the day, never less than one at a time, and never more than the intake", () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour));
  expect(roomAt(8, 0, at(0))).toBe("places-left");
  expect(roomAt(8, 1, at(0))).toBe("full");
  expect(roomAt(8, 1, at(12))).toBe("places-left");
  expect(roomAt(8, 7, at(23))).toBe("nearly-full");
  expect(roomAt(8, 8, at(23))).toBe("full");
  expect(roomAt(0, 0, at(12))).toBe("full");
  expect(roomReturnsAt(8, 1, at(0))).toEqual(at(3));
  expect(roomReturnsAt(8, 8, at(12))).toEqual(at(24));
  expect(roomReturnsAt(0, 0, at(12))).toBeNull();
});

test("an unvisited server is shown only where joinable with a known size of at least 10", () => {
  const unvisited = { lastSeenAt: null, lastVisitAt: null, state: "unvisited" } as const;
  expect(isListed(entry("m.example.org", unvisited))).toBe(true);
  expect(isListed(entry("m.example.org", { ...unvisited, monthlyActiveUsers: 9, software: "peertube" }))).toBe(false);
  expect(isListed(entry("m.example.org", { ...unvisited, registrations: "closed" }))).toBe(false);
  expect(isListed(entry("m.example.org", { ...unvisited, software: "wordpress" }))).toBe(false);
  expect(isListed(entry("m.example.org", { registrations: "closed" }))).toBe(true);
  expect(isListed(entry("m.example.org", { state: "refused" }))).toBe(false);
});
