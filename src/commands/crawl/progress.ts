import type { Domain } from "#core/domain.ts";
import { REFUSALS } from "#core/visit.ts";
import type { CrawlEvent } from "#crawler/round.ts";
import type { Log } from "#site/log.ts";
import { type Progress, plainLine, progressBar, type Screen } from "./report.ts";

/** On a terminal the bar moves this often; elsewhere a line appears this often, less often where there is no end. */
const BAR_MS = 200;
const LINE_MS = 10_000;
const ENDLESS_LINE_MS = 60_000;

/** Shows how far a round is: a bar on a terminal, now and then a line elsewhere, only when there is news. */
export interface ProgressDisplay {
  count(event: CrawlEvent): void;
  /** Writes a line of its own above the bar. */
  say(line: string): void;
  stop(): void;
}

/** For a crawler without a terminal that runs for ever: each visit and each message is a line of the structured log. */
export function logProgress(log: Log): ProgressDisplay {
  return {
    count(event) {
      if (event.type !== "visited") return;
      const { domain, outcome, durationMs, requests, bytes } = event.visit;
      const { state } = event.merged.standing;
      const why = event.visit.outcome === "failed" ? { failure: event.visit.failure, reason: event.visit.message } : {};
      log.info({ domain, outcome, ...why, state, durationMs, requests, bytes }, "visited");
    },
    say: (line) => log.warn(line),
    stop() {},
  };
}

export function showProgress(screen: Screen, total: number | null): ProgressDisplay {
  const startedAt = performance.now();
  const progress: Progress = { visited: 0, alive: 0, refused: 0, failed: 0, waiting: 0, total, elapsedMs: 0 };
  const waiting = new Set<Domain>();
  let shown = 0;
  const clear = screen.isTerminal ? "\r\u001b[K" : "";

  const timer = setInterval(draw, screen.isTerminal ? BAR_MS : total === null ? ENDLESS_LINE_MS : LINE_MS);
  timer.unref();

  function draw(): void {
    progress.elapsedMs = performance.now() - startedAt;
    if (screen.isTerminal) {
      screen.write(`${clear}${progressBar(progress, screen.width)}`);
    } else if (progress.visited > shown) {
      shown = progress.visited;
      screen.write(`${plainLine(progress)}\n`);
    }
  }

  return {
    count(event) {
      if (event.type === "waiting") waiting.add(event.domain);
      else if (event.type === "visited") waiting.delete(event.visit.domain);
      progress.waiting = waiting.size;
      if (event.type !== "visited") return;
      progress.visited += 1;
      if (event.visit.outcome === "ok") progress.alive += 1;
      else if (REFUSALS.has(event.visit.failure)) progress.refused += 1;
      else progress.failed += 1;
    },
    say(line) {
      screen.write(`${clear}${line}\n`);
    },
    stop() {
      clearInterval(timer);
      screen.write(clear);
    },
  };
}
