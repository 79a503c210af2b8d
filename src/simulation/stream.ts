import { SEEDS } from "#core/fit.ts";
import { Demand, type Mix, type Schedule, type Wish } from "./demand.ts";
import { Dice } from "./dice.ts";
import type { Groups } from "./groups.ts";
import type { SimulatedNetwork } from "./network.ts";
import type { Policy, Shown } from "./policies.ts";

/** Who comes, and when. */
export interface Stream {
  mix: Mix;
  schedule: Schedule;
  seed: number;
}

/** How long things take on the way, in seconds; both 0 where every newcomer is counted before the next one asks. */
export interface Delays {
  /** Between two looks of the site at what was counted. */
  look: number;
  /** Between being shown servers and choosing one. */
  thinking: number;
}

/** Nobody waits for anything: what a policy does with all it could know. */
export const NO_DELAYS: Delays = { look: 0, thinking: 0 };

/** Loads of a server on a day, as newcomers for each of its places, in which newcomers are counted. */
export const LOAD_BANDS = [1, 2, 5, 20, Number.POSITIVE_INFINITY] as const;

/** What became of a stream. Counts are of newcomers; they are whole but for the best possible assignment. */
export interface Outcome {
  newcomers: number;
  /** Those who named a topic. */
  askedTopic: number;
  placed: number;
  /** Placed where their language is spoken. */
  languageKept: number;
  /** Placed where their language is spoken and a topic of theirs is at home. */
  topicKept: number;
  /** Sent to a server that already had all its newcomers of the day. */
  beyondIntake: number;
  /** By server, over the whole stream. */
  arrivals: Float64Array;
  /** By the load of their server on their day; see LOAD_BANDS. */
  bands: number[];
  /** Newcomers turned away, by day: nothing was left to offer. */
  turnedAway: number[];
}

/** A blank outcome for so many servers. */
export function noOutcome(servers: number): Outcome {
  return {
    newcomers: 0,
    askedTopic: 0,
    placed: 0,
    languageKept: 0,
    topicKept: 0,
    beyondIntake: 0,
    arrivals: new Float64Array(servers),
    bands: LOAD_BANDS.map(() => 0),
    turnedAway: [],
  };
}

/** How likely the first, second and third place are taken. Assumed: half take the first. */
const PLACES = [3, 2, 1] as const;

const HOURS = 24;
const HOUR_SECONDS = 3_600;

/** What one newcomer asks and is lucky with; the same for every policy. */
interface Newcomer {
  wish: Wish;
  seed: number;
  /** Seconds since the stream began. */
  at: number;
}

/** The newcomers of one day, in the order in which they come, evenly over its seconds. */
function* newcomersOf(demand: Demand, dice: Dice, day: number, count: number): Generator<Newcomer> {
  const every = (HOURS * HOUR_SECONDS) / Math.max(1, count);
  for (let index = 0; index < count; index++) {
    const at = day * HOURS * HOUR_SECONDS + index * every;
    yield { wish: demand.draw(dice), seed: dice.below(SEEDS), at };
  }
}

/**
 * Sends a stream through a policy. A newcomer reads what the servers shown give up, and chooses among those that give
 * up least, the earlier places more often; each choice is counted as a referral, as `/go` counts them.
 */
export function send(
  { mix, schedule, seed }: Stream,
  policy: Policy,
  { servers }: SimulatedNetwork,
  groups: Groups,
  delays: Delays = NO_DELAYS,
): Outcome {
  const demand = new Demand(mix);
  const [coming, choosing] = [new Dice(seed, "newcomers"), new Dice(seed, "choices")];
  const outcome = noOutcome(servers.length);
  const today = new Uint32Array(servers.length);
  const underWay = new UnderWay(policy, delays);
  schedule.perDay.forEach((count, day) => {
    let hour = -1;
    let turnedAway = 0;
    for (const { wish, seed: own, at } of newcomersOf(demand, coming, day, count)) {
      underWay.until(at);
      for (const now = Math.floor(at / HOUR_SECONDS) % HOURS; hour < now; ) policy.beginHour(day * HOURS + ++hour);
      outcome.newcomers++;
      if (wish.question.topics.length > 0) outcome.askedTopic++;
      const chosen = chosenOf(policy.show(wish, own, choosing), choosing);
      if (chosen === undefined) {
        turnedAway++;
        continue;
      }
      underWay.add(chosen, at);
      const answer = groups.answersTo(wish)[groups.ofServer[chosen] ?? -1];
      outcome.placed++;
      if (answer?.speaks === true) outcome.languageKept++;
      if (answer?.isAbout === true) outcome.topicKept++;
      outcome.arrivals[chosen] = (outcome.arrivals[chosen] ?? 0) + 1;
      today[chosen] = (today[chosen] ?? 0) + 1;
      if ((today[chosen] ?? 0) > (servers[chosen]?.intake ?? 0)) outcome.beyondIntake++;
    }
    outcome.turnedAway.push(turnedAway);
    endDay(outcome, today, (server) => servers[server]?.intake ?? 0);
    today.fill(0);
  });
  return outcome;
}

/** Sorts a day's newcomers by the load of their server. */
export function endDay({ bands }: Outcome, today: ArrayLike<number>, intakeOf: (server: number) => number): void {
  for (let server = 0; server < today.length; server++) {
    const count = today[server] ?? 0;
    if (count === 0) continue;
    const load = count / Math.max(intakeOf(server), 1e-9);
    const band = LOAD_BANDS.findIndex((most) => load <= most + 1e-6);
    bands[band] = (bands[band] ?? 0) + count;
  }
}

/** The demand of each day by wish, without sending anybody anywhere. */
export function demandOf({ mix, schedule, seed }: Stream): ReadonlyMap<Wish, number>[] {
  const demand = new Demand(mix);
  const dice = new Dice(seed, "newcomers");
  return schedule.perDay.map((count, day) => {
    const wishes = new Map<Wish, number>();
    for (const { wish } of newcomersOf(demand, dice, day, count)) wishes.set(wish, (wishes.get(wish) ?? 0) + 1);
    return wishes;
  });
}

export function chosenOf(shown: readonly Shown[], dice: Dice): number | undefined {
  if (shown.length === 0) return undefined;
  const best = Math.min(...shown.map(({ tier }) => tier));
  let sum = 0;
  shown.forEach(({ tier }, place) => {
    if (tier === best) sum += PLACES[place] ?? 0;
  });
  let at = dice.next() * sum;
  for (const [place, { tier, server }] of shown.entries()) {
    if (tier !== best) continue;
    at -= PLACES[place] ?? 0;
    if (at <= 0) return server;
  }
  return shown.findLast(({ tier }) => tier === best)?.server;
}

/** Choices that are made, or made and not yet seen. */
class UnderWay {
  readonly #policy: Policy;
  readonly #delays: Delays;
  readonly #seenAt: number[] = [];
  readonly #servers: number[] = [];
  #next = 0;

  constructor(policy: Policy, delays: Delays) {
    this.#policy = policy;
    this.#delays = delays;
  }

  add(server: number, at: number): void {
    const { look, thinking } = this.#delays;
    if (look === 0 && thinking === 0) {
      this.#policy.count(server);
      return;
    }
    this.#seenAt.push(look === 0 ? at + thinking : Math.ceil((at + thinking) / look) * look);
    this.#servers.push(server);
  }

  /** Lets the policy see what is seen by then. */
  until(at: number): void {
    for (; this.#next < this.#servers.length && (this.#seenAt[this.#next] ?? 0) <= at; this.#next++) {
      this.#policy.count(this.#servers[this.#next] ?? -1);
    }
  }
}
