import type { SearchResult } from "#core/directory.ts";
import { languageName } from "#core/languages.ts";
import { FILTERS, type Filter, isSizeBand, type Search, SIZE_BANDS, type SizeBand } from "#core/search.ts";
import { KINDS, programOf } from "#core/software.ts";
import { isTopic } from "#core/topics.ts";
import { capitalized, listOf } from "#site/i18n/format.ts";
import type { Locale, Translate } from "#site/i18n/index.ts";

/** One choice of a group of filters. */
export interface Choice {
  /** "" for any. */
  value: string;
  label: string;
  count: number;
  isChosen: boolean;
}

/** What a search asks of a group of filters. */
export function chosenOf(search: Search, filter: Filter): readonly string[] {
  const one = (value: string | null) => (value === null ? [] : [value]);
  switch (filter) {
    case "language":
      return search.languages;
    case "topic":
      return search.topics;
    case "size":
      return search.sizes;
    default:
      return one(search[filter]);
  }
}

/** A search without one group of filters, from its first page. */
export function withoutFilter(search: Search, filter: Filter): Search {
  const first = { ...search, page: 1 };
  switch (filter) {
    case "language":
      return { ...first, languages: [] };
    case "topic":
      return { ...first, topics: [] };
    case "size":
      return { ...first, sizes: [] };
    default:
      return { ...first, [filter]: null };
  }
}

/** Whether a search filters at all. */
export function isFiltered(search: Search): boolean {
  return FILTERS.some((filter) => chosenOf(search, filter).length > 0);
}

/** The name of a choice, as it stands alone. */
export function choiceLabel(filter: Filter, value: string, t: Translate, locale: Locale): string {
  switch (filter) {
    case "joining":
      return value === "open" || value === "approval" ? t(`servers.joining.${value}`) : value;
    case "language":
      return capitalized(languageName(value, locale), locale);
    case "size":
      return isSizeBand(value) ? sizeLabel(value, t) : value;
    case "topic":
      return isTopic(value) ? capitalized(t(`topics.${value}`), locale) : value;
    case "kind": {
      const kind = KINDS.find((known) => known === value);
      return kind === undefined ? value : t(`common.kind.${kind}`);
    }
    case "software":
      return programOf(value)?.name ?? value;
    case "suggested":
      return t("servers.suggested");
  }
}

function sizeLabel(band: SizeBand, t: Translate): string {
  switch (band) {
    case "under-100":
      return t("servers.size.under", { to: 100 });
    case "100-1000":
      return t("servers.size.between", { from: 100, to: 1_000 });
    case "1000-10000":
      return t("servers.size.between", { from: 1_000, to: 10_000 });
    case "over-10000":
      return t("servers.size.over", { from: 10_000 });
    case "not-told":
      return t("servers.size.notTold");
  }
}

/** What was chosen in a group, in one line: "French, Breton". */
export function chosenLabel(search: Search, filter: Filter, t: Translate, locale: Locale): string {
  return listOf(
    chosenOf(search, filter).map((value) => choiceLabel(filter, value, t, locale)),
    locale,
  );
}

/** The choices of a group that find something, and the chosen ones even where they do not; most frequent first. */
export function choicesOf(
  filter: Filter,
  search: Search,
  { facets, without, total, larger }: SearchResult,
  t: Translate,
  locale: Locale,
): Choice[] {
  const chosen = chosenOf(search, filter);
  const choice = (value: string): Choice => ({
    value,
    label: choiceLabel(filter, value, t, locale),
    count: facets[filter].get(value) ?? 0,
    isChosen: chosen.includes(value),
  });
  const any: Choice = {
    value: "",
    label: t("servers.filters.any"),
    count: without.get(filter) ?? total + larger.length,
    isChosen: chosen.length === 0,
  };
  const found = [...new Set([...facets[filter].keys(), ...chosen])].map(choice);
  const byCount = found.toSorted((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
  switch (filter) {
    case "joining":
      return [any, choice("open"), choice("approval")];
    case "size":
      return SIZE_BANDS.map(choice).filter(({ count, isChosen }) => count > 0 || isChosen);
    case "topic":
      return byCount.filter(({ value }) => isTopic(value));
    case "language":
    case "suggested":
      return byCount;
    case "kind":
      return [any, ...byCount];
    case "software":
      // A name that we do not know is whatever a server chose to write there, and each may write another.
      return [any, ...byCount.filter(({ value, isChosen }) => isChosen || programOf(value) !== undefined)];
  }
}
