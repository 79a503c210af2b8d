import { z } from "zod";
import { languageOf } from "./languages.ts";
import { KINDS, type Kind } from "./software.ts";
import { ADULT_TOPIC, isTopic, TOPICS } from "./topics.ts";

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

/** A parameter that cannot be meant, and what it may be. */
export interface ParameterProblem {
  parameter: string;
  value: string;
  allowed: string;
}

/** The most problems told of one address. */
export const MAX_PROBLEMS = 10;
/** The longest name or value repeated to whoever sent it, in characters. */
const MAX_REPEATED = 80;

/** What cannot be meant in an address, kept short whatever was sent: the first few problems, the rest only counted. */
export class ProblemList {
  readonly problems: ParameterProblem[] = [];
  /** How many problems there were besides. */
  unreported = 0;

  add(parameter: string, value: string, allowed: string): null {
    if (this.problems.length === MAX_PROBLEMS) this.unreported++;
    else
      this.problems.push({
        parameter: parameter.slice(0, MAX_REPEATED),
        value: value.slice(0, MAX_REPEATED),
        allowed,
      });
    return null;
  }
}

export interface AskedQuestion {
  question: Question;
  /** null when the address carries none. */
  seed: number | null;
  /** What was wrong, the first few; the question is made of the rest. */
  problems: ParameterProblem[];
  /** How many problems there were besides. */
  unreported: number;
}

const ONCE: Readonly<Record<string, { schema: z.ZodType<string | number>; allowed: string }>> = {
  kind: { schema: z.enum(KINDS), allowed: KINDS.join(", ") },
  signup: { schema: z.enum(SIGNUPS), allowed: SIGNUPS.join(", ") },
  followers: { schema: whole(0, 1_000_000_000), allowed: "a whole number from 0" },
  count: { schema: whole(1, MAX_PICKS), allowed: `a whole number from 1 to ${MAX_PICKS}` },
  seed: { schema: whole(0, MAX_SEED), allowed: `a whole number from 0 to ${MAX_SEED}` },
  revision: { schema: z.string().max(40), allowed: "the revision of an earlier answer" },
};

function whole(least: number, most: number): z.ZodType<number> {
  return z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number)
    .pipe(z.int().min(least).max(most));
}

const PARAMETERS = ["language", "topic", ...Object.keys(ONCE)];

/**
 * Reads a question from an address: `language` and `topic` as often as wanted, the others once.
 * Empty values count as not given, because a form without script sends them.
 */
export function parseQuestion(parameters: URLSearchParams): AskedQuestion {
  const list = new ProblemList();
  const report = list.add.bind(list);
  for (const parameter of new Set(parameters.keys())) {
    if (!PARAMETERS.includes(parameter)) report(parameter, parameters.get(parameter) ?? "", PARAMETERS.join(", "));
  }
  const given = (parameter: string) => parameters.getAll(parameter).filter((value) => value !== "");

  const languages = given("language").map(
    (tag) => languageOf(tag) ?? report("language", tag, "a BCP 47 tag such as fr or zh-Hant"),
  );
  const topics = given("topic").map((id) => (isTopic(id) ? id : report("topic", id, TOPICS.join(", "))));
  const once = (parameter: string): string | number | undefined => {
    const [value, ...more] = given(parameter);
    const rule = ONCE[parameter];
    if (value === undefined || rule === undefined) return undefined;
    const { data } = rule.schema.safeParse(value);
    if (more.length > 0) report(parameter, [value, ...more].join(", "), "given once");
    else if (data === undefined) report(parameter, value, rule.allowed);
    return data;
  };

  const question: Question = {
    languages: known(languages).slice(0, MAX_LANGUAGES),
    furtherLanguages: [],
    topics: known(topics),
    kind: (once("kind") as Kind | undefined) ?? PLAIN_QUESTION.kind,
    signup: (once("signup") as Signup | undefined) ?? PLAIN_QUESTION.signup,
    followers: (once("followers") as number | undefined) ?? PLAIN_QUESTION.followers,
    count: (once("count") as number | undefined) ?? PLAIN_QUESTION.count,
  };
  once("revision");
  return {
    question,
    seed: (once("seed") as number | undefined) ?? null,
    problems: list.problems,
    unreported: list.unreported,
  };
}

function known(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
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
