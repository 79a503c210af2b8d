import type { Highs } from "highs";
import { type IntakeRule, usualIntake } from "#core/intake.ts";
import { type Curve, suitability } from "#core/size.ts";
import { bestPossible } from "./assignment.ts";
import { byChance } from "./chance.ts";
import { type Schedule, scheduleOf } from "./demand.ts";
import { Groups } from "./groups.ts";
import { afterYear, concentrationOf, leastHhi, measuresOf, yearlyOf } from "./measures.ts";
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
  /** Share of all newcomers whose server is expected to be up after 23 months, on average: what is sought. */
  survivors: number;
  /** Of the best possible, both at least as in DESIGN's target row; on the network on which it is least. */
  language: number;
  topic: number;
  /** Share that the ten largest hold after a year, of what random picks lead to on average; on the network where it is most. */
  topTen: number;
  /**
   * What a year adds to the HHI (see leastHhi), as a share of what random picks add on average; on the network where it
   * is most.
   */
  hhi: number;
  /** survivors, less ten times whatever is missing to the targets. */
  score: number;
}

/** Weight of a target missed by so much, against as many survivors: no share of them buys a target off. */
const PER_MISS = 10;

/** A network to try constants on, and the seed of the newcomers to it. */
export interface Ground {
  setting: Setting;
  seed: number;
}

/** What is known of a ground, whatever is tried on it. */
interface Known extends Ground {
  stream: Stream;
  random: Pick<Outcome, "arrivals" | "placed">;
  /** The best possible by intake, for it depends on nothing else. */
  best: Map<string, Outcome>;
}

/** Tries constants on networks that differ by luck only, so that none is fitted to one; the same ones always do the same. */
export class Trial {
  readonly #grounds: readonly Known[];
  readonly #highs: Highs;
  readonly #tried = new Map<string, Fitness>();

  /** @param grounds at least one */
  constructor(grounds: readonly Ground[], schedule: Schedule, highs: Highs) {
    this.#highs = highs;
    this.#grounds = grounds.map(({ setting, seed }) => {
      const stream = { mix: setting.mix, schedule, seed };
      return { setting, seed, stream, random: byChance(demandOf(stream), setting.groups), best: new Map() };
    });
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
    const each = this.#grounds.map((ground) => this.#tryOn(ground, constants));
    const of = (name: keyof (typeof each)[number]) => each.map((found) => found[name]);
    const survivors = of("survivors").reduce((sum, share) => sum + share, 0) / each.length;
    const [language, topic] = [Math.min(...of("language")), Math.min(...of("topic"))];
    const [topTen, hhi] = [Math.max(...of("topTen")), Math.max(...of("hhi"))];
    const missed =
      Math.max(0, LANGUAGE_TARGET - language) +
      Math.max(0, TOPIC_TARGET - topic) +
      Math.max(0, topTen - 1) +
      Math.max(0, hhi - HHI_LIMIT);
    return { ...constants, survivors, language, topic, topTen, hhi, score: survivors - PER_MISS * missed };
  }

  #tryOn(ground: Known, constants: Constants) {
    const { setting, stream, random } = ground;
    const network = withConstants(setting.network, constants);
    const groups = new Groups(network.servers);
    const outcome = send(stream, policyOf("rockpool", network, groups), network, groups);
    const best = this.#bestOn(ground, constants, network, groups);
    const yearly = yearlyOf(outcome.placed, stream.schedule.perDay.length);
    const { survivorShare, placedShare, year } = measuresOf(outcome, network, yearly);
    const least = leastHhi(setting.network, yearly);
    const byLot = concentrationOf(afterYear(random, setting.network, yearly));
    return {
      survivors: survivorShare * placedShare,
      language: outcome.languageKept / best.languageKept,
      topic: outcome.topicKept / best.topicKept,
      topTen: year.top10Share / byLot.top10Share,
      hhi: (year.hhi - least) / (byLot.hhi - least),
    };
  }

  #bestOn(
    { best, stream }: Known,
    { share, least, most }: Constants,
    network: SimulatedNetwork,
    groups: Groups,
  ): Outcome {
    const key = JSON.stringify([share, least, most]);
    const found = best.get(key) ?? bestPossible(this.#highs, demandOf(stream), network, groups);
    best.set(key, found);
    return found;
  }
}

/**
 * Clearly less than random picks add: on twelve other networks, whose luck makes the share differ by up to 0.12, the
 * constants at work then stay below 1.
 */
export const HHI_LIMIT = 0.85;

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

/**
 * What constants are fitted to: streams as dense as a million newcomers in 30 days on 100,000 servers, on networks with
 * other luck than those that the result is judged on.
 */
export const FIT_STREAM = {
  servers: 10_000,
  schedule: scheduleOf(20_000, 6, false),
  seeds: [101, 102, 103, 104],
} as const;
