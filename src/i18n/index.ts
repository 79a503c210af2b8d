import { CATALOGUES, type Catalogue, LOCALES, type Locale, type MessageKey } from "./catalogues.ts";

export { LOCALES, type Locale, type MessageKey };

/** The locale at the root of the site; the others live under their own prefix. */
export const DEFAULT_LOCALE: Locale = "en";

/** What a message is filled with. Numbers are written as the locale writes them, so give years as text. */
export type Values = Readonly<Record<string, string | number>>;

/** A stretch of a message: plain text, or the words between `<a>` and `</a>` (or another one-letter mark). */
export interface Part {
  mark: string | null;
  text: string;
}

/**
 * A message of one locale by its key, filled with values.
 *
 * A message with plural forms (`key_one`, `key_other` …) takes the form of `values.count`. Values are text: nothing in
 * them is markup. Marks in the message itself are read by `parts`, for Rich.astro to turn into links.
 */
export interface Translate {
  (key: MessageKey, values?: Values): string;
  parts(key: MessageKey, values?: Values): Part[];
}

const PLACEHOLDER = /\{(\w+)\}/g;
/** Numbers below are written so often that how is remembered. */
const OFTEN_WRITTEN = 10_000;
const MARKED = /<([a-z])>(.*?)<\/\1>/g;

/** A text of ours is missing or lacks a value: a mistake in this project, never of a reader. */
export class MessageError extends Error {
  override readonly name = "MessageError";
}

function flatten(catalogue: Catalogue, prefix = ""): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

/** All messages of a locale by full key, plural suffixes included. */
export function messagesOf(locale: Locale): Map<string, string> {
  return new Map(flatten(CATALOGUES[locale]));
}

function makeTranslator(locale: Locale): Translate {
  const messages = messagesOf(locale);
  const numbers = new Intl.NumberFormat(locale);
  const plurals = new Intl.PluralRules(locale);
  const split = new Map<string, readonly Part[]>();
  const written = new Map<number, string>();

  function find(key: MessageKey, values: Values): string {
    const count = values["count"];
    const plural = typeof count === "number" ? messages.get(`${key}_${plurals.select(count)}`) : undefined;
    const message = plural ?? messages.get(key) ?? messages.get(`${key}_other`);
    if (message === undefined) throw new MessageError(`No message "${key}" in ${locale}`);
    return message;
  }

  function fill(text: string, key: MessageKey, values: Values): string {
    if (!text.includes("{")) return text;
    return text.replace(PLACEHOLDER, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new MessageError(`Message "${key}" in ${locale} needs a value for {${name}}`);
      return typeof value === "number" ? numberText(value) : value;
    });
  }

  function numberText(value: number): string {
    const text = written.get(value) ?? numbers.format(value);
    if (value < OFTEN_WRITTEN && Number.isInteger(value)) written.set(value, text);
    return text;
  }

  function parts(key: MessageKey, values: Values = {}): Part[] {
    const message = find(key, values);
    const inParts = split.get(message) ?? splitAtMarks(message);
    split.set(message, inParts);
    return inParts.map((part) => ({ ...part, text: fill(part.text, key, values) }));
  }

  return Object.assign((key: MessageKey, values: Values = {}) => fill(find(key, values), key, values), { parts });
}

function splitAtMarks(message: string): Part[] {
  const found: Part[] = [];
  let end = 0;
  for (const match of message.matchAll(MARKED)) {
    found.push({ mark: null, text: message.slice(end, match.index) });
    found.push({ mark: match[1] ?? null, text: match[2] ?? "" });
    end = match.index + match[0].length;
  }
  found.push({ mark: null, text: message.slice(end) });
  return found.filter((part) => part.text !== "");
}

const translators = new Map<Locale, Translate>();

/** The one translator of a locale. */
export function translator(locale: Locale): Translate {
  let translate = translators.get(locale);
  if (translate === undefined) {
    translate = makeTranslator(locale);
    translators.set(locale, translate);
  }
  return translate;
}

/** Whether a string is a locale the site speaks. */
export function isLocale(tag: string | undefined): tag is Locale {
  return LOCALES.some((locale) => locale === tag);
}

/**
 * The path of a page in a locale.
 * @param path of the page in the default locale, from "/" on, query included
 * @example localizedPath("fr", "/servers?page=2") // => "/fr/servers?page=2"
 * @example localizedPath("fr", "/") // => "/fr"
 */
export function localizedPath(locale: Locale, path: string): string {
  if (locale === DEFAULT_LOCALE) return path;
  return path === "/" || path.startsWith("/?") || path.startsWith("/#")
    ? `/${locale}${path.slice(1)}`
    : `/${locale}${path}`;
}

/** Scripts written from right to left. */
const RTL_SCRIPTS: ReadonlySet<string> = new Set(["Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg"]);

/** Whether a language is written from right to left. */
export function isRtl(tag: string): boolean {
  return RTL_SCRIPTS.has(new Intl.Locale(tag).maximize().script ?? "");
}
