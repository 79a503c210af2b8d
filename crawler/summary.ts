import { type Failure, REFUSALS } from "#core/visit.ts";
import type { FinishedVisit } from "./merge.ts";

/** What came of a round. */
export interface Summary {
  visited: number;
  alive: number;
  refused: number;
  failed: number;
  blocked: number;
  /** Given names that another crawler is at. */
  taken: number;
  /** Names whose Crawl-delay is longer than this round waits. */
  waiting: number;
  /** How many visits failed or were refused, by reason. */
  reasons: Map<Failure, number>;
  end: "done" | "offline" | "daily-limit" | "stopped";
}

export function emptySummary(): Summary {
  const none = { visited: 0, alive: 0, refused: 0, failed: 0, blocked: 0, taken: 0, waiting: 0 };
  return { ...none, reasons: new Map(), end: "done" };
}

/** Counts one visit in. */
export function count(summary: Summary, visit: FinishedVisit): void {
  summary.visited += 1;
  if (visit.outcome === "ok") {
    summary.alive += 1;
    return;
  }
  if (REFUSALS.has(visit.failure)) summary.refused += 1;
  else summary.failed += 1;
  summary.reasons.set(visit.failure, (summary.reasons.get(visit.failure) ?? 0) + 1);
}
