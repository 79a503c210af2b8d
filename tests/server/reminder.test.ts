import { expect, test } from "vitest";
import { PLAIN_QUESTION } from "#core/fit.ts";
import { LOCALES, translator } from "#site/i18n/index.ts";
import { reminderOf } from "#site/server/reminder.ts";
import { NOW } from "../support/instances.ts";

const AT = new Date("2026-11-22T15:00:00.000Z");
const question = { ...PLAIN_QUESTION, languages: ["ja", "cy", "gd"], topics: ["art"], kind: "links" as const };
const made = (locale: (typeof LOCALES)[number], changes = {}) =>
  reminderOf({
    question,
    at: AT,
    now: NOW,
    siteUrl: "https://rockpool.example",
    locale,
    t: translator(locale),
    ...changes,
  });

/** Content lines by name, as RFC 5545, 3.1 unfolds them and 3.3.11 unescapes text. */
function linesOf(file: string): Map<string, string> {
  const lines = file.replaceAll("\r\n ", "").split("\r\n");
  // The alarm repeats the description; the appointment's comes first.
  return new Map(
    lines.toReversed().map((line) => {
      const at = line.indexOf(":");
      const value = line
        .slice(at + 1)
        .replaceAll(/\\([;,\\])/g, "$1")
        .replaceAll("\\n", "\n");
      return [line.slice(0, at).replace(/;.*/, ""), value];
    }),
  );
}

test.for(LOCALES)("in %s it is one appointment in UTC, with the way back", (locale) => {
  const lines = linesOf(made(locale));
  const back = `https://rockpool.example${locale === "en" ? "" : `/${locale}`}/find?language=ja&language=cy&language=gd&topic=art&kind=links`;
  expect(Object.fromEntries(lines)).toMatchObject({
    BEGIN: "VCALENDAR",
    VERSION: "2.0",
    DTSTAMP: "20261122T120000Z",
    DTSTART: "20261122T150000Z",
    DTEND: "20261122T151500Z",
    TRANSP: "TRANSPARENT",
    ACTION: "DISPLAY",
    URL: back,
    SUMMARY: translator(locale)("states.full.ics.summary"),
  });
  expect(lines.get("UID")).toMatch(/^[\w-]{22}@rockpool\.example$/);
  expect(made(locale)).toContain("BEGIN:VEVENT");
});

test.for(LOCALES)("in %s every line ends in CRLF, has 75 bytes at most and cuts no character", (locale) => {
  const file = made(locale);
  expect(file.endsWith("END:VCALENDAR\r\n")).toBe(true);
  expect(file.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  for (const line of file.split("\r\n")) {
    expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75);
    expect(line.isWellFormed()).toBe(true);
  }
  expect(linesOf(file).get("DESCRIPTION")).toContain("rockpool.example/");
});

test("it names the languages that were full, where any were asked for", () => {
  const text = (changes = {}) => linesOf(made("en", changes)).get("DESCRIPTION");
  expect(text()).toMatch(/^When you asked, all small servers in Japanese, Welsh.+Gaelic were full\./);
  expect(text({ question: PLAIN_QUESTION })).toMatch(/^When you asked, all small servers that fit were full\./);
});

test("the same question and time is the same appointment; another question or time another", () => {
  const uid = (changes = {}) => linesOf(made("en", changes)).get("UID");
  expect(uid({ now: new Date("2026-11-22T12:30:00.000Z") })).toBe(uid());
  expect(uid({ at: new Date("2026-11-22T16:00:00.000Z") })).not.toBe(uid());
  expect(uid({ question: PLAIN_QUESTION })).not.toBe(uid());
});
