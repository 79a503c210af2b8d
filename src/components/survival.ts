import type { Locale, Translate } from "#site/i18n/index.ts";

/** A range of accounts in words: "1", "2–9", "over 100,000". */
export function accountsRange(from: number, to: number | null, t: Translate, locale: Locale): string {
  if (to === null) return t("why.last.over", { from });
  return from === to ? from.toLocaleString(locale) : t("why.last.between", { from, to });
}
