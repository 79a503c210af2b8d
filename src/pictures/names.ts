import { domainToUnicode } from "node:url";
import { packed } from "./drawing.ts";
import { semibold } from "./fonts.ts";

/** A name of one script throughout, its ending too: letters of another are how names pretend to be others. */
const ONE_SCRIPT = /^(?:[\p{Script=Latin}\p{Nd}.-]+|[\p{Script=Greek}\p{Nd}.-]+|[\p{Script=Cyrillic}\p{Nd}.-]+)$/u;

/**
 * A domain as it is drawn: in its own letters where our fonts have them all and it mixes no scripts, else in the ASCII
 * that stands in every link.
 * @example drawnDomain("xn--bcher-kva.example") // => "bücher.example"
 * @example drawnDomain("xn--r8jz45g.jp") // => "xn--r8jz45g.jp"
 */
export function drawnDomain(domain: string): string {
  const name = domainToUnicode(domain);
  return semibold.has(name) && ONE_SCRIPT.test(name) ? name : domain;
}

/** Sizes tried for a name, in px, each with the lines it may take. */
const SIZES = [
  { size: 76, lines: 1 },
  { size: 68, lines: 2 },
  { size: 60, lines: 2 },
  { size: 52, lines: 2 },
  { size: 44, lines: 3 },
  { size: 36, lines: 4 },
] as const;

/**
 * A name in lines, as large as it fits: broken after dots, at its smallest also inside a label; of one that is too long
 * even then the end is kept, which says whose it is.
 */
export function nameLines(name: string, width: number): { lines: string[]; size: number } {
  const pieces = name.split(/(?<=\.)/);
  let smallest = 0;
  for (const { size, lines: most } of SIZES) {
    const lines = packed(pieces, "", width, (line) => semibold.widthOf(line, size));
    if (lines.length <= most && lines.every((line) => semibold.widthOf(line, size) <= width)) return { lines, size };
    smallest = size;
  }
  const most = SIZES.at(-1)?.lines ?? 1;
  const lines: string[] = [];
  for (const character of [...name].toReversed()) {
    const [first] = lines;
    if (first !== undefined && semibold.widthOf(character + first, smallest) <= width) lines[0] = character + first;
    else if (lines.length < most) lines.unshift(character);
    else {
      lines[0] = `…${first?.slice(1) ?? ""}`;
      break;
    }
  }
  return { lines, size: smallest };
}
