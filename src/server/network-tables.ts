import { csvText } from "#core/csv.ts";
import type { PartDay, Totals } from "#core/network.ts";
import { WHOLE } from "#core/network.ts";
import type { NetworkToday, PartTotals } from "#core/network-today.ts";
import { SIZE_CLASSES } from "#core/size.ts";
import { utcDay } from "#core/time.ts";
import { OPEN_TO_ALL } from "./api.ts";
import { taggedText } from "./caching.ts";

/** Columns of totals in both files, named as in the API. */
const TOTALS = [
  "instances",
  "activePeople",
  "accounts",
  "top1Share",
  "top5Share",
  "top10Share",
  "hhi",
  "gini",
] as const satisfies readonly (keyof Totals)[];

/** `/network.csv`: a line a day of one part, oldest first. */
export function daysCsv(days: readonly PartDay[]): string {
  return csvText(
    ["day", ...TOTALS],
    days.map(({ day, totals }) => [day, ...TOTALS.map((column) => totals[column])]),
  );
}

/** `/network-today.csv`: the whole network, then each family and each language, with their classes of sizes. */
export function todayCsv(network: NetworkToday): string {
  const day = utcDay(network.judgedAt);
  const line = (part: string, name: string, { totals, classes }: PartTotals) => [
    day,
    part,
    name,
    ...TOTALS.map((column) => totals[column]),
    ...classes.flatMap(({ instances, activePeople }) => [instances, activePeople]),
  ];
  const whole = network.of(WHOLE);
  return csvText(
    ["day", "part", "name", ...TOTALS, ...SIZE_CLASSES.flatMap((size) => [`${size}Instances`, `${size}People`])],
    [
      ...(whole === null ? [] : [line("all", "", whole)]),
      ...[...network.families].map(([name, totals]) => line("family", name, totals)),
      ...[...network.languages].map(([name, totals]) => line("language", name, totals)),
    ],
  );
}

/** A file to keep, named; may be kept by caches for a quarter of an hour. */
export function csvFile(request: Request, text: string, name: string): Response {
  const headers = {
    ...OPEN_TO_ALL,
    "content-type": "text/csv; charset=utf-8; header=present",
    "content-disposition": `attachment; filename="${name}"`,
    "cache-control": "public, max-age=900",
  };
  return taggedText(request, text, headers);
}
