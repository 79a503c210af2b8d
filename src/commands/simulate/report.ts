import { lorenz } from "#core/concentration.ts";
import type { Concentration } from "#site/simulation/measures.ts";
import type { Result } from "#site/simulation/scenarios.ts";
import { bars, curves, escaped, figure, parts } from "./plots.ts";
import { count, percent, type Table } from "./tables.ts";

/** All that a report tells. */
export interface Report {
  /** What was run, one fact a line. */
  facts: readonly string[];
  results: readonly Result[];
  before: { people: readonly number[]; concentration: Concentration };
  /** People of each server after a year, by way. */
  after: ReadonlyMap<string, readonly number[]>;
  newcomers: Table;
  network: Table;
  targets: Table;
}

/** What is not known and had to be supposed. */
const ASSUMPTIONS = [
  "Newcomers speak and do what the network's people do, by the first language and the kind of their server; topics are wanted as servers have them. Half name no topic, 35 % one, 15 % two. One in five who do not speak English tick English too. One in ten want to join at once.",
  "They come evenly over the day. Each is shown three servers, looks at those that give up least, and takes the first, second or third with 3 : 2 : 1. Each choice is counted as a referral.",
  "biggest-first and log-800 list what fits, sorted by people active in a week, or by the closeness of that number to 800 on a log scale; newcomers take one of the first three. random is any open server that fits, flagship the largest of the kind.",
  "optimal knows each day in advance and assigns everybody: languages first, then topics, then places, none above its intake of the day.",
  "Of ten newcomers one is still active after a year, on every server alike; the years are compared for as many newcomers as the policy placed that placed fewest.",
  "Sizes stay as they are while newcomers come; those turned away do not come back.",
];

const MARKED = "rockpool";
const BANDS = ["within the intake", "up to twice", "up to 5 times", "up to 20 times", "more"];

/** The report as one HTML file: no script, nothing from elsewhere, every plot also as a sentence and as a table. */
export function reportPage(report: Report): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rockpool: where newcomers would go</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Where newcomers would go</h1>
<ul>${items(report.facts)}</ul>
<h2>Targets</h2>
${html(report.targets)}
<h2>Newcomers</h2>
${newcomerFigures(report)}
${html(report.newcomers)}
<h2>The network after a year</h2>
${networkFigures(report)}
${html(report.network)}
<h2>What is assumed</h2>
<ul>${items(ASSUMPTIONS)}</ul>
</body>
</html>
`;
}

function newcomerFigures({ results }: Report): string {
  const shares = (value: (result: Result) => number) =>
    results.map((result) => ({ name: result.way, value: value(result), label: percent(value(result)) }));
  const drawn = (name: string, caption: string, value: (result: Result) => number) => {
    const rows = shares(value);
    return figure(
      bars(rows, 1, MARKED),
      `${name}: ${said(rows)}.`,
      caption,
      html([["policy", name], ...rows.map((row) => [row.name, row.label])]),
    );
  };
  const loads = results.map(({ way, measures }) => ({ name: way, shares: measures.bandShares }));
  const used = results.map(({ way, measures }) => ({
    name: way,
    value: measures.serversUsed,
    label: count(measures.serversUsed),
  }));
  const most = Math.max(1, ...used.map(({ value }) => value));
  return [
    drawn(
      "sent to an oversized server",
      "Share of the placed newcomers who were sent to a truly oversized server.",
      ({ measures }) => measures.oversizedShare,
    ),
    figure(
      parts(loads, BANDS),
      `Load against intake. Within the intake: ${said(loads.map(({ name, shares }) => ({ name, label: percent(shares[0] ?? 0) })))}.`,
      "Placed newcomers by what their server got on that day, against the intake it should have.",
      html([
        ["policy", ...BANDS],
        ...loads.map(({ name, shares }) => [name, ...shares.map((share) => percent(share))]),
      ]),
    ),
    drawn(
      "language kept",
      "Share of all newcomers on a server that speaks their language.",
      ({ measures }) => measures.languageShare,
    ),
    drawn(
      "topic kept",
      "Share of all newcomers who named a topic, on a server that speaks their language and is about it.",
      ({ measures }) => measures.topicShare,
    ),
    figure(
      bars(used, most, MARKED),
      `Servers that got newcomers: ${said(used)}.`,
      "Servers that got at least one newcomer.",
      html([["policy", "servers"], ...used.map(({ name, label }) => [name, label])]),
    ),
    drawn(
      "expected survivors",
      "Share of the placed newcomers whose server is expected to be up after 23 months, by its number of accounts.",
      ({ measures }) => measures.survivorShare,
    ),
  ].join("\n");
}

/** From here on the curves differ: nine tenths of the servers have next to nobody. */
const LORENZ_FROM = 0.9;
const LORENZ_AT = Array.from({ length: 101 }, (_, index) => LORENZ_FROM + (index * (1 - LORENZ_FROM)) / 100);

function networkFigures({ before, after, results }: Report): string {
  const lines = [["today", before.people] as const, ...after].map(([name, people]) => ({
    name,
    isMarked: name === MARKED,
    points: lorenz(people, LORENZ_AT).map(({ servers, people }) => ({ x: servers, y: people })),
  }));
  const half = lines.map(({ name, points }) => ({ name, label: percent(points.find(({ x }) => x >= 0.99)?.y ?? 0) }));
  const tops = [
    { way: "today", year: before.concentration },
    ...results.map(({ way, measures }) => ({ way, year: measures.year })),
  ];
  const top = (name: string, value: (concentration: Concentration) => number) => {
    const rows = tops.map(({ way, year }) => ({ name: way, value: value(year), label: percent(value(year), 2) }));
    return figure(
      bars(rows, 1, MARKED),
      `${name}: ${said(rows)}.`,
      `${name}, of all active people.`,
      html([["policy", name], ...rows.map((row) => [row.name, row.label])]),
    );
  };
  return [
    figure(
      curves(lines, LORENZ_FROM),
      `Lorenz curves. All but the largest hundredth of the servers hold together: ${said(half)}.`,
      "Lorenz curves: which share of the people the smallest servers hold together, today and after a year. Only the largest tenth is shown; equal servers would lie on the broken line.",
      html([["policy", "held by all but the largest hundredth"], ...half.map(({ name, label }) => [name, label])]),
    ),
    top("Held by the largest server", ({ top1Share }) => top1Share),
    top("Held by the five largest", ({ top5Share }) => top5Share),
    top("Held by the ten largest", ({ top10Share }) => top10Share),
  ].join("\n");
}

function said(rows: readonly { name: string; label: string }[]): string {
  return rows.map(({ name, label }) => `${name} ${label}`).join(", ");
}

function items(lines: readonly string[]): string {
  return lines.map((line) => `<li>${escaped(line)}</li>`).join("");
}

function html([head = [], ...rows]: Table): string {
  const cells = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? `<th scope="row">${escaped(cell)}</th>` : `<td>${escaped(cell)}</td>`))
      .join("");
  return `<div class="table" tabindex="0" role="region" aria-label="${escaped(head.join(", "))}"><table><thead><tr>${head
    .map((name) => `<th scope="col">${escaped(name)}</th>`)
    .join("")}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join("")}</tbody></table></div>`;
}

const STYLE = `
:root{color-scheme:light dark;--paper:light-dark(#fbfbf6,#0d1a1d);--ink:light-dark(#10313a,#e9efe5);--second:light-dark(#456068,#a6bab5);
--line:light-dark(#d5d8c6,#2c3d3c);--data:light-dark(#2e7d89,#5fa9b4);--mark:light-dark(#a31657,#ff94ba)}
body{margin:auto;max-width:48rem;padding:1.5rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
h1,h2{line-height:1.15}h2{margin-top:2.5rem}
figure{margin:2rem 0}svg{display:block;width:100%;height:auto;font-size:15px}svg text{fill:var(--ink)}
figcaption,summary{color:var(--second);font-size:.9375rem}
.table{overflow-x:auto}table{border-collapse:collapse;font-size:.9375rem;font-variant-numeric:tabular-nums}
th,td{padding:.25rem .75rem .25rem 0;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}th:first-child{text-align:left}
.data{fill:var(--data)}.marked{fill:var(--mark)}.frame,.equal{fill:none;stroke:var(--second)}.equal{stroke-dasharray:3 4}
.line,.marked-line{fill:none;stroke:var(--data);stroke-width:2}.marked-line{stroke:var(--mark);stroke-width:3}
.line-0{stroke:var(--ink)}.line-2{stroke-dasharray:8 4}.line-3{stroke-dasharray:2 4}.line-4{stroke-dasharray:12 3 2 3}.line-5{stroke-dasharray:5 8}
.part-0{fill:var(--data)}.part-1{fill:var(--data);opacity:.45}.part-2{fill:var(--mark);opacity:.45}.part-3{fill:var(--mark);opacity:.75}.part-4{fill:var(--mark)}
`;
