import { monitorEventLoopDelay } from "node:perf_hooks";
import { Directory } from "#core/directory.ts";
import { DUMP_FORMATS, Dumps } from "#site/server/dumps.ts";
import { makePopulation } from "./population.ts";

const INSTANCES = 100_000;
const NOW = new Date("2026-11-22T12:00:00.000Z");
const MB = 1_000_000;

/** Makes both dumps of a large directory: how long, how large, and what they cost whoever else asks meanwhile. */
export async function benchDumps(count = INSTANCES): Promise<void> {
  const { instances } = makePopulation(count, count / 10);
  const published = {
    instances,
    listings: [],
    blocked: new Set<string>(),
    networkDay: null,
    publish: 1,
    publishedAt: NOW.toISOString(),
    judgedAt: NOW.toISOString(),
  };
  const { listed } = await Directory.build(published, new Map(), NOW);
  const dumps = new Dumps("https://rockpool.example", () => NOW);
  for (const format of DUMP_FORMATS) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const before = held();
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, held());
    }, 5);
    delay.enable();
    const started = performance.now();
    const { gzip, plain } = await dumps.of(listed, format);
    const seconds = (performance.now() - started) / 1_000;
    delay.disable();
    clearInterval(watch);
    const sizes = [
      `${(gzip.length / MB).toFixed(1)} MB in gzip`,
      plain && `${(plain.length / MB).toFixed(1)} MB plain`,
    ];
    console.log(
      `${format}: ${listed.length} instances in ${seconds.toFixed(2)} s, ${sizes.filter(Boolean).join(", ")}; ` +
        `event loop blocked for ${(delay.max / 1e6).toFixed(0)} ms at most; ` +
        `${((most - before) / MB).toFixed(0)} MB more held while it was made`,
    );
  }
}

/** Bytes in use, and what was in use until the next time somebody cleans up. */
function held(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
