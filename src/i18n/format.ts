import type { BelievedSize } from "#core/size.ts";
import { DEFAULT_LOCALE, type Locale } from "./index.ts";

const formatters = new Map<string, unknown>();

/** Making one of Intl's formatters costs far more than using it: one of each form and locale is kept. */
function kept<T>(form: string, make: () => T): T {
  const formatter = (formatters.get(form) as T | undefined) ?? make();
  formatters.set(form, formatter);
  return formatter;
}

/** A text with a capital first letter, where its script has them: for a name that stands alone. */
export function capitalized(text: string, locale: string): string {
  const [first = ""] = text;
  return first.toLocaleUpperCase(locale) + text.slice(first.length);
}

/** "art, music, games" in a line, "art, music and games" in a sentence, "art, music or games" as a choice. */
export function listOf(
  items: readonly string[],
  locale: string,
  place: "line" | "sentence" | "choice" = "line",
): string {
  const type = place === "choice" ? "disjunction" : "conjunction";
  const style = place === "line" ? "narrow" : "long";
  return kept(`list ${type} ${style} ${locale}`, () => new Intl.ListFormat(regional(locale), { type, style })).format(
    items,
  );
}

/** The order of names in a locale. */
export function orderOf(locale: string): Intl.Collator {
  return kept(`order ${locale}`, () => new Intl.Collator(locale));
}

/** A day, such as "22 July 2026". */
export function dayOf(instant: string, locale: Locale): string {
  const format = { dateStyle: "long", timeZone: "UTC" } as const;
  return kept(`day ${locale}`, () => new Intl.DateTimeFormat(regional(locale), format)).format(new Date(instant));
}

/** A day and a time of day in UTC, such as "22 July 2026 at 06:10 UTC". */
export function momentOf(instant: string, locale: Locale): string {
  const format = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" } as const;
  return `${kept(`moment ${locale}`, () => new Intl.DateTimeFormat(regional(locale), format)).format(new Date(instant))} UTC`;
}

/** English as most of the world writes it. */
function regional(locale: string): string {
  return locale === DEFAULT_LOCALE ? "en-GB" : locale;
}

/** A month, such as "Nov 2026". @param month "2026-11" */
export function monthOf(month: string, locale: Locale): string {
  const format = { month: "short", year: "numeric", timeZone: "UTC" } as const;
  return kept(`month ${locale}`, () => new Intl.DateTimeFormat(regional(locale), format)).format(
    new Date(`${month}-01`),
  );
}

/** A size of files, such as "16 MB" or "2.5 GB". */
export function megabytesOf(megabytes: number, locale: Locale): string {
  const isLarge = megabytes >= 1000;
  const unit = isLarge ? "gigabyte" : "megabyte";
  const format = { style: "unit", unit, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(regional(locale), format).format(isLarge ? megabytes / 1000 : megabytes);
}

/** The number of people to print for a size: an estimate claims no more than two digits. */
export function peopleShown({ activePeople, basis }: Pick<BelievedSize, "activePeople" | "basis">): number {
  return basis === "weekly" || basis === "daily" ? Number(activePeople.toPrecision(2)) : activePeople;
}
