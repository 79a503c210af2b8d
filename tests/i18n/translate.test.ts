import { expect, test } from "vitest";
import { capitalized, dayOf, listOf, momentOf } from "#site/i18n/format.ts";
import { isLocale, isRtl, localizedPath, MessageError, type MessageKey, translator } from "#site/i18n/index.ts";

const en = translator("en");
const fr = translator("fr");

test.for([
  { locale: "en", count: 1, expected: "1 person" },
  { locale: "en", count: 1_234, expected: "1,234 people" },
  { locale: "fr", count: 0, expected: "0 personne" },
  { locale: "fr", count: 1_234, expected: "1\u202f234 personnes" },
  { locale: "fr", count: 2_000_000, expected: "2\u202f000\u202f000 personnes" },
] as const)("$count in $locale: $expected", ({ locale, count, expected }) => {
  expect(translator(locale)("common.people", { count })).toBe(expected);
});

test("text is inserted as it is, numbers as the locale writes them", () => {
  expect(en("common.since", { year: "2016" })).toBe("Here since at least 2016");
  expect(en("common.joining.open.word")).toBe("Open");
});

test("a missing message or value is an error that names it", () => {
  expect(() => en("common.nothing-here" as MessageKey)).toThrow(MessageError);
  expect(() => en("common.since")).toThrow(/common\.since.*\{year\}/);
});

test("marks split a message, and a value that looks like one stays text", () => {
  expect(en.parts("common.size.reported", { count: 345 })).toEqual([
    { mark: "b", text: "345 people" },
    { mark: null, text: " a month" },
  ]);
  expect(fr.parts("find.then.app", { software: "<a>x</a>" }).map((part) => part.mark)).toEqual(["b", null]);
});

test.for([
  ["en", "/", "/"],
  ["en", "/servers", "/servers"],
  ["fr", "/", "/fr"],
  ["fr", "/?kind=video", "/fr?kind=video"],
  ["fr", "/#main", "/fr#main"],
  ["fr", "/servers?page=2", "/fr/servers?page=2"],
] as const)("in %s, %s is at %s", ([locale, path, expected]) => {
  expect(localizedPath(locale, path)).toBe(expected);
});

test.for([
  ["ar", true],
  ["he", true],
  ["fa", true],
  ["ur", true],
  ["fr", false],
  ["ja", false],
] as const)("%s from right to left: %s", ([tag, expected]) => {
  expect(isRtl(tag)).toBe(expected);
});

test("only the site's own locales are locales", () => {
  expect(isLocale("fr")).toBe(true);
  expect(isLocale("xx")).toBe(false);
  expect(isLocale(undefined)).toBe(false);
});

test("lists, days and names follow the language", () => {
  expect(listOf(["art", "music", "food"], "en")).toBe("art, music, food");
  expect(listOf(["art", "music"], "en", "sentence")).toBe("art and music");
  expect(listOf(["l’art", "la musique"], "fr", "sentence")).toBe("l’art et la musique");
  expect(dayOf("2026-07-22", "en")).toBe("22 July 2026");
  expect(dayOf("2026-07-22T10:00:00Z", "fr")).toBe("22 juillet 2026");
  expect(momentOf("2026-11-22T06:10:00Z", "en")).toContain("06:10 UTC");
  expect(capitalized("école", "fr")).toBe("École");
});
