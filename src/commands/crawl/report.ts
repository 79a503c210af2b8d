import type { CrawlEvent } from "#crawler/round.ts";
import type { Summary } from "#crawler/summary.ts";

/** Where lines go; a bar is drawn only on a terminal. */
export interface Screen {
  write(text: string): void;
  isTerminal: boolean;
  /** In characters. */
  width: number;
}

/** How far a round is. `total` is null while it has no end. */
export interface Progress {
  visited: number;
  alive: number;
  refused: number;
  failed: number;
  /** Visits that wait for their Crawl-delay. */
  waiting: number;
  total: number | null;
  elapsedMs: number;
}

const BAR_WIDTH = 24;

/** `[########----------------]  412/1,200  34 %  18.2/s  43 s left`, cut to the width of the terminal. */
export function progressBar(progress: Progress, width: number): string {
  const { visited, total, elapsedMs } = progress;
  const rate = visited / Math.max(elapsedMs / 1000, 0.001);
  if (total === null) return plainLine(progress).slice(0, width - 1);
  const share = total === 0 ? 1 : Math.min(1, visited / total);
  const filled = Math.round(share * BAR_WIDTH);
  const bar = `[${"#".repeat(filled)}${"-".repeat(BAR_WIDTH - filled)}]`;
  const left = visited > 0 ? `  ${timeLeft(progress, total, rate)}` : "";
  const text = `${bar}  ${number(visited)}/${number(total)}  ${Math.floor(share * 100)} %  ${rate.toFixed(1)}/s${left}`;
  return text.slice(0, Math.max(0, width - 1));
}

/** The same in words, for logs. */
export function plainLine(progress: Progress): string {
  const { visited, total, elapsedMs, alive, refused, failed } = progress;
  const rate = visited / Math.max(elapsedMs / 1000, 0.001);
  const of = total === null ? "" : ` of ${number(total)}`;
  const left = total === null || visited === 0 ? "" : `, ${timeLeft(progress, total, rate)}`;
  return (
    `visited ${number(visited)}${of}: ${number(alive)} alive, ${number(refused)} refused, ${number(failed)} failed; ` +
    `${rate.toFixed(1)}/s${left}`
  );
}

/** No rate says how long it takes when only those are left that want to be asked slowly. */
function timeLeft({ visited, waiting }: Progress, total: number, rate: number): string {
  const rest = total - visited;
  if (waiting > 0 && waiting >= rest) return `${number(waiting)} wait for their Crawl-delay`;
  return `${duration((rest / rate) * 1000)} left`;
}

/** What came of a round, as a table: each row a figure and its reasons. */
export function summaryTable(summary: Summary, elapsedMs: number): string {
  const reasons = [...summary.reasons].toSorted(([, a], [, b]) => b - a);
  const rows: [name: string, count: number, note: string][] = [
    ["visited", summary.visited, `in ${duration(elapsedMs)}`],
    ["alive", summary.alive, ""],
    ["refused", summary.refused, ""],
    ["failed", summary.failed, ""],
  ];
  if (summary.waiting > 0) rows.push(["waiting", summary.waiting, "for a longer Crawl-delay than one round waits"]);
  if (summary.taken > 0) rows.push(["taken", summary.taken, "by another crawler, not visited"]);
  if (summary.blocked > 0) rows.push(["blocked", summary.blocked, "by the operator, not visited"]);
  const figures = rows.map(([name, count, note]) =>
    `${name.padEnd(16)}${number(count).padStart(8)}  ${note}`.trimEnd(),
  );
  if (reasons.length === 0) return figures.join("\n");
  const why = reasons.map(([reason, count]) => `  ${reason.padEnd(14)}${number(count).padStart(8)}`);
  return [...figures, "", "refused or failed, by reason", ...why].join("\n");
}

/** One visit in one line. */
export function visitLine({ visit }: CrawlEvent & { type: "visited" }): string {
  if (visit.outcome === "failed") return `${visit.domain}: ${visit.failure} (${visit.message})`;
  const { software, version, registrations, monthlyActiveUsers, accounts } = visit.facts;
  const people = monthlyActiveUsers === null ? `${accounts ?? "?"} accounts` : `${monthlyActiveUsers} active a month`;
  return `${visit.domain}: ${software} ${version ?? ""}, ${people}, registrations ${registrations}`;
}

/** An event as one line of JSON for other programs. */
export function jsonLine(event: CrawlEvent): string {
  if (event.type !== "visited") return JSON.stringify(event);
  return JSON.stringify({ type: "visited", ...event.visit, state: event.merged.standing.state });
}

export function jsonSummary({ reasons, ...summary }: Summary): string {
  return JSON.stringify({ type: "summary", ...summary, reasons: Object.fromEntries(reasons) });
}

function number(value: number): string {
  return value.toLocaleString("en");
}

/** @example duration(200_000) // => "3 min 20 s" */
function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
