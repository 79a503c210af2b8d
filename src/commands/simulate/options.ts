import { parseArgs } from "node:util";
import { POLICIES } from "#site/simulation/policies.ts";
import type { Way } from "#site/simulation/scenarios.ts";

/** What a run of the simulation is asked to do. */
export interface Options {
  newcomers: number;
  days: number;
  /** File of an import; null for the servers we ship and made-up ones. */
  file: string | null;
  /** How many servers there are with the made-up ones; of fewer than 10,000 hardly any would be oversized. */
  known: number;
  ways: Way[];
  seed: number;
  hasSurge: boolean;
  /** File for the report; null for none. */
  report: string | null;
}

/** The command line cannot be meant; the message says why. */
export class OptionsError extends Error {
  override readonly name = "OptionsError";
}

const WAYS: readonly Way[] = [...POLICIES, "optimal"];

export const USAGE = `usage: npm run simulate -- [--newcomers 1000000] [--days 30] [--servers FILE.ndjson] [--known 100000]
         [--policy NAME]… [--seed 1] [--surge] [--report FILE.html]
--servers takes the lines that npm run import takes; without it, the servers we ship and made-up ones, --known in all.
--policy is one of ${WAYS.join(", ")}; without it, all of them.
--surge lets fifty times as many come on one day in the middle.`;

/** @returns null where help is asked for */
export function parseOptions(args: string[]): Options | null {
  const { values } = parseArgs({
    args,
    options: {
      newcomers: { type: "string", default: "1000000" },
      days: { type: "string", default: "30" },
      servers: { type: "string" },
      known: { type: "string", default: "100000" },
      policy: { type: "string", multiple: true },
      seed: { type: "string", default: "1" },
      surge: { type: "boolean", default: false },
      report: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return null;
  return {
    newcomers: whole("newcomers", values.newcomers, 1, 100_000_000),
    days: whole("days", values.days, 1, 366),
    file: values.servers ?? null,
    known: whole("known", values.known, 10_000, 1_000_000),
    ways: waysOf(values.policy),
    seed: whole("seed", values.seed, 0, 0xff_ff_ff_ff),
    hasSurge: values.surge,
    report: values.report ?? null,
  };
}

function whole(name: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= least && number <= most) return number;
  throw new OptionsError(`--${name} is a whole number from ${least} to ${most}, not ${JSON.stringify(value)}.`);
}

function waysOf(names: readonly string[] = []): Way[] {
  const asked = names.flatMap((name) => name.split(","));
  for (const name of asked) {
    if (!WAYS.includes(name as Way))
      throw new OptionsError(`There is no policy "${name}". There are: ${WAYS.join(", ")}.`);
  }
  return asked.length === 0 ? [...WAYS] : WAYS.filter((way) => asked.includes(way));
}
