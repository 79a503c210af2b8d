import { eld } from "eld/extrasmall";
import { languageOf, languagesOf } from "#core/languages.ts";
import { arabicLanguage, cjkLanguage, cyrillicLanguage } from "./language-letters.ts";
import { type Passage, passagesOf, SCRIPTS, type Script } from "./language-text.ts";
import { languageByWords } from "./language-words.ts";
import type { SelfDescription } from "./self-description.ts";

/*
 * The detector's smallest database: 38 MB of heap and 100 MB of memory in all, where "small" takes 57 and 165. Of the main
 * languages of 96 and of 222 labelled servers both were right in the same number, but for half a percent of the 96.
 */

/**
 * With fewer letters nothing is told. Of cuttings of 249 labelled servers' texts with 10 to 19 letters 88.5 % were judged
 * right, with 20 to 29 96.3 %.
 */
export const MIN_LETTERS = 20;

/**
 * The lead of the best language over the second, in the detector's scores (0 to 1), from which it is believed. Of the
 * same cuttings, with 20 to 59 letters, 98.6 to 99.0 % were then judged right, with a smaller lead 78 to 79 %; from 60
 * letters on half the lead will do (99.7 %, below it 67 %).
 */
const leastLead = (letters: number) => (letters < 60 ? 0.06 : 0.03);

/** So much behind the best, the language of the domain's country is believed instead. */
const COUNTRY_LEAD = 0.03;

/** A further language needs a clear lead, as many letters as a sentence has, and this share of the main one's. */
const FURTHER_LEAD = 0.1;
const FURTHER_LETTERS = 30;
const FURTHER_SHARE = 0.3;

/** More languages than these in one text are rather names and quotations. */
const MAX_DETECTED = 3;

/** A character of Chinese, Japanese or Korean says about as much as so many letters. */
const CJK_LETTERS = 3;

/** How much a letter counts by where it stands; the title, a name in whatever language, only where nothing else tells. */
const DESCRIPTION_WEIGHT = 3;
const ABOUT_WEIGHT = 1;
const RULES_WEIGHT = 0.5;

/** UTF-16 units of each text, and of all rules, that are read. */
const LONGEST = 2000;

/** Languages of country domains, where one or two are nearly everybody's there. They only decide what is close. */
const LANGUAGES_OF_COUNTRY: Readonly<Record<string, readonly string[]>> = {
  ...{ at: ["de"], ba: ["bs"], bg: ["bg"], br: ["pt"], by: ["be"], cat: ["ca"], cl: ["es"], cn: ["zh"], cz: ["cs"] },
  ...{ de: ["de"], dk: ["da"], ee: ["et"], es: ["es"], eus: ["eu"], fi: ["fi"], fr: ["fr"], gal: ["gl"], gr: ["el"] },
  ...{ hr: ["hr"], hu: ["hu"], id: ["id"], is: ["is"], it: ["it"], lt: ["lt"], lv: ["lv"], mx: ["es"], my: ["ms"] },
  ...{ nl: ["nl"], no: ["no"], pl: ["pl"], pt: ["pt"], ro: ["ro"], rs: ["sr"], ru: ["ru"], se: ["sv"], si: ["sl"] },
  ...{ sk: ["sk"], tr: ["tr"], ua: ["uk"], vlaanderen: ["nl"], quebec: ["fr"], bzh: ["br"], scot: ["en", "gd"] },
};

/** One language to the detector, two to their speakers: the country decides between them. */
const SPLIT: Readonly<Record<string, readonly string[]>> = { hr: ["sr", "bs"], ms: ["id"] };

export interface JudgedLanguages {
  /** BCP 47 tags as core/languages.ts writes them, the main one first; never empty. */
  languages: string[];
  basis: "declared" | "detected";
}

/**
 * The languages an instance speaks: those it declared, else those it writes in; null where neither tells.
 * @param declared tags from a field that means something in its program: no default, see crawler/software
 */
export function judgeLanguages({
  declared,
  ...texts
}: SelfDescription & { declared: readonly string[] }): JudgedLanguages | null {
  const told = languagesOf(declared);
  if (told.length > 0) return { languages: told, basis: "declared" };
  const languages = detectLanguages(texts);
  return languages.length > 0 ? { languages, basis: "detected" } : null;
}

/** The languages of what an instance says about itself, the main one first; none where that is too little to tell. */
export function detectLanguages({ domain, title, description, about, rules }: SelfDescription): string[] {
  const country = LANGUAGES_OF_COUNTRY[domain.slice(domain.lastIndexOf(".") + 1)] ?? [];
  const languages = languagesIn(
    [
      { text: description?.slice(0, LONGEST) ?? "", weight: DESCRIPTION_WEIGHT },
      { text: about?.slice(0, LONGEST) ?? "", weight: ABOUT_WEIGHT },
      { text: rules.join("\n").slice(0, LONGEST), weight: RULES_WEIGHT },
    ],
    country,
  );
  return languages.length > 0 ? languages : languagesIn([{ text: title?.slice(0, LONGEST) ?? "", weight: 1 }], country);
}

interface Tally {
  /** Letters times the weight of where they stand. */
  weight: number;
  /** Letters of passages with a clear lead. */
  clearLetters: number;
}

function languagesIn(parts: readonly { text: string; weight: number }[], country: readonly string[]): string[] {
  const passages = parts.flatMap(({ text, weight }) => passagesOf(text).map((passage) => ({ passage, weight })));
  const languages = languagesOfPassages(passages, country);
  if (languages.length > 0) return languages;
  // Close relatives may tell themselves apart only in all sentences together.
  const joined = Map.groupBy(passages, ({ passage }) => passage.script)
    .entries()
    .map(([script, pieces]) => ({
      passage: {
        script,
        text: pieces.map(({ passage }) => passage.text).join(" "),
        letters: pieces.reduce((sum, { passage }) => sum + passage.letters, 0),
      },
      weight: 1,
    }));
  return languagesOfPassages([...joined], country);
}

function languagesOfPassages(
  passages: readonly { passage: Passage; weight: number }[],
  country: readonly string[],
): string[] {
  const tallies = new Map<string, Tally>();
  for (const { passage, weight } of passages) {
    const letters = passage.letters * (passage.script === "cjk" || passage.script === "hangul" ? CJK_LETTERS : 1);
    const found = letters < MIN_LETTERS ? null : languageOfPassage(passage, country);
    if (found === null) continue;
    const tally = tallies.get(found.language) ?? { weight: 0, clearLetters: 0 };
    tally.weight += letters * weight;
    if (found.isClear) tally.clearLetters += letters;
    tallies.set(found.language, tally);
  }
  const ranked = [...tallies].toSorted(([, a], [, b]) => b.weight - a.weight);
  const least = (ranked[0]?.[1].weight ?? 0) * FURTHER_SHARE;
  const spoken = ranked
    .filter(([, tally], rank) => rank === 0 || (tally.weight >= least && tally.clearLetters >= FURTHER_LETTERS))
    .map(([language]) => language)
    .slice(0, MAX_DETECTED);
  const isPlainChinese = (language: string) => language === "zh" && spoken.some((other) => other.startsWith("zh-"));
  return languagesOf(spoken.filter((language) => !isPlainChinese(language)).toSorted(byOrigin));
}

/** English beside another language is the translation, whichever comes first or is longer. */
function byOrigin(a: string, b: string): number {
  return Number(a === "en") - Number(b === "en");
}

/** The language of a passage, and whether it leads clearly; null where that cannot be told. */
function languageOfPassage(
  { script, text, letters }: Passage,
  country: readonly string[],
): { language: string; isClear: boolean } | null {
  const byLetters = languageByLetters(script, text);
  const certain = byLetters === undefined ? languageByWords(text) : byLetters;
  if (certain === null) return null;
  if (certain !== undefined) return { language: certain, isClear: true };

  const scores = Object.entries(eld.detect(text).getScores());
  const [[best, bestScore], [, secondScore]] = [scores[0] ?? ["", 0], scores[1] ?? ["", 0]];
  const ofCountry = scores.find(([code, score]) => country.includes(code) && score >= bestScore - COUNTRY_LEAD);
  const lead = bestScore - secondScore;
  const isClose = lead < leastLead(letters);
  if (isClose && ofCountry === undefined) return null;
  const code = isClose && ofCountry !== undefined ? ofCountry[0] : best;
  const language = languageOf(SPLIT[code]?.find((near) => country.includes(near)) ?? code);
  return language === null ? null : { language, isClear: lead >= FURTHER_LEAD };
}

/** Undefined where letters do not tell; null where they tell of a language that nothing here knows. */
function languageByLetters(script: Script, text: string): string | null | undefined {
  if (script === "cjk") return cjkLanguage(text);
  if (script === "cyrillic") return cyrillicLanguage(text);
  if (script === "arabic") return arabicLanguage(text);
  return SCRIPTS.find(({ name }) => name === script)?.language ?? undefined;
}
