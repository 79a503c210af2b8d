import { describe, expect, test } from "vitest";
import { DOUBTS } from "#core/doubts.ts";
import { INELIGIBILITY } from "#core/eligible.ts";
import type { Entry } from "#core/entry.ts";
import { type NetworkDay, networkDayOf } from "#core/network.ts";
import { OVERSIZED_PEOPLE } from "#core/size.ts";
import { FAILURES } from "#core/visit.ts";
import { LOCALES, type Locale, messagesOf, translator } from "#site/i18n/index.ts";
import { type Context, verdictOf } from "#site/i18n/verdict.ts";
import { entry, NOW } from "../support/instances.ts";

function context(locale: Locale, changes: Partial<Context> = {}): Context {
  const t = translator(locale);
  return { t, locale, now: NOW, networkDay: null, room: "places-left", roomReturnsAt: null, ...changes };
}

/** An entry with exactly these reasons against it, whatever its facts. */
function against(reasons: Entry["eligibility"]["reasons"]): Entry {
  return { ...entry("m.example.org"), eligibility: { eligible: false, reasons } };
}

describe.for(LOCALES)("the verdict in %s", (locale) => {
  const messages = messagesOf(locale);

  test.for(INELIGIBILITY)("%s has a sentence, a reason and a way out", (code) => {
    const { sentence, reason, way } = verdictOf(against([code]), context(locale));
    for (const text of [sentence, reason, way]) expect(text).toMatch(/\p{L}.*\.$/u);
    expect([sentence, reason, way].join(" ")).not.toMatch(/[{}<>]/);
  });

  test("names every failure and every doubt", () => {
    for (const code of FAILURES) expect(messages.get(`verdict.failure.${code}`), code).toBeDefined();
    for (const code of DOUBTS) expect(messages.get(`verdict.doubt.${code}`), code).toBeDefined();
  });

  test("no state is blamed: nobody is called bad, dead, toxic or a winner", () => {
    const said = [...messages].filter(([key]) => key.startsWith("verdict.")).map(([, text]) => text);
    expect(said.join(" ")).not.toMatch(/\b(bad|dead|toxic|winner|mauvais|mort|toxique|gagnant)s?\b/i);
  });
});

test("the first reason speaks, the others are added as sentences", () => {
  const { sentence, also } = verdictOf(against(["closed", "paused"]), context("en"));
  expect(sentence).toBe("Closed for now.");
  expect(also).toEqual(["It takes a rest from newcomers."]);
});

test.for([
  { code: "closed", changes: { registrationsSince: "2026-05-03" }, said: "Closed since 3 May 2026." },
  { code: "invite", changes: { registrationsSince: "2026-05-03" }, said: "By invitation since 3 May 2026." },
  { code: "closed", changes: {}, said: "Closed for now." },
  { code: "below-floor", changes: { monthlyActiveUsers: 9 }, said: "Somebody’s home." },
  { code: "below-floor", changes: { monthlyActiveUsers: 10 }, said: "It has grown only just now." },
] as const)("$code is told as “$said”", ({ code, changes, said }) => {
  const told = { ...entry("m.example.org", changes), eligibility: { eligible: false, reasons: [code] } };
  expect(verdictOf(told, context("en")).sentence).toBe(said);
  const second = { ...told, eligibility: { eligible: false, reasons: ["outdated" as const, code] } };
  expect(verdictOf(second, context("en")).also).toEqual([said]);
});

test("a rest has its end where the admin set one", () => {
  const listing = {
    domain: "m.example.org",
    languages: null,
    topics: null,
    intakePerDay: null,
    pausedUntil: "2026-12-01T00:00:00.000Z",
    welcomesBelowFloor: false,
    updatedAt: NOW.toISOString(),
  };
  const paused = { ...against(["paused"]), listing } as Entry;
  expect(verdictOf(paused, context("en")).sentence).toBe("It takes a rest from newcomers until 1 December 2026.");
  const zero = { ...paused, listing: { ...listing, pausedUntil: null, intakePerDay: 0 } } as Entry;
  expect(verdictOf(zero, context("en")).sentence).toBe("It takes a rest from newcomers.");
});

test("one whose name leads elsewhere hears since when, and not to whom", () => {
  const leads = { to: "elsewhere.example.com", since: "2026-11-01T00:00:00.000Z", visits: 9 };
  const moved = entry("m.example.org", { state: "moved", leads });
  const { reason } = verdictOf(moved, context("en"));
  expect(reason).toContain("Since 1 November 2026");
  expect(reason).not.toContain("elsewhere");
});

test("one that waits for its first visit is told no hearsay about anybody's home", () => {
  const waiting = { lastSeenAt: null, lastVisitAt: null, state: "unvisited", registrations: "closed" } as const;
  const told = verdictOf(entry("m.example.org", { ...waiting, monthlyActiveUsers: 3 }), context("en"));
  expect(told).toMatchObject({ sentence: "We have not looked at this server yet.", isHearsay: true });
  expect(told.also).toEqual(["Closed for now."]);
});

test("a server that many heard nothing from is told how much less often it is suggested, also while full", () => {
  const silent = { ...entry("m.example.org"), answering: 0.86 };
  for (const room of ["places-left", "full"] as const) {
    const { also } = verdictOf(silent, context("en", { room, roomReturnsAt: NOW }));
    expect(also).toEqual(["Newcomers told us that no answer came, so we suggest it 14 % less often."]);
    expect(verdictOf(entry("m.example.org"), context("en", { room, roomReturnsAt: NOW })).also).toEqual([]);
  }
});

test("a server of the right size, with years, seen today, is told so", () => {
  const healthy = entry("m.example.org", { since: "2016-05-01" });
  expect(verdictOf(healthy, context("en")).reason).toBe("Right size, running for 10 years, checked today.");
});

test("a trace of some months says nothing of a server's age", () => {
  const recent = entry("m.example.org", { since: "2026-07-22", lastSeenAt: null, state: "unvisited" });
  expect(verdictOf(recent, context("en")).reason).toContain("of an age we do not know, not checked by us yet");
});

test.for([
  { roomReturnsAt: new Date("2026-11-22T15:00:00Z"), when: "at 15:00 UTC" },
  { roomReturnsAt: new Date("2026-11-23T00:00:00Z"), when: "tomorrow" },
])("a full server says when room comes back: $when", ({ roomReturnsAt, when }) => {
  const { sentence, reason } = verdictOf(entry("m.example.org"), context("en", { room: "full", roomReturnsAt }));
  expect(sentence).toBe("Full just now.");
  expect(reason).toContain(`Room comes back ${when}.`);
});

describe("an oversized server", () => {
  const large = {
    ...against(["oversized"]),
    size: entry("l.example", { monthlyActiveUsers: 30_000, accounts: null }).size,
  };
  const day = (sizes: readonly number[]): NetworkDay =>
    networkDayOf(
      sizes.map((activePeople) => ({ family: "mastodon", languages: ["en"], activePeople, accounts: 0 })),
      "2026-11-22",
    );

  test("hears its share of the network where that is known", () => {
    const { reason } = verdictOf(large, context("en", { networkDay: day([30_000, 70_000]) }));
    expect(reason).toContain("30\u00a0% of all active people we can count");
    expect(reason).toContain(`We stop at ${OVERSIZED_PEOPLE.toLocaleString("en")}`);
  });

  test("hears only that it is large where its share is not known", () => {
    expect(verdictOf(large, context("en")).reason).toContain("simply very large, and");
  });

  test("hears since when, and below what it is suggested again", () => {
    const told = entry("l.example", { monthlyActiveUsers: 30_000, oversizedSince: "2026-05-03T00:00:00.000Z" });
    const { reason, way } = verdictOf(told, context("en"));
    expect(reason).toContain("We have found it so since 3 May 2026.");
    expect(way).toBe("Below 8,000 people a month, we suggest it again.");
    const sizeable = { ...large, size: entry("l.example", { monthlyActiveUsers: 2_000, accounts: null }).size };
    const inFamily = verdictOf(sizeable, context("en", { networkDay: day([2_000, 9_000, 9_000]) }));
    expect(inFamily.way).toContain("Below 4\u00a0%");
  });

  test("below the limit hears its share of its program's people", () => {
    const sizeable = { ...large, size: entry("l.example", { monthlyActiveUsers: 2_000, accounts: null }).size };
    const { reason } = verdictOf(sizeable, context("en", { networkDay: day([2_000, 9_000, 9_000]) }));
    expect(reason).toContain("10\u00a0% of all people on Mastodon");
  });
});
