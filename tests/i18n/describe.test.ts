import { expect, test } from "vitest";
import { joiningSaid, sinceYear, toldSize } from "#site/i18n/describe.ts";
import { translator } from "#site/i18n/index.ts";
import { entry, NOW } from "../support/instances.ts";

const en = translator("en");
const fr = translator("fr");

test("an estimate comes first, then the figure it was made from", () => {
  const weekly = entry("m.example.org", { monthlyActiveUsers: null, weeklyActiveUsers: 235 });
  const { message, values, like } = toldSize(weekly, en) ?? {};
  expect(`${message && en(message, values)}${like}`).toBe(
    "<b>about 320 people</b> a month, from 235 a week, about as many as a village school",
  );
  const french = toldSize(weekly, fr);
  expect(french && fr(french.message, french.values)).toBe(
    "<b>environ 320 personnes</b> par mois, d’après 235 par semaine",
  );
});

test.for([
  { since: "2019-03-01", year: "2019" },
  { since: "2025-11-01", year: "2025" },
  { since: "2026-07-22", year: null },
  { since: null, year: null },
])("a server traced back to $since is said to be here since $year", ({ since, year }) => {
  expect(sinceYear(entry("m.example.org", { since }), NOW)).toBe(year);
});

test.for([
  { changes: {}, said: "<b>Open.</b> You are in right away." },
  { changes: { lastSeenAt: null, countsAt: "2025-12-01T00:00:00Z" }, said: "<b>Open</b>, as of 1 December 2025." },
  {
    changes: { lastSeenAt: null, countsAt: "2025-12-01T00:00:00Z", registrations: "approval" as const },
    said: "<b>Someone read requests</b>, as of 1 December 2025.",
  },
  { changes: { lastSeenAt: null, countsAt: null }, said: "Open" },
])("joining is said in the present only where we looked ourselves: $said", ({ changes, said }) => {
  const { message, values } = joiningSaid(entry("m.example.org", changes), "en");
  expect(en(message, values)).toBe(said);
});
