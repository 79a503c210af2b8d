import { expect, test } from "vitest";
import { makePopulation } from "#site/commands/bench/population.ts";
import { allInstances } from "#site/server/compat/join-lemmy.ts";
import { defaultServers } from "#site/server/compat/joinmastodon.ts";
import { directoryOf, NOW } from "../../support/instances.ts";
import { instances, matching } from "./support.ts";

/** Of the processor, not of the clock: other tests run on the same cores. */
function millisecondsOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Apps give up after half a second, network included, and fall back to the largest server there is. */
const LIMIT_MS = 100;

test("default servers of 30,000 known and 10,000 eligible come within 100 ms, also the first after a publish", async () => {
  const directory = await directoryOf(makePopulation(30_000, 10_000).instances);
  const first = millisecondsOf(() => defaultServers(directory, ["en", "de"], 0));
  const later = Array.from({ length: 100 }, (_, seed) =>
    millisecondsOf(() => defaultServers(directory, [["en"], ["fr", "en"], ["br"], []][seed % 4] ?? [], seed)),
  ).toSorted((a, b) => a - b);
  const lists = [
    millisecondsOf(() => matching(directory)),
    millisecondsOf(() => matching(directory, "language=fr")),
    millisecondsOf(() => instances(directory)),
    millisecondsOf(() => allInstances(directory, NOW)),
  ];
  const shown = (milliseconds: number | undefined) => milliseconds?.toFixed(1);
  console.log(
    `first ${shown(first)} ms, then median ${shown(later[50])} and worst ${shown(later.at(-1))} ms; lists ${lists.map(shown).join(", ")} ms`,
  );
  expect(first).toBeLessThan(LIMIT_MS);
  expect(later.at(-1)).toBeLessThan(LIMIT_MS);
}, 60_000);
