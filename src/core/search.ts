import { z } from "zod";
import type { Entry } from "./entry.ts";
import type { ParameterProblem } from "./fit.ts";
import { isUnderstood, languageOf } from "./languages.ts";
import { KINDS, type Kind } from "./software.ts";
import { isTopic, TOPICS } from "./topics.ts";

/** Size bands a reader filters by, in believed active people a month. */
export const SIZE_BANDS = ["under-100", "100-1000", "1000-10000", "over-10000", "not-told"] as const;
export type SizeBand = (typeof SIZE_BANDS)[number];

/** Orders of the directory. There is none by size downwards, and oversized servers come last in all of them. */
export const SORTS = ["fit", "size", "name", "newest", "longest"] as const;
export type Sort = (typeof SORTS)[number];

/** Ways of joining a reader filters by. */
export const JOININGS = ["open", "approval"] as const;
export type Joining = (typeof JOININGS)[number];

export const PAGE_LENGTH = 50;
const MAX_QUERY = 100;

/** What a reader of the directory looks for; empty lists and null mean any. */
export interface Search {
  query: string;
  languages: string[];
  topics: string[];
  software: string | null;
  kind: Kind | null;
  sizes: SizeBand[];
  joining: Joining | null;
  sort: Sort;
  /** From 1. */
  page: number;
}

export const WHOLE_DIRECTORY: Search = {
  query: "",
  languages: [],
  topics: [],
  software: null,
  kind: null,
  sizes: [],
  joining: null,
  sort: "fit",
  page: 1,
};

/** Groups of filters; within a group any will do, between groups all must hold. */
export const FILTERS = ["joining", "language", "size", "topic", "kind", "software"] as const;
export type Filter = (typeof FILTERS)[number];

/** How many servers each choice of a group would show, everything else as it is. */
export type Facets = Readonly<Record<Filter, ReadonlyMap<string, number>>>;

const MANY: Readonly<Record<string, { read: (value: string) => string | null; allowed: string }>> = {
  language: { read: languageOf, allowed: "a BCP 47 tag such as fr or zh-Hant" },
  topic: { read: (value) => (isTopic(value) ? value : null), allowed: TOPICS.join(", ") },
  size: { read: oneOf(SIZE_BANDS), allowed: SIZE_BANDS.join(", ") },
};

const ONE: Readonly<Record<string, { read: (value: string) => string | null; allowed: string }>> = {
  kind: { read: oneOf(KINDS), allowed: KINDS.join(", ") },
  joining: { read: oneOf(JOININGS), allowed: JOININGS.join(", ") },
  sort: { read: oneOf(SORTS), allowed: SORTS.join(", ") },
  software: {
    read: (value) => /^[^\s]{1,50}$/u.exec(value.toLowerCase())?.[0] ?? null,
    allowed: "a NodeInfo software name",
  },
  page: { read: (value) => /^[1-9]\d{0,4}$/.exec(value)?.[0] ?? null, allowed: "a whole number from 1" },
  q: { read: (value) => value.slice(0, MAX_QUERY), allowed: `text of up to ${MAX_QUERY} characters` },
};

function oneOf(values: readonly string[]): (value: string) => string | null {
  const schema = z.enum(values as readonly [string, ...string[]]);
  return (value) => schema.safeParse(value).data ?? null;
}

/** Reads a search from an address; what cannot be meant is reported and left out. */
export function parseSearch(parameters: URLSearchParams): { search: Search; problems: ParameterProblem[] } {
  const problems: ParameterProblem[] = [];
  const report = (parameter: string, value: string, allowed: string) => {
    problems.push({ parameter, value: value.slice(0, 80), allowed });
  };
  const values = (parameter: string) => parameters.getAll(parameter).filter((value) => value !== "");
  const known = [...Object.keys(MANY), ...Object.keys(ONE)];
  for (const parameter of new Set(parameters.keys())) {
    if (!known.includes(parameter)) report(parameter, parameters.get(parameter) ?? "", known.join(", "));
  }
  const many = (parameter: string): string[] => {
    const rule = MANY[parameter];
    const read = values(parameter).map((value) => {
      const meant = rule?.read(value) ?? null;
      if (meant === null) report(parameter, value, rule?.allowed ?? "");
      return meant;
    });
    return [...new Set(read.filter((value) => value !== null))];
  };
  const one = (parameter: string): string | null => {
    const [value] = values(parameter);
    const rule = ONE[parameter];
    if (value === undefined || rule === undefined) return null;
    const meant = rule.read(value);
    if (meant === null) report(parameter, value, rule.allowed);
    return meant;
  };
  const search: Search = {
    query: (one("q") ?? "").trim(),
    languages: many("language"),
    topics: many("topic"),
    software: one("software"),
    kind: one("kind") as Kind | null,
    sizes: many("size") as SizeBand[],
    joining: one("joining") as Joining | null,
    sort: (one("sort") as Sort | null) ?? WHOLE_DIRECTORY.sort,
    page: Number(one("page") ?? 1),
  };
  return { search, problems };
}

/** The address of a search: what parseSearch reads, defaults left out. */
export function searchParameters(search: Search): URLSearchParams {
  const parameters = new URLSearchParams();
  if (search.query !== "") parameters.set("q", search.query);
  for (const language of search.languages) parameters.append("language", language);
  for (const topic of search.topics) parameters.append("topic", topic);
  for (const size of search.sizes) parameters.append("size", size);
  for (const key of ["kind", "joining", "software"] as const) {
    const value = search[key];
    if (value !== null) parameters.set(key, value);
  }
  if (search.sort !== WHOLE_DIRECTORY.sort) parameters.set("sort", search.sort);
  if (search.page > 1) parameters.set("page", String(search.page));
  return parameters;
}

/** The band an entry's size falls into. */
export function sizeBand(entry: Entry): SizeBand {
  if (entry.size === null) return "not-told";
  const { activePeople } = entry.size;
  if (activePeople < 100) return "under-100";
  if (activePeople < 1_000) return "100-1000";
  return activePeople <= 10_000 ? "1000-10000" : "over-10000";
}

/** What an entry offers in each group of filters. */
function offers(entry: Entry): Record<Filter, readonly string[]> {
  return {
    joining: [entry.instance.registrations],
    language: entry.languages,
    size: [sizeBand(entry)],
    topic: entry.topics,
    kind: entry.kind === null ? [] : [entry.kind],
    software: [entry.instance.software],
  };
}

export interface Filtered {
  /** Entries that pass every group, in the order given. */
  entries: Entry[];
  facets: Facets;
  /** How many would be found if one group were dropped; the groups that stand in the way of something. */
  without: ReadonlyMap<Filter, number>;
}

/**
 * Filters entries and counts facets in one pass: an entry that fails exactly one group is still counted there.
 * @param entries in the order they shall come out
 */
export function filterEntries(entries: Iterable<Entry>, search: Search): Filtered {
  const wanted: Record<Filter, readonly string[]> = {
    joining: search.joining === null ? [] : [search.joining],
    language: search.languages,
    size: search.sizes,
    topic: search.topics,
    kind: search.kind === null ? [] : [search.kind],
    software: search.software === null ? [] : [search.software],
  };
  const counts = Object.fromEntries(FILTERS.map((filter) => [filter, new Map<string, number>()])) as Record<
    Filter,
    Map<string, number>
  >;
  const without = new Map<Filter, number>();
  const found: Entry[] = [];
  for (const entry of entries) {
    const offered = offers(entry);
    const failed = FILTERS.filter((filter) => !passes(filter, wanted[filter], offered[filter]));
    if (failed.length > 1) continue;
    const [only] = failed;
    if (only === undefined) found.push(entry);
    else without.set(only, (without.get(only) ?? 0) + 1);
    for (const filter of only === undefined ? FILTERS : [only]) {
      for (const value of offered[filter]) counts[filter].set(value, (counts[filter].get(value) ?? 0) + 1);
    }
  }
  for (const [filter, more] of without) without.set(filter, more + found.length);
  return { entries: found, facets: counts, without };
}

function passes(filter: Filter, wanted: readonly string[], offered: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  if (filter !== "language") return wanted.some((value) => offered.includes(value));
  return wanted.some((asked) => offered.some((spoken) => isUnderstood(asked, spoken)));
}
