import { proseText } from "#core/text.ts";
import { told } from "./tolerant.ts";

/** What is looked at of a text, in UTF-16 units; far more than is ever kept of it. */
const LONGEST_INPUT = 20_000;

/** Marks of Markdown and what stands in their place, in this order. Repetitions are bounded, so none takes long. */
const MARKS: readonly (readonly [RegExp, string])[] = [
  [/!\[[^\]\n]{0,300}\]\([^)\n]{0,1000}\)/g, ""],
  [/\[([^\]\n]{0,300})\]\([^)\n]{0,1000}\)/g, "$1"],
  [/^[ \t]{0,3}(?:[-*_=][ \t]{0,3}){3,200}$/gm, ""],
  [/^[ \t]{0,3}(?:#{1,6}(?=[ \t])|>)[ \t]{0,20}/gm, ""],
  [/`{1,10}|\*\*|__|~~/g, ""],
  [/(?<![\p{L}\p{N}*_])[*_](?=\S)|(?<=\S)[*_](?![\p{L}\p{N}*_])/gu, ""],
  [/\\([!-/:-@[-`{-~])/g, "$1"],
];

const BULLET = /^[ \t]{0,20}(?:[-*+]|\d{1,3}[.)])[ \t]{1,20}/;

/** The text without the marks that only a renderer needs. */
function withoutMarkdown(text: string): string {
  return MARKS.reduce((left, [mark, instead]) => left.replace(mark, instead), text.slice(0, LONGEST_INPUT));
}

/** What somebody wrote in Markdown, without its marks, and still to be made plain; null where there is none. */
export const markdown = told((value) => (typeof value === "string" ? withoutMarkdown(value) : null));

/** The points of a text in Markdown: its list items and paragraphs, without its headings. */
export function markdownPoints(maxItems: number, maxLength: number) {
  return told((value) =>
    (typeof value === "string" ? pointsOf(value.slice(0, LONGEST_INPUT)).slice(0, maxItems) : [])
      .map((point) => proseText(withoutMarkdown(point), maxLength))
      .filter((point) => point !== null),
  );
}

function pointsOf(text: string): string[] {
  const points: string[] = [];
  let isOpen = false;
  for (const line of text.split("\n")) {
    const isHeading = /^ {0,3}#{1,6}\s/.test(line);
    if (line.trim() === "" || isHeading) isOpen = false;
    else if (isOpen && !BULLET.test(line)) points.push(`${points.pop()} ${line}`);
    else {
      points.push(line.replace(BULLET, ""));
      isOpen = true;
    }
  }
  return points;
}
