import type { Entry } from "#core/entry.ts";
import { poolOf, SCALES } from "#core/pool.ts";
import { peopleShown } from "#site/i18n/format.ts";
import { type Locale, type Translate, translator } from "#site/i18n/index.ts";
import type { Badge } from "#site/pictures/badge.ts";

/** What the badge of a listed server says: "small server · 230 active · joins open". */
export function badgeOf(entry: Entry, locale: Locale): Badge {
  const t = translator(locale);
  const { instance, size } = entry;
  const active = size === null ? t("badge.untold") : t(`badge.active.${size.basis}`, { count: peopleShown(size) });
  const words = [t(`badge.size.${entry.sizeClass ?? "untold"}`), active, joins(entry, t)].filter(
    (part) => part !== null,
  );
  return {
    pool: poolOf(instance.domain, size?.activePeople ?? null, SCALES.row),
    words: words.join(" · "),
    title: t("badge.title", { domain: instance.domain, words: words.join(", ") }),
    language: locale,
  };
}

/** Nothing is said of a way of joining that we do not know. */
function joins({ instance: { registrations } }: Entry, t: Translate): string | null {
  return registrations === "unknown" ? null : t(`badge.joins.${registrations}`);
}

/**
 * The badge of everybody else, the same for whoever was never met, left or was refused: an admin who asked for one sees
 * why there is none, and nobody learns more.
 */
export function badgeOfNobody(locale: Locale): Badge {
  const t = translator(locale);
  const words = `${t("common.name")} · ${t("badge.notListed")}`;
  return { pool: null, words, title: words, language: locale };
}
