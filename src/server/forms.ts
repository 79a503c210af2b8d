import type { z } from "zod";
import type { Allowed, FieldProblem } from "#core/field-problem.ts";

/** A form as it was sent: values where every field can be meant, problems otherwise, and what was typed in any case. */
export type PostedForm<Values> = { typed: Typed } & (
  | { values: Values; problems: [] }
  | { values: null; problems: [FieldProblem, ...FieldProblem[]] }
);
/** What was typed, by field, to fill the form with again; a field without an answer has none. */
export type Typed = ReadonlyMap<string, readonly string[]>;

/** What browsers send forms as. */
export const FORM_TYPES = ["application/x-www-form-urlencoded", "multipart/form-data"];

/** The most problems told of one form. */
const MAX_PROBLEMS = 10;
/** The longest name or value repeated to whoever sent it, in characters. */
const MAX_REPEATED = 80;

/** Whether a body is what a form of ours sends. */
export function isForm(request: Request): boolean {
  const [type = ""] = (request.headers.get("content-type") ?? "").split(";");
  return FORM_TYPES.includes(type.trim().toLowerCase());
}

/**
 * Reads a posted form. A field comes once, and as often as wanted where the schema has an array; a field that the schema
 * does not have is a problem. Empty answers count as not given, because a form without script sends them. Line ends are
 * "\n", which browsers send as "\r\n". How large a body may be is settled before a page is asked.
 * @param schema of strings and arrays of strings, with what zod makes of them; a rule of its own says in
 * `params: { allowed }` what it allows
 * @example
 * const form = await readForm(Astro.request, z.object({ domain: z.string().max(253), topic: z.array(z.enum(TOPICS)).max(3) }));
 * if (form.values === null) Astro.response.status = 400;
 * else return Astro.redirect(path, 303);
 */
export async function readForm<Schema extends z.ZodObject>(
  request: Request,
  schema: Schema,
): Promise<PostedForm<z.infer<Schema>>> {
  const typed = await typedIn(request);
  if (typed === null) return new ProblemList().rejected(new Map());
  const list = new ProblemList();
  const fields = Object.keys(schema.shape);
  for (const [field, answers] of typed) {
    if (!fields.includes(field)) list.add(field, answers.join(", "), { rule: "known", fields });
    else if (answers.length > 1 && !isList(schema.shape[field])) list.add(field, answers.join(", "), { rule: "once" });
  }
  const answers = fields.map((field) => {
    const given = typed.get(field) ?? [];
    return [field, isList(schema.shape[field]) ? given : given[0]] as const;
  });
  const parsed = schema.safeParse(Object.fromEntries(answers));
  for (const issue of parsed.error?.issues ?? []) {
    const [field, at] = issue.path;
    if (typeof field !== "string") continue;
    const given = typed.get(field) ?? [];
    list.add(field, typeof at === "number" ? (given[at] ?? "") : given.join(", "), allowedBy(issue, given.length > 0));
  }
  return list.problems.length === 0 && parsed.success
    ? { typed, values: parsed.data, problems: [] }
    : list.rejected(typed);
}

/** What is said of a body that is no form, and of a rule that concerns no single field. */
const BROKEN: FieldProblem = { field: null, value: "", allowed: { rule: "readable" } };

/** The first problems of a form, one for each field. */
class ProblemList {
  readonly problems: FieldProblem[] = [];

  add(field: string, value: string, allowed: Allowed): void {
    const cut = field.slice(0, MAX_REPEATED);
    if (this.problems.length === MAX_PROBLEMS || this.problems.some((known) => known.field === cut)) return;
    this.problems.push({ field: cut, value: value.slice(0, MAX_REPEATED), allowed });
  }

  rejected(typed: Typed): PostedForm<never> {
    const [first = BROKEN, ...more] = this.problems;
    return { typed, values: null, problems: [first, ...more] };
  }
}

/** null where the body cannot be read as a form, or holds a file. */
async function typedIn(request: Request): Promise<Typed | null> {
  const data = await request.formData().catch(() => null);
  if (data === null) return null;
  const typed = new Map<string, string[]>();
  for (const [field, answer] of data) {
    if (typeof answer !== "string") return null;
    if (answer === "") continue;
    const answers = typed.get(field) ?? [];
    answers.push(answer.replaceAll("\r\n", "\n"));
    typed.set(field, answers);
  }
  return typed;
}

/** Whether a field takes several answers; `.optional()`, `.default()` and the like stand around it. */
function isList(schema: z.core.$ZodType | undefined): boolean {
  if (schema === undefined) return false;
  const { def } = schema._zod;
  if (def.type === "array") return true;
  if ("innerType" in def) return isList(def.innerType as z.core.$ZodType);
  return "in" in def && isList(def.in as z.core.$ZodType);
}

function allowedBy(issue: z.core.$ZodIssue, isGiven: boolean): Allowed {
  if (!isGiven && (issue.code === "invalid_type" || issue.code === "invalid_value")) return { rule: "given" };
  switch (issue.code) {
    case "invalid_value":
      return { rule: "oneOf", values: issue.values.map(String) };
    case "too_small":
      return bounded(issue.origin, Number(issue.minimum), null);
    case "too_big":
      return bounded(issue.origin, null, Number(issue.maximum));
    case "custom":
      return (issue.params?.["allowed"] as Allowed | undefined) ?? { rule: "readable" };
    default:
      return { rule: "readable" };
  }
}

function bounded(origin: string, least: number | null, most: number | null): Allowed {
  if (origin === "string") return { rule: "length", least, most };
  return { rule: origin === "array" || origin === "set" ? "choices" : "number", least, most };
}
