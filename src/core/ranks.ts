import { roomForAudience } from "./audience.ts";
import type { Candidates } from "./candidates.ts";
import { largestOf, perValue } from "./columns.ts";
import type { Entry } from "./entry.ts";
import { asksForAdult, type Fit, type Question, TIERS, type Tier, tierOf } from "./fit.ts";
import { isUnderstood } from "./languages.ts";
import { isCrowd, PLACES } from "./places.ts";
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

/** In the scratch: this candidate is not asked for, or has no room. */
const NO_RANK = 0;
/** Within a tier: those with places for this newcomer; in a crowd, those ahead of their pace; those that keep them for others. */
const STEPS = 3;

/** The ranks of a tier, the first to be drawn first. */
export function ranksOf(tier: Tier): number[] {
  return Array.from({ length: STEPS }, (_, step) => STEPS * tier + step);
}

/** How all candidates of one way to answer do. */
interface Answer {
  tier: Tier;
  /** What the fit makes of a weight. */
  factor: number;
  speaksAsked: boolean;
  /** About topics, and none that was asked for. */
  isAboutOther: boolean;
}

/** Notes each candidate's rank and weight in the scratch; those without room for this newcomer are only counted. */
export function rankAll(candidates: Candidates, question: Question, matcher: Matcher, { full, places }: Moment) {
  const { entries, adult, weights, people, scratch } = candidates;
  const answers = candidates.firsts.map((position) => answerOf(candidates, question, matcher, position));
  const steps = new Steps(answers, isCrowd(places));
  const wantsAdult = asksForAdult(question);
  const audienceRoom = roomForAudience(question.followers);
  const inRank = new Uint32Array(STEPS * (TIERS.length + 1));
  let fitting = 0;
  let fullFitting = 0;
  for (let position = 0; position < entries.length; position++) {
    scratch.ranks[position] = NO_RANK;
    if (adult[position] === 1 && !wantsAdult) continue;
    const answer = answers[candidates.answers[position] ?? 0] as Answer;
    const { tier, factor } = answer;
    if (tier === 1) fitting++;
    const step = steps.of(places === undefined ? placesIn(full, entries[position]) : places[position], answer);
    if (step === null) {
      if (tier === 1) fullFitting++;
      continue;
    }
    const rank = STEPS * tier + step;
    scratch.ranks[position] = rank;
    scratch.weights[position] = factor * (weights[position] ?? 0) * (audienceRoom?.(people[position] ?? 0) ?? 1);
    inRank[rank] = (inRank[rank] ?? 0) + 1;
  }
  return { inRank, fitting, full: fullFitting };
}

/**
 * Where within its tier a candidate is drawn. In a crowd kept places are refused to others; but to newcomers to whom no
 * instance belongs more than these, the only ones in their language are theirs whatever their topic, and where nobody
 * speaks it, so are all.
 */
class Steps {
  readonly #inCrowd: boolean;
  readonly #someSpeak: boolean;
  readonly #someAreTheirs: boolean;

  constructor(answers: readonly Answer[], inCrowd: boolean) {
    this.#inCrowd = inCrowd;
    this.#someSpeak = answers.some(({ speaksAsked }) => speaksAsked);
    this.#someAreTheirs = answers.some(({ speaksAsked, isAboutOther }) => speaksAsked && !isAboutOther);
  }

  /** null where it has no place for this newcomer. */
  of(left: number | undefined, { speaksAsked, isAboutOther }: Answer): number | null {
    if (left === PLACES.free) return 0;
    if (left === PLACES.none || left === undefined) return null;
    if (speaksAsked && left === PLACES.forLanguage) return 0;
    if (speaksAsked && !isAboutOther) return this.#inCrowd ? 1 : 0;
    const areOthersTheirs = speaksAsked ? this.#someAreTheirs : this.#someSpeak;
    return this.#inCrowd && areOthersTheirs ? null : 2;
  }
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
