import { type Domain, domainsMeant, namesFrom } from "./domain.ts";
import { type Entry, entryOf } from "./entry.ts";
import type { Reports } from "./feedback.ts";
import { type Question, tierOf } from "./fit.ts";
import type { Instance } from "./instance.ts";
import { type Room, roomAt, roomReturnsAt } from "./intake.ts";
import { isUnderstood } from "./languages.ts";
import type { Listing } from "./listing.ts";
import type { NetworkDay } from "./network.ts";
import { NetworkToday } from "./network-today.ts";
import { explained } from "./outliers.ts";
import { type Places, placesOf } from "./places.ts";
import { fnv1a, uniform } from "./random.ts";
import { matcherOf } from "./ranks.ts";
import { Candidates, Lottery, type Recommendation } from "./recommend.ts";
import {
  type Facets,
  type Filter,
  type FilterColumns,
  filterColumns,
  filterPositions,
  PAGE_LENGTH,
  passesAll,
  type Search,
  type Sort,
} from "./search.ts";
import { IDEAL_ACTIVE_PEOPLE, suitability } from "./size.ts";
import { KINDS, type Kind } from "./software.ts";
import { TextIndex } from "./text-index.ts";
import { DAY_MS, HOUR_MS, utcDay } from "./time.ts";

/** What a directory is made from: one published state of the store. */
export interface Published extends Basis {
  instances: Iterable<Instance> | AsyncIterable<Instance>;
  listings: readonly Listing[];
}

/** What every entry of a directory is judged by. */
interface Basis {
  /** A blocked name covers everything below it. */
  blocked: ReadonlySet<Domain>;
  networkDay: NetworkDay | null;
  /** What newcomers told in the weeks that count at `judgedAt`; nothing where not given. */
  reports?: ReadonlyMap<Domain, Reports>;
  /** Counts up by one with each publish. */
  publish: number;
  /** When that was; ISO 8601. */
  publishedAt: string;
  /** When eligibility is judged; the same for every replica that shows this state. ISO 8601. */
  judgedAt: string;
}

/** One page of search results. */
export interface SearchResult {
  /** This page's entries, none of them oversized. */
  entries: Entry[];
  /** How many there are on all pages, oversized ones not counted. */
  total: number;
  pages: number;
  /** Oversized ones that answer the search too; shown after all others, on the last page. */
  larger: Entry[];
  facets: Facets;
  /** How many would be found without one group of filters. */
  without: ReadonlyMap<Filter, number>;
  /** A domain that was perhaps meant, where nothing was found. */
  suggestion: string | null;
}

interface Indexes {
  byDomain: ReadonlyMap<Domain, Entry>;
  /** Listed entries; positions are those of the text index. */
  listed: readonly Entry[];
  text: TextIndex;
  columns: FilterColumns;
  /** Positions of listed entries in each order, oversized ones last and the smallest of them first. */
  sorted: Readonly<Record<Sort, Uint32Array>>;
  largest: Entry | undefined;
  /** See fingerprintOf. */
  fingerprint: number;
  /** Eligible entries by kind: what picks are drawn from. */
  pools: ReadonlyMap<Kind, Candidates>;
  /** See languages() and topics(). */
  languages: readonly { tag: string; count: number }[];
  topics: readonly { id: string; count: number }[];
  checkedAt: string | null;
  toldAt: string | null;
  network: NetworkToday;
}

/** Questions whose lottery is kept. One takes up to 160 kB with 10,000 candidates. */
const MAX_LOTTERIES = 64;
/** So many entries are judged before other work gets its turn: some milliseconds. */
const BATCH = 1_000;

/**
 * Everything the site shows, in memory and immutable: a new one replaces it when the store publishes, and `withRoom`
 * makes one with the same entries and newer referral counts.
 */
export class Directory {
  readonly networkDay: NetworkDay | null;
  readonly publishedAt: string;
  /** `<publish>.<epoch>`, the epoch made of who may be picked and who is full: same revision and seed, same picks. */
  readonly revision: string;
  readonly #basis: Basis;
  readonly #indexes: Indexes;
  /** Referrals as counted, … */
  readonly #told: ReadonlyMap<Domain, number>;
  /** … and those of them that reduce room. */
  readonly #taken: ReadonlyMap<Domain, number>;
  /** What depends on it changes with its hour. */
  readonly #now: Date;
  /** Eligible entries without room just now. */
  readonly full: ReadonlySet<Entry>;
  /** What candidates have left and for whom; of no kind of which nobody is full. */
  readonly #places: ReadonlyMap<Kind, Places>;

  /** Of the questions asked last: newcomers mostly ask the same few. */
  readonly #lotteries = new Map<string, Lottery>();

  private constructor(basis: Basis, indexes: Indexes, taken: ReadonlyMap<Domain, number>, now: Date) {
    this.networkDay = basis.networkDay;
    this.publishedAt = basis.publishedAt;
    this.#basis = basis;
    this.#indexes = indexes;
    this.#told = taken;
    this.#taken = believedReferrals(indexes, taken);
    this.#now = now;
    this.full = fullEntries(indexes, this.#taken, now);
    this.#places = placesByKind(indexes, this.#taken, now);
    this.revision = `${basis.publish}.${epochOf(indexes.fingerprint, this.#places, now)}`;
  }

  /** Judges and indexes a published state; gives other work its turn meanwhile. */
  static async build(published: Published, taken: ReadonlyMap<Domain, number>, now: Date): Promise<Directory> {
    const { instances, listings, ...basis } = published;
    const said = byDomainOf(listings);
    const entries: Entry[] = [];
    for await (const instance of instances) {
      entries.push(judged(instance, said.get(instance.domain), basis));
      if (entries.length % BATCH === 0) await turn();
    }
    return new Directory(basis, await indexesOf(entries, basis), taken, now);
  }

  /** The same directory with the referrals of the moment: this one while none came and the hour is the same. */
  withRoom(taken: ReadonlyMap<Domain, number>, now: Date): Directory {
    if (isSameHour(now, this.#now) && isSameCount(taken, this.#told)) return this;
    return new Directory(this.#basis, this.#indexes, taken, now);
  }

  /** The same directory with some instances only, as if it had never heard of the others. */
  async keeping(
    isKept: (domain: Domain) => boolean,
    taken: ReadonlyMap<Domain, number>,
    now: Date,
  ): Promise<Directory> {
    const entries = [...this.#indexes.byDomain.values()].filter(({ instance }) => isKept(instance.domain));
    return new Directory(this.#basis, await indexesOf(entries, this.#basis), taken, now);
  }

  /** The same directory with what admins say now; of the facts nothing changes. */
  async withListings(listings: readonly Listing[], taken: ReadonlyMap<Domain, number>, now: Date): Promise<Directory> {
    const said = byDomainOf(listings);
    const isSame = (a: Listing | undefined, b: Listing | undefined) =>
      a?.revision === b?.revision && a?.updatedAt === b?.updatedAt;
    const entries = [...this.#indexes.byDomain.values()].map((entry) => {
      const listing = said.get(entry.instance.domain);
      return isSame(entry.listing, listing) ? entry : this.withListing(entry, listing);
    });
    return new Directory(this.#basis, await indexesOf(entries, this.#basis), taken, now);
  }

  /** An entry as it would be if its admin said something else. */
  withListing({ instance }: Entry, listing: Listing | undefined): Entry {
    return judged(instance, listing, this.#basis);
  }

  /** Any known instance, listed or not. */
  get(domain: Domain): Entry | undefined {
    return this.#indexes.byDomain.get(domain);
  }

  /** Instances shown in the directory, in order of domain. */
  get listed(): readonly Entry[] {
    return this.#indexes.listed;
  }

  /** The largest instance we know, for pictures of scale; undefined in an empty directory. */
  get largest(): Entry | undefined {
    return this.#indexes.largest;
  }

  /** How its people are spread; of every instance it knows, listed or not. */
  get network(): NetworkToday {
    return this.#indexes.network;
  }

  /** When the latest visit succeeded: the age of the facts. ISO 8601; null while nothing has been visited. */
  get checkedAt(): string | null {
    return this.#indexes.checkedAt;
  }

  /** When the latest counts were told, to us or to whoever made the seeds; null while there are none. */
  get toldAt(): string | null {
    return this.#indexes.toldAt;
  }

  /** Picks for a question; see core/recommend.ts. */
  recommend(question: Question, seed: number): Recommendation {
    const key = JSON.stringify(question);
    const lottery = this.#lotteries.get(key) ?? this.#lotteryOf(question);
    // The last asked go last; the one that nobody asked for longest is at the head.
    this.#lotteries.delete(key);
    this.#lotteries.set(key, lottery);
    const [oldest = key] = this.#lotteries.keys();
    if (this.#lotteries.size > MAX_LOTTERIES) this.#lotteries.delete(oldest);
    return lottery.draw(seed);
  }

  #lotteryOf(question: Question): Lottery {
    const { full } = this;
    const places = this.#places.get(question.kind);
    const roomOf = (entry: Entry) => this.roomOf(entry);
    return new Lottery(this.candidatesOf(question.kind), question, { full, places, roomOf });
  }

  /** Room for newcomers at the moment this directory was made. */
  roomOf(entry: Entry): Room {
    return roomAt(entry.intake, this.#taken.get(entry.instance.domain) ?? 0, this.#now);
  }

  /** When a full instance has room again; null while it is paused. */
  roomReturnsAt(entry: Entry): Date | null {
    return roomReturnsAt(entry.intake, this.#taken.get(entry.instance.domain) ?? 0, this.#now);
  }

  /**
   * When the first instance that answers everything asked, or else any of its kind, has places again for somebody who
   * finds none now: an hour of today, or midnight UTC.
   */
  roomReturns(question: Question): Date {
    const candidates = this.candidatesOf(question.kind);
    const fits = matcherOf(candidates, question);
    const returns = (entries: readonly Entry[]) =>
      entries.flatMap((entry) => this.roomReturnsAt(entry)?.getTime() ?? []);
    const fitting = returns(candidates.entries.filter((_, position) => tierOf(fits(position).fit) === 1));
    const times = fitting.length > 0 ? fitting : returns(candidates.entries);
    const midnight = (Math.floor(this.#now.getTime() / DAY_MS) + 1) * DAY_MS;
    return new Date(times.reduce((first, time) => Math.min(first, time), midnight));
  }

  /** One page of the directory. A page beyond the last is the last. */
  search(search: Search): SearchResult {
    const { columns, listed, sorted } = this.#indexes;
    const found = search.query === "" ? null : this.#find(search.query);
    const { positions, facets, without } = filterPositions(columns, found?.positions ?? sorted[search.sort], search);
    const entries = positions.map((position) => listed[position]).filter((entry) => entry !== undefined);
    const regular = entries.filter((entry) => entry.sizeClass !== "oversized");
    const pages = Math.max(1, Math.ceil(regular.length / PAGE_LENGTH));
    const page = Math.min(search.page, pages);
    return {
      entries: regular.slice((page - 1) * PAGE_LENGTH, page * PAGE_LENGTH),
      total: regular.length,
      pages,
      larger: entries.filter((entry) => entry.sizeClass === "oversized"),
      facets,
      without,
      suggestion: entries.length === 0 ? (found?.suggestion ?? null) : null,
    };
  }

  /**
   * Some of the listed instances that pass a search's filters, in order of domain, from behind one on; and how many pass
   * in all. Whoever comes or goes in between moves nobody to another page.
   * @param after a domain, listed or not; null for the first ones
   */
  walk(search: Search, after: Domain | null, limit: number): { entries: Entry[]; total: number; isEnd: boolean } {
    const { listed, columns } = this.#indexes;
    const passes = passesAll(columns, search);
    const start = after === null ? 0 : positionBehind(listed, after);
    const entries: Entry[] = [];
    let total = 0;
    let isEnd = true;
    for (let position = 0; position < listed.length; position++) {
      if (!passes(position)) continue;
      total++;
      const entry = listed[position];
      if (entry === undefined || position < start) continue;
      if (entries.length < limit) entries.push(entry);
      else isEnd = false;
    }
    return { entries, total, isEnd };
  }

  /** Listed instances that answer a search's query and pass its filters, best first, oversized ones last; some hundred. */
  find(search: Search): Entry[] {
    const { listed, columns } = this.#indexes;
    const positions = this.#find(search.query).positions.filter(passesAll(columns, search));
    const entries = positions.map((position) => listed[position]).filter((entry) => entry !== undefined);
    const isLarger = (entry: Entry) => entry.sizeClass === "oversized";
    return [...entries.filter((entry) => !isLarger(entry)), ...entries.filter(isLarger)];
  }

  /** Eligible instances like one: of its kind, those that share topics and language first; the same for every reader. */
  near(entry: Entry, count: number): Entry[] {
    const likeness = (other: Entry) => {
      const topics = other.topics.some((topic) => entry.topics.includes(topic));
      const languages = other.languages.some((spoken) => entry.languages.some((own) => isUnderstood(own, spoken)));
      return (topics ? 2 : 0) + (languages ? 1 : 0);
    };
    return this.candidatesOf(entry.kind ?? "microblog")
      .entries.filter((other) => other !== entry && !other.isAdult)
      .map((other) => ({
        other,
        likeness: likeness(other),
        key: -Math.log(uniform(entry.hash, other.hash)) / other.weight,
      }))
      .toSorted((a, b) => b.likeness - a.likeness || a.key - b.key)
      .slice(0, count)
      .map(({ other }) => other);
  }

  /** Eligible instances to draw on the coast of the home page, another handful each day. */
  coast(count: number, day: string): Entry[] {
    const pool = this.candidatesOf("microblog").entries;
    const seed = fnv1a(day);
    return pool
      .filter((entry) => !entry.isAdult)
      .map((entry) => ({ entry, key: uniform(seed, entry.hash) }))
      .toSorted((a, b) => a.key - b.key)
      .slice(0, count)
      .map(({ entry }) => entry);
  }

  /** Languages of eligible instances, the most used first. */
  languages(): readonly { tag: string; count: number }[] {
    return this.#indexes.languages;
  }

  /** Topics of eligible instances, the most used first. */
  topics(): readonly { id: string; count: number }[] {
    return this.#indexes.topics;
  }

  /** How many eligible instances there are of a kind. */
  eligibleOf(kind: Kind): number {
    return this.candidatesOf(kind).entries.length;
  }

  /** What answers a query; where it is the address of a listed instance, that one comes first. */
  #find(query: string): ReturnType<TextIndex["find"]> {
    const { byDomain, listed, text } = this.#indexes;
    const domains = domainsMeant(query);
    const exact = domains.map((domain) => byDomain.get(domain)).find((entry) => entry !== undefined && isListed(entry));
    if (exact === undefined) return text.find(domains.at(-1) ?? query);
    const position = listed.indexOf(exact);
    const { positions } = text.find(exact.instance.domain);
    return { positions: [position, ...positions.filter((other) => other !== position)], suggestion: null };
  }

  /** Eligible instances of a kind: what picks are drawn from. */
  candidatesOf(kind: Kind): Candidates {
    return this.#indexes.pools.get(kind) ?? new Candidates(kind, []);
  }
}

function byDomainOf(listings: readonly Listing[]): Map<Domain, Listing> {
  return new Map(listings.map((listing) => [listing.domain, listing]));
}

function judged(instance: Instance, listing: Listing | undefined, basis: Basis): Entry {
  return entryOf(instance, {
    listing,
    isBlocked: namesFrom(instance.domain).some((name) => basis.blocked.has(name)),
    networkDay: basis.networkDay,
    reports: basis.reports?.get(instance.domain),
    now: new Date(basis.judgedAt),
  });
}

async function indexesOf(entries: readonly Entry[], { publish, judgedAt }: Basis): Promise<Indexes> {
  const listed = inOrder(entries.filter(isListed));
  await turn();
  const text = new TextIndex(listed);
  for (let position = 0; position < listed.length; position++) {
    text.add(position);
    if (position % BATCH === 0) await turn();
  }
  await turn();
  const columns = await filterColumns(listed, turn);
  const sorted: Record<Sort, Uint32Array> = {
    // The first place changes with each publish, or whoever holds it would be flooded.
    fit: await sortedBy(listed, (entry) => -Math.log(uniform(publish, entry.hash)) / fitness(entry)),
    size: await sortedBy(listed, (entry) => Math.abs(Math.log10(Math.max(people(entry), 0.1) / IDEAL_ACTIVE_PEOPLE))),
    name: await sortedBy(listed, () => 0),
    newest: await sortedBy(listed, (entry) => -Date.parse(entry.instance.addedAt)),
    longest: await sortedBy(listed, (entry) => Date.parse(entry.instance.since ?? entry.instance.addedAt)),
  };
  const suggestible = listed.filter((entry) => entry.eligibility.eligible);
  const pools = new Map(KINDS.map((kind) => [kind, new Candidates(kind, suggestible)]));
  await turn();
  const byDomain = new Map(entries.map((entry) => [entry.instance.domain, entry]));
  await turn();
  return {
    byDomain,
    listed,
    text,
    columns,
    sorted,
    largest: listed.reduce<Entry | undefined>((a, b) => (a === undefined || people(b) > people(a) ? b : a), undefined),
    fingerprint: fingerprintOf(pools),
    pools,
    languages: counted(pools, (entry) => entry.languages).map(([tag, count]) => ({ tag, count })),
    topics: counted(pools, (entry) => entry.topics).map(([id, count]) => ({ id, count })),
    checkedAt: latest(listed.map(({ instance }) => instance.lastSeenAt)),
    toldAt: latest(listed.map(({ instance }) => instance.countsAt)),
    network: new NetworkToday(entries, new Date(judgedAt)),
  };
}

/** Values of eligible instances with how many have them, the most used first. */
function counted(
  pools: ReadonlyMap<Kind, Candidates>,
  valuesOf: (entry: Entry) => readonly string[],
): [string, number][] {
  const counts = new Map<string, number>();
  for (const { entries } of pools.values()) {
    for (const entry of entries) for (const value of valuesOf(entry)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** The latest of some instants, all written alike in ISO 8601; null where there is none. */
function latest(instants: readonly (string | null)[]): string | null {
  return instants.reduce((last, instant) => ((instant ?? "") > (last ?? "") ? instant : last), null);
}

/**
 * Whether the directory shows an entry. One that we have not visited yet must be joinable with a known size of at
 * least 10, so that nobody's home is listed on hearsay.
 */
export function isListed({ instance, program, size, eligibility }: Entry): boolean {
  if (eligibility.reasons.includes("blocked")) return false;
  if (instance.state === "alive" || (instance.state === "failing" && instance.lastSeenAt !== null)) return true;
  const isJoinable = program?.isJoinable === true && ["open", "approval"].includes(instance.registrations);
  return instance.state === "unvisited" && isJoinable && size !== null && size.activePeople >= 10;
}

/** Order of the directory: what may be suggested first, then what is nearest to it. Above 0. */
function fitness(entry: Entry): number {
  if (entry.eligibility.eligible) return entry.weight;
  return entry.size === null ? 1e-6 : Math.max(1e-6, suitability(entry.size.activePeople) * 1e-4);
}

function people(entry: Entry): number {
  return entry.size?.activePeople ?? 0;
}

/** Positions by a number, then by domain (the order of the list); oversized ones last, by people. */
async function sortedBy(listed: readonly Entry[], keyOf: (entry: Entry) => number): Promise<Uint32Array> {
  await turn();
  const isLarger = (entry: Entry) => entry.sizeClass === "oversized";
  const keys = Float64Array.from(listed, (entry) => (isLarger(entry) ? people(entry) : keyOf(entry)));
  const larger = Uint8Array.from(listed, (entry) => (isLarger(entry) ? 1 : 0));
  const at = (numbers: Float64Array | Uint8Array, position: number) => numbers[position] ?? 0;
  return Uint32Array.from(listed.keys()).sort(
    (a, b) => at(larger, a) - at(larger, b) || at(keys, a) - at(keys, b) || a - b,
  );
}

/** Referrals that reduce room; see core/outliers.ts. */
function believedReferrals({ pools }: Indexes, taken: ReadonlyMap<Domain, number>): ReadonlyMap<Domain, number> {
  return [...pools.values()].reduce((believed, { entries }) => explained(entries, believed), taken);
}

function fullEntries(indexes: Indexes, taken: ReadonlyMap<Domain, number>, now: Date): Set<Entry> {
  const full = new Set<Entry>();
  for (const [domain, count] of taken) {
    const entry = indexes.byDomain.get(domain);
    if (entry?.eligibility.eligible === true && roomAt(entry.intake, count, now) === "full") full.add(entry);
  }
  return full;
}

/** One number for everything a draw depends on: who may be picked, how likely, and for which question. */
function fingerprintOf(pools: ReadonlyMap<Kind, Candidates>): number {
  let fingerprint = 0;
  for (const { entries } of pools.values()) {
    for (const { hash, weight, intake, languages, topics, instance } of entries) {
      const about = [weight, intake, languages, topics, instance.registrations].join(" ");
      fingerprint = Math.imul(fingerprint ^ hash ^ fnv1a(about), 0x01000193);
    }
  }
  return fingerprint >>> 0;
}

function placesByKind({ pools }: Indexes, taken: ReadonlyMap<Domain, number>, now: Date): Map<Kind, Places> {
  const places = new Map<Kind, Places>();
  for (const [kind, { entries }] of pools) {
    const left = placesOf(entries, ({ instance }) => taken.get(instance.domain) ?? 0, now);
    if (left !== undefined) places.set(kind, left);
  }
  return places;
}

/**
 * The epoch: moves at midnight UTC, when who may be picked changes, when an instance fills or empties and, while some of
 * its kind are full, when one has had its newcomers of the hour.
 */
function epochOf(fingerprint: number, places: ReadonlyMap<Kind, Places>, now: Date): string {
  let epoch = fnv1a([fingerprint, utcDay(now), ...places.keys()].join(" "));
  for (const { left } of places.values()) for (const code of left) epoch = Math.imul(epoch ^ code, 0x01000193);
  return (epoch >>> 0).toString(36);
}

/** Where those behind a domain begin in a list in order of domain, the domain itself in it or not. */
function positionBehind(listed: readonly Entry[], domain: Domain): number {
  let [start, end] = [0, listed.length];
  while (start < end) {
    const middle = (start + end) >>> 1;
    if ((listed[middle]?.instance.domain ?? "") <= domain) start = middle + 1;
    else end = middle;
  }
  return start;
}

/** In order of domain; a store that reads in that order spares the sorting. */
function inOrder(entries: Entry[]): Entry[] {
  const isInOrder = entries.every(
    (entry, at) => at === 0 || (entries[at - 1]?.instance.domain ?? "") < entry.instance.domain,
  );
  return isInOrder ? entries : entries.toSorted((a, b) => (a.instance.domain < b.instance.domain ? -1 : 1));
}

function isSameHour(a: Date, b: Date): boolean {
  return Math.floor(a.getTime() / HOUR_MS) === Math.floor(b.getTime() / HOUR_MS);
}

function isSameCount(a: ReadonlyMap<Domain, number>, b: ReadonlyMap<Domain, number>): boolean {
  return a.size === b.size && [...a].every(([domain, count]) => b.get(domain) === count);
}

/** Lets timers and requests have their turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
