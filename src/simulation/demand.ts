import type { Entry } from "#core/entry.ts";
import { PLAIN_QUESTION, type Question, type Signup } from "#core/fit.ts";
import type { Kind } from "#core/software.ts";
import { ADULT_TOPIC } from "#core/topics.ts";
import type { Dice } from "./dice.ts";
import { Urn } from "./dice.ts";

/** What newcomers ask for, as weights; nothing of it has to add up to 1. */
export interface Mix {
  kinds: ReadonlyMap<Kind, number>;
  languages: ReadonlyMap<string, number>;
  topics: ReadonlyMap<string, number>;
}

/** How many topics a newcomer names. Assumed: nobody has measured it. */
const TOPICS_NAMED = [
  [0, 0.5],
  [1, 0.35],
  [2, 0.15],
] as const;
/** Share of those with another language who tick English beside it. Assumed. */
const ALSO_ENGLISH = 0.2;
/** How they want to join. Assumed. */
const SIGNUPS: readonly (readonly [Signup, number])[] = [
  ["any", 0.9],
  ["open", 0.1],
];

/**
 * The mix of a network: languages and kinds as its people have them (by the first language of their server), topics as
 * its servers have them. What newcomers want is not known; that they are like those who are there is the least guess.
 */
export function mixOf(entries: readonly Entry[]): Mix {
  const kinds = new Map<Kind, number>();
  const languages = new Map<string, number>();
  const topics = new Map<string, number>();
  const add = <Key>(counts: Map<Key, number>, key: Key, count: number) =>
    counts.set(key, (counts.get(key) ?? 0) + count);
  for (const entry of entries) {
    const people = entry.size?.activePeople ?? 0;
    if (entry.kind === null || entry.isAdult || entry.program?.isJoinable !== true) continue;
    add(kinds, entry.kind, people);
    if (entry.languages[0] !== undefined) add(languages, entry.languages[0], people);
    for (const topic of entry.topics) if (topic !== ADULT_TOPIC) add(topics, topic, 1);
  }
  return { kinds, languages, topics };
}

/** One question that newcomers have; those with the same one are alike. */
export interface Wish {
  /** Position in the order in which wishes were first had. */
  index: number;
  question: Question;
  /** What the question is but for the way of joining, which no server's room depends on. */
  key: string;
}

/** Newcomers' wishes, drawn from a mix; each distinct one is kept once. */
export class Demand {
  readonly wishes: Wish[] = [];
  readonly #known = new Map<string, Wish>();
  readonly #kinds: Urn<Kind>;
  readonly #languages: Urn<string>;
  readonly #topics: Urn<string> | null;
  readonly #topicsNamed = new Urn(TOPICS_NAMED);
  readonly #signups = new Urn(SIGNUPS);

  constructor({ kinds, languages, topics }: Mix) {
    this.#kinds = new Urn(kinds);
    this.#languages = new Urn(languages);
    this.#topics = topics.size === 0 ? null : new Urn(topics);
  }

  draw(dice: Dice): Wish {
    const kind = this.#kinds.draw(dice);
    const language = this.#languages.draw(dice);
    const languages = language !== "en" && dice.next() < ALSO_ENGLISH ? [language, "en"] : [language];
    const topics = new Set<string>();
    for (let named = this.#topicsNamed.draw(dice); named > 0 && this.#topics !== null; named--) {
      topics.add(this.#topics.draw(dice));
    }
    return this.#wish({
      ...PLAIN_QUESTION,
      kind,
      languages,
      topics: [...topics].sort(),
      signup: this.#signups.draw(dice),
    });
  }

  #wish(question: Question): Wish {
    const key = [question.kind, question.languages.join("+"), question.topics.join("+")].join(" ");
    const name = `${key} ${question.signup}`;
    let wish = this.#known.get(name);
    if (wish === undefined) {
      wish = { index: this.wishes.length, question, key };
      this.#known.set(name, wish);
      this.wishes.push(wish);
    }
    return wish;
  }
}

/** How many newcomers come on each day. */
export interface Schedule {
  /** Newcomers by day. */
  perDay: readonly number[];
}

/** On its day so many times as many come as on any other. */
export const SURGE = 50;

/** Newcomers spread evenly over days, or with one day in the middle on which fifty times as many come. */
export function scheduleOf(newcomers: number, days: number, hasSurge: boolean): Schedule {
  const surgeDay = hasSurge ? Math.floor(days / 2) : -1;
  const shares = Array.from({ length: days }, (_, day) => (day === surgeDay ? SURGE : 1));
  const sum = shares.reduce((total, share) => total + share, 0);
  let given = 0;
  let due = 0;
  const perDay = shares.map((share) => {
    due += (newcomers * share) / sum;
    const count = Math.round(due) - given;
    given += count;
    return count;
  });
  return { perDay };
}
