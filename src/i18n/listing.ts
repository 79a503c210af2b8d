import { languageName } from "#core/languages.ts";
import { type FieldChange, type ListingField, UNTIL_FURTHER_NOTICE } from "#core/listing.ts";
import { dayOf, momentOf } from "./format.ts";
import type { Locale, Translate } from "./index.ts";
import { languagesInLine, topicsInLine } from "./reasons.ts";

/** What the form calls a field of a listing. */
export function fieldName(field: ListingField, t: Translate): string {
  const names = {
    intakePerDay: "intake",
    pausedUntil: "pause",
    languages: "language",
    topics: "topic",
  } as const;
  return t(
    `steer.field.${field in names ? names[field as keyof typeof names] : (field as Exclude<ListingField, keyof typeof names>)}`,
  );
}

/** One value of a listing, in words. */
export function valueText(field: ListingField, value: FieldChange["before"], t: Translate, locale: Locale): string {
  if (value === null) return t(`steer.value.${NOTHING[field]}`);
  if (typeof value === "boolean") return t(value ? "steer.value.yes" : "steer.value.no");
  if (typeof value === "number") return new Intl.NumberFormat(locale).format(value);
  if (Array.isArray(value)) {
    if (field === "languages") return languagesInLine(value, locale);
    return value.length === 0 ? t("steer.value.anything") : topicsInLine(value, t, locale);
  }
  if (typeof value === "object") {
    const quoted = Object.entries(value).map(([tag, text]) =>
      t("steer.value.quoted", { language: languageName(tag, locale), text }),
    );
    return quoted.length === 0 ? t("steer.value.none") : quoted.join("\n");
  }
  if (value === UNTIL_FURTHER_NOTICE) return t("steer.value.notice");
  if (field === "pausedUntil") return t("steer.value.until", { day: dayOf(value, locale) });
  return field === "pauseLinkAt" ? t("steer.value.made", { moment: momentOf(value, locale) }) : value;
}

/** What null means in each field. */
const NOTHING = {
  intakePerDay: "fromSize",
  pausedUntil: "notPaused",
  languages: "asTold",
  topics: "asTold",
  sentences: "none",
  welcomesBelowFloor: "no",
  autoFollow: "no",
  codeOfConduct: "none",
  staff: "notTold",
  pauseLinkAt: "none",
} as const satisfies Record<ListingField, string>;
