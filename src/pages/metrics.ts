import type { APIRoute } from "astro";
import { crawlMetrics, type Metric, metricsText } from "#core/metrics.ts";
import { KINDS } from "#core/software.ts";

/** Counters and gauges for Prometheus; nothing in it is about a person. */
export const GET: APIRoute = async ({ locals }) => {
  const { store, directory, now } = locals;
  const [counts, frontier] = await Promise.all([store.counters.all(), store.frontier.counts(now)]);
  const gauge = (name: string, help: string, samples: Iterable<[labels: string, value: number]>): Metric => ({
    name,
    help,
    type: "gauge",
    samples: new Map([...samples].map(([labels, value]) => [`${name}${labels}`, value])),
  });
  const waitedMs = frontier.oldestDueAt === null ? 0 : now.getTime() - Date.parse(frontier.oldestDueAt);
  const text = metricsText([
    ...crawlMetrics(counts),
    gauge("rockpool_frontier_names", "Names known to the crawler.", [["", frontier.known]]),
    gauge("rockpool_frontier_due", "Names whose visit is due.", [["", frontier.due]]),
    gauge("rockpool_queue_age_seconds", "How long the visit that waits longest has been due.", [["", waitedMs / 1000]]),
    gauge("rockpool_listed_instances", "Instances shown in the directory.", [["", directory.listed.length]]),
    gauge(
      "rockpool_eligible_instances",
      "Instances that may be suggested, by kind.",
      KINDS.map((kind) => [`{kind="${kind}"}`, directory.eligibleOf(kind)]),
    ),
    gauge("rockpool_published_timestamp_seconds", "When the directory was published.", [
      ["", Date.parse(directory.publishedAt) / 1000],
    ]),
  ]);
  const headers = { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" };
  return new Response(text, { headers });
};
