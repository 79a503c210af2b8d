import type { TopicId } from "#core/topics.ts";
import { ARTS } from "./lexicon/arts.ts";
import { KNOWLEDGE } from "./lexicon/knowledge.ts";
import type { Words } from "./lexicon/lexicon.ts";
import { LIFE } from "./lexicon/life.ts";
import { PASSING } from "./lexicon/passing.ts";
import { SOCIETY } from "./lexicon/society.ts";

/** How sure a sign a word is; lexicon/lexicon.ts. */
export type Strength = keyof Words;

/** What a word or phrase of the lexicon speaks of; a topic of null hides what else is found in the same place. */
export interface Sense {
  topic: TopicId | null;
  strength: Strength;
}

/** A word of a text: letters of scripts with spaces, or one character of those without. */
export interface Token {
  /** In lower case, without accents. */
  folded: string;
  /** Position in the text, in UTF-16 units. */
  start: number;
  end: number;
}

/** A word or phrase of the lexicon in a text. */
export interface Find {
  sense: Sense;
  /** Position in the text, in UTF-16 units. */
  start: number;
  end: number;
}

/** The other words of a phrase, and what the whole speaks of. */
interface Entry {
  rest: readonly string[];
  sense: Sense;
}

const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー`;
const IS_SPACED = new RegExp(String.raw`^(?:(?![${UNSPACED}])[\p{L}\p{N}])`, "u");
const TOKEN = new RegExp(String.raw`(?:(?![${UNSPACED}])[\p{L}\p{M}\p{N}])+|[${UNSPACED}]`, "gu");

/** Words that are another word of the lexicon only without their accents. */
const NOT_FOLDED = new Set(["même", "mêmes"]);

const exact = new Map<string, Entry[]>();
/** By the first letters of what a word begins with. */
const prefixes = new Map<string, (Entry & { beginning: string })[]>();
const endings: (Entry & { ending: string })[] = [];
/** Words of scripts without spaces, emoji: by their first UTF-16 unit. */
const anywhere = new Map<string, { word: string; sense: Sense }[]>();
/** So many letters of a beginning are its key; no beginning is shorter. */
const KEY_LENGTH = 3;

for (const lexicon of [ARTS, KNOWLEDGE, LIFE, SOCIETY]) {
  for (const [topic, words] of Object.entries(lexicon) as [TopicId, Words][]) {
    for (const [strength, list] of Object.entries(words) as [Strength, string][]) {
      for (const entry of list.split(/\s+/)) add(entry, { topic, strength });
    }
  }
}
for (const entry of PASSING.split(/\s+/)) add(entry, { topic: null, strength: "strong" });

function add(written: string, sense: Sense): void {
  if (written === "") return;
  const folded = fold(written);
  if (!IS_SPACED.test(folded.replace("*", ""))) {
    const word = folded.replaceAll("_", " ");
    push(anywhere, word.charAt(0), { word, sense });
    return;
  }
  const [first = "", ...rest] = folded.split(/[_·]/);
  if (first.startsWith("*")) endings.push({ ending: first.slice(1), rest, sense });
  else if (first.endsWith("*")) addBeginning(first.slice(0, -1), { rest, sense });
  else push(exact, first, { rest, sense });
}

function addBeginning(beginning: string, entry: Entry): void {
  if (beginning.length < KEY_LENGTH) throw new Error(`"${beginning}*" in the lexicon is too short to mean anything`);
  push(prefixes, beginning.slice(0, KEY_LENGTH), { beginning, ...entry });
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

/** Lower case without accents, unit by unit, so that positions stay those of the text. */
export function fold(text: string): string {
  return text.toLowerCase().replace(/\P{ASCII}/gu, (character) => {
    const bare = character.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
    return bare.length === character.length ? bare : character;
  });
}

/** A text in lower case with positions kept: where lower case is longer ("İ"), the letter stays as it is. */
export function foldInPlace(text: string): string {
  const folded = fold(text);
  return folded.length === text.length
    ? folded
    : text.replace(/./gsu, (one) => (fold(one).length === one.length ? fold(one) : one));
}

/** The words of a text; what is joined by other signs than letters and digits is several words. */
export function tokensOf(text: string): Token[] {
  const folded = foldInPlace(text);
  return [...folded.matchAll(TOKEN)].map(({ 0: token, index }) => ({
    folded: NOT_FOLDED.has(text.slice(index, index + token.length).toLowerCase()) ? "" : token,
    start: index,
    end: index + token.length,
  }));
}

/**
 * Words and phrases of the lexicon in a text. Where several begin at or lie within the same place, only the longest
 * are told: "board game" hides "game", and so does a phrase of PASSING as long.
 */
export function findWords(text: string, tokens: readonly Token[]): Find[] {
  const finds: Find[] = [];
  for (const [index, token] of tokens.entries()) {
    for (const { rest, sense } of entriesOf(token.folded)) {
      const last = tokens[index + rest.length];
      if (last === undefined || !rest.every((word, offset) => isWord(tokens[index + 1 + offset]?.folded, word)))
        continue;
      finds.push({ sense, start: token.start, end: last.end });
    }
  }
  finds.push(...findAnywhere(foldInPlace(text)));
  return finds.filter(({ start, end }) => !finds.some((other) => isWithin(start, end, other)));
}

function isWithin(start: number, end: number, other: Find): boolean {
  const isLonger = other.end - other.start > end - start || other.sense.topic === null;
  return other.start <= start && other.end >= end && isLonger;
}

function entriesOf(word: string): Entry[] {
  const entries: Entry[] = [...(exact.get(word) ?? [])];
  const beginnings = prefixes.get(word.slice(0, KEY_LENGTH)) ?? [];
  for (const entry of beginnings) if (word.startsWith(entry.beginning)) entries.push(entry);
  for (const entry of endings) if (word.endsWith(entry.ending)) entries.push(entry);
  return entries;
}

function isWord(token: string | undefined, word: string): boolean {
  return word.endsWith("*") ? token?.startsWith(word.slice(0, -1)) === true : token === word;
}

function* findAnywhere(folded: string): Generator<Find> {
  for (let index = 0; index < folded.length; index++) {
    for (const { word, sense } of anywhere.get(folded.charAt(index)) ?? []) {
      if (folded.startsWith(word, index)) yield { sense, start: index, end: index + word.length };
    }
  }
}

/**
 * What a label of a domain speaks of: a word of the lexicon, or two words run together of which the first is one.
 * @example sensesOfLabel("metalhead") // => [{ topic: "music", strength: "strong" }]
 */
export function sensesOfLabel(label: string): { sense: Sense; isWhole: boolean }[] {
  const whole = entriesOf(label).filter(({ rest }) => rest.length === 0);
  const found = whole.map(({ sense }) => ({ sense, isWhole: true }));
  if (found.length > 0) return found;
  for (let length = label.length - 2; length >= SHORTEST_PART; length--) {
    const entries = exact.get(label.slice(0, length))?.filter(({ rest }) => rest.length === 0) ?? [];
    if (entries.length > 0) return entries.map(({ sense }) => ({ sense, isWhole: false }));
  }
  return [];
}

/** Letters of the shortest word that is looked for at the start of a longer label. */
const SHORTEST_PART = 4;
