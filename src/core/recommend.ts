import { audienceWait } from "./audience.ts";
import { Candidates } from "./candidates.ts";
import { TierDraw } from "./draw.ts";
import type { Entry } from "./entry.ts";
import { type Question, type Relaxation, relaxationsOf, TIERS, type Tier, tierOf } from "./fit.ts";
import type { Room } from "./intake.ts";
import { isUnderstood } from "./languages.ts";
import { MAX_MEDIANS } from "./median.ts";
import type { Places } from "./places.ts";
import { type Matcher, matcherOf, Ranking } from "./ranks.ts";
import { RIGHT_SIZE, type SizeBasis, suitability } from "./size.ts";
import { topicMatch } from "./topics.ts";

export { Candidates, MAX_MEDIANS };

/**
 * Why an instance was picked, with the numbers; each code has sentences in the catalogues (`reason.<code>`) and a meaning
 * (`codes.reasons.<code>`).
 */
export type Reason =
  | { code: "topic"; topics: string[] }
  | { code: "near-topic"; topics: string[] }
  | { code: "any-topic" }
  | { code: "language"; language: string; byChoice: boolean }
  /** Of small ones only; the right size is that of RIGHT_SIZE. */
  | { code: "size"; activePeople: number; basis: SizeBasis; isRight: boolean }
  | { code: "open" }
  | { code: "age"; since: string; isSmall: boolean }
  | { code: "room"; room: Exclude<Room, "full"> }
  /** What a large audience would cost it; see ANSWERS of audience.ts. */
  | { code: "audience"; waitMinutes: number }
  | { code: "unchecked"; asOf: string | null };

/** Their codes, in the order in which they are given. */
export const REASONS = [
  "topic",
  "near-topic",
  "any-topic",
  "language",
  "size",
  "open",
  "age",
  "room",
  "audience",
  "unchecked",
] as const satisfies readonly Reason["code"][];

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
  /** What each candidate has left and for whom; undefined while nothing is kept for anyone. */
  places?: Places | undefined;
  roomOf(entry: Entry): Room;
}

/**
 * Recommends small instances for a question: weighted sampling without replacement, tier by tier.
 *
 * Each candidate draws `−ln(u) / weight` with u from the seed and its own hash, and the smallest come first. Same
 * candidates, moment and seed, same picks. One per registrable domain and hosting network where enough fit; where one of
 * the fitting lets people in at once, at least one of the picks does.
 */
export function recommend(candidates: Candidates, question: Question, seed: number, moment: Moment): Recommendation {
  return new Lottery(candidates, question, moment).draw(seed);
}

/** Everything about one question at one moment that is the same for every seed; each seed is a draw. */
export class Lottery {
  readonly #candidates: Candidates;
  readonly #question: Question;
  readonly #moment: Moment;
  readonly #matcher: Matcher;
  readonly #ranking: Ranking;

  constructor(candidates: Candidates, question: Question, moment: Moment) {
    this.#candidates = candidates;
    this.#question = question;
    this.#moment = moment;
    this.#matcher = matcherOf(candidates, question);
    this.#ranking = new Ranking(candidates, question, this.#matcher, moment);
  }

  draw(seed: number): Recommendation {
    const candidates = this.#candidates;
    const question = this.#question;
    const drawn: number[] = [];
    const draws: TierDraw[] = [];
    let pool = 0;
    for (const tier of TIERS) {
      if (drawn.length >= question.count) break;
      const ranks = this.#ranking.ranksOf(tier);
      if (ranks.length === 0) continue;
      pool += ranks.reduce((sum, { positions }) => sum + positions.length, 0);
      const draw = new TierDraw(ranks, seed);
      draws.push(draw);
      spread(candidates, draw, question.count, drawn);
    }
    letOneIn(candidates, question, draws, drawn);
    const picks = drawn.flatMap((position) => this.#pickOf(position));
    const { fitting, full } = this.#ranking;
    return { picks, pool, fitting, full, relaxed: [...new Set(picks.flatMap((pick) => pick.relaxed))] };
  }

  #pickOf(position: number): Pick[] {
    const entry = this.#candidates.entries[position];
    if (entry === undefined) return [];
    const { fit } = this.#matcher(position);
    const reasons = reasonsFor(entry, this.#question, this.#moment.roomOf(entry));
    return [{ entry, tier: tierOf(fit), relaxed: relaxationsOf(fit), reasons }];
  }
}

/** Adds the first of a draw until there are `count`, one per registrable domain and hosting network where enough fit. */
function spread(candidates: Candidates, draw: TierDraw, count: number, drawn: number[]): void {
  while (drawn.length < count) {
    const next = firstApart(candidates, draw, drawn, (position) => !drawn.includes(position));
    if (next === undefined) return;
    drawn.push(next);
  }
}

/**
 * The first acceptable of a draw that shares neither owner nor hosting network with those drawn; where there is none, one
 * that shares only the network, or else any.
 */
function firstApart(
  { sites, networks }: Candidates,
  draw: TierDraw,
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
function letOneIn(candidates: Candidates, question: Question, draws: readonly TierDraw[], drawn: number[]): void {
  const isOpen = (position: number) => candidates.open[position] === 1;
  if (drawn.length < 2 || question.signup !== "any" || drawn.some(isOpen)) return;
  const others = drawn.slice(0, -1);
  for (const draw of draws) {
    const open = firstApart(candidates, draw, others, isOpen);
    if (open === undefined) continue;
    drawn[drawn.length - 1] = open;
    return;
  }
}

/** What speaks for an entry as an answer to a question. */
export function reasonsFor(entry: Entry, question: Question, room: Room): Reason[] {
  const { instance } = entry;
  const reasons: Reason[] = [];
  const same = entry.topics.filter((topic) => question.topics.includes(topic));
  const near = entry.topics.filter((topic) => question.topics.some((asked) => topicMatch(asked, topic) > 0));
  if (same.length > 0) reasons.push({ code: "topic", topics: same });
  else if (near.length > 0) reasons.push({ code: "near-topic", topics: near });
  else if (question.topics.length > 0 && entry.topics.length === 0) reasons.push({ code: "any-topic" });
  const language = entry.languages.find((spoken) => question.languages.some((asked) => isUnderstood(asked, spoken)));
  if (language !== undefined) {
    reasons.push({
      code: "language",
      language,
      byChoice: entry.listing?.languages != null || instance.languagesBasis !== "detected",
    });
  }
  const isSmall = entry.sizeClass === "personal" || entry.sizeClass === "small";
  if (entry.size !== null && isSmall) {
    const { activePeople, basis } = entry.size;
    reasons.push({ code: "size", activePeople, basis, isRight: suitability(activePeople) >= RIGHT_SIZE });
  }
  if (instance.registrations === "open") reasons.push({ code: "open" });
  if (instance.since !== null) reasons.push({ code: "age", since: instance.since, isSmall });
  if (room !== "full") reasons.push({ code: "room", room });
  const waitMinutes = audienceWait(question.followers, entry.size?.activePeople ?? 1);
  if (waitMinutes !== null) reasons.push({ code: "audience", waitMinutes });
  if (instance.lastSeenAt === null) reasons.push({ code: "unchecked", asOf: instance.countsAt });
  return reasons;
}
