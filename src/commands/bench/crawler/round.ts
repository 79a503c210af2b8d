import { createOutside } from "#crawler/outside.ts";
import { createCrawler } from "#crawler/round.ts";
import { readConfig } from "#site/config.ts";
import { openStore } from "#store/open.ts";
import { type CrawlJob, type Sample, takeJob } from "./job.ts";

/* One round of the crawler over given names, with the store and the environment it always has. */

const SAMPLE_MS = 200;
/** Names added to the frontier at once. */
const BATCH = 5_000;

await takeJob<CrawlJob>(async ({ domains, concurrency }) => {
  const config = readConfig();
  const store = await openStore(config.databaseUrl, { migrate: true });
  const dueAt = new Date(0).toISOString();
  // Nothing of the list stays in memory: a crawler takes its names from the store.
  while (domains.length > 0) {
    const some = domains.splice(-BATCH);
    await store.frontier.add(some.map((domain) => ({ domain, dueAt, priority: 1, failures: 0, software: null })));
  }
  let visited = 0;
  const samples: Sample[] = [];
  const sample = () => {
    const { rss, heapUsed } = process.memoryUsage();
    samples.push({ visited, rss, heap: heapUsed });
  };
  const timer = setInterval(sample, SAMPLE_MS);
  const crawler = createCrawler({
    store,
    outside: await createOutside(config),
    concurrency,
    isReachable: true,
    report: (event) => {
      if (event.type === "visited") visited += 1;
    },
    signal: new AbortController().signal,
  });
  const startedAt = performance.now();
  await crawler.round();
  const ms = performance.now() - startedAt;
  sample();
  clearInterval(timer);
  await store.close();
  return { ms, visited, samples };
});
