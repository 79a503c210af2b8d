import { CrawlMeter } from "#core/metrics.ts";
import type { CrawlEvent } from "#crawler/round.ts";
import type { Store } from "#store/store.ts";

/** How often counts go to the store, where the site's /metrics finds them. */
const FLUSH_MS = 10_000;

/** Counts what visits bring and keeps it in the store, for all processes together. */
export interface Metering {
  count(event: CrawlEvent): void;
  /** Keeps what is left. */
  stop(): Promise<void>;
}

/** @param onError told when counts could not be kept; the crawl goes on without them */
export function startMetering(store: Store, onError: (error: unknown) => void): Metering {
  const meter = new CrawlMeter();
  const flush = () => store.counters.add(meter.take()).catch(onError);
  const timer = setInterval(flush, FLUSH_MS);
  timer.unref();
  return {
    count(event) {
      if (event.type !== "visited") return;
      const { visit } = event;
      meter.count({ ...visit, outcome: visit.outcome === "ok" ? "ok" : visit.failure });
    },
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
