import { roomForAudience } from "./audience.ts";
import { type Column, columnOf, largestOf, perValue } from "./columns.ts";
import type { Entry } from "./entry.ts";
import {
  asksForAdult,
  type Fit,
  type Question,
  type Relaxation,
  relaxationsOf,
  TIERS,
  type Tier,
  tierOf,
} from "./fit.ts";
import type { Room } from "./intake.ts";
import { isUnderstood } from "./languages.ts";
import { uniform } from "./random.ts";
import type { Kind } from "./software.ts";
import { topicMatch } from "./topics.ts";

/** Why an instance was picked; each code has a sentence in the catalogues (`reason.<code>`). */
export type Reason =
  | { code: "topic"; topics: string[] }
  | { code: "near-topic"; topics: string[] }
  | { code: "any-topic" }
  | { code: "language"; language: string; byChoice: boolean }
  | { code: "size"; activePeople: number }
  | { code: "age"; since: string }
  | { code: "open" }
  | { code: "room"; room: Exclude<Room, "full"> }
  | { code: "unchecked"; asOf: string | null };

/** One recommended instance. */
export interface Pick {
  entry: Entry;
  tier: Tier;
  relaxed: Relaxation[];
  reasons: Reason[];
}

export interface Recommendation {
  picks: Pick[];
  /** How many instances are in the tiers the picks came from and have room: what was drawn from. */
  pool: number;
  /** How many answer everything that was asked, with room or without. */
  fitting: number;
  /** How many of those are full just now. */
  full: number;
  /** What had to be given up for at least one pick. */
  relaxed: Relaxation[];
}

/** What recommend() asks about the moment; the rest is in the entries. */
export interface Moment {
  /** Entries without room. */
  full: ReadonlySet<Entry>;
  roomOf(entry: Entry): Room;
}

/** Eligible instances of one kind, laid out so that a request compares numbers only and allocates next to nothing. */
export class Candidates {
  readonly kind: Kind;
  readonly entries: readonly Entry[];
  readonly languages: Column;
  readonly topics: Column;
  readonly registrations: Column;
  /** A number for each registrable domain. */
  readonly sites: Uint32Array;
  /** A number for each hosting network; those that are not known have one of their own. */
  readonly networks: Uint32Array;
  readonly weights: Float64Array;
  /** Believed active people. */
  readonly people: Float64Array;
  readonly hashes: Uint32Array;
  readonly adult: Uint8Array;
  /** Room to work in, used anew by each request: a request runs to its end before the next one begins. */
  readonly scratch: { tiers: Uint8Array; weights: Float64Array; sorting: Float64Array };

  /** @param known entries of any sort; only eligible ones of the kind become candidates */
  constructor(kind: Kind, known: readonly Entry[]) {
    const entries = known.filter((entry) => entry.kind === kind && entry.eligibility.eligible);
    this.kind = kind;
    this.entries = entries;
    this.languages = columnOf(entries, (entry) => entry.languages);
    this.topics = columnOf(entries, (entry) => entry.topics);
    this.registrations = columnOf(entries, (entry) => [entry.instance.registrations]);
    this.sites = numbered(entries, ({ site }) => site);
    this.networks = numbered(entries, ({ instance }) => instance.hostingNetwork ?? instance.domain);
    this.weights = Float64Array.from(entries, (entry) => entry.weight);
    this.people = Float64Array.from(entries, (entry) => entry.size?.activePeople ?? 0);
    this.hashes = Uint32Array.from(entries, (entry) => entry.hash);
    this.adult = Uint8Array.from(entries, (entry) => (entry.isAdult ? 1 : 0));
    const { length } = entries;
    this.scratch = {
      tiers: new Uint8Array(length),
      weights: new Float64Array(length),
      sorting: new Float64Array(length),
    };
  }
}

/** A number for each value, the same for equal ones. */
function numbered(entries: readonly Entry[], keyOf: (entry: Entry) => string): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from(entries, (entry) => {
    const value = keyOf(entry);
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  });
}

/** A weight is at most this many times its tier's median, so that no single server draws the crowd. */
export const MAX_MEDIANS = 4;
/** Below the first tier a topic or sign-up that fits after all still counts, but no longer decides. */
const RELAXED_FACTOR = 0.25;

/**
 * Recommends small instances for a question: weighted sampling without replacement, tier by tier.
 *
 * Each candidate draws `−ln(u) / weight` with u from the seed and its own hash, and the smallest come first. Same
 * candidates, moment and seed, same picks. One per registrable domain and hosting network where enough fit; where one of the fitting lets
 * people in at once, at least one of the picks does.
 */
export function recommend(candidates: Candidates, question: Question, seed: number, moment: Moment): Recommendation {
  const matcher = matcherOf(candidates, question);
  const { inTier, fitting, full } = fitAll(candidates, question, matcher, moment.full);
  const drawn: number[] = [];
  const draws: Draw[] = [];
  let pool = 0;
  for (const tier of TIERS) {
    if (drawn.length >= question.count) break;
    if (inTier[tier] === 0) continue;
    pool += inTier[tier];
    const draw = new Draw(candidates, tier, seed);
    draws.push(draw);
    spread(candidates, draw, question.count, drawn);
  }
  letOneIn(candidates, question, draws, drawn);
  const picks = drawn.flatMap((position): Pick[] => {
    const entry = candidates.entries[position];
    if (entry === undefined) return [];
    const { fit } = matcher(position);
    const reasons = reasonsOf(entry, question, moment.roomOf(entry));
    return [{ entry, tier: tierOf(fit), relaxed: relaxationsOf(fit), reasons }];
  });
  return { picks, pool, fitting, full, relaxed: [...new Set(picks.flatMap((pick) => pick.relaxed))] };
}

/** How a candidate answers the question, and how much of the asked topics it is about (0 to 1). */
type Matcher = (position: number) => { fit: Fit; overlap: number };

/** Looks each asked word up once, so that a candidate costs a few number comparisons. */
function matcherOf({ languages, topics, registrations }: Candidates, question: Question): Matcher {
  const understood = (asked: readonly string[]) =>
    perValue(languages, (spoken) => (asked.some((language) => isUnderstood(language, spoken)) ? 1 : 0));
  const asked = understood(question.languages);
  const further = understood(question.furtherLanguages);
  const signups = perValue(registrations, (value) => (question.signup === value ? 1 : 0));
  const matches = question.topics.map((topic) => perValue(topics, (offered) => topicMatch(topic, offered)));
  return (position) => {
    let total = 0;
    for (const match of matches) total += largestOf(topics, match, position);
    const overlap = matches.length === 0 ? 1 : total / matches.length;
    const speaksAsked = question.languages.length === 0 || largestOf(languages, asked, position) > 0;
    const fit: Fit = {
      speaksAsked,
      speaksFurther: !speaksAsked && largestOf(languages, further, position) > 0,
      signsUpAsAsked: question.signup === "any" || largestOf(registrations, signups, position) > 0,
      hasTopic: overlap > 0,
    };
    return { fit, overlap };
  };
}

/** In the scratch: this candidate is not asked for, or has no room. */
const NO_TIER = 0;

/** Notes each candidate's tier and weight in the scratch; those without room are only counted. */
function fitAll(candidates: Candidates, question: Question, matcher: Matcher, full: ReadonlySet<Entry>) {
  const { entries, adult, weights, people, scratch } = candidates;
  const inTier: Record<Tier, number> = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 };
  let fitting = 0;
  let fullFitting = 0;
  const wantsAdult = asksForAdult(question);
  const audienceRoom = roomForAudience(question.followers);
  for (let position = 0; position < entries.length; position++) {
    scratch.tiers[position] = NO_TIER;
    if (adult[position] === 1 && !wantsAdult) continue;
    const { fit, overlap } = matcher(position);
    const tier = tierOf(fit);
    if (tier === 1) fitting++;
    if (full.size > 0 && full.has(entries[position] as Entry)) {
      if (tier === 1) fullFitting++;
      continue;
    }
    scratch.tiers[position] = tier;
    const weight = (weights[position] ?? 0) * (audienceRoom?.(people[position] ?? 0) ?? 1);
    scratch.weights[position] = weightOf(weight, fit, tier, overlap);
    inTier[tier]++;
  }
  return { inTier, fitting, full: fullFitting };
}

function weightOf(weight: number, fit: Fit, tier: Tier, overlap: number): number {
  if (tier === 1) return weight * overlap;
  const topic = RELAXED_FACTOR + (1 - RELAXED_FACTOR) * overlap;
  return weight * topic * (fit.signsUpAsAsked ? 1 : RELAXED_FACTOR);
}

/** So many of a draw are found out at once; more are hardly ever needed. */
const SHORTLIST = 32;

/**
 * The lottery of one tier: each candidate has the key `−ln(u) / weight`, the smallest comes first.
 *
 * Only the first few are put in order. As −ln(u) ≥ 1 − u, most of the others are ruled out without a logarithm.
 */
class Draw {
  readonly #candidates: Candidates;
  readonly #tier: Tier;
  readonly #seed: number;
  readonly #cap: number;
  #order: readonly number[];
  #isWhole: boolean;

  constructor(candidates: Candidates, tier: Tier, seed: number) {
    this.#candidates = candidates;
    this.#tier = tier;
    this.#seed = seed;
    const { tiers, weights, sorting } = candidates.scratch;
    let length = 0;
    for (let position = 0; position < tiers.length; position++) {
      if (tiers[position] === tier) sorting[length++] = weights[position] ?? 0;
    }
    this.#cap = MAX_MEDIANS * median(sorting.subarray(0, length));
    this.#order = this.#best(SHORTLIST);
    this.#isWhole = length <= SHORTLIST;
  }

  /** The first that is acceptable. */
  first(accepts: (position: number) => boolean): number | undefined {
    const found = this.#order.find(accepts);
    if (found !== undefined || this.#isWhole) return found;
    this.#order = this.#best(Number.POSITIVE_INFINITY);
    this.#isWhole = true;
    return this.#order.find(accepts);
  }

  #best(count: number): number[] {
    const { scratch, hashes } = this.#candidates;
    const best: { position: number; key: number }[] = [];
    let worst = Number.POSITIVE_INFINITY;
    for (let position = 0; position < scratch.tiers.length; position++) {
      if (scratch.tiers[position] !== this.#tier) continue;
      const weight = Math.min(scratch.weights[position] ?? 0, this.#cap);
      const u = uniform(this.#seed, hashes[position] ?? 0);
      if ((1 - u) / weight > worst) continue;
      // −ln(u)/w rather than u^(1/w), which underflows to 0 for small weights.
      const key = -Math.log(u) / weight;
      if (key > worst) continue;
      best.push({ position, key });
      if (best.length < 2 * count) continue;
      best.sort((a, b) => a.key - b.key).length = count;
      worst = best.at(-1)?.key ?? worst;
    }
    const sorted = best.sort((a, b) => a.key - b.key).map(({ position }) => position);
    return sorted.length > count ? sorted.slice(0, count) : sorted;
  }
}

/** Adds the first of a draw until there are `count`, one per registrable domain and hosting network where enough fit. */
function spread(candidates: Candidates, draw: Draw, count: number, drawn: number[]): void {
  while (drawn.length < count) {
    const next = firstApart(candidates, draw, drawn, (position) => !drawn.includes(position));
    if (next === undefined) return;
    drawn.push(next);
  }
}

/** The first acceptable of a draw that shares neither owner nor hosting network with those drawn, if any; else one that shares less. */
function firstApart(
  { sites, networks }: Candidates,
  draw: Draw,
  drawn: readonly number[],
  accepts: (position: number) => boolean,
): number | undefined {
  const isOfAnother = (numbers: Uint32Array) => (position: number) =>
    drawn.every((other) => numbers[other] !== numbers[position]);
  const isOfAnotherOwner = isOfAnother(sites);
  const isElsewhere = isOfAnother(networks);
  return (
    draw.first((position) => accepts(position) && isOfAnotherOwner(position) && isElsewhere(position)) ??
    draw.first((position) => accepts(position) && isOfAnotherOwner(position)) ??
    draw.first(accepts)
  );
}

/** Where no pick lets people in at once, the last gives its place to the first in its tier or a better one that does. */
function letOneIn(candidates: Candidates, question: Question, draws: readonly Draw[], drawn: number[]): void {
  const isOpen = (position: number) => candidates.entries[position]?.instance.registrations === "open";
  if (drawn.length < 2 || question.signup !== "any" || drawn.some(isOpen)) return;
  const others = drawn.slice(0, -1);
  for (const draw of draws) {
    const open = firstApart(candidates, draw, others, isOpen);
    if (open === undefined) continue;
    drawn[drawn.length - 1] = open;
    return;
  }
}

/** The middle value, by quickselect: sorting 10,000 weights would cost more than the rest of a request. */
function median(values: Float64Array): number {
  const middle = values.length >> 1;
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1] ?? 0;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((values[left] ?? 0) < pivot) left++;
      while ((values[right] ?? 0) > pivot) right--;
      if (left > right) break;
      const swapped = values[left] ?? 0;
      values[left++] = values[right] ?? 0;
      values[right--] = swapped;
    }
    if (middle <= right) high = right;
    else if (middle >= left) low = left;
    else break;
  }
  return values[middle] ?? 0;
}

function reasonsOf(entry: Entry, question: Question, room: Room): Reason[] {
  const { instance } = entry;
  const reasons: Reason[] = [];
  const same = entry.topics.filter((topic) => question.topics.includes(topic));
  const near = entry.topics.filter((topic) => question.topics.some((asked) => topicMatch(asked, topic) > 0));
  if (same.length > 0) reasons.push({ code: "topic", topics: same });
  else if (near.length > 0) reasons.push({ code: "near-topic", topics: near });
  else if (question.topics.length > 0 && entry.topics.length === 0) reasons.push({ code: "any-topic" });
  const language = entry.languages.find((spoken) => question.languages.some((asked) => isUnderstood(asked, spoken)));
  if (language !== undefined) {
    reasons.push({ code: "language", language, byChoice: instance.languagesBasis !== "detected" });
  }
  if (entry.size !== null && entry.sizeClass === "small")
    reasons.push({ code: "size", activePeople: entry.size.activePeople });
  if (instance.registrations === "open") reasons.push({ code: "open" });
  if (instance.since !== null) reasons.push({ code: "age", since: instance.since });
  if (room !== "full") reasons.push({ code: "room", room });
  if (instance.lastSeenAt === null) reasons.push({ code: "unchecked", asOf: instance.countsAt });
  return reasons;
}
