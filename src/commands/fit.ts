import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import loadHighs from "highs";
import { SURVIVAL, SURVIVAL_MONTHS } from "#core/evidence.ts";
import { DEFAULT_INTAKE } from "#core/intake.ts";
import { CURVE } from "#core/size.ts";
import { SURGE, scheduleOf } from "#site/simulation/demand.ts";
import {
  type Constants,
  constantsOf,
  FIT_STREAM,
  type Fitness,
  fit,
  HHI_LIMIT,
  TRIED,
  Trial,
} from "#site/simulation/fit.ts";
import { honest } from "#site/simulation/network.ts";
import { populationOf, settingOf } from "#site/simulation/setting.ts";
import { shippedServers } from "./simulate/servers.ts";

/*
 * Fits the suitability curve and the default intake: `npm run fit`. Prints what is sought, from which data, and the
 * constants found, which stand in src/core/size.ts and src/core/intake.ts. The same every time, some five minutes on one core.
 * Exit code: 0 the constants at work are those found, 1 they are others, 2 nothing could be done.
 */

const USAGE = `usage: npm run fit -- [--write]
--write records what was found in src/simulation/fitted.json; the constants in src/core are changed by hand.`;

const RECORD = new URL("../simulation/fitted.json", import.meta.url);

const AT_WORK: Constants = { ...CURVE, ...DEFAULT_INTAKE };

const COLUMNS = [
  "ideal",
  "spread",
  "share",
  "least",
  "most",
  "survivors",
  "language",
  "topic",
  "topTen",
  "hhi",
  "score",
] as const;
const DIGITS: Readonly<Record<string, number>> = { ideal: 0, spread: 2, share: 3, least: 0, most: 0, hhi: 3 };
const HEAD = `${"".padEnd(10)}${COLUMNS.map((name) => name.padStart(10)).join("")}`;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isMisuse = error instanceof TypeError && "code" in error;
  console.error(isMisuse ? `${(error as Error).message}\n${USAGE}` : error);
  process.exitCode = 2;
}

/** Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { write: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const { servers, schedule, seeds } = FIT_STREAM;
  const grounds = seeds.map((seed) => ({
    setting: settingOf(honest(populationOf(shippedServers(), servers, seed))),
    seed,
  }));
  const highs = await loadHighs();
  console.log(
    `Sought: as many newcomers as possible whose server is up after ${SURVIVAL_MONTHS} months, by its accounts:`,
  );
  for (const { from, to, servers, upShare } of SURVIVAL) {
    console.log(`  ${`${from} to ${to ?? "any"}`.padEnd(18)} ${(100 * upShare).toFixed(1)} % of ${servers} servers`);
  }
  console.log(
    "such that 99 % of languages and 95 % of topics are kept of what the best possible assignment keeps, and after a year\n" +
      `the ten largest hold less than if newcomers chose at random among all open servers, and at most ${HHI_LIMIT} of what those add\n` +
      `to the HHI is added; on each of ${seeds.length} made-up networks of ${servers} servers, with ${schedule.perDay.reduce((sum, count) => sum + count, 0)} newcomers in ${schedule.perDay.length} days.\n`,
  );
  const trial = new Trial(grounds, schedule, highs);
  console.log("Tried:");
  for (const [name, those] of Object.entries(TRIED)) console.log(`  ${name.padEnd(7)} ${those.join(", ")}`);
  console.log(`\n${HEAD}`);
  console.log(row("at work", trial.of(AT_WORK)));
  const found = fit(trial, AT_WORK, (better) => console.log(row("better", better)));
  console.log(row("found", found));
  const surge = new Trial(grounds, scheduleOf(100_000, 30, true), highs);
  console.log(row(`surge ×${SURGE}`, surge.of(constantsOf(found))));
  if (values.write === true) writeFileSync(RECORD, `${JSON.stringify(recordOf(found), null, 2)}\n`);
  const isSame = JSON.stringify(constantsOf(found)) === JSON.stringify(constantsOf(AT_WORK));
  console.log(isSame ? "\nThese are the constants at work." : "\nThese are other constants than those at work.");
  return isSame ? 0 : 1;
}

/** What is kept of a fit: the page that explains it shows it, and a test tries it again. */
function recordOf(found: Fitness) {
  const { servers, schedule, seeds } = FIT_STREAM;
  const newcomers = schedule.perDay.reduce((sum, count) => sum + count, 0);
  return { servers, newcomers, days: schedule.perDay.length, seeds, ...found };
}

function row(name: string, fitness: Fitness): string {
  return name.padEnd(10) + COLUMNS.map((column) => fitness[column].toFixed(DIGITS[column] ?? 4).padStart(10)).join("");
}
