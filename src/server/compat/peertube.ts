import type { Directory } from "#core/directory.ts";
import type { Entry } from "#core/entry.ts";
import { isUnderstood } from "#core/languages.ts";
import { plainText } from "#core/text.ts";
import { peerTubeCategories } from "#core/topics.ts";
import type { Asked } from "./asked.ts";
import { inOrderOfHour } from "./lottery.ts";
import { membersOf, nameOf } from "./members.ts";

/*
 * What the index of PeerTube servers answers (instances.joinpeertube.org). Rows leave out what we do not know: there is
 * no field for "not told", and 0 would be a claim.
 */

/** Rows of one answer where `count` says nothing, as there. */
const USUAL_COUNT = 20;
/** The most of one answer: what a PeerTube server asks for. */
const MAX_COUNT = 1_000;
const MAX_START = 1_000_000;
const MAX_SEARCH = 100;
const DESCRIPTION_LENGTH = 300;

/** What its clients may ask it to sort by, each also with "-" for descending. */
const SORTS = {
  name: (entry) => nameOf(entry).toLowerCase(),
  host: ({ instance }) => instance.domain,
  createdAt: ({ instance }) => instance.addedAt,
  totalUsers: ({ instance }) => instance.accounts ?? 0,
  totalLocalVideos: ({ instance }) => instance.posts ?? 0,
} as const satisfies Record<string, (entry: Entry) => string | number>;
type Sort = keyof typeof SORTS;
const SORT_NAMES = (Object.keys(SORTS) as Sort[]).flatMap((sort) => [sort, `-${sort}`] as const);

/** What it may be told to leave out for its videos; we know only whether a server is for adults. */
const NSFW_POLICIES = ["do_not_list", "warn", "blur", "display"] as const;

export interface Page {
  start: number;
  count: number;
}

export interface InstanceFilter {
  sort: (typeof SORT_NAMES)[number] | null;
  signup: boolean | null;
  healthy: boolean | null;
  nsfwPolicies: (typeof NSFW_POLICIES)[number][];
  search: string;
  /** In bytes. */
  leastQuota: number;
  categories: number[];
  languages: string[];
}

export function readPage(asked: Asked): Page {
  return { start: asked.whole("start", 0, MAX_START), count: asked.whole("count", USUAL_COUNT, MAX_COUNT) };
}

export function readInstanceFilter(asked: Asked): InstanceFilter {
  return {
    sort: asked.oneOf("sort", SORT_NAMES),
    signup: asked.flag("signup"),
    healthy: asked.flag("healthy"),
    nsfwPolicies: asked.manyOf("nsfwPolicy", NSFW_POLICIES),
    search: (asked.one("search") ?? "").slice(0, MAX_SEARCH).toLowerCase(),
    leastQuota: asked.whole("minUserQuota", 0, Number.MAX_SAFE_INTEGER),
    categories: asked.wholes("categoriesOr"),
    languages: asked.languages("languagesOr"),
  };
}

/** Who answers a filter: who may be suggested and, where `signup` is not asked for, who might be but is closed. */
export function matchingInstances(directory: Directory, filter: InstanceFilter, now: Date): Entry[] {
  // Nobody's quota is in memory, so nobody is known to give as much as asked for.
  if (filter.leastQuota > 0) return [];
  const { eligible, closed } = membersOf(directory, "peertube");
  const open =
    filter.signup === false ? [] : inOrderOfHour(eligible, now).filter((entry) => !directory.full.has(entry));
  const shut = filter.signup === true ? [] : inOrderOfHour(closed, now);
  return sorted(
    [...open, ...shut].filter((entry) => matches(entry, filter)),
    filter.sort,
  );
}

function matches(entry: Entry, { healthy, nsfwPolicies, search, categories, languages }: InstanceFilter): boolean {
  const { instance } = entry;
  if (healthy !== null && healthy !== (instance.failures === 0)) return false;
  if (entry.isAdult && !nsfwPolicies.includes("display")) return false;
  const own = peerTubeCategories(entry.topics);
  if (categories.length > 0 && !categories.some((category) => own.includes(category))) return false;
  if (languages.length > 0 && !languages.some((asked) => entry.languages.some((spoken) => isUnderstood(asked, spoken))))
    return false;
  const text = [instance.domain, nameOf(entry), instance.description].join(" ").toLowerCase();
  return text.includes(search);
}

function sorted(entries: Entry[], sort: InstanceFilter["sort"]): Entry[] {
  if (sort === null) return entries;
  const isDescending = sort.startsWith("-");
  const keyOf: (entry: Entry) => string | number = SORTS[(isDescending ? sort.slice(1) : sort) as Sort];
  const direction = isDescending ? -1 : 1;
  return entries.toSorted((a, b) => direction * (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}

/** One page of rows, as /instances and /hosts wrap it. */
export function paged<Row>(entries: readonly Entry[], { start, count }: Page, rowOf: (entry: Entry) => Row) {
  return { total: entries.length, data: entries.slice(start, start + count).map(rowOf) };
}

/** One row of /instances. */
export function instanceRow(entry: Entry): Record<string, unknown> {
  const { instance } = entry;
  return {
    // Java's clients read it as a signed 32-bit integer.
    id: entry.hash >>> 1,
    host: instance.domain,
    name: nameOf(entry),
    shortDescription: plainText(instance.description ?? "", DESCRIPTION_LENGTH) ?? "",
    version: instance.version ?? "",
    signupAllowed: entry.eligibility.eligible,
    categories: peerTubeCategories(entry.topics),
    languages: entry.languages,
    isNSFW: entry.isAdult,
    ...(instance.accounts === null ? {} : { totalUsers: instance.accounts }),
    ...(instance.posts === null ? {} : { totalLocalVideos: instance.posts }),
    createdAt: instance.addedAt,
  };
}

/**
 * Who stands in /hosts, in order of domain: servers that read it follow these by themselves, so only those whose proven
 * admin agreed.
 * @param since leaves out those whose listing has not changed since then
 */
export function followableHosts(directory: Directory, since: Date | null): Entry[] {
  return membersOf(directory, "peertube").all.filter(
    ({ listing }) =>
      listing?.autoFollow === true && (since === null || Date.parse(listing.updatedAt) >= since.getTime()),
  );
}

/** The body of /stats: sums over those that told a figure we believe; a sum of nothing is left out. */
export function statsOf(directory: Directory): Record<string, number> {
  const { all } = membersOf(directory, "peertube");
  const believed = all.filter(({ instance }) => instance.doubts.length === 0);
  const sumOf = (key: "accounts" | "posts") => {
    const told = believed.map(({ instance }) => instance[key]).filter((count) => count !== null);
    return told.length === 0 ? undefined : told.reduce((sum, count) => sum + count, 0);
  };
  const totals = { totalInstances: all.length, totalUsers: sumOf("accounts"), totalVideos: sumOf("posts") };
  return Object.fromEntries(
    Object.entries(totals).filter((total): total is [string, number] => total[1] !== undefined),
  );
}
