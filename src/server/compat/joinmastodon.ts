import type { Directory } from "#core/directory.ts";
import type { Entry } from "#core/entry.ts";
import { isUnderstood, ownLanguageName } from "#core/languages.ts";
import type { PartDay } from "#core/network.ts";
import { plainText } from "#core/text.ts";
import { ADULT_TOPIC, JOINMASTODON_CATEGORIES, joinMastodonCategories } from "#core/topics.ts";
import type { Asked } from "./asked.ts";
import { firstOfEachLanguage, inOrderOfHour, pickForApp } from "./lottery.ts";
import publicTotals from "./mastodon-totals.json" with { type: "json" };
import { type Members, membersOf } from "./members.ts";
import { REGIONS, type Region, regionOf } from "./region.ts";

/*
 * What api.joinmastodon.org answers, for apps that know only its shape. Their decoders are strict: one null, fraction or
 * missing field in one row, and the iOS app shows no list at all. So every row has every field, and a server that did not
 * tell what a field needs has no row.
 */

/** One row of /servers; the field names are theirs. */
export interface ServerRow {
  domain: string;
  /** "" where it is not told, as are region and language. */
  version: string;
  description: string;
  languages: string[];
  region: Region | "";
  categories: string[];
  /** Our own drawing of the server, never its own picture. */
  proxied_thumbnail: string;
  blurhash: string;
  /** Accounts; where they are not told, the most people it has shown, as it has no fewer. */
  total_users: number;
  /** Of a week; of a month where no week is told, as it has no more. */
  last_week_users: number;
  approval_required: boolean;
  language: string;
  category: string;
}

/** A server's own drawing: what the rows carry of it. */
export type PictureOf = (entry: Entry) => { url: string; blurhash: string };

const REGISTRATIONS = ["instant", "manual", "all"] as const;
/** The misspelling is theirs. */
const OWNERSHIPS = ["natural", "juridicial"] as const;

/** What /servers, /categories and /languages may be asked for; null means anything. */
export interface ServerFilter {
  language: string | null;
  category: string | null;
  region: Region | null;
  registrations: (typeof REGISTRATIONS)[number] | null;
  ownership: (typeof OWNERSHIPS)[number] | null;
}

export function readServerFilter(asked: Asked): ServerFilter {
  return {
    language: asked.language("language"),
    category: asked.oneOf("category", JOINMASTODON_CATEGORIES),
    region: asked.oneOf("region", REGIONS),
    registrations: asked.oneOf("registrations", REGISTRATIONS),
    ownership: asked.oneOf("ownership", OWNERSHIPS),
  };
}

/** The longest description of a row, in UTF-16 units; apps show some lines of it. */
const DESCRIPTION_LENGTH = 300;
/** So many rows of each language at most; see lottery.ts. */
export const ROWS_PER_LANGUAGE = 100;

/** Who answers a filter and can be shown truly, in the order of the hour. */
export function matchingServers(directory: Directory, filter: ServerFilter, now: Date): Entry[] {
  // Nobody's legal form is known to us, so nobody is of the one asked for.
  if (filter.ownership !== null) return [];
  const members = membersOf(directory, "mastodon");
  return candidatesFor(members, filter, directory, now).filter(
    (entry) => peopleOf(entry) !== null && matches(entry, filter),
  );
}

function candidatesFor(
  { eligible, closed }: Members,
  { registrations }: ServerFilter,
  { full }: Directory,
  now: Date,
): Entry[] {
  const open = inOrderOfHour(eligible, now);
  if (registrations === "all") return [...open, ...inOrderOfHour(closed, now)];
  const only = registrations === null ? null : ({ instant: "open", manual: "approval" } as const)[registrations];
  return open.filter((entry) => !full.has(entry) && (only === null || entry.instance.registrations === only));
}

function peopleOf({ instance }: Entry): number | null {
  return instance.weeklyActiveUsers ?? instance.monthlyActiveUsers;
}

function accountsOf({ instance }: Entry): number {
  const { accounts, weeklyActiveUsers, monthlyActiveUsers, halfYearActiveUsers } = instance;
  return accounts ?? Math.max(weeklyActiveUsers ?? 0, monthlyActiveUsers ?? 0, halfYearActiveUsers ?? 0);
}

function matches(entry: Entry, { language, category, region }: ServerFilter): boolean {
  // Adult servers are shown to those who ask for them.
  if (entry.isAdult && category !== ADULT_TOPIC) return false;
  if (category !== null && !categoriesOf(entry).includes(category)) return false;
  if (region !== null && regionOf(entry.instance.domain) !== region) return false;
  return language === null || entry.languages.some((spoken) => isUnderstood(language, spoken));
}

function categoriesOf({ topics, isAdult }: Entry): string[] {
  return joinMastodonCategories(isAdult ? [ADULT_TOPIC, ...topics] : topics);
}

/** So many rows are made before other work gets its turn: each may need its picture drawn, in half a millisecond. */
const BATCH = 20;

/** The rows of /servers: those who answer, not too many of one language. */
export async function serverRows(matching: readonly Entry[], pictureOf: PictureOf): Promise<ServerRow[]> {
  const rows: ServerRow[] = [];
  for (const entry of firstOfEachLanguage(matching, ROWS_PER_LANGUAGE)) {
    const row = serverRow(entry, pictureOf);
    if (row !== null) rows.push(row);
    if (rows.length % BATCH === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return rows;
}

function serverRow(entry: Entry, pictureOf: PictureOf): ServerRow | null {
  const { instance, languages } = entry;
  const people = peopleOf(entry);
  if (people === null) return null;
  const categories = categoriesOf(entry);
  const { url, blurhash } = pictureOf(entry);
  return {
    domain: instance.domain,
    version: instance.version ?? "",
    description: plainText(instance.description ?? instance.title ?? "", DESCRIPTION_LENGTH) ?? "",
    languages,
    region: regionOf(instance.domain),
    categories,
    proxied_thumbnail: url,
    blurhash,
    total_users: accountsOf(entry),
    last_week_users: people,
    approval_required: instance.registrations !== "open",
    language: languages[0] ?? "",
    category: categories[0] ?? "",
  };
}

/** The rows of /categories: how many servers there are of each category, the drawn ones and the others. */
export function categoryRows(matching: readonly Entry[]): { category: string; servers_count: number }[] {
  return counted(matching.flatMap(categoriesOf)).map(([category, count]) => ({ category, servers_count: count }));
}

/** The rows of /languages, each with its own name. */
export function languageRows(
  matching: readonly Entry[],
): { locale: string; language: string; servers_count: number }[] {
  return counted(matching.flatMap(({ languages }) => languages)).map(([locale, count]) => ({
    locale,
    language: ownLanguageName(locale),
    servers_count: count,
  }));
}

function counted(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => (a[0] < b[0] ? -1 : 1));
}

/** So many servers an app chooses its default one from. */
export const DEFAULTS = 24;

/**
 * The rows of /default-servers: an app draws one of them by weight and offers it to whoever just wants to join. They were
 * drawn like picks already, so weights say only who has more places left. Integers from 1, because the iOS app writes
 * each name so often into a list.
 */
export function defaultServers(
  directory: Directory,
  languages: readonly string[],
  seed: number,
): { domain: string; weight: number }[] {
  const picks = pickForApp(directory, membersOf(directory, "mastodon"), { languages, count: DEFAULTS, seed });
  return picks.map(({ entry }) => ({
    domain: entry.instance.domain,
    weight: directory.roomOf(entry) === "places-left" ? 2 : 1,
  }));
}

/** At most so many of our own days, the latest. */
const DAYS = 400;

/**
 * The rows of /statistics, oldest first: public totals from before our first day, then what we published. Numbers are
 * text, as there.
 * @param days of the family
 */
export function statisticsRows(days: readonly PartDay[]): Record<string, string>[] {
  const own = days.slice(-DAYS).map(({ day, totals }) => ({ day, ...totals }));
  const first = days[0]?.day;
  const earlier = publicTotals.filter(({ day }) => first === undefined || day < first);
  return [...earlier, ...own].map(({ day, instances, accounts, activePeople }) => ({
    period: day,
    server_count: String(instances),
    user_count: String(accounts),
    active_user_count: String(activePeople),
  }));
}
