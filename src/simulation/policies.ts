import type { Entry } from "#core/entry.ts";
import type { Tier } from "#core/fit.ts";
import { roomAt } from "#core/intake.ts";
import { isCrowd, PLACES, type Places, placesAt } from "#core/places.ts";
import { Candidates, recommend } from "#core/recommend.ts";
import { KINDS, type Kind } from "#core/software.ts";
import { DAY_MS, HOUR_MS } from "#core/time.ts";
import type { Wish } from "./demand.ts";
import type { Dice } from "./dice.ts";
import type { Groups } from "./groups.ts";
import type { SimulatedNetwork } from "./network.ts";

/** Ways to suggest servers that newcomers are sent through one by one. */
export const POLICIES = ["rockpool", "biggest-first", "log-800", "random", "flagship"] as const;
export type PolicyName = (typeof POLICIES)[number];

/** One suggested server, by its position in the network. */
export interface Shown {
  server: number;
  tier: Tier;
}

/** A way to suggest servers. */
export interface Policy {
  /** What a newcomer is shown, the first first; empty where it has nothing to offer. */
  show(wish: Wish, seed: number, dice: Dice): readonly Shown[];
  /** An hour begins, counted from the first one of the stream. */
  beginHour(hour: number): void;
  /** A newcomer was sent on to a server. */
  count(server: number): void;
}

const SHOWN = 3;

/** Suggestions as this project makes them, from the code that makes them on the site. */
export class Rockpool implements Policy {
  readonly #network: SimulatedNetwork;
  readonly #pools: ReadonlyMap<Kind, Pool>;
  readonly #positions: ReadonlyMap<Entry, number>;
  /** Referrals of the day, by server. */
  readonly #taken: Uint32Array;
  #now: Date;

  constructor(network: SimulatedNetwork) {
    const entries = network.servers.map(({ entry }) => entry);
    this.#network = network;
    this.#pools = new Map(KINDS.map((kind) => [kind, new Pool(new Candidates(kind, entries))]));
    this.#positions = new Map(entries.map((entry, position) => [entry, position]));
    this.#taken = new Uint32Array(entries.length);
    this.#now = network.now;
  }

  show({ question }: Wish, seed: number): Shown[] {
    const pool = this.#pools.get(question.kind);
    if (pool === undefined) return [];
    const moment = { full: NOBODY, places: pool.places, roomOf: (entry: Entry) => this.#roomOf(entry) };
    const { picks } = recommend(pool.candidates, question, seed, moment);
    return picks.map(({ entry, tier }) => ({ server: this.#positions.get(entry) ?? -1, tier }));
  }

  beginHour(hour: number): void {
    this.#now = new Date(this.#network.now.getTime() + hour * HOUR_MS);
    if (this.#now.getTime() % DAY_MS === 0) this.#taken.fill(0);
    for (const pool of this.#pools.values()) pool.beginHour((entry) => this.#leftOf(entry));
  }

  count(server: number): void {
    this.#taken[server] = (this.#taken[server] ?? 0) + 1;
    const entry = this.#network.servers[server]?.entry;
    if (entry?.kind == null) return;
    this.#pools.get(entry.kind)?.note(entry, this.#leftOf(entry));
  }

  #leftOf(entry: Entry): number {
    return placesAt(entry.intake, this.#takenBy(entry), this.#now);
  }

  #roomOf(entry: Entry) {
    return roomAt(entry.intake, this.#takenBy(entry), this.#now);
  }

  #takenBy(entry: Entry): number {
    return this.#taken[this.#positions.get(entry) ?? -1] ?? 0;
  }
}

/** One kind's candidates and what they have left, as placesOf says it, kept up to date one by one. */
class Pool {
  readonly candidates: Candidates;
  readonly #positions: ReadonlyMap<Entry, number>;
  readonly #left: Uint8Array;
  #full = 0;

  constructor(candidates: Candidates) {
    this.candidates = candidates;
    this.#positions = new Map(candidates.entries.map((entry, position) => [entry, position]));
    this.#left = new Uint8Array(candidates.entries.length);
  }

  get places(): Places | undefined {
    if (this.#full === 0) return undefined;
    return { left: this.#left, inCrowd: isCrowd(this.#full, this.#left.length) };
  }

  beginHour(placesOf: (entry: Entry) => number): void {
    this.#full = 0;
    this.#left.fill(PLACES.free);
    for (const entry of this.candidates.entries) this.note(entry, placesOf(entry));
  }

  note(entry: Entry, places: number): void {
    const position = this.#positions.get(entry) ?? -1;
    if (places === PLACES.none && this.#left[position] !== PLACES.none) this.#full++;
    this.#left[position] = places;
  }
}

const NOBODY: ReadonlySet<Entry> = new Set();

/** Whoever comes first in an order among those that answer best: what a sorted list amounts to. */
class Ordered implements Policy {
  readonly #groups: Groups;
  /** The first few of each group. */
  readonly #first: readonly (readonly number[])[];
  readonly #keys: Float64Array;
  readonly #shown = new Map<number, Shown[]>();

  /** @param keyOf smallest first */
  constructor({ servers }: SimulatedNetwork, groups: Groups, keyOf: (entry: Entry) => number) {
    this.#groups = groups;
    this.#keys = Float64Array.from(servers, ({ entry }) => keyOf(entry));
    this.#first = groups.groups.map(({ members }) => this.#inOrder(members));
  }

  show(wish: Wish): readonly Shown[] {
    let shown = this.#shown.get(wish.index);
    if (shown === undefined) {
      const { tier, groups } = bestAnswering(this.#groups, wish);
      const servers = this.#inOrder(groups.flatMap((group) => this.#first[group] ?? []));
      shown = servers.map((server) => ({ server, tier }));
      this.#shown.set(wish.index, shown);
    }
    return shown;
  }

  beginHour(): void {}
  count(): void {}

  #inOrder(positions: readonly number[]): number[] {
    return positions.toSorted((a, b) => (this.#keys[a] ?? 0) - (this.#keys[b] ?? 0) || a - b).slice(0, SHOWN);
  }
}

/** Any of those that answer best, each as likely as the other, whatever its size. */
class Random implements Policy {
  readonly #groups: Groups;
  readonly #answering = new Map<number, { tier: Tier; members: number[] }>();

  constructor(groups: Groups) {
    this.#groups = groups;
  }

  show(wish: Wish, _seed: number, dice: Dice): readonly Shown[] {
    let answering = this.#answering.get(wish.index);
    if (answering === undefined) {
      const { tier, groups } = bestAnswering(this.#groups, wish);
      answering = { tier, members: groups.flatMap((group) => this.#groups.groups[group]?.members ?? []) };
      this.#answering.set(wish.index, answering);
    }
    const { tier, members } = answering;
    return Array.from({ length: Math.min(SHOWN, members.length) }, () => ({
      server: members[dice.below(members.length)] ?? -1,
      tier,
    }));
  }

  beginHour(): void {}
  count(): void {}
}

/** The groups that answer a wish best, and how. */
export function bestAnswering(groups: Groups, wish: Wish): { tier: Tier; groups: number[] } {
  const answers = groups.answersTo(wish);
  const tier = answers.reduce<Tier>((best, { tier }) => (tier !== null && tier < best ? tier : best), 5);
  return { tier, groups: answers.flatMap((answer, group) => (answer.tier === tier ? [group] : [])) };
}

/** The size the official lists of 2018 to 2023 sorted by closeness to, in people active in a week, on a log scale. */
const OFFICIAL_IDEAL = 800;
/** Where a server tells only its month. See MONTHLY_PER_WEEKLY in core/size.ts. */
const MONTHLY_PER_WEEKLY = 1.37;

function weekly({ instance, size }: Entry): number {
  return instance.weeklyActiveUsers ?? (size?.activePeople ?? 0) / MONTHLY_PER_WEEKLY;
}

/** Makes a policy for a network. */
export function policyOf(name: PolicyName, network: SimulatedNetwork, groups: Groups): Policy {
  switch (name) {
    case "rockpool":
      return new Rockpool(network);
    case "biggest-first":
      return new Ordered(network, groups, (entry) => -weekly(entry));
    case "log-800":
      return new Ordered(network, groups, (entry) => Math.abs(Math.log(OFFICIAL_IDEAL / Math.max(weekly(entry), 0.1))));
    case "random":
      return new Random(groups);
    case "flagship":
      return new Flagship(groups, network);
  }
}

/** The largest server of each kind, for everybody: what an app's default amounts to. */
class Flagship implements Policy {
  readonly #largest: ReadonlyMap<Kind | null, number>;
  readonly #groups: Groups;

  constructor(groups: Groups, { servers }: SimulatedNetwork) {
    this.#groups = groups;
    const largest = new Map<Kind | null, number>();
    for (const { members } of groups.groups) {
      for (const member of members) {
        const kind = servers[member]?.entry.kind ?? null;
        const before = servers[largest.get(kind) ?? -1]?.people ?? -1;
        if ((servers[member]?.people ?? 0) > before) largest.set(kind, member);
      }
    }
    this.#largest = largest;
  }

  show(wish: Wish): readonly Shown[] {
    const server = this.#largest.get(wish.question.kind);
    if (server === undefined) return [];
    return [{ server, tier: this.#groups.answersTo(wish)[this.#groups.ofServer[server] ?? -1]?.tier ?? 5 }];
  }

  beginHour(): void {}
  count(): void {}
}
