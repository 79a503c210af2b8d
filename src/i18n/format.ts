import { DEFAULT_LOCALE, type Locale } from "./index.ts";

/** A text with a capital first letter, where its script has them: for a name that stands alone. */
export function capitalized(text: string, locale: string): string {
  const [first = "", ...rest] = text;
  return first.toLocaleUpperCase(locale) + rest.join("");
}

/** "art, music, games", or in a sentence ("sentence") "art, music, and games". */
export function listOf(items: readonly string[], locale: string, place: "line" | "sentence" = "line"): string {
  const style = place === "line" ? "narrow" : "long";
  return new Intl.ListFormat(locale === DEFAULT_LOCALE ? "en-GB" : locale, { type: "conjunction", style }).format(
    items,
  );
}

/** A day, such as "22 July 2026"; English is written the way most of the world writes it. */
export function dayOf(instant: string, locale: Locale): string {
  return new Intl.DateTimeFormat(regional(locale), { dateStyle: "long", timeZone: "UTC" }).format(new Date(instant));
}

/** A day and a time of day in UTC, such as "22 July 2026 at 06:10 UTC". */
export function momentOf(instant: string, locale: Locale): string {
  const format = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" } as const;
  return `${new Intl.DateTimeFormat(regional(locale), format).format(new Date(instant))} UTC`;
}

function regional(locale: Locale): string {
  return locale === DEFAULT_LOCALE ? "en-GB" : locale;
}
