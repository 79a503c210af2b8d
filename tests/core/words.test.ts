import fc from "fast-check";
import { expect, test } from "vitest";
import { Domain, domainOf } from "#core/domain.ts";
import {
  acceptedLanguages,
  isUnderstood,
  languageName,
  languageOf,
  languagesOf,
  ownLanguageName,
} from "#core/languages.ts";
import { isOutdated, type Program, programOf } from "#core/software.ts";
import { isTopic, TOPICS, topicMatch, topicsFromJoinMastodon } from "#core/topics.ts";

test.for([
  ["m.example.org", "m.example.org"],
  ["  HTTPS://M.Example.ORG/about?x#y ", "m.example.org"],
  ["@ada@m.example.org", "m.example.org"],
  ["ada@m.example.org", "m.example.org"],
  ["m.example.org.", "m.example.org"],
  ["Bücher.example", "xn--bcher-kva.example"],
  ["https://例え.jp/@ada", "xn--r8jz45g.jp"],
  ["localhost", null],
  ["m.example.org:8443", null],
  ["https://user:pass@m.example.org", null],
  ["user:pass@m.example.org", null],
  ["https://:pass@m.example.org", null],
  ["127.0.0.1", null],
  ["0x7f000001", null],
  ["2130706433", null],
  ["[::1]", null],
  ["", null],
  ["a b.org", null],
  ["-a.org", null],
  [`${"a".repeat(64)}.org`, null],
  [`${"a.".repeat(130)}org`, null],
] as const)("%j is read as %s", ([typed, domain]) => {
  expect(domainOf(typed)).toBe(domain);
});

test("whatever is typed, what comes out is a domain and stays the same when read again", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.domain(), fc.webUrl()), (typed) => {
      const domain = domainOf(typed);
      if (domain === null) return;
      expect(Domain.parse(domain)).toBe(domain);
      expect(domainOf(domain)).toBe(domain);
    }),
    { numRuns: 2_000 },
  );
});

test.for([
  ["en-GB", "en"],
  ["pt_BR", "pt"],
  ["zh", "zh"],
  ["zh-TW", "zh-Hant"],
  ["zh-CN", "zh-Hans"],
  ["nb", "no"],
  ["sr-Latn", "sr"],
  ["iw", "he"],
  ["zxx", null],
  ["und", null],
  ["qqq", null],
  ["english", null],
  ["", null],
] as const)("language tag %s is kept as %s", ([tag, language]) => {
  expect(languageOf(tag)).toBe(language);
});

test("more than five declared languages are none", () => {
  expect(languagesOf(["en", "da", "sv", "no", "de"])).toHaveLength(5);
  expect(languagesOf(["en", "da", "sv", "no", "de", "fr"])).toEqual([]);
});

test("plain Chinese meets either script, the scripts do not meet each other", () => {
  expect(isUnderstood("zh", "zh-Hant")).toBe(true);
  expect(isUnderstood("zh-Hans", "zh")).toBe(true);
  expect(isUnderstood("zh-Hans", "zh-Hant")).toBe(false);
  expect(isUnderstood("en", "eo")).toBe(false);
});

test("Accept-Language is read by quality, without what names no language", () => {
  expect(acceptedLanguages("de;q=0.7, fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5, ja;q=0")).toEqual(["fr", "en", "de"]);
  expect(acceptedLanguages(null)).toEqual([]);
  expect(acceptedLanguages("q=;;,,=")).toEqual([]);
  fc.assert(fc.property(fc.string(), (header) => Array.isArray(acceptedLanguages(header))));
});

test("languages have names in other languages and their own", () => {
  expect(languageName("cy", "fr")).toBe("gallois");
  expect(ownLanguageName("fr")).toBe("Français");
  expect(ownLanguageName("ja")).toBe("日本語");
});

test("topics are about forty, stable and each one's own", () => {
  expect(TOPICS.length).toBeGreaterThanOrEqual(40);
  expect(new Set(TOPICS).size).toBe(TOPICS.length);
  expect(TOPICS.every(isTopic)).toBe(true);
});

test("all of joinmastodon's 20 categories are known, general as any topic", () => {
  const keys =
    "academia activism adult art bipoc books food furry games general hobby humor journalism lgbt music regional religion science sports tech";
  expect(topicsFromJoinMastodon(keys.split(" "))).toHaveLength(19);
  expect(topicsFromJoinMastodon(["general", "unheard-of", "constructor", "__proto__", "toString"])).toEqual([]);
});

test("a topic answers itself, half answers its neighbour, and not others", () => {
  expect(topicMatch("art", "art")).toBe(1);
  expect(topicMatch("photography", "art")).toBe(0.5);
  expect(topicMatch("art", "photography")).toBe(0.5);
  expect(topicMatch("art", "sports")).toBe(0);
});

test("forks stand in their family, single-owner programs are not joinable, others are not known", () => {
  expect(programOf("hometown")).toMatchObject({ family: "mastodon", kind: "microblog", isJoinable: true });
  expect(programOf("wordpress")?.isJoinable).toBe(false);
  expect(programOf("constructor")).toBeUndefined();
});

test.for([
  ["4.3.9", true],
  ["3.5.3+glitch", true],
  ["4.4.0", false],
  ["v4.6.3", false],
  ["10.0", false],
  ["nightly", false],
  [null, false],
] as const)("Mastodon %s is outdated: %s", ([version, outdated]) => {
  expect(isOutdated(programOf("mastodon") as Program, version)).toBe(outdated);
});
