import { expect, test } from "vitest";
import { CrawlMeter, crawlMetrics, metricsText } from "#core/metrics.ts";

test("what visits bring is counted once, in every class of duration that holds it", () => {
  const meter = new CrawlMeter();
  meter.count({ outcome: "ok", durationMs: 700, requests: 4, bytes: 9_000 });
  meter.count({ outcome: "timeout", durationMs: 50_000, requests: 1, bytes: 0 });
  const counts = meter.take();
  expect(counts.get('rockpool_visits_total{outcome="ok"}')).toBe(1);
  expect(counts.get('rockpool_visits_total{outcome="timeout"}')).toBe(1);
  expect(counts.get("rockpool_crawl_requests_total")).toBe(5);
  expect(counts.get("rockpool_crawl_received_bytes_total")).toBe(9_000);
  expect(counts.get('rockpool_visit_duration_seconds_bucket{le="0.5"}')).toBe(0);
  expect(counts.get('rockpool_visit_duration_seconds_bucket{le="1"}')).toBe(1);
  expect(counts.get('rockpool_visit_duration_seconds_bucket{le="40"}')).toBe(1);
  expect(counts.get('rockpool_visit_duration_seconds_bucket{le="+Inf"}')).toBe(2);
  expect(meter.take().size).toBe(0);
});

test("the text is Prometheus' format: help and type once a metric, then its samples", () => {
  const meter = new CrawlMeter();
  meter.count({ outcome: "ok", durationMs: 700, requests: 4, bytes: 9_000 });
  const samples = new Map([["rockpool_frontier_due", 3]]);
  const gauge = { name: "rockpool_frontier_due", help: "Due.", type: "gauge", samples } as const;
  const lines = metricsText([...crawlMetrics(meter.take()), gauge]).split("\n");
  expect(lines.slice(0, 3)).toEqual([
    "# HELP rockpool_visits_total Visits by outcome: ok, or why they brought nothing.",
    "# TYPE rockpool_visits_total counter",
    'rockpool_visits_total{outcome="ok"} 1',
  ]);
  expect(lines.filter((line) => line.startsWith("# TYPE"))).toHaveLength(5);
  expect(lines.at(-1)).toBe("");
  for (const line of lines.slice(0, -1)) expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"\})? [\d.]+)$/);
});

test("what was never counted is left out rather than said to be 0", () => {
  expect(metricsText(crawlMetrics(new Map()))).toBe("");
});
