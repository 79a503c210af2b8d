import { z } from "zod";
import { Domain } from "./domain.ts";

/** The main language and three more. */
export const MOST_LANGUAGES = 4;
export const MOST_TOPICS = 3;
/** Of a sentence for newcomers, in UTF-16 units. */
export const LONGEST_SENTENCE = 300;
export const LONGEST_URL = 300;
export const MOST_STAFF = 1_000;

/** A pause that ends when the admin says so. */
export const UNTIL_FURTHER_NOTICE = "further-notice";

/** What a proven admin says about their instance; every field null means "as the server itself tells it". */
export const Listing = z.object({
  domain: Domain,
  /** Counts up by one with each change, from 1; a form made of another one has been overtaken. */
  revision: z.int().positive(),
  /** BCP 47, the main one first. */
  languages: z.array(z.string().max(20)).max(MOST_LANGUAGES).nullable(),
  topics: z.array(z.string().max(30)).max(MOST_TOPICS).nullable(),
  /** What newcomers read of it, by the language it is written in (BCP 47): plain text without e-mail addresses. */
  sentences: z.record(z.string().max(20), z.string().min(1).max(LONGEST_SENTENCE)),
  /** Newcomers a day the admin wants at most; 0 pauses. */
  intakePerDay: z.int().min(0).max(10_000).nullable(),
  /** No newcomers before this instant, or until the admin says otherwise; null while not paused. */
  pausedUntil: z.union([z.iso.datetime(), z.literal(UNTIL_FURTHER_NOTICE)]).nullable(),
  /** When the link was made that pauses without proof; only that one works. ISO 8601; null where none does. */
  pauseLinkAt: z.iso.datetime().nullable(),
  /** Whether strangers are welcome although the instance is below the floor of its kind. */
  welcomesBelowFloor: z.boolean(),
  /** Whether other servers may follow it by themselves: PeerTube's "auto-follow index" (src/server/compat/peertube.ts). */
  autoFollow: z.boolean(),
  /** An https address. */
  codeOfConduct: z.string().max(LONGEST_URL).nullable(),
  /** How many people look after it. */
  staff: z.int().positive().max(MOST_STAFF).nullable(),
  updatedAt: z.iso.datetime(),
});
export type Listing = z.infer<typeof Listing>;

/** The listing of an admin who has said nothing yet, as the first revision. */
export function unsaid(domain: Domain, now: Date): Listing {
  return {
    domain,
    revision: 1,
    languages: null,
    topics: null,
    sentences: {},
    intakePerDay: null,
    pausedUntil: null,
    pauseLinkAt: null,
    welcomesBelowFloor: false,
    autoFollow: false,
    codeOfConduct: null,
    staff: null,
    updatedAt: now.toISOString(),
  };
}

/** Whether its admin wants nobody just now. */
export function isPaused({ intakePerDay, pausedUntil }: Listing, now: Date): boolean {
  if (intakePerDay === 0 || pausedUntil === UNTIL_FURTHER_NOTICE) return true;
  return pausedUntil !== null && Date.parse(pausedUntil) > now.getTime();
}

/**
 * The sentence that somebody who reads a language should see: in that language, else in the instance's own, else any;
 * null where there is none.
 * @param own languages of the instance, the main one first
 */
export function sentenceFor(
  { sentences }: Listing,
  language: string,
  own: readonly string[],
): { text: string; language: string } | null {
  for (const tag of [language, ...own, ...Object.keys(sentences)]) {
    const text = Object.hasOwn(sentences, tag) ? sentences[tag] : undefined;
    if (text !== undefined) return { text, language: tag };
  }
  return null;
}

/** What an admin sets; the rest of a listing follows from it. */
export const LISTING_FIELDS = [
  "intakePerDay",
  "pausedUntil",
  "languages",
  "topics",
  "sentences",
  "welcomesBelowFloor",
  "autoFollow",
  "codeOfConduct",
  "staff",
  "pauseLinkAt",
] as const satisfies readonly (keyof Listing)[];
export type ListingField = (typeof LISTING_FIELDS)[number];

/** One field of a listing as it was and as it became. */
export interface FieldChange {
  field: ListingField;
  before: Listing[ListingField];
  after: Listing[ListingField];
}

/** What is different between two listings, in the order of the form. */
export function changesBetween(before: Listing, after: Listing): FieldChange[] {
  return LISTING_FIELDS.filter((field) => written(before[field]) !== written(after[field])).map((field) => ({
    field,
    before: before[field],
    after: after[field],
  }));
}

/** The same text for the same value, whatever the order in which sentences were given. */
function written(value: Listing[ListingField]): string {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  return JSON.stringify(isRecord ? Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)) : value);
}

/** The first of what was chosen, and what is too much. */
export interface Kept<Choice> {
  kept: Choice[];
  leftOut: Choice[];
}

/**
 * At most so many of what somebody chose, each once: those that stood there before first, as they stood, then the others
 * in the order in which they were chosen.
 * @example keepFirst(["art", "books", "film", "music"], ["music"], 3) // => kept: music, art, books; left out: film
 */
export function keepFirst<Choice>(chosen: readonly Choice[], before: readonly Choice[], most: number): Kept<Choice> {
  const ordered = [...new Set([...before.filter((choice) => chosen.includes(choice)), ...chosen])];
  return { kept: ordered.slice(0, most), leftOut: ordered.slice(most) };
}
