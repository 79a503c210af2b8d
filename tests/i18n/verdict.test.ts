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

  test("below the limit hears its share of its program's people", () => {
    const sizeable = { ...large, size: entry("l.example", { monthlyActiveUsers: 2_000, accounts: null }).size };
    const { reason } = verdictOf(sizeable, context("en", { networkDay: day([2_000, 18_000]) }));
    expect(reason).toContain("10\u00a0% of all people on Mastodon");
  });
});
