import type { Highs } from "highs";
import { type IntakeRule, usualIntake } from "#core/intake.ts";
import { type Curve, suitability } from "#core/size.ts";
import { bestPossible } from "./assignment.ts";
import { type Schedule, scheduleOf } from "./demand.ts";
import { Groups } from "./groups.ts";
import { measuresOf, yearlyOf } from "./measures.ts";
import type { SimulatedNetwork } from "./network.ts";
import { policyOf } from "./policies.ts";
import type { Setting } from "./setting.ts";
import { demandOf, type Outcome, type Stream, send } from "./stream.ts";
import { LANGUAGE_TARGET, TOPIC_TARGET } from "./targets.ts";

/** The constants that are fitted. */
export interface Constants {
  /** Of the suitability curve, in active people. */
  ideal: number;
  /** Of the suitability curve, in powers of ten. */
  spread: number;
  /** Newcomers a day: a share of a server's people, at least and at most. */
  share: number;
  least: number;
  most: number;
}

/**
 * What is tried. No curve is narrower than half a power of ten: sizes are estimates, and a factor of three must not decide.
 * The intake stays where nobody is overrun, full every day and one newcomer in ten staying: three a day on a server of ten
 * people double it within a month at most, 2.5 % of the people within a year, and 25 a day make no server below 9,000
 * oversized within a year.
 */
export const TRIED: { readonly [Name in keyof Constants]: readonly number[] } = {
  ideal: [60, 80, 100, 120, 150, 180, 220, 260, 320, 400, 500, 600, 800],
  spread: [0.5, 0.55, 0.6, 0.7, 0.8, 0.9],
  share: [0.01, 0.015, 0.02, 0.025],
  least: [1, 2, 3],
  most: [5, 10, 15, 20, 25],
};

/** How good constants are, with what it is made of. */
export interface Fitness extends Constants {
  /** Share of all newcomers whose server is expected to be up after 23 months: what is sought. */
  survivors: number;
  /** Of the best possible, both at least as in DESIGN's target row. */
  language: number;
  topic: number;
  /** After a year, as a share of what random picks among all open servers lead to; both below 1. */
  topTen: number;
  hhi: number;
  /** survivors, less ten times whatever is missing to the targets. */
  score: number;
}

/** Weight of a target missed by so much, against as many survivors: no share of them buys a target off. */
const PER_MISS = 10;

/** Tries constants in one setting and stream; the same ones always do the same. */
export class Trial {
  readonly #setting: Setting;
  readonly #stream: Stream;
  readonly #highs: Highs;
  readonly #random: Outcome;
  readonly #best = new Map<string, Outcome>();
  readonly #tried = new Map<string, Fitness>();

  constructor(setting: Setting, schedule: Schedule, seed: number, highs: Highs) {
    const { network, groups, mix } = setting;
    this.#setting = setting;
    this.#stream = { mix, schedule, seed };
    this.#highs = highs;
    this.#random = send(this.#stream, policyOf("random", network, groups), network, groups);
  }

  of(constants: Constants): Fitness {
    const key = JSON.stringify(constants);
    let fitness = this.#tried.get(key);
    if (fitness === undefined) {
      fitness = this.#try(constants);
      this.#tried.set(key, fitness);
    }
    return fitness;
  }

  #try(constants: Constants): Fitness {
    const network = withConstants(this.#setting.network, constants);
    const groups = new Groups(network.servers);
    const outcome = send(this.#stream, policyOf("rockpool", network, groups), network, groups);
    const best = this.#bestWith(constants, network, groups);
    const yearly = yearlyOf(outcome.placed, this.#stream.schedule.perDay.length);
    const measures = measuresOf(outcome, network, yearly);
    const random = measuresOf(this.#random, this.#setting.network, yearly);
    const survivors = measures.survivorShare * measures.placedShare;
    const language = outcome.languageKept / best.languageKept;
    const topic = outcome.topicKept / best.topicKept;
    const topTen = measures.year.top10Share / random.year.top10Share;
    const hhi = measures.year.hhi / random.year.hhi;
    const missed =
      Math.max(0, LANGUAGE_TARGET - language) +
      Math.max(0, TOPIC_TARGET - topic) +
      Math.max(0, topTen - 1) +
      Math.max(0, hhi - (1 - HHI_MARGIN)) * HHI_SCALE;
    return { ...constants, survivors, language, topic, topTen, hhi, score: survivors - PER_MISS * missed };
  }

  /** The best possible depends on the intake only. */
  #bestWith({ share, least, most }: Constants, network: SimulatedNetwork, groups: Groups): Outcome {
    const key = JSON.stringify([share, least, most]);
    let best = this.#best.get(key);
    if (best === undefined) {
      best = bestPossible(this.#highs, demandOf(this.#stream), network, groups);
      this.#best.set(key, best);
    }
    return best;
  }
}

/** So much below random the index has to be here, so that it is below in other streams on other networks too. */
const HHI_MARGIN = 5e-5;
/** Among small servers a ten-thousandth of the index is much: the flagship alone makes nearly all of it. */
const HHI_SCALE = 100;

/** The same network as other constants would judge it. */
export function withConstants({ servers, now }: SimulatedNetwork, constants: Constants): SimulatedNetwork {
  const curve: Curve = constants;
  const rule: IntakeRule = constants;
  const judged = servers.map((server) => {
    const { entry } = server;
    const people = entry.size?.activePeople ?? 0;
    if (!entry.eligibility.eligible || suitability(people) === 0) return server;
    // Who has no past, or a proven admin, takes what it takes.
    const intake = entry.intake === usualIntake(people) ? usualIntake(people, rule) : entry.intake;
    const weight = (entry.weight / suitability(people)) * suitability(people, curve);
    return { ...server, intake, entry: { ...entry, weight, intake } };
  });
  return { servers: judged, now };
}

/**
 * Finds constants step by step: of all that differ from the best so far by one step of one constant or of two, the best
 * is next, until none is better. Two at a time, because where a target is just met a better curve needs another intake.
 */
export function fit(trial: Trial, from: Constants, onBetter: (found: Fitness) => void): Fitness {
  let best = trial.of(from);
  for (;;) {
    const found = neighboursOf(constantsOf(best))
      .map((constants) => trial.of(constants))
      .reduce((a, b) => (b.score > a.score ? b : a), best);
    if (found === best) return best;
    best = found;
    onBetter(best);
  }
}

/** Constants a step away in one or two of them. One that is not among those tried is a step from the two next to it. */
export function neighboursOf(constants: Constants): Constants[] {
  const steps = (Object.keys(TRIED) as (keyof Constants)[]).flatMap((name) => {
    const lower = TRIED[name].findLast((value) => value < constants[name]);
    const higher = TRIED[name].find((value) => value > constants[name]);
    return [lower, higher].filter((value) => value !== undefined).map((value) => ({ name, value }));
  });
  const one = steps.map(({ name, value }) => ({ ...constants, [name]: value }));
  const two = steps.flatMap((first, index) =>
    steps
      .slice(index + 1)
      .filter(({ name }) => name !== first.name)
      .map((second) => ({ ...constants, [first.name]: first.value, [second.name]: second.value })),
  );
  return [...one, ...two];
}

export function constantsOf({ ideal, spread, share, least, most }: Constants): Constants {
  return { ideal, spread, share, least, most };
}

/** The stream that constants are fitted to: as dense as a million newcomers in 30 days on 100,000 servers. */
export const FIT_STREAM = { servers: 10_000, schedule: scheduleOf(20_000, 6, false), seed: 1 } as const;
