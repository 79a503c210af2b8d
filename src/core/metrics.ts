/**
 * What the crawler counts for `/metrics`. Counters only ever grow, over all crawler processes of a store; a name with its
 * labels, as Prometheus writes both, is the key: `rockpool_visits_total{outcome="ok"}`.
 */
export type Counts = ReadonlyMap<string, number>;

/** Upper ends of the classes that visits are sorted into by duration, in seconds; the last class has no end. */
export const DURATION_CLASSES = [0.25, 0.5, 1, 2.5, 5, 10, 20, 40];

/** What a visit adds to the counters. */
export interface Counted {
  /** `ok`, or why it brought nothing; a code of visit.ts. */
  outcome: string;
  durationMs: number;
  requests: number;
  /** Of all bodies, as sent. */
  bytes: number;
}

/** Counts up what visits bring until it is taken. */
export class CrawlMeter {
  #counts = new Map<string, number>();

  count({ outcome, durationMs, requests, bytes }: Counted): void {
    const seconds = durationMs / 1000;
    this.#add(`rockpool_visits_total{outcome="${outcome}"}`, 1);
    this.#add("rockpool_crawl_requests_total", requests);
    this.#add("rockpool_crawl_received_bytes_total", bytes);
    this.#add("rockpool_visit_duration_seconds_sum", seconds);
    this.#add("rockpool_visit_duration_seconds_count", 1);
    for (const end of DURATION_CLASSES) {
      this.#add(`rockpool_visit_duration_seconds_bucket{le="${end}"}`, seconds <= end ? 1 : 0);
    }
    this.#add(`rockpool_visit_duration_seconds_bucket{le="+Inf"}`, 1);
  }

  /** What was counted since it was taken last. */
  take(): Counts {
    const taken = this.#counts;
    this.#counts = new Map();
    return taken;
  }

  #add(key: string, value: number): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + value);
  }
}

/** A metric of `/metrics`: its name, what it is, and its samples by labels ("" for none). */
export interface Metric {
  name: string;
  help: string;
  type: "counter" | "gauge" | "histogram";
  samples: Counts;
}

const CRAWL_METRICS: readonly Omit<Metric, "samples">[] = [
  { name: "rockpool_visits_total", help: "Visits by outcome: ok, or why they brought nothing.", type: "counter" },
  { name: "rockpool_crawl_requests_total", help: "Requests sent to servers, redirects included.", type: "counter" },
  { name: "rockpool_crawl_received_bytes_total", help: "Bytes of all bodies received, as sent.", type: "counter" },
  { name: "rockpool_visit_duration_seconds", help: "How long visits took, pauses included.", type: "histogram" },
];

/** The crawler's counters as metrics; those never counted are 0 where they have no labels, else absent. */
export function crawlMetrics(counts: Counts): Metric[] {
  return CRAWL_METRICS.map((metric) => {
    const isOfMetric = (key: string) => key.replace(/(_bucket|_sum|_count)?(\{.*)?$/s, "") === metric.name;
    const own = [...counts].filter(([key]) => key === metric.name || isOfMetric(key));
    return { ...metric, samples: new Map(own) };
  });
}

/** Metrics in Prometheus' text format, 0.0.4. Source: prometheus.io, exposition formats. */
export function metricsText(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.size > 0)
    .map(({ name, help, type, samples }) => {
      const lines = [...samples].map(([key, value]) => `${key} ${value}`);
      return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ""].join("\n");
    })
    .join("");
}
