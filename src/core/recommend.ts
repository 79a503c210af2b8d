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

/** Eligible instances of one kind, laid out so that a request compares numbers only. */
export class Candidates {
  readonly entries: readonly Entry[];
  readonly languages: Column;
  readonly topics: Column;
  readonly registrations: Column;

  constructor(entries: readonly Entry[]) {
    this.entries = entries;
    this.languages = columnOf(entries, (entry) => entry.languages);
    this.topics = columnOf(entries, (entry) => entry.topics);
    this.registrations = columnOf(entries, (entry) => [entry.instance.registrations]);
  }
}

/** A weight is at most this many times its tier's median, so that no single server draws the crowd. */
const MAX_MEDIANS = 4;
/** Below the first tier a topic or sign-up that fits after all still counts, but no longer decides. */
const RELAXED_FACTOR = 0.25;

interface Candidate {
  entry: Entry;
  fit: Fit;
  weight: number;
  key: number;
}

/**
 * Recommends small instances for a question: weighted sampling without replacement, tier by tier.
 *
 * Each candidate draws `−ln(u) / weight` with u from the seed and its own hash, and the smallest come first. Same
 * candidates, moment and seed, same picks. One per registrable domain where enough fit; where one of the fitting lets
 * people in at once, at least one of the picks does.
 */
export function recommend(candidates: Candidates, question: Question, seed: number, moment: Moment): Recommendation {
  const { tiers, fitting, full } = fitAll(candidates, question, moment.full);
  const drawn: Candidate[] = [];
  let pool = 0;
  for (const tier of TIERS) {
    if (drawn.length >= question.count) break;
    const fits = tiers[tier];
    if (fits.length === 0) continue;
    pool += fits.length;
    drawKeys(fits, seed);
    drawn.push(...spread(fits, question.count - drawn.length, drawn));
  }
  letOneIn(drawn, tiers, question);
  const picks = drawn.map(({ entry, fit }) => ({
    entry,
    tier: tierOf(fit),
    relaxed: relaxationsOf(fit),
    reasons: reasonsOf(entry, question, moment.roomOf(entry)),
  }));
  return { picks, pool, fitting, full, relaxed: [...new Set(picks.flatMap((pick) => pick.relaxed))] };
}

type Tiers = Record<Tier, Candidate[]>;

/** Sorts candidates into tiers by how they answer the question; those without room are only counted. */
function fitAll(
  { entries, languages, topics, registrations }: Candidates,
  question: Question,
  full: ReadonlySet<Entry>,
) {
  const tiers: Tiers = { 1: [], 2: [], 3: [], 4: [], 5: [] };
  let fitting = 0;
  let fullFitting = 0;
  const adult = asksForAdult(question);
  const understood = (asked: readonly string[]) =>
    perValue(languages, (spoken) => (asked.some((language) => isUnderstood(language, spoken)) ? 1 : 0));
  const asked = understood(question.languages);
  const further = understood(question.furtherLanguages);
  const signups = perValue(registrations, (value) => (question.signup === "any" || question.signup === value ? 1 : 0));
  const matches = question.topics.map((topic) => perValue(topics, (offered) => topicMatch(topic, offered)));
  for (let position = 0; position < entries.length; position++) {
    const entry = entries[position];
    if (entry === undefined || !entry.eligibility.eligible || entry.kind !== question.kind) continue;
    if (entry.isAdult && !adult) continue;
    const overlap = overlapOf(topics, matches, position);
    const speaksAsked = question.languages.length === 0 || largestOf(languages, asked, position) > 0;
    const fit: Fit = {
      speaksAsked,
      speaksFurther: !speaksAsked && largestOf(languages, further, position) > 0,
      signsUpAsAsked: largestOf(registrations, signups, position) > 0,
      hasTopic: overlap > 0,
    };
    const tier = tierOf(fit);
    if (tier === 1) fitting++;
    if (full.has(entry)) {
      if (tier === 1) fullFitting++;
      continue;
    }
    tiers[tier].push({ entry, fit, weight: weightOf(entry, fit, tier, overlap), key: 0 });
  }
  return { tiers, fitting, full: fullFitting };
}

/** How much of what was asked an instance is about: the mean over the asked topics, 0 to 1; 1 when none is asked. */
function overlapOf(topics: Column, matches: readonly Float64Array[], position: number): number {
  if (matches.length === 0) return 1;
  let total = 0;
  for (const match of matches) total += largestOf(topics, match, position);
  return total / matches.length;
}

function weightOf(entry: Entry, fit: Fit, tier: Tier, overlap: number): number {
  if (tier === 1) return entry.weight * overlap;
  const topic = RELAXED_FACTOR + (1 - RELAXED_FACTOR) * overlap;
  return entry.weight * topic * (fit.signsUpAsAsked ? 1 : RELAXED_FACTOR);
}

/** Gives every candidate its place in the draw: the smaller the key, the earlier. */
function drawKeys(candidates: Candidate[], seed: number): void {
  const cap = MAX_MEDIANS * median(Float64Array.from(candidates, ({ weight }) => weight));
  for (const candidate of candidates) {
    // −ln(u)/w rather than u^(1/w), which underflows to 0 for small weights.
    candidate.key = -Math.log(uniform(seed, candidate.entry.hash)) / Math.min(candidate.weight, cap);
  }
}

/** The first `count` in the draw, one per registrable domain where enough fit. */
function spread(candidates: readonly Candidate[], count: number, before: readonly Candidate[]): Candidate[] {
  const taken = new Set(before.map(({ entry }) => entry.site));
  const chosen: Candidate[] = [];
  while (chosen.length < count) {
    const next =
      smallest(candidates, (candidate) => !taken.has(candidate.entry.site)) ??
      smallest(candidates, (candidate) => !chosen.includes(candidate));
    if (next === undefined) break;
    taken.add(next.entry.site);
    chosen.push(next);
  }
  return chosen;
}

/** Where no pick lets people in at once, the last gives its place to the first of its tier or a better one that does. */
function letOneIn(drawn: Candidate[], tiers: Tiers, question: Question): void {
  const last = drawn.at(-1);
  const isOpen = ({ entry }: Candidate) => entry.instance.registrations === "open";
  if (last === undefined || drawn.length < 2 || question.signup !== "any" || drawn.some(isOpen)) return;
  for (const tier of TIERS.filter((tier) => tier <= tierOf(last.fit))) {
    const open = smallest(tiers[tier], isOpen);
    if (open === undefined) continue;
    drawn[drawn.length - 1] = open;
    return;
  }
}

function smallest(candidates: readonly Candidate[], accepts: (candidate: Candidate) => boolean): Candidate | undefined {
  let best: Candidate | undefined;
  for (const candidate of candidates) {
    if ((best === undefined || candidate.key < best.key) && accepts(candidate)) best = candidate;
  }
  return best;
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
  if (entry.size !== null) reasons.push({ code: "size", activePeople: entry.size.activePeople });
  if (instance.registrations === "open") reasons.push({ code: "open" });
  if (instance.since !== null) reasons.push({ code: "age", since: instance.since });
  if (room !== "full") reasons.push({ code: "room", room });
  if (instance.lastSeenAt === null) reasons.push({ code: "unchecked", asOf: instance.countsAt });
  return reasons;
}
