import { z } from "zod";
import { type Column, columnOf, largestOf, perValue } from "./columns.ts";
import type { Entry } from "./entry.ts";
import { isUnderstood } from "./languages.ts";
import { choice, LANGUAGE, type Misread, many, once, readParameters, type Values, whole } from "./parameters.ts";
import { KINDS, type Kind } from "./software.ts";
import { TOPICS } from "./topics.ts";

/** Size bands a reader filters by, in believed active people a month. */
export const SIZE_BANDS = ["under-100", "100-1000", "1000-10000", "over-10000", "not-told"] as const;
export type SizeBand = (typeof SIZE_BANDS)[number];

/** Whether a string is one of our size bands. */
export function isSizeBand(value: string): value is SizeBand {
  return SIZE_BANDS.some((band) => band === value);
}

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
  /** Only those that are suggested to newcomers. */
  suggested: "yes" | null;
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
  suggested: null,
  sort: "fit",
  page: 1,
};

/** Groups of filters; within a group any will do, between groups all must hold. */
export const FILTERS = ["joining", "language", "size", "topic", "kind", "software", "suggested"] as const;
export type Filter = (typeof FILTERS)[number];

/** How many servers each choice of a group would show, everything else as it is. */
export type Facets = Readonly<Record<Filter, ReadonlyMap<string, number>>>;

/** The parameters that filter the directory. */
export const FILTER_PARAMETERS = {
  language: many(LANGUAGE),
  topic: many(choice(TOPICS)),
  size: many(choice(SIZE_BANDS)),
  kind: once(choice(KINDS)),
  joining: once(choice(JOININGS)),
  suggested: once(choice(["yes"])),
  software: once({
    schema: z
      .string()
      .toLowerCase()
      .regex(/^[^\s]{1,50}$/u),
    allowed: "a NodeInfo software name",
  }),
  q: once({
    schema: z.string().transform((query) => query.slice(0, MAX_QUERY).trim()),
    allowed: `text of up to ${MAX_QUERY} characters`,
  }),
};

const SEARCH_PARAMETERS = { ...FILTER_PARAMETERS, sort: once(choice(SORTS)), page: once(whole(1, 99_999)) };

/** Reads a search from an address; what cannot be meant is reported and left out. */
export function parseSearch(parameters: URLSearchParams): { search: Search } & Misread {
  const { values, problems, unreported } = readParameters(parameters, SEARCH_PARAMETERS);
  const { sort, page } = WHOLE_DIRECTORY;
  const search: Search = { ...filtersOf(values), sort: values.sort ?? sort, page: values.page ?? page };
  return { search, problems, unreported };
}

/** The search that filters make. */
export function filtersOf(values: Values<typeof FILTER_PARAMETERS>): Search {
  return {
    ...WHOLE_DIRECTORY,
    query: values.q ?? "",
    languages: values.language,
    topics: values.topic,
    software: values.software,
    kind: values.kind,
    sizes: values.size,
    joining: values.joining,
    suggested: values.suggested,
  };
}

/** The address of a search: what parseSearch reads, defaults left out. */
export function searchParameters(search: Search): URLSearchParams {
  const parameters = new URLSearchParams();
  if (search.query !== "") parameters.set("q", search.query);
  for (const language of search.languages) parameters.append("language", language);
  for (const topic of search.topics) parameters.append("topic", topic);
  for (const size of search.sizes) parameters.append("size", size);
  for (const key of ["kind", "joining", "software", "suggested"] as const) {
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

/** What the filters look at, laid out for speed. */
export type FilterColumns = Readonly<Record<Filter, Column>>;

const OFFERED: Readonly<Record<Filter, (entry: Entry) => readonly string[]>> = {
  joining: (entry) => [entry.instance.registrations],
  language: (entry) => entry.languages,
  size: (entry) => [sizeBand(entry)],
  topic: (entry) => entry.topics,
  kind: (entry) => (entry.kind === null ? [] : [entry.kind]),
  software: (entry) => [entry.instance.software],
  suggested: (entry) => (entry.eligibility.eligible && !entry.isAdult ? ["yes"] : []),
};

/** @param turn lets other work have its turn between two columns */
export async function filterColumns(entries: readonly Entry[], turn: () => Promise<void>): Promise<FilterColumns> {
  const columns = new Map<Filter, Column>();
  for (const filter of FILTERS) {
    columns.set(filter, columnOf(entries, OFFERED[filter]));
    await turn();
  }
  return byFilter((filter) => columns.get(filter) ?? columnOf([], OFFERED[filter]));
}

export interface Filtered {
  /** Positions that pass every group, in the order given. */
  positions: number[];
  facets: Facets;
  /** How many would be found if one group were dropped; the groups that stand in the way of something. */
  without: ReadonlyMap<Filter, number>;
}

/**
 * Filters entries and counts facets in one pass: an entry that fails exactly one group is still counted there.
 * @param order positions of the columns' entries, in the order they shall come out
 */
export function filterPositions(columns: FilterColumns, order: Iterable<number>, search: Search): Filtered {
  const tests = testsOf(columns, search);
  const counts = byFilter((filter) => new Uint32Array(columns[filter].values.length));
  const without = new Map<Filter, number>();
  const positions: number[] = [];
  for (const position of order) {
    let failed: Filter | null = null;
    let failures = 0;
    for (const { filter, column, passing } of tests) {
      if (largestOf(column, passing, position) > 0) continue;
      failed = filter;
      failures++;
    }
    if (failures > 1) continue;
    if (failed !== null) {
      without.set(failed, (without.get(failed) ?? 0) + 1);
      count(columns[failed], counts[failed], position);
      continue;
    }
    positions.push(position);
    for (const filter of FILTERS) count(columns[filter], counts[filter], position);
  }
  for (const [filter, more] of without) without.set(filter, more + positions.length);
  const facets = byFilter((filter) => {
    const found = columns[filter].values.map((value, id): [string, number] => [value, counts[filter][id] ?? 0]);
    return new Map(found.filter(([, entries]) => entries > 0));
  });
  return { positions, facets, without };
}

/** Whether the entry at a position passes every group; for walks that need no facets. */
export function passesAll(columns: FilterColumns, search: Search): (position: number) => boolean {
  const tests = testsOf(columns, search);
  return (position) => tests.every(({ column, passing }) => largestOf(column, passing, position) > 0);
}

/** The groups in which something is wanted, and for each of their values whether it will do. */
function testsOf(columns: FilterColumns, search: Search) {
  const wanted: Record<Filter, readonly string[]> = {
    joining: search.joining === null ? [] : [search.joining],
    language: search.languages,
    size: search.sizes,
    topic: search.topics,
    kind: search.kind === null ? [] : [search.kind],
    software: search.software === null ? [] : [search.software],
    suggested: search.suggested === null ? [] : [search.suggested],
  };
  const fits = (filter: Filter, value: string) =>
    wanted[filter].some((asked) => (filter === "language" ? isUnderstood(asked, value) : asked === value));
  return FILTERS.filter((filter) => wanted[filter].length > 0).map((filter) => ({
    filter,
    column: columns[filter],
    passing: perValue(columns[filter], (value) => (fits(filter, value) ? 1 : 0)),
  }));
}

function count(column: Column, counts: Uint32Array, position: number): void {
  const end = column.starts[position + 1] ?? 0;
  for (let at = column.starts[position] ?? 0; at < end; at++) {
    const id = column.ids[at] ?? 0;
    counts[id] = (counts[id] ?? 0) + 1;
  }
}

function byFilter<T>(make: (filter: Filter) => T): Record<Filter, T> {
  return {
    joining: make("joining"),
    language: make("language"),
    size: make("size"),
    topic: make("topic"),
    kind: make("kind"),
    software: make("software"),
    suggested: make("suggested"),
  };
}
