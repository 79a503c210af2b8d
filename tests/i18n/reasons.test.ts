import { expect, test } from "vitest";
import type { Reason } from "#core/recommend.ts";
import { translator } from "#site/i18n/index.ts";
import { languagesInLine, languagesToChoose, reasonText, topicsInLine, topicsInText } from "#site/i18n/reasons.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const en = translator("en");
const fr = translator("fr");

test.for<{ reason: Reason; english: string; french: string }>([
  {
    reason: { code: "topic", topics: ["art"] },
    english: "Art is what it is for.",
    french: "L’art est sa raison d’être.",
  },
  {
    reason: { code: "topic", topics: ["games"] },
    english: "Games are what it is for.",
    french: "Les jeux sont sa raison d’être.",
  },
  {
    reason: { code: "topic", topics: ["art", "music"] },
    english: "Art and music are what it is for.",
    french: "L’art et la musique sont sa raison d’être.",
  },
  {
    reason: { code: "near-topic", topics: ["photography"] },
    english: "Close to what you like: photography.",
    french: "Proche de vos goûts\u00a0: la photographie.",
  },
  { reason: { code: "any-topic" }, english: "Any topic, yours too.", french: "Tous les sujets, le vôtre aussi." },
  {
    reason: { code: "language", language: "cy", byChoice: true },
    english: "In Welsh, by its own choice.",
    french: "En gallois, par choix.",
  },
  {
    reason: { code: "language", language: "cy", byChoice: false },
    english: "People there write in Welsh.",
    french: "On y écrit en gallois.",
  },
  {
    reason: { code: "age", since: "2016-11-01" },
    english: "10 years old, and still small.",
    french: "10 ans, et toujours petit.",
  },
  {
    reason: { code: "age", since: "2026-03-04" },
    english: "Here since 4 March 2026.",
    french: "Là depuis le 4 mars 2026.",
  },
  {
    reason: { code: "open" },
    english: "Open now, if you would rather not wait.",
    french: "Ouvert, si vous préférez ne pas attendre.",
  },
  {
    reason: { code: "room", room: "places-left" },
    english: "There is room today.",
    french: "Il reste de la place aujourd’hui.",
  },
  {
    reason: { code: "room", room: "nearly-full" },
    english: "A last place or two today.",
    french: "Une ou deux places encore aujourd’hui.",
  },
  {
    reason: { code: "unchecked", asOf: "2026-07-22T00:00:00Z" },
    english: "Not checked by us yet; as of 22 July 2026.",
    french: "Pas encore vérifié par nous\u00a0; état du 22 juillet 2026.",
  },
  {
    reason: { code: "unchecked", asOf: null },
    english: "Not checked by us yet.",
    french: "Pas encore vérifié par nous.",
  },
])("$reason.code: $english", ({ reason, english, french }) => {
  expect(reasonText(reason, en, "en", NOW)).toBe(english);
  expect(reasonText(reason, fr, "fr", NOW)).toBe(french);
});

test("lists of topics and languages stand alone or in a sentence", () => {
  expect(topicsInLine(["art", "lgbt"], en, "en")).toBe("Art, LGBTQ+");
  expect(topicsInText(["art", "games"], fr, "fr")).toBe("l’art et les jeux");
  expect(languagesInLine(["fr", "cy"], "fr")).toBe("Français, gallois");
  expect(languagesToChoose(["fr", "cy"], "en")).toBe("French or Welsh");
});

test("a topic we no longer know is left out, never shown as its id", () => {
  expect(topicsInLine(["knitting", "art"], en, "en")).toBe("Art");
});
