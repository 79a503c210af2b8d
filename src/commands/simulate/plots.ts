import { linePath, onAxis } from "#core/plot.ts";

/** A plot of a report: an svg that says in a sentence what it shows. */
export interface Plot {
  svg: string;
  /** Height in svg units; all are 720 wide. */
  height: number;
}

const WIDTH = 720;
const LABELS = 130;
const FIGURES = 78;
const ROW = 30;

/** Text as it stands in HTML. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** One bar a row from a true 0; `marked` is drawn in the colour of what we say. */
export function bars(
  rows: readonly { name: string; value: number; label: string }[],
  whole: number,
  marked: string,
): Plot {
  const axis = { from: 0, to: whole, start: LABELS, end: WIDTH - FIGURES };
  const svg = rows.map(({ name, value, label }, index) => {
    const y = index * ROW;
    const end = onAxis(Math.min(value, whole), axis);
    return `${text(LABELS - 10, y + 20, name, "end")}
<rect class="${name === marked ? "marked" : "data"}" x="${LABELS}" y="${y + 5}" width="${width(end - LABELS)}" height="${ROW - 10}"/>
${text(end + 8, y + 20, label)}`;
  });
  return { svg: svg.join("\n"), height: rows.length * ROW };
}

/** Each row one whole, in parts from left to right, the later the darker. */
export function parts(rows: readonly { name: string; shares: readonly number[] }[], names: readonly string[]): Plot {
  const axis = { from: 0, to: 1, start: LABELS, end: WIDTH };
  const legend = names.map((name, part) => {
    const x = (part * WIDTH) / names.length;
    return `<rect class="part-${part}" x="${x}" y="6" width="14" height="14"/>${text(x + 20, 18, name)}`;
  });
  const svg = rows.map(({ name, shares }, index) => {
    const y = (index + 1) * ROW;
    let before = 0;
    const drawn = shares.map((share, part) => {
      const [start, end] = [onAxis(before, axis), onAxis(before + share, axis)];
      before += share;
      return `<rect class="part-${part}" x="${start.toFixed(1)}" y="${y + 5}" width="${width(end - start)}" height="${ROW - 10}"/>`;
    });
    return `${text(LABELS - 10, y + 20, name, "end")}${drawn.join("")}`;
  });
  return { svg: [...legend, ...svg].join("\n"), height: (rows.length + 1) * ROW };
}

const SQUARE = 360;

/**
 * Curves over shares of the servers, the smallest first, up to all; the broken line is what equality would be.
 * @param from the share of the servers at the left side
 */
export function curves(
  lines: readonly { name: string; points: readonly { x: number; y: number }[]; isMarked: boolean }[],
  from: number,
): Plot {
  const across = { from, to: 1, start: 40, end: 40 + SQUARE };
  const up = { from: 0, to: 1, start: 10 + SQUARE, end: 10 };
  const path = (points: readonly { x: number; y: number }[]) =>
    linePath([points.map(({ x, y }) => ({ x: onAxis(x, across), y: onAxis(y, up) }))]);
  const drawn = lines.map(
    ({ points, isMarked }, index) =>
      `<path class="${isMarked ? "marked-line" : `line line-${index}`}" d="${path(points)}"/>`,
  );
  const legend = lines.map(({ name, isMarked }, index) => {
    const y = 40 + index * ROW;
    return `<path class="${isMarked ? "marked-line" : `line line-${index}`}" d="M440 ${y}h40"/>${text(490, y + 5, name)}`;
  });
  const equal = path([
    { x: from, y: from },
    { x: 1, y: 1 },
  ]);
  const frame = `<path class="frame" d="M40 10V${10 + SQUARE}H${40 + SQUARE}"/><path class="equal" d="${equal}"/>`;
  const sides = [
    text(40, SQUARE + 32, `the smallest ${100 * from} %`),
    text(40 + SQUARE, SQUARE + 32, "all servers", "end"),
    text(34, 20, "all", "end"),
    text(34, SQUARE + 14, "0", "end"),
  ];
  return { svg: [frame, ...drawn, ...legend, ...sides].join("\n"), height: SQUARE + 44 };
}

function width(units: number): string {
  return Math.max(0, units).toFixed(1);
}

function text(x: number, y: number, content: string, anchor = "start"): string {
  return `<text x="${x.toFixed(1)}" y="${y}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

/** A plot with its sentence, caption and table. */
export function figure({ svg, height }: Plot, sentence: string, caption: string, table: string): string {
  return `<figure><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(sentence)}">
${svg}
</svg><figcaption>${escaped(caption)}</figcaption><details><summary>As a table</summary>${table}</details></figure>`;
}
