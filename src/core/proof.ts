import { z } from "zod";
import { Failure } from "./visit.ts";

/** What somebody proves a domain for. A code made for one is none for the other. */
export const PURPOSES = ["manage", "leave"] as const;
export type Purpose = (typeof PURPOSES)[number];

/**
 * Where an admin may put a code: a TXT record, a file below `/.well-known/`, the server's own description, or the profile
 * of the account that the server's API names as its contact.
 */
export const PLACES = ["dns", "file", "description", "account"] as const;
export type Place = (typeof PLACES)[number];

/** What a crawler saw in one place. Of what stands there nothing is kept but words that look like codes of ours. */
export const Finding = z.object({
  place: z.enum(PLACES),
  /**
   * `read`, with or without such words; `absent`, nothing is there; `page`, a web page is there instead of a text, which
   * may hold what anybody wrote; `failed`, it could not be read.
   */
  outcome: z.enum(["read", "absent", "page", "failed"]),
  /** Why it could not be read; null where it could. */
  failure: Failure.nullable(),
  words: z.array(z.string()),
});
export type Finding = z.infer<typeof Finding>;

/** Words of one place that are kept, and characters of each. */
const MAX_WORDS = 10;
const MAX_WORD_LENGTH = 120;

const BEGINNING = "rockpool-";
/** What stands between words, in plain text, HTML and records of name servers. */
const BETWEEN = /[\s<>"'`,;=()[\]{}\\]+/u;

/**
 * A code, from the outside: purpose, end in seconds since the epoch (hexadecimal), domain's mark, what makes it unlike
 * every other, signature. Small letters, digits and hyphens only: nothing that Markdown, a name server or an editor of
 * profiles would change.
 */
export const CODE = new RegExp(
  `^${BEGINNING}(${PURPOSES.join("|")})-([0-9a-f]{8})-([0-9a-f]{8})-([0-9a-f]{32})-([0-9a-f]{24})$`,
);

/** Words of a text that are codes of ours, or look like one: in capitals, or with letters of other scripts. */
export function codeWordsIn(text: string): string[] {
  const words = text.split(BETWEEN).filter((word) => resembles(word.slice(0, BEGINNING.length), BEGINNING));
  return [...new Set(words.map((word) => word.slice(0, MAX_WORD_LENGTH)))].slice(0, MAX_WORDS);
}

/**
 * Whether a word looks like another to a person: the same but for capitals, letters of other scripts, other dashes, and
 * punctuation at its end.
 */
export function resembles(word: string, original: string): boolean {
  const letters = [
    ...word
      .normalize("NFKC")
      .toLowerCase()
      .replace(/\p{Cf}/gu, "")
      .replace(/[.:!?]+$/, ""),
  ];
  return (
    letters.length === original.length &&
    letters.every((letter, index) => letter === original[index] || letter > "\x7f")
  );
}
