import { writeFileSync } from "node:fs";
import loadHighs from "highs";
import { ImportFileError } from "#crawler/import-file.ts";
import { type Schedule, SURGE, scheduleOf } from "#site/simulation/demand.ts";
import { afterYear, before, concentrationOf, leastHhi, yearlyOf } from "#site/simulation/measures.ts";
import { FRESH_DAYS, honest, PROVEN_DAYS } from "#site/simulation/network.ts";
import {
  compare,
  FARM,
  LIARS_SHARE,
  type Result,
  reachOf,
  SITE_DELAYS,
  type Way,
  withAFarm,
  withDelays,
  withLies,
} from "#site/simulation/scenarios.ts";
import { populationOf, type Setting, settingOf } from "#site/simulation/setting.ts";
import { liarsTarget, reachTarget, streamTargets, type Target, yearTargets } from "#site/simulation/targets.ts";
import { type Options, OptionsError, parseOptions, USAGE } from "./simulate/options.ts";
import { type Report, reportPage } from "./simulate/report.ts";
import { serversOf, shippedServers } from "./simulate/servers.ts";
import { asText, count, EXPLAINED, networkTable, newcomersTable, percent, targetsTable } from "./simulate/tables.ts";

/*
 * Sends a stream of newcomers through ways to suggest servers, side by side, and says what becomes of them and of the
 * network: `npm run simulate`. The same every time for the same options. What is measured is explained in
 * docs/simulation.md.
 * Exit code: 0 every target is met that was looked at, 1 one is not, 2 nothing could be done.
 */

/** Of a surge, so many usual days at once are enough to fill every server. */
const SIDE_SURGE = 10;
/** Of a usual stream, this share is enough to tell. */
const SIDE_SHARE = 1 / 10;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isMisuse = error instanceof TypeError && "code" in error;
  const isExpected = isMisuse || error instanceof OptionsError || error instanceof ImportFileError;
  console.error(isExpected ? `${(error as Error).message}\n${USAGE}` : error);
  process.exitCode = 2;
}

/** Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const options = parseOptions(args);
  if (options === null) {
    console.log(USAGE);
    return 0;
  }
  const { file, known, seed, ways } = options;
  const instances =
    file === null
      ? populationOf(shippedServers(), known, seed)
      : await serversOf(file, (problem) => console.error(problem));
  const setting = settingOf(honest(instances));
  const schedule = scheduleOf(options.newcomers, options.days, options.hasSurge);
  const facts = factsOf(options, setting, schedule);
  console.log(facts.join("\n"));

  const results = compare(ways, setting, { mix: setting.mix, schedule, seed }, await loadHighs(), progress());
  const concentration = concentrationOf(before(setting.network));
  const newcomers = newcomersTable(results);
  const network = networkTable(concentration, results);
  console.log(`\n${asText(newcomers)}\n${EXPLAINED}\n\n${asText(network)}\n`);

  const side = ways.includes("rockpool")
    ? sideScenarios(options, setting, instances, schedule)
    : { targets: [], said: [] };
  const targets = [...targetsOf(results), ...side.targets];
  const said = [...hhiSaid(results, setting, schedule), ...side.said];
  console.log(said.join("\n"));
  console.log(`\n${asText(targetsTable(targets))}`);
  if (options.report !== null) {
    const report: Report = {
      facts: [...facts, ...said],
      results,
      before: { people: before(setting.network), concentration },
      after: yearsAfter(results, setting, schedule),
      newcomers,
      network,
      targets: targetsTable(targets),
    };
    writeFileSync(options.report, reportPage(report));
    console.log(`\nReport: ${options.report}`);
  }
  return targets.every(({ isMet }) => isMet) ? 0 : 1;
}

function factsOf(
  { newcomers, days, hasSurge, seed, file }: Options,
  { network }: Setting,
  { perDay }: Schedule,
): string[] {
  const eligible = network.servers.filter(({ entry }) => entry.eligibility.eligible);
  const room = eligible.reduce((sum, { entry }) => sum + entry.intake, 0);
  const surge = hasSurge ? `, ${SURGE} times as many on one day as on another` : "";
  return [
    `${count(newcomers)} newcomers in ${days} days${surge}; ${count(perDay[0] ?? 0)} on a usual day; seed ${seed}`,
    `${count(network.servers.length)} servers${file === null ? "" : ` of ${file}`}, ${count(eligible.length)} that may be suggested, with places for ${count(room)} a day`,
  ];
}

/** What the targets of the main stream are, as far as the ways they need were run. */
function targetsOf(results: readonly Result[]): Target[] {
  const of = (way: Way) => results.find((result) => result.way === way);
  const [rockpool, best, random] = [of("rockpool"), of("optimal"), of("random")];
  return [
    ...(rockpool && best ? streamTargets(rockpool.outcome, best.outcome) : []),
    ...(rockpool && random ? yearTargets(rockpool.measures, random.measures) : []),
  ];
}

/** Lies, a farm, delays and equal servers: shorter streams, for what they show is there from the first day. */
function sideScenarios(
  { seed, hasSurge }: Options,
  setting: Setting,
  instances: Parameters<typeof withLies>[0],
  { perDay }: Schedule,
): { targets: Target[]; said: string[] } {
  const usual = perDay[0] ?? 0;
  const schedule = hasSurge
    ? { perDay: [SIDE_SURGE * usual] }
    : { perDay: perDay.slice(0, Math.max(1, Math.ceil(perDay.length * SIDE_SHARE))) };
  const liars = withLies(instances, setting.mix, schedule, seed);
  const farmOf = (ageDays: number) => withAFarm(instances, setting.mix, schedule, seed, ageDays).measures.farmShare;
  const [fresh, proven] = [farmOf(FRESH_DAYS), farmOf(PROVEN_DAYS)];
  const delays = withDelays(setting, schedule, seed);
  const days = `${schedule.perDay.length} ${schedule.perDay.length === 1 ? "day" : "days"} of ${count(schedule.perDay[0] ?? 0)} newcomers`;
  return {
    targets: [reachTarget(reachOf(seed)), liarsTarget(liars.measures)],
    said: [
      `With ${percent(LIARS_SHARE, 0)} of the servers lying by up to ten times, in ${days}: ${percent(liars.measures.oversizedShare, 3)} to truly oversized ones`,
      `With ${FARM} fresh domains of one owner that say whatever is picked most, in ${days}: ${percent(fresh, 3)} to them; with a past it would be ${percent(proven, 3)}`,
      `With counts seen every ${SITE_DELAYS.look} s and ${SITE_DELAYS.thinking} s to choose, in ${days}: ${percent(delays.measures.beyondIntake / Math.max(1, delays.measures.placed), 2)} above an intake`,
    ],
  };
}

/** What of the HHI after a year is the ways' own: beside the network as it was, newcomers add next to nothing to it. */
function hhiSaid(results: readonly Result[], { network }: Setting, schedule: Schedule): string[] {
  const least = leastHhi(network, comparedYearly(results, schedule));
  const added = results.map(({ way, measures }) => `${way} ${((measures.year.hhi - least) * 1e6).toFixed(1)}`);
  return [`Least HHI possible after a year: ${least.toFixed(7)}; above that, in millionths: ${added.join(", ")}`];
}

/** How many a year adds where ways are compared: as many as the one that placed fewest would. */
function comparedYearly(results: readonly Result[], { perDay }: Schedule): number {
  return yearlyOf(Math.min(...results.map(({ outcome }) => outcome.placed)), perDay.length);
}

function yearsAfter(results: readonly Result[], { network }: Setting, schedule: Schedule): Map<Way, number[]> {
  const yearly = comparedYearly(results, schedule);
  return new Map(results.map(({ way, outcome }) => [way, afterYear(outcome, network, yearly)]));
}

/** Says on stderr how long each way took. */
function progress(): (way: Way) => void {
  let since = performance.now();
  return (way) => {
    console.error(`  ${way}: ${((performance.now() - since) / 1000).toFixed(1)} s`);
    since = performance.now();
  };
}
