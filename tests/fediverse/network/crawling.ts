import { createSecureContext } from "node:tls";
import { createGrowth } from "#crawler/growth/growth.ts";
import { createOutside } from "#crawler/outside.ts";
import { type CrawlEvent, type Crawler, createCrawler } from "#crawler/round.ts";
import { createSafety } from "#crawler/safety.ts";
import { saveIn } from "#crawler/save.ts";
import { readConfig } from "#site/config.ts";
import type { Store } from "#store/store.ts";
import type { RemoteNetwork } from "./child.ts";

/** A silent server costs a test so long. */
const REQUEST_TIMEOUT_MS = 8_000;
const CONCURRENCY = 50;

/** A crawler as `npm run crawl` makes it, over a simulated network. */
export async function crawlerOf(
  { ca, dns, port }: RemoteNetwork,
  store: Store,
  report: (event: CrawlEvent) => void,
): Promise<Crawler> {
  const config = readConfig({
    ROCKPOOL_DNS: dns,
    ROCKPOOL_ALLOW_PRIVATE_NETWORK: "1",
    ROCKPOOL_LAB_PORT: String(port),
    ROCKPOOL_CONTACT: "test@rockpool.example",
  });
  const usual = await createOutside(config);
  const outside = {
    ...usual,
    secureContext: createSecureContext({ ca }),
    limits: { ...usual.limits, requestTimeoutMs: REQUEST_TIMEOUT_MS },
  };
  const safety = createSafety({ store, sources: [], network: outside, say: () => {} });
  return createCrawler({
    store,
    save: saveIn(store),
    outside,
    concurrency: CONCURRENCY,
    isReachable: true,
    growth: createGrowth({ store, isGrowing: true, safety }),
    report,
    signal: new AbortController().signal,
  });
}
