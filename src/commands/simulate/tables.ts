import type { Concentration, Measures } from "#site/simulation/measures.ts";
import type { Result } from "#site/simulation/scenarios.ts";
import type { Target } from "#site/simulation/targets.ts";

/** A table as rows of text, the first one its head. */
export type Table = string[][];

export const percent = (share: number, digits = 1) => `${(100 * share).toFixed(digits)} %`;
export const count = (number: number) => Math.round(number).toLocaleString("en");

type Column = readonly [name: string, of: (measures: Measures) => string];

const COLUMNS: readonly Column[] = [
  ["placed", ({ placedShare }) => percent(placedShare)],
  ["language", ({ languageShare }) => percent(languageShare)],
  ["topic", ({ topicShare }) => percent(topicShare)],
  ["oversized", ({ oversizedShare }) => percent(oversizedShare)],
  ["in intake", ({ bandShares }) => percent(bandShares[0] ?? 0)],
  ["highest load", ({ highestLoad }) => `×${highestLoad.toFixed(1)}`],
  ["servers", ({ serversUsed }) => count(serversUsed)],
  ["top-10", ({ topTenOfNewcomers }) => percent(topTenOfNewcomers)],
  ["survivors", ({ survivorShare }) => percent(survivorShare)],
];

/** What each column of newcomersTable is. */
export const EXPLAINED = `placed: got a server · language, topic: theirs is spoken, theirs is at home there (of all, or of all who named one)
oversized: sent to a truly oversized one · in intake: on a day on which their server had places for all it got
highest load: newcomers for each place of the most loaded server · top-10: share that the ten most chosen servers got
survivors: expected to be on a server that is up after 23 months`;

export function newcomersTable(results: readonly Result[]): Table {
  const rows = results.map(({ way, measures }) => [way, ...COLUMNS.map(([, of]) => of(measures))]);
  return [["newcomers", ...COLUMNS.map(([name]) => name)], ...rows];
}

export function networkTable(before: Concentration, results: readonly Result[]): Table {
  const row = (name: string, { top1Share, top5Share, top10Share, hhi, gini }: Concentration) => [
    name,
    ...[top1Share, top5Share, top10Share].map((share) => percent(share, 2)),
    hhi.toFixed(5),
    gini.toFixed(4),
  ];
  return [
    ["after a year", "top-1", "top-5", "top-10", "HHI", "Gini"],
    row("today", before),
    ...results.map(({ way, measures }) => row(way, measures.year)),
  ];
}

export function targetsTable(targets: readonly Target[]): Table {
  return [
    ["target", "figure", "limit", ""],
    ...targets.map(({ name, figure, limit, isMet }) => [name, figure, limit, isMet ? "met" : "NOT MET"]),
  ];
}

/** A table in columns; the first to the left, the others to the right. */
export function asText(table: Table): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? "").length)));
  return table
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 2)))
        .join("")
        .trimEnd(),
    )
    .join("\n");
}
