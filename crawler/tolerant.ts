import { z } from "zod";
import { plainText, proseText } from "#core/text.ts";

/**
 * Schemas that take whatever a server sends and make null of what cannot be meant, so that one wrong field costs one
 * fact and not the visit. Keys may be missing everywhere.
 */

/** The largest number a server is believed to count; the same limit as core/instance.ts. */
const MAX_COUNT = 2_147_483_647;

/** A number of people or posts, also as text ("12"); null for anything negative, broken or beyond MAX_COUNT. */
export const count = z.unknown().optional().transform(countOf);

/** A switch, also as 0, 1, "true" or "false"; null for anything else. */
export const flag = z.unknown().optional().transform(flagOf);

/** Names and the like: plain text of at most `maxLength` characters; null where there is none. */
export function text(maxLength: number) {
  return z
    .unknown()
    .optional()
    .transform((value) => (typeof value === "string" ? plainText(value, maxLength) : null));
}

/** The same of what somebody wrote for readers: a title, a description. No e-mail address in it is kept. */
export function prose(maxLength: number) {
  return z
    .unknown()
    .optional()
    .transform((value) => (typeof value === "string" ? proseText(value, maxLength) : null));
}

/** The strings of a list, each cut to `maxLength`; empty where there is no list. */
export function strings(maxItems: number, maxLength: number) {
  return z
    .unknown()
    .optional()
    .transform((value) => {
      if (!Array.isArray(value)) return [];
      const found = value.filter((item): item is string => typeof item === "string").slice(0, maxItems);
      return found.map((item) => plainText(item, maxLength)).filter((item) => item !== null);
    });
}

/** An object with these fields; anything else (PHP's `[]` for an empty one, null, a string) counts as empty. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value) => (isRecord(value) ? value : {}), z.object(shape)).prefault({});
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function countOf(value: unknown): number | null {
  const number = typeof value === "string" && /^\s*\d{1,10}\s*$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number)) return null;
  return number >= 0 && number <= MAX_COUNT ? number : null;
}

function flagOf(value: unknown): boolean | null {
  if (value === true || value === 1 || value === "true" || value === "1") return true;
  if (value === false || value === 0 || value === "false" || value === "0") return false;
  return null;
}

/**
 * What somebody wrote as a list, each part like `prose`: strings, or objects with a `text` (Mastodon's rules). PHP sends
 * some lists as objects with numbers for keys.
 */
export function proses(maxItems: number, maxLength: number) {
  return z
    .unknown()
    .optional()
    .transform((value) => {
      const items = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
      const found = items.slice(0, maxItems).map((item) => (isRecord(item) ? item["text"] : item));
      const texts = found.filter((item): item is string => typeof item === "string");
      return texts.map((item) => proseText(item, maxLength)).filter((item) => item !== null);
    });
}

/** How many there are in a list; null where there is no list, or an empty one. Who they are is not kept. */
export const size = z
  .unknown()
  .optional()
  .transform((value) => (Array.isArray(value) && value.length > 0 ? value.length : null));

const BYTES_PER_BINARY_MEGABYTE = 1_048_576;

/** A number of bytes in megabytes, as an admin would have set it; null for anything negative: -1 is "no limit". */
export const megabytes = z
  .unknown()
  .optional()
  .transform((value) => {
    const bytes = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof bytes !== "number" || !Number.isSafeInteger(bytes) || bytes < 0) return null;
    const isBinary = bytes % BYTES_PER_BINARY_MEGABYTE === 0;
    return countOf(Math.round(bytes / (isBinary ? BYTES_PER_BINARY_MEGABYTE : 1_000_000)));
  });

/** The youngest age that is let in, in years; null for 0, which is how programs say that they ask for none. */
export const age = count.transform((years) => (years !== null && years >= 1 && years <= 150 ? years : null));
