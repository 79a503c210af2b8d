import type { Domain } from "#core/domain.ts";
import { GIVEN } from "#core/priority.ts";
import { createOutside } from "#crawler/outside.ts";
import { createCrawler } from "#crawler/round.ts";
import { SaveThread } from "#crawler/save-thread.ts";
import { readConfig } from "#site/config.ts";
import { openStore } from "#store/open.ts";
import { answerSteps, type Cost, costOf } from "./worker.ts";

/* The crawler with the store and the environment it always has: first it is told names, then to visit some of them. */

export type RoundStep = { names: Domain[] } | { visits: number };

/** Memory and progress at one moment. */
export interface Sample {
  visited: number;
  /** Resident, in bytes. */
  rss: number;
  /** Used of the JavaScript heap, in bytes. */
  heap: number;
}

export interface RoundAnswer extends Cost {
  /** Since the start. */
  visited: number;
  /** Of this step. */
  samples: Sample[];
}

const SAMPLE_MS = 200;
/** As `npm run crawl` has it. */
export const CONCURRENCY = 50;
const NOTHING_KNOWN = { dueAt: new Date(0).toISOString(), priority: GIVEN, failures: 0, software: null };

if (process.argv[1] === import.meta.filename) {
  const config = readConfig();
  const store = await openStore(config.databaseUrl, { migrate: true });
  let visited = 0;
  const { save } = await SaveThread.start(config.databaseUrl);
  const crawler = createCrawler({
    store,
    save,
    outside: await createOutside(config),
    concurrency: CONCURRENCY,
    isReachable: true,
    report: (event) => {
      if (event.type === "visited") visited += 1;
    },
    signal: new AbortController().signal,
  });

  answerSteps<RoundStep, RoundAnswer>(async (step) => {
    const samples: Sample[] = [];
    const sample = () => {
      const { rss, heapUsed } = process.memoryUsage();
      samples.push({ visited, rss, heap: heapUsed });
    };
    const timer = setInterval(sample, SAMPLE_MS);
    const cost = await costOf(async () => {
      if ("visits" in step) await crawler.round({ limit: step.visits });
      else await store.frontier.add(step.names.map((domain) => ({ ...NOTHING_KNOWN, domain })));
    });
    sample();
    clearInterval(timer);
    return { ...cost, visited, samples };
  });
}
