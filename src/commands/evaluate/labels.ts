import { readFile, stat } from "node:fs/promises";
import { z } from "zod";
import { domainOf } from "#core/domain.ts";
import { languageOf } from "#core/languages.ts";
import { type TopicId, topicsFromJoinMastodon } from "#core/topics.ts";

/** joinmastodon's category of servers about nothing in particular; no topic of ours. */
const GENERAL = "general";

/** The file as a whole cannot be read; the message says why. */
export class LabelFileError extends Error {
  override readonly name = "LabelFileError";
}

const Text = z.string().max(20_000).nullish();

/** One line: a server, what it says about itself, and what people who know it say it is. Other fields are ignored. */
const LabelRow = z.object({
  domain: z.string().transform((value, context) => {
    const domain = domainOf(value);
    if (domain !== null) return domain;
    context.addIssue({ code: "custom", message: `${JSON.stringify(value.slice(0, 80))} is not a host name` });
    return z.NEVER;
  }),
  title: Text,
  description: Text,
  /** Language tags, the main one first. */
  languages: z
    .array(z.string())
    .transform((tags) => [...new Set(tags.map(languageOf).filter((tag) => tag !== null))])
    .refine((languages) => languages.length > 0, { error: "names no language" }),
  /** joinmastodon.org's categories. */
  categories: z.array(z.string()).superRefine((categories, context) => {
    for (const category of categories) {
      if (category === GENERAL || topicsFromJoinMastodon([category]).length > 0) continue;
      context.addIssue({
        code: "custom",
        message: `${JSON.stringify(category.slice(0, 80))} is no category of theirs`,
      });
    }
  }),
});

export interface Label extends Pick<z.infer<typeof LabelRow>, "domain" | "languages"> {
  title: string | null;
  description: string | null;
  topics: TopicId[];
}

/** A labelled server, or what is wrong with its line. Numbers start at 1. */
export type LabelLine = { number: number; label: Label } | { number: number; problem: string };

/**
 * Reads a file of JSON lines; blank lines are passed over.
 * @throws LabelFileError where there is no such file, or nothing in it
 */
export async function readLabels(file: string): Promise<LabelLine[]> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw new LabelFileError(`There is no file ${file}.`);
  if (found.isDirectory()) throw new LabelFileError(`${file} is a folder; name a file with one JSON object per line.`);
  const bytes = await readFile(file).catch((error: Error) => {
    throw new LabelFileError(`${file} cannot be read: ${error.message}`);
  });
  const lines = bytes
    .toString("utf8")
    .split("\n")
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== "");
  if (lines.length === 0) throw new LabelFileError(`${file} is empty.`);
  const numberOf = new Map<string, number>();
  return lines.map(({ line, number }) => {
    const parsed = parseLine(line);
    if ("problem" in parsed) return { number, ...parsed };
    const before = numberOf.get(parsed.label.domain);
    if (before !== undefined) return { number, problem: `domain: is on line ${before} already, which counts` };
    numberOf.set(parsed.label.domain, number);
    return { number, ...parsed };
  });
}

function parseLine(line: string): { label: Label } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { problem: `is not JSON: ${(error as Error).message}` };
  }
  const { data, error } = LabelRow.safeParse(value);
  if (error) {
    const problems = error.issues.map(({ path, message }) => {
      const [field] = path;
      const given = field === undefined ? undefined : (value as Record<PropertyKey, unknown>)[field];
      const shown = given === undefined ? "" : ` (${JSON.stringify(given).slice(0, 80)})`;
      return field === undefined ? message : `${path.join(".")}: ${message}${shown}`;
    });
    return { problem: problems.join("; ") };
  }
  const { domain, languages, title, description, categories } = data;
  const topics = topicsFromJoinMastodon(categories);
  return { label: { domain, languages, title: title ?? null, description: description ?? null, topics } };
}
