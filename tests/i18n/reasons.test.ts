import { expect, test } from "vitest";
import { INELIGIBILITY } from "#core/eligible.ts";
import { REASONS, type Reason } from "#core/recommend.ts";
import { codesOf } from "#site/i18n/codes.ts";
import { LOCALES, translator } from "#site/i18n/index.ts";
import {
  audienceText,
  languagesInLine,
  languagesToChoose,
  reasonText,
  topicsInLine,
  topicsInText,
} from "#site/i18n/reasons.ts";

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
    english: "Its own text is in Welsh.",
    french: "Son propre texte est en gallois.",
  },
  {
    reason: { code: "size", activePeople: 230, basis: "reported", isRight: true },
    english: "Right in size: small, and not too small.",
    french: "La bonne taille\u00a0: petit, mais pas trop.",
  },
  {
    reason: { code: "size", activePeople: 617, basis: "weekly", isRight: false },
    english: "Small enough to be noticed in.",
    french: "Assez petit pour qu’on vous y remarque.",
  },
  {
    reason: { code: "age", since: "2018-11-01", isSmall: true },
    english: "Here since 2018, and still small.",
    french: "Là depuis 2018, et toujours petit.",
  },
  {
    reason: { code: "age", since: "2018-11-01", isSmall: false },
    english: "Here since 2018.",
    french: "Là depuis 2018.",
  },
  {
    reason: { code: "age", since: "2026-03-04", isSmall: true },
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
    reason: { code: "audience", waitMinutes: 46.2 },
    english: "While you answer a hundred people, everybody there would wait about 46 minutes.",
    french: "Pendant que vous répondez à cent personnes, tout le monde y attendrait environ 46 minutes.",
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

test.for([
  { followers: 1_500, says: ["Any small server will do.", "2,000"] },
  { followers: 10_000, says: ["A server with room", "2,000 deliveries"] },
  { followers: 23_000, says: ["Have your own", "23,000", "3,000", "euros or dollars a month"] },
])("$followers followers: what they changed and cost is said with numbers", ({ followers, says }) => {
  for (const part of says) expect(audienceText(followers, en)).toContain(part);
  expect(audienceText(followers, fr)).not.toMatch(/[{}]/);
});

test.for(LOCALES)(
  "in %s every code of an answer means something of its own, and nobody is named who said no",
  (locale) => {
    const { reasons, relaxed, audience, against } = codesOf(translator(locale));
    const meanings = [...reasons, ...relaxed, ...audience, ...against].map(({ meaning }) => meaning);
    for (const meaning of meanings) expect(meaning).toMatch(/^\p{Lu}.*\.$/u);
    expect(new Set(meanings).size).toBe(meanings.length);
    expect(reasons.map(({ code }) => code)).toEqual([...REASONS]);
    const codes = against.map(({ code }) => code);
    expect(codes).not.toContain("refused");
    expect(codes).not.toContain("blocked");
    expect(codes).toHaveLength(INELIGIBILITY.length - 2);
  },
);
