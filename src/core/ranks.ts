import { roomForAudience } from "./audience.ts";
import type { Candidates } from "./candidates.ts";
import { largestOf, perValue } from "./columns.ts";
import type { Entry } from "./entry.ts";
import { asksForAdult, type Fit, type Question, type Tier, tierOf } from "./fit.ts";
import { isUnderstood } from "./languages.ts";
import { capAtMedians } from "./median.ts";
import { PLACES } from "./places.ts";
import type { Moment } from "./recommend.ts";
import { topicMatch } from "./topics.ts";

/** Below the first tier a topic or sign-up that fits after all still counts, but no longer decides. */
const RELAXED_FACTOR = 0.25;

/** How a candidate answers the question, and how much of the asked topics it is about (0 to 1). */
export type Matcher = (position: number) => { fit: Fit; overlap: number };

/** Looks each asked word up once, so that a candidate costs a few number comparisons. */
export function matcherOf({ languages, topics, registrations }: Candidates, question: Question): Matcher {
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

/** A candidate without room for this newcomer. */
const NO_RANK = 0;
/** Within a tier: those with places for this newcomer; in a crowd, those ahead of their pace; those that keep them for others. */
const STEPS = 3;
/** How many values PLACES has. */
const LEFTS = 4;

/** How all candidates of one way to answer do. */
interface Answer {
  tier: Tier;
  /** What the fit makes of a weight. */
  factor: number;
  speaksAsked: boolean;
  /** About topics, and none that was asked for. */
  isAboutOther: boolean;
  /** For adults only, and not asked for. */
  isWithheld: boolean;
}

/** Candidates of a tier that are drawn together, laid out in rows. */
export interface Rank {
  positions: Uint32Array;
  hashes: Uint32Array;
  /** Each at most MAX_MEDIANS times their median. */
  weights: Float64Array;
}

/**
 * How candidates answer one question, worked out tier by tier: mostly the first tier is enough. The same for every seed.
 */
export class Ranking {
  /** How many answer everything that was asked, with room for this newcomer or without; known once tier 1 is laid out. */
  fitting = 0;
  /** How many of those have none. */
  full = 0;
  readonly #candidates: Candidates;
  readonly #moment: Moment;
  /** Of each way to answer: its tier, 0 where it is withheld; what the fit makes of a weight; its ranks by what is left. */
  readonly #tiers: Uint8Array;
  readonly #factors: Float64Array;
  readonly #ranks: Uint8Array;
  readonly #audienceRoom: ((activePeople: number) => number) | null;
  readonly #laidOut = new Map<Tier, readonly Rank[]>();

  constructor(candidates: Candidates, question: Question, matcher: Matcher, moment: Moment) {
    this.#candidates = candidates;
    this.#moment = moment;
    const answers = candidates.firsts.map((position) => answerOf(candidates, question, matcher, position));
    this.#tiers = Uint8Array.from(answers, ({ tier, isWithheld }) => (isWithheld ? 0 : tier));
    this.#factors = Float64Array.from(answers, ({ factor }) => factor);
    this.#ranks = rankTable(answers, moment.places?.inCrowd ?? false);
    this.#audienceRoom = roomForAudience(question.followers);
  }

  /** A tier's ranks that have candidates, the first to be drawn first. */
  ranksOf(tier: Tier): readonly Rank[] {
    const ranks = this.#laidOut.get(tier) ?? this.#layOut(tier);
    this.#laidOut.set(tier, ranks);
    return ranks;
  }

  #layOut(tier: Tier): Rank[] {
    let length = 0;
    let fitting = 0;
    for (let index = 0; index < this.#tiers.length; index++) {
      if (this.#tiers[index] !== tier) continue;
      fitting += this.#candidates.members[index]?.length ?? 0;
      length = this.#noteAnswer(index, length);
    }
    if (tier === 1) {
      this.fitting = fitting;
      this.full = fitting - length;
    }
    return Array.from({ length: STEPS }, (_, step) => this.#rankOf(STEPS * tier + step, length)).filter(
      ({ positions }) => positions.length > 0,
    );
  }

  /**
   * Notes the candidates of one way to answer in the scratch.
   * @returns how many are noted there now
   */
  #noteAnswer(index: number, noted: number): number {
    const { entries, weights, people, members, scratch } = this.#candidates;
    const { full, places } = this.#moment;
    const factor = this.#factors[index] ?? 0;
    let end = noted;
    for (const position of members[index] ?? []) {
      const left = places === undefined ? placesIn(full, entries[position]) : (places.left[position] ?? PLACES.none);
      const rank = this.#ranks[LEFTS * index + left] ?? NO_RANK;
      if (rank === NO_RANK) continue;
      const audience = this.#audienceRoom === null ? 1 : this.#audienceRoom(people[position] ?? 0);
      scratch.positions[end] = position;
      scratch.ranks[end] = rank;
      scratch.weights[end++] = factor * (weights[position] ?? 0) * audience;
    }
    return end;
  }

  /** Those of a rank among the first in the scratch. */
  #rankOf(rank: number, noted: number): Rank {
    const { hashes, scratch } = this.#candidates;
    let length = 0;
    for (let at = 0; at < noted; at++) if (scratch.ranks[at] === rank) scratch.members[length++] = at;
    const members = scratch.members.subarray(0, length);
    const positions = members.map((at) => scratch.positions[at] ?? 0);
    const weights = new Float64Array(length);
    for (let at = 0; at < length; at++) weights[at] = scratch.weights[members[at] ?? 0] ?? 0;
    capAtMedians(weights);
    return { positions, hashes: positions.map((position) => hashes[position] ?? 0), weights };
  }
}

/** For each way to answer, the rank by what is left. */
function rankTable(answers: readonly Answer[], inCrowd: boolean): Uint8Array {
  const someSpeak = answers.some(({ speaksAsked }) => speaksAsked);
  const someAreTheirs = answers.some(({ speaksAsked, isAboutOther }) => speaksAsked && !isAboutOther);
  const ranks = new Uint8Array(LEFTS * answers.length);
  for (const [index, answer] of answers.entries()) {
    const areOthersTheirs = answer.speaksAsked ? someAreTheirs : someSpeak;
    for (let left = 0; left < LEFTS; left++) {
      const step = answer.isWithheld ? null : stepOf(left, answer, inCrowd, areOthersTheirs);
      ranks[LEFTS * index + left] = step === null ? NO_RANK : STEPS * answer.tier + step;
    }
  }
  return ranks;
}

/**
 * Where within its tier a candidate is drawn; null where it has no place for this newcomer. In a crowd kept places are
 * refused to others; but to newcomers to whom no instance belongs more than these, the only ones in their language are
 * theirs whatever their topic, and where nobody speaks it, so are all.
 */
function stepOf(left: number, answer: Answer, inCrowd: boolean, areOthersTheirs: boolean): number | null {
  if (left === PLACES.free) return 0;
  if (left === PLACES.none) return null;
  if (answer.speaksAsked && left === PLACES.forLanguage) return 0;
  if (answer.speaksAsked && !answer.isAboutOther) return inCrowd ? 1 : 0;
  return inCrowd && areOthersTheirs ? null : 2;
}

function answerOf(candidates: Candidates, question: Question, matcher: Matcher, position: number): Answer {
  const { fit, overlap } = matcher(position);
  const tier = tierOf(fit);
  const { starts } = candidates.topics;
  const hasTopics = (starts[position + 1] ?? 0) > (starts[position] ?? 0);
  return {
    tier,
    factor: factorOf(fit, tier, overlap),
    speaksAsked: fit.speaksAsked,
    isAboutOther: hasTopics && (question.topics.length === 0 || overlap === 0),
    isWithheld: candidates.entries[position]?.isAdult === true && !asksForAdult(question),
  };
}

function placesIn(full: ReadonlySet<Entry>, entry: Entry | undefined): number {
  return full.size > 0 && entry !== undefined && full.has(entry) ? PLACES.none : PLACES.free;
}

/** Within the first tier, how much of the topics it is about; below, a topic or sign-up that fits after all still counts. */
function factorOf(fit: Fit, tier: Tier, overlap: number): number {
  if (tier === 1) return overlap;
  return (RELAXED_FACTOR + (1 - RELAXED_FACTOR) * overlap) * (fit.signsUpAsAsked ? 1 : RELAXED_FACTOR);
}
