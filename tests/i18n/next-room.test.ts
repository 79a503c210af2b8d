import { expect, test } from "vitest";
import { roomIn } from "#site/i18n/next-room.ts";

test.for([
  { at: "15:00:00", english: "in 9 hours", french: "dans 9 heures" },
  { at: "07:29:00", english: "in 1 hour", french: "dans 1 heure" },
  { at: "06:40:30", english: "in 41 minutes", french: "dans 41 minutes" },
  { at: "05:59:59", english: "in 1 minute", french: "dans 1 minute" },
])("room that comes back at $at is, at six, $english away", ({ at, english, french }) => {
  const now = new Date("2026-11-22T06:00:00Z");
  const returns = new Date(`2026-11-22T${at}Z`);
  expect(roomIn(returns, now, "en")).toBe(english);
  expect(roomIn(returns, now, "fr")).toBe(french);
});
