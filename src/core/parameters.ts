import { z } from "zod";
import { languageOf } from "./languages.ts";

/** What a value of an address may be: the schema that reads it, which documents it as well, and the same in words. */
export interface Rule<Value> {
  schema: z.ZodType<Value, string>;
  /** For whoever sent something else. */
  allowed: string;
}

/** A parameter that is given once or not at all. */
export interface Once<Value> extends Rule<Value> {
  isMany: false;
}

/** A parameter that may be given several times, to mean any of its values. */
export interface Many<Value> extends Rule<Value> {
  isMany: true;
}

export type Parameters = Readonly<Record<string, Once<unknown> | Many<unknown>>>;

/** What was read: null or an empty list where nothing was given. */
export type Values<Given extends Parameters> = {
  [Name in keyof Given]: Given[Name] extends Once<infer Value>
    ? Value | null
    : Given[Name] extends Many<infer Value>
      ? Value[]
      : never;
};

export function once<Value>(rule: Rule<Value>): Once<Value> {
  return { ...rule, isMany: false };
}

export function many<Value>(rule: Rule<Value>): Many<Value> {
  return { ...rule, isMany: true };
}

/** One of some words. */
export function choice<const Value extends string>(values: readonly Value[]): Rule<Value> {
  return { schema: z.literal([...values]) as z.ZodType<Value, string>, allowed: values.join(", ") };
}

/** A whole number of up to ten digits within bounds. */
export function whole(least: number, most: number): Rule<number> {
  return {
    schema: z
      .string()
      .regex(/^\d{1,10}$/)
      .transform(Number)
      .pipe(z.int().min(least).max(most)),
    allowed: `a whole number from ${least} to ${most}`,
  };
}

/** A language, read as core/languages.ts keeps it. */
export const LANGUAGE: Rule<string> = {
  schema: z.string().transform((tag, context) => {
    const language = languageOf(tag);
    if (language === null) context.addIssue("no language is called so");
    return language ?? z.NEVER;
  }),
  allowed: "a BCP 47 tag such as fr or zh-Hant",
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
  unreported = 0;

  /**
   * @param value is cut short
   * @returns what was read instead: nothing
   */
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

/** What was wrong in an address. */
export interface Misread {
  /** The first few. */
  problems: ParameterProblem[];
  /** How many problems there were besides. */
  unreported: number;
}

/**
 * Reads an address; what cannot be meant is reported and left out. Empty values count as not given, because a form
 * without script sends them. Of a parameter given too often the first value counts.
 */
export function readParameters<Given extends Parameters>(
  address: URLSearchParams,
  parameters: Given,
): { values: Values<Given> } & Misread {
  const list = new ProblemList();
  const names = Object.keys(parameters);
  for (const name of new Set(address.keys())) {
    if (!names.includes(name)) list.add(name, address.get(name) ?? "", names.join(", ") || "no parameter at all");
  }
  const read = names.map((name) => {
    const { schema, allowed, isMany } = parameters[name] as Once<unknown> | Many<unknown>;
    const given = address.getAll(name).filter((value) => value !== "");
    if (!isMany && given.length > 1) list.add(name, given.join(", "), "given once");
    const values = (isMany ? given : given.slice(0, 1)).flatMap((value) => {
      const { success, data } = schema.safeParse(value);
      if (success) return [data];
      if (isMany || given.length === 1) list.add(name, value, allowed);
      return [];
    });
    return [name, isMany ? [...new Set(values)] : (values[0] ?? null)] as const;
  });
  return { values: Object.fromEntries(read) as Values<Given>, problems: list.problems, unreported: list.unreported };
}
