import { z } from "zod";
import { choice, LANGUAGE, type Misread, many, once, readParameters, type Values, whole } from "./parameters.ts";
import { KINDS, type Kind } from "./software.ts";
import { ADULT_TOPIC, TOPICS } from "./topics.ts";

/** How a newcomer wants to sign up. */
export const SIGNUPS = ["any", "open", "approval"] as const;
export type Signup = (typeof SIGNUPS)[number];

export const MAX_PICKS = 6;
/** Seeds that the site hands out itself: enough to spread a crowd, few enough for caches. */
export const SEEDS = 4_096;
const MAX_SEED = 0xff_ff_ff_ff;
const MAX_LANGUAGES = 10;

/** What a newcomer asks for. */
export interface Question {
  /** Tags of core/languages.ts, any of which will do; empty means any language. */
  languages: string[];
  /** Languages the newcomer also reads, offered before "any language"; empty when not known. */
  furtherLanguages: string[];
  /** Ids of core/topics.ts; empty means any topic. */
  topics: string[];
  kind: Kind;
  signup: Signup;
  /** How many followers they bring. */
  followers: number;
  /** How many picks, 1 to 6. */
  count: number;
}

/** The question of somebody who said nothing. */
export const PLAIN_QUESTION: Question = {
  languages: [],
  furtherLanguages: [],
  topics: [],
  kind: "microblog",
  signup: "any",
  followers: 0,
  count: 3,
};

/** The parameters that make a question. */
export const QUESTION_PARAMETERS = {
  language: many(LANGUAGE),
  topic: many(choice(TOPICS)),
  kind: once(choice(KINDS)),
  signup: once(choice(SIGNUPS)),
  followers: once(whole(0, 1_000_000_000)),
  count: once(whole(1, MAX_PICKS)),
  seed: once(whole(0, MAX_SEED)),
  /** Of an earlier answer; it makes another address of the same question, for caches. */
  revision: once({ schema: z.string().max(40), allowed: "the revision of an earlier answer" }),
};

export interface AskedQuestion extends Misread {
  /** Made of what could be read. */
  question: Question;
  /** null when the address carries none. */
  seed: number | null;
}

/** Reads a question from an address: `language` and `topic` as often as wanted, the others once. */
export function parseQuestion(parameters: URLSearchParams): AskedQuestion {
  const { values, problems, unreported } = readParameters(parameters, QUESTION_PARAMETERS);
  return { question: questionOf(values), seed: values.seed, problems, unreported };
}

/** The question that parameters make, with what is usual where they say nothing. */
export function questionOf(values: Values<typeof QUESTION_PARAMETERS>): Question {
  return {
    languages: values.language.slice(0, MAX_LANGUAGES),
    furtherLanguages: [],
    topics: values.topic,
    kind: values.kind ?? PLAIN_QUESTION.kind,
    signup: values.signup ?? PLAIN_QUESTION.signup,
    followers: values.followers ?? PLAIN_QUESTION.followers,
    count: values.count ?? PLAIN_QUESTION.count,
  };
}

/** The address of a question: what parseQuestion reads, defaults left out. */
export function questionParameters(question: Question, seed?: number): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const language of question.languages) parameters.append("language", language);
  for (const topic of question.topics) parameters.append("topic", topic);
  for (const key of ["kind", "signup", "followers", "count"] as const) {
    if (question[key] !== PLAIN_QUESTION[key]) parameters.set(key, String(question[key]));
  }
  if (seed !== undefined) parameters.set("seed", String(seed));
  return parameters;
}

/** Whether the newcomer asked for servers that are for adults only. */
export function asksForAdult(question: Question): boolean {
  return question.topics.includes(ADULT_TOPIC);
}

/** What was given up to find a pick, compared with the question. */
export const RELAXATIONS = ["topic", "signup", "language", "any-language"] as const;
export type Relaxation = (typeof RELAXATIONS)[number];

/** Fit is a tier, not a factor: 1 everything asked, 2 without topic, 3 without sign-up, 4 a further language, 5 any. */
export const TIERS = [1, 2, 3, 4, 5] as const;
export type Tier = (typeof TIERS)[number];

/** How one candidate answers the question. */
export interface Fit {
  speaksAsked: boolean;
  speaksFurther: boolean;
  signsUpAsAsked: boolean;
  hasTopic: boolean;
}

export function tierOf({ speaksAsked, speaksFurther, signsUpAsAsked, hasTopic }: Fit): Tier {
  if (!speaksAsked) return speaksFurther ? 4 : 5;
  if (!signsUpAsAsked) return 3;
  return hasTopic ? 1 : 2;
}

/** What a candidate's fit gives up, in the order a reader cares. */
export function relaxationsOf(fit: Fit): Relaxation[] {
  const relaxed: Relaxation[] = [];
  if (!fit.hasTopic) relaxed.push("topic");
  if (!fit.signsUpAsAsked) relaxed.push("signup");
  if (!fit.speaksAsked) relaxed.push(fit.speaksFurther ? "language" : "any-language");
  return relaxed;
}
