import type { Highs } from "highs";
import { PLAIN_QUESTION, SEEDS } from "#core/fit.ts";
import type { Instance } from "#core/instance.ts";
import { blankInstance } from "#core/instance.ts";
import { IDEAL_ACTIVE_PEOPLE } from "#core/size.ts";
import { bestPossible } from "./assignment.ts";
import { byChance } from "./chance.ts";
import type { Mix, Schedule } from "./demand.ts";
import { Dice } from "./dice.ts";
import { afterYear, concentrationOf, type Measures, measuresOf, yearlyOf } from "./measures.ts";
import { honest, networkOf, type Told, withFarm, withLiars } from "./network.ts";
import { type PolicyName, policyOf, Rockpool } from "./policies.ts";
import { BEGIN, type Setting, settingOf } from "./setting.ts";
import { chosenOf, type Delays, demandOf, type Outcome, type Stream, send } from "./stream.ts";

/** All ways of sending newcomers on: what suggests servers one by one, and the best possible assignment. */
export type Way = PolicyName | "optimal";

/** What became of a stream on one way. */
export interface Result {
  way: Way;
  outcome: Outcome;
  measures: Measures;
}

/**
 * Sends one stream on several ways. The years after it are compared for as many newcomers as the way found room for that
 * found least; that of random picks as it is on average, see byChance.
 * @param onDone is told of each way as it is done
 */
export function compare(
  ways: readonly Way[],
  { network, groups }: Setting,
  stream: Stream,
  highs: Highs,
  onDone: (way: Way) => void,
): Result[] {
  const outcomes = ways.map((way): [Way, Outcome] => {
    const outcome =
      way === "optimal"
        ? bestPossible(highs, demandOf(stream), network, groups)
        : send(stream, policyOf(way, network, groups), network, groups);
    onDone(way);
    return [way, outcome];
  });
  const placed = Math.min(...outcomes.map(([, outcome]) => outcome.placed));
  const yearly = yearlyOf(placed, stream.schedule.perDay.length);
  return outcomes.map(([way, outcome]) => {
    const measures = measuresOf(outcome, network, yearly);
    if (way === "random")
      measures.year = concentrationOf(afterYear(byChance(demandOf(stream), groups), network, yearly));
    return { way, outcome, measures };
  });
}

/** The project's own suggestions in a setting of their own. */
function rockpoolIn({ network, groups }: Setting, stream: Stream, delays?: Delays): Result {
  const outcome = send(stream, new Rockpool(network), network, groups, delays);
  const yearly = yearlyOf(outcome.placed, stream.schedule.perDay.length);
  return { way: "rockpool", outcome, measures: measuresOf(outcome, network, yearly) };
}

/** How many servers lie. */
export const LIARS_SHARE = 0.05;

/** 5 % of the servers tell a size that is wrong by up to ten times. */
export function withLies(instances: readonly Instance[], mix: Mix, schedule: Schedule, seed: number): Result {
  const setting = settingOf(withLiars(honest(instances), LIARS_SHARE, seed), mix);
  return rockpoolIn(setting, { mix, schedule, seed });
}

export const FARM = 50;

/**
 * A farm of domains that tell whatever is picked most. Fresh ones are held against proven ones that tell the same.
 * @param ageDays FRESH_DAYS or PROVEN_DAYS
 */
export function withAFarm(
  instances: readonly Instance[],
  mix: Mix,
  schedule: Schedule,
  seed: number,
  ageDays: number,
): Result {
  const wanted = (counts: ReadonlyMap<string, number>) =>
    [...counts].toSorted((a, b) => b[1] - a[1]).map(([value]) => value);
  const wishes = { people: IDEAL_ACTIVE_PEOPLE, languages: wanted(mix.languages), topics: wanted(mix.topics) };
  const tolds: Told[] = withFarm(honest(instances), FARM, wishes, ageDays, BEGIN);
  return rockpoolIn(settingOf(tolds, mix), { mix, schedule, seed });
}

/** As on the site: counts are looked at every two seconds, and people take a minute to choose. */
export const SITE_DELAYS: Delays = { look: 2, thinking: 60 };

export function withDelays(setting: Setting, schedule: Schedule, seed: number): Result {
  return rockpoolIn(setting, { mix: setting.mix, schedule, seed }, SITE_DELAYS);
}

const EQUAL_SERVERS = 500;
const REQUESTS = 1_000;

/** Share of 500 equal servers that at least one of 1,000 requests without a seed chooses. */
export function reachOf(seed: number): number {
  const seenAt = BEGIN.toISOString();
  const equal = Array.from(
    { length: EQUAL_SERVERS },
    (_, index): Instance => ({
      ...blankInstance(`equal-${index}.example`, "mastodon", seenAt),
      languages: ["en"],
      languagesBasis: "declared",
      registrations: "open",
      monthlyActiveUsers: IDEAL_ACTIVE_PEOPLE,
      accounts: 10 * IDEAL_ACTIVE_PEOPLE,
      countsAt: seenAt,
      since: "2024-01-01",
      lastSeenAt: seenAt,
      lastVisitAt: seenAt,
      state: "alive",
    }),
  );
  const policy = new Rockpool(networkOf(honest(equal), BEGIN));
  const dice = new Dice(seed, "reach");
  const wish = { index: 0, key: "", question: { ...PLAIN_QUESTION, languages: ["en"] } };
  const reached = new Set<number>();
  policy.beginHour(0);
  for (let request = 0; request < REQUESTS; request++) {
    const chosen = chosenOf(policy.show(wish, dice.below(SEEDS)), dice);
    if (chosen !== undefined) reached.add(chosen);
  }
  return reached.size / EQUAL_SERVERS;
}
