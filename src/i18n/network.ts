import { languageName } from "#core/languages.ts";
import { type Part, UNTOLD_LANGUAGE } from "#core/network.ts";
import { programOf } from "#core/software.ts";
import { capitalized } from "./format.ts";
import type { Locale, Translate } from "./index.ts";

/** Below this share a tenth of a percent is told too. */
const SMALL_SHARE = 0.1;

/** A share as a number of percent, without its sign: "48", "4.2". */
export function percentOf(share: number, locale: Locale): string {
  const isSmall = share > 0 && share < SMALL_SHARE;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: isSmall ? 1 : 0 }).format(share * 100);
}

/** A share in words: "48 %"; "–" where there is nobody to share. */
export function shareText(share: number | null, t: Translate, locale: Locale): string {
  return share === null ? "–" : t("network.percent", { value: percentOf(share, locale) });
}

/**
 * How many servers of one size would be as concentrated as a network of this index, 1 or more: whole from ten on, else
 * with a decimal.
 * @param hhi above 0
 */
export function equalServers(hhi: number): number {
  const servers = 1 / hhi;
  return servers < 10 ? Math.round(servers * 10) / 10 : Math.round(servers);
}

/** A part's name as it stands alone: "Mastodon", "French", "No language told". */
export function partName(part: Part, t: Translate, locale: Locale): string {
  if (part.by === "all") return t("network.parts.all");
  if (part.by === "family") return programOf(part.name)?.name ?? part.name;
  return part.name === UNTOLD_LANGUAGE
    ? t("network.parts.untold")
    : capitalized(languageName(part.name, locale), locale);
}

/** A part's heading: "Mastodon today", "The network in French today". */
export function partHeading(part: Part, t: Translate, locale: Locale): string {
  if (part.by === "all") return t("network.h1.all");
  if (part.by === "family") return t("network.h1.family", { name: partName(part, t, locale) });
  return part.name === UNTOLD_LANGUAGE
    ? t("network.h1.untold")
    : t("network.h1.language", { name: languageName(part.name, locale) });
}
