import { audienceBand, DEFAULT_WORKERS, OWN_WORKERS } from "./audience.ts";
import type { FieldProblem } from "./field-problem.ts";

/** What /audience asks, and within which bounds an answer can be meant; whole numbers all. */
export const AUDIENCE_FIELDS = {
  followers: { least: 1, most: 5_000_000, usual: 23_000 },
  posts: { least: 0, most: 500, usual: 3 },
  replies: { least: 0, most: 2_000, usual: 10 },
  /** Deliveries made at once; its usual value depends on the followers. */
  workers: { least: 1, most: 2_000, usual: OWN_WORKERS },
  /** How many people leave together. */
  people: { least: 2, most: 10_000, usual: 40 },
} as const;
export type AudienceField = keyof typeof AUDIENCE_FIELDS;

export interface AudienceForm {
  followers: number;
  posts: number;
  replies: number;
  workers: number;
  /** null while nobody asked for a group. */
  people: number | null;
  /** Whether one of the group would run a server. */
  isWilling: boolean;
  /** Fields that carry an answer of the reader's own; the others have their usual value. */
  given: ReadonlySet<AudienceField>;
  /** What could not be meant; those fields have their usual value too. */
  problems: FieldProblem<AudienceField>[];
}

const MAX_REPEATED = 40;
/** What people put between groups of three digits: spaces of any width, and the marks of their language. */
const BETWEEN_THOUSANDS = /[\s\u00a0\u202f’'.,](?=\d{3}(?!\d))/g;

/** Reads an address of /audience. Empty answers count as not given, because a form without script sends them. */
export function parseAudience(parameters: URLSearchParams): AudienceForm {
  const given = new Set<AudienceField>();
  const problems: FieldProblem<AudienceField>[] = [];
  const read = (field: AudienceField): number | null => {
    const { least, most } = AUDIENCE_FIELDS[field];
    const value = parameters
      .getAll(field)
      .find((answer) => answer.trim() !== "")
      ?.trim();
    if (value === undefined) return null;
    const digits = value.replaceAll(BETWEEN_THOUSANDS, "");
    const number = /^\d{1,9}$/.test(digits) ? Number(digits) : Number.NaN;
    if (number >= least && number <= most) {
      given.add(field);
      return number;
    }
    problems.push({ field, value: value.slice(0, MAX_REPEATED), allowed: { rule: "number", least, most } });
    return null;
  };
  const followers = read("followers") ?? AUDIENCE_FIELDS.followers.usual;
  return {
    followers,
    posts: read("posts") ?? AUDIENCE_FIELDS.posts.usual,
    replies: read("replies") ?? AUDIENCE_FIELDS.replies.usual,
    workers: read("workers") ?? usualWorkers(followers),
    people: read("people"),
    isWilling: parameters.get("willing") === "yes",
    given,
    problems,
  };
}

/** Who brings a crowd reckons with a server of their own, others with a small one. */
export function usualWorkers(followers: number): number {
  return audienceBand(followers) === "own" ? OWN_WORKERS : DEFAULT_WORKERS;
}
