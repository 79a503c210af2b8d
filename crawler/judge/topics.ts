import { type TopicId, topicMatch } from "#core/topics.ts";
import { GENERAL_ENDINGS, REGIONAL_ENDINGS } from "./lexicon/endings.ts";
import type { SelfDescription } from "./self-description.ts";
import { isNegated, isOfOperator, isOnlyWelcome, type Place, tellsPurpose } from "./topic-context.ts";
import { type Find, findWords, fold, type Strength, sensesOfLabel, tokensOf } from "./topic-matcher.ts";

/** At most so many topics are found; a server for everything is about nothing. */
export const MAX_TOPICS = 3;

/*
 * The figures below were set by hand and looked at with `npm run evaluate` over 333 labelled servers: with ENOUGH at 2.8
 * or 3 and SHARE_OF_BEST from 0.4 to 0.6 the macro F1 moves by 0.01 at most, with ENOUGH at 3.4 it falls by 0.02.
 */

/** Points of a word by how sure a sign it is. */
const POINTS: Readonly<Record<Strength, number>> = { strong: 4, medium: 2.4, weak: 1.2 };

/** Points from which an instance is about a topic: one strong word, or a medium one that tells the purpose. */
const ENOUGH = 3;
/** Every further word of a topic counts so much of what the one before counted. */
const FURTHER_WORD = 0.6;
/** Of the best topic's points, others need this share. */
const SHARE_OF_BEST = 0.5;

/** Factors by where a word stands. */
const TITLE = 1.5;
const DESCRIPTION = 1;
const ABOUT = 0.35;
/** The long text says much else, so all of its words together are not enough. */
const MOST_OF_ABOUT = 2;
const LABEL = 0.8;
const START_OF_LABEL = 0.6;
const GENERAL_ENDING = 0.3;

/** Factors by what stands around a word. */
const PURPOSE = 1.5;
const ONLY_WELCOME = 0.35;
const OF_OPERATOR = 0.5;
const GENERAL_SERVER = 0.6;

/** A sentence that names so many different things is a list of examples; each counts less. */
const LIST_FACTORS: readonly (readonly [topics: number, factor: number])[] = [
  [5, 0.35],
  [4, 0.6],
];

/** UTF-16 units of a text that are read. */
const LONGEST = 4000;

/** Topics that are people: to welcome them is not to be about them. */
const PEOPLE: ReadonlySet<TopicId> = new Set(["lgbt", "furry", "bipoc", "disability", "religion", "adult"]);

/** A server that says it is for everything; what it names beside is an example. */
const GENERAL =
  /general[- ]?(?:purpose|interest|topic|audience|use)|generalist|généralist|allgemein|alle themen|all topics|any topic|every topic|temática general|generalista|propósito geral|uso geral|todos los temas|tous les sujets|algemeen|ogólnotematyczn|everything and everyone|汎用|综合|泛话题|общей тематики|genel amaçlı/iu;

/** A topic an instance is about, and the words that say so, as they stand in its text or its name. */
export interface JudgedTopic {
  topic: TopicId;
  words: string[];
}

interface Sign {
  topic: TopicId;
  word: string;
  points: number;
}

/**
 * What an instance is about, best first, at most MAX_TOPICS; none where it does not say. Rules are not read: they name
 * what is not wanted.
 */
export function judgeTopics({ domain, title, description, about }: SelfDescription): JudgedTopic[] {
  const isOwnTitle = title !== null && lettersOf(title) !== lettersOf(domain);
  const signs = [
    ...(isOwnTitle ? signsIn(title, TITLE) : []),
    ...signsIn(description ?? "", DESCRIPTION),
    ...signsOfDomain(domain),
  ];
  const support = signsIn(about ?? "", ABOUT);
  const topics = Map.groupBy(signs, ({ topic }) => topic)
    .entries()
    .map(([topic, own]) => {
      const said = total(own);
      const supporting = total(support.filter((sign) => sign.topic === topic));
      const words = [...said.words, ...supporting.words];
      return { topic, points: said.points + Math.min(supporting.points, MOST_OF_ABOUT), words: distinct(words) };
    })
    .filter(({ points }) => points >= ENOUGH)
    .toArray()
    .toSorted((a, b) => b.points - a.points);
  const least = (topics[0]?.points ?? 0) * SHARE_OF_BEST;
  return topics
    .filter(({ points }) => points >= least)
    .slice(0, MAX_TOPICS)
    .map(({ topic, words }) => ({ topic, words }));
}

/** Points of one topic's signs: each word once, at its best place, every further one for less. */
function total(signs: readonly Sign[]): { points: number; words: string[] } {
  const best = new Map<string, Sign>();
  for (const sign of signs) {
    const key = fold(sign.word);
    if (sign.points > (best.get(key)?.points ?? 0)) best.set(key, sign);
  }
  const ranked = [...best.values()].toSorted((a, b) => b.points - a.points);
  return {
    points: ranked.reduce((sum, { points }, rank) => sum + points * FURTHER_WORD ** rank, 0),
    words: ranked.map(({ word }) => word),
  };
}

/** Each word once, whatever its letters' case. */
function distinct(words: readonly string[]): string[] {
  return [...new Map(words.toReversed().map((word) => [fold(word), word])).values()].toReversed();
}

/** Addresses, accounts and names of servers: their words are somebody's name. The own domain is read as such. */
const ADDRESS =
  /https?:\/\/\S+|@[\w.@-]+|(?<![\p{Script=Latin}\d.-])(?:[\p{Script=Latin}\d-]+\.)+[a-z]{2,20}(?![\p{Script=Latin}\d])/gu;

function signsIn(written: string, weight: number): Sign[] {
  const text = written
    .slice(0, LONGEST)
    .normalize("NFC")
    .replace(ADDRESS, (address) => " ".repeat(address.length));
  const tokens = tokensOf(text);
  const finds = findWords(text, tokens);
  if (finds.length === 0) return [];
  const sentences = sentencesOf(text);
  const generality = GENERAL.test(text) ? GENERAL_SERVER : 1;
  const signs = finds.flatMap(({ sense: { topic, strength }, start, end }) => {
    if (topic === null) return [];
    const sentence = sentences.findLast((bound) => bound <= start) ?? 0;
    const place = placeOf({ start, end }, sentence, sentences, text, tokens);
    if (isNegated(place)) return [];
    const purpose = tellsPurpose(place) ? PURPOSE : 1;
    const welcome = PEOPLE.has(topic) && isOnlyWelcome(place) ? ONLY_WELCOME : 1;
    const operator = isOfOperator(place) ? OF_OPERATOR : 1;
    const points = POINTS[strength] * weight * purpose * welcome * operator * generality;
    return [{ topic, word: text.slice(start, end), points, sentence }];
  });
  const factors = new Map(
    Map.groupBy(signs, ({ sentence }) => sentence)
      .entries()
      .map(([sentence, own]) => [sentence, listFactor(own.map(({ topic }) => topic))]),
  );
  return signs.map(({ sentence, points, ...sign }) => ({ ...sign, points: points * (factors.get(sentence) ?? 1) }));
}

/** Positions at which sentences begin. */
function sentencesOf(text: string): number[] {
  return [0, ...[...text.matchAll(/[.!?…]\s+|[。！？\n]/gu)].map(({ 0: end, index }) => index + end.length)];
}

function placeOf(
  { start, end }: Pick<Find, "start" | "end">,
  sentence: number,
  sentences: readonly number[],
  text: string,
  tokens: Place["tokens"],
): Place {
  const sentenceStop = sentences.find((bound) => bound > start) ?? text.length;
  const first = firstEndingAfter(start, tokens);
  return {
    text,
    tokens,
    first,
    last: Math.max(first, firstEndingAfter(end - 1, tokens)),
    sentenceStart: firstEndingAfter(sentence, tokens),
    sentenceEnd: firstEndingAfter(sentenceStop, tokens) - 1,
  };
}

/** Index of the first token that ends after a position, by halving; the number of tokens where none does. */
function firstEndingAfter(position: number, tokens: Place["tokens"]): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tokens[middle]?.end ?? 0) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How much the topics of one sentence count: near ones, such as art and photography, are one thing in a list. */
function listFactor(topics: readonly TopicId[]): number {
  const different: TopicId[] = [];
  for (const topic of topics) if (!different.some((other) => topicMatch(other, topic) > 0)) different.push(topic);
  return LIST_FACTORS.find(([least]) => different.length >= least)?.[1] ?? 1;
}

function signsOfDomain(domain: string): Sign[] {
  const labels = domain.split(".");
  const ending = labels.pop() ?? "";
  const parts = labels.flatMap((label) => label.split("-"));
  const signs = parts.flatMap((word) =>
    sensesOfLabel(word).map(({ sense, isWhole }) => ({ sense, word, weight: isWhole ? LABEL : START_OF_LABEL })),
  );
  if (REGIONAL_ENDINGS.has(ending)) {
    signs.push({ sense: { topic: "regional", strength: "strong" }, word: ending, weight: LABEL });
  } else if (ending.length > 2) {
    const weight = GENERAL_ENDINGS.has(ending) ? GENERAL_ENDING : LABEL;
    const whole = sensesOfLabel(ending).filter(({ isWhole }) => isWhole);
    signs.push(...whole.map(({ sense }) => ({ sense, word: ending, weight })));
  }
  return signs.flatMap(({ sense: { topic, strength }, word, weight }) =>
    topic === null ? [] : [{ topic, word, points: POINTS[strength] * weight }],
  );
}

/** Letters alone, to see whether a title is the domain written otherwise. */
function lettersOf(name: string): string {
  return fold(name).replace(/[^\p{L}\p{N}]/gu, "");
}
