/** What a field of a form takes. A bound is null where there is none. */
export type Allowed =
  | { rule: "given" | "once" | "readable" }
  /** The name of a server on the public internet. */
  | { rule: "host" }
  | { rule: "oneOf"; values: readonly string[] }
  /** A whole number. */
  | { rule: "number"; least: number | null; most: number | null }
  /** So many characters. */
  | { rule: "length"; least: number | null; most: number | null }
  /** So many choices. */
  | { rule: "choices"; least: number | null; most: number | null }
  /** A day between two, as ISO dates. */
  | { rule: "day"; least: string; most: string }
  /** An address that begins with https://, of so many characters. */
  | { rule: "webAddress"; most: number }
  /** The names of the fields there are. */
  | { rule: "known"; fields: readonly string[] };

/** An answer in a form that cannot be meant; src/i18n/form-problem.ts says it in words. */
export interface FieldProblem<Field extends string = string> {
  /** Its name, cut short: it may be one that the form does not have. null where the form as a whole cannot be read. */
  field: Field | null;
  /** As it was sent, cut short. */
  value: string;
  allowed: Allowed;
}
