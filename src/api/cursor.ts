import { z } from "zod";
import { Domain } from "#core/domain.ts";
import type { Rule } from "#core/parameters.ts";
import { fnv1a } from "#core/random.ts";
import { type Search, searchParameters } from "#core/search.ts";

/** Where a page of a list ended. */
export interface Cursor {
  /** What was searched for: a cursor goes on with the same search only. */
  search: number;
  after: Domain;
  /** How many came before the next page, for an order that is not that of domains. */
  seen: number;
}

const Parts = z.tuple([z.int(), Domain, z.int().nonnegative()]);

/** A cursor as `next` in an answer: opaque, so that it may change. */
export function writeCursor({ search, after, seen }: Cursor): string {
  return Buffer.from(JSON.stringify([search, after, seen])).toString("base64url");
}

/** A cursor as a parameter. */
export const CURSOR: Rule<Cursor> = {
  schema: z
    .string()
    .max(400)
    .transform((text, context) => {
      const parts = Parts.safeParse(parsed(Buffer.from(text, "base64url").toString()));
      if (!parts.success) {
        context.addIssue("is no cursor");
        return z.NEVER;
      }
      const [search, after, seen] = parts.data;
      return { search, after, seen };
    }),
  allowed: "the `next` of an earlier answer to the same search",
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** One number for what is searched for. */
export function searchNumber(search: Search): number {
  return fnv1a(searchParameters(search).toString());
}
