import { linePath } from "#core/coast.ts";
import {
  type DrawnPool,
  EDGE_DEPTHS_PX,
  outlinePath,
  type Placed,
  RULER_PEOPLE,
  radiusOf,
  SHAPES,
  UNITS_PER_RADIUS,
} from "#core/pool.ts";
import { escapeXml } from "#core/xml.ts";
import { FAMILY, regular, semibold } from "./fonts.ts";
import { MARK_POOLS } from "./mark.ts";

/** What the pictures of link previews are drawn with. They are SVG first, made here of strings, and PNG for readers. */

/** The size that link previews ask for, in px. */
export const WIDTH = 1200;
export const HEIGHT = 630;

/** The light colours of styles/tokens.css: a preview cannot know who looks. A test holds both together. */
export const COLOURS = {
  land: "#f4e8c8",
  shore: "#d9e2bd",
  "shore-line": "#7f8f58",
  water: "#a6d6da",
  deep: "#6fb6bf",
  sea: "#17606d",
  ink: "#10313a",
  "ink-2": "#456068",
  paper: "#fbfbf6",
  edge: "#6d7f7c",
} as const;

/** Their dark counterparts, for what can know. */
export const DARK_COLOURS = { water: "#1d5560", ink: "#e9efe5", paper: "#0d1a1d", edge: "#7e9490" } as const;

/** A picture before it is one. */
export interface Drawing {
  /** What has no letters: all that remains when it is shrunk to a thumbnail's few colours. */
  planes: string;
  letters: string;
}

export function svgOf({ planes, letters }: Drawing): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${planes}${letters}</svg>`;
}

/** Every outline and its depth lines, by shape: hundreds of pictures are asked for at a time. */
const outlines = Array.from({ length: SHAPES }, (_, shape) => [0, 1, 2, 3].map((depth) => outlinePath(shape, depth)));

/** Weight of lines in px: a preview is mostly shown at half its size. */
const LINE = 2.2;

/** Something drawn `zoom` times as large as its coordinates say, with lines that stay as they are. */
export function zoomed(zoom: number, markup: (line: number) => string): string {
  return `<g transform="scale(${zoom})">${markup(LINE / zoom)}</g>`;
}

/**
 * One pool at its place. Of one so large that it closes far outside of the frame, depth lines follow the edge.
 * @param line weight of its outline, in the units it is placed in
 */
export function poolMarkup(pool: DrawnPool, { x, y, isEdge }: Placed, line: number = LINE): string {
  const scale = pool.radius / UNITS_PER_RADIUS;
  const path = (depth: number, attributes: string, shift = 0): string =>
    `<path d="${outlines[pool.shape]?.[depth]}" transform="translate(${(x + shift).toFixed(1)} ${y.toFixed(1)})rotate(${pool.turn})scale(${scale.toFixed(5)})" ${attributes}/>`;
  const outline = `stroke="${COLOURS.ink}" stroke-width="${(line / scale).toFixed(1)}"`;
  if (!pool.isTold) {
    const dash = [6, 8].map((length) => (length / scale).toFixed(1)).join(" ");
    return path(0, `fill="none" ${outline} stroke-dasharray="${dash}"`);
  }
  const deep = `fill="${COLOURS.deep}" fill-opacity=".34"`;
  const depths =
    isEdge && pool.radius > WIDTH
      ? EDGE_DEPTHS_PX.map((shift) => path(0, deep, 1.5 * shift))
      : Array.from({ length: pool.steps }, (_, index) => path(index + 1, deep));
  return path(0, `fill="${COLOURS.water}" ${outline}`) + depths.join("");
}

const DASHES = `fill="none" stroke="${COLOURS.ink}" stroke-width="${LINE}" stroke-dasharray="6 6"`;

/** The dashed circle of a village school. */
export function rulerMarkup(x: number, y: number, scale: number): string {
  const radius = radiusOf(RULER_PEOPLE, scale).toFixed(1);
  return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius}" ${DASHES}/>`;
}

type Line = Parameters<typeof linePath>[0];

/** The ground of all previews: land, and a shore from a coast line on. */
export function groundMarkup(landEdge: Line): string {
  const line = linePath(landEdge);
  const tides = [-26, -54].map(
    (x) =>
      `<path d="${line}" transform="translate(${x} 0)" fill="none" stroke="${COLOURS["shore-line"]}" stroke-width="${LINE}" stroke-linecap="round" stroke-dasharray=".1 9"/>`,
  );
  return `<path d="M0 0H${WIDTH}V${HEIGHT}H0z" fill="${COLOURS.land}"/><path d="${line}H${WIDTH}V${landEdge[0]?.y ?? 0}z" fill="${COLOURS.shore}"/>${tides.join("")}`;
}

/** Land for the words, and the rest shore. */
export const PLAIN_GROUND = groundMarkup([
  { x: 676, y: -40 },
  { x: 668, y: 0 },
  { x: 684, y: 110 },
  { x: 652, y: 240 },
  { x: 676, y: 360 },
  { x: 640, y: 480 },
  { x: 656, y: HEIGHT },
  { x: 640, y: HEIGHT + 40 },
]);

export interface TextStyle {
  size: number;
  isBold?: boolean;
  colour?: keyof typeof COLOURS;
}

/** One line of text; what the fonts have no letters for is not to be given. */
export function textMarkup(text: string, x: number, y: number, { size, isBold = false, colour = "ink" }: TextStyle) {
  const weight = isBold ? ` font-weight="600" letter-spacing="${(-0.012 * size).toFixed(2)}"` : "";
  return `<text x="${x}" y="${y.toFixed(1)}" font-family="${FAMILY}" font-size="${size}"${weight} fill="${COLOURS[colour]}" xml:space="preserve">${escapeXml(text)}</text>`;
}

/** How much narrower a block of text is tried to be, in px, to make its lines alike. */
const NARROWER = 12;

/** A text broken at spaces into as few lines as `width` allows, of about one length. */
export function wrapped(text: string, width: number, { size, isBold = false }: TextStyle): string[] {
  const words = text.split(" ");
  const font = isBold ? semibold : regular;
  const linesAt = (narrower: number) => packed(words, " ", narrower, (line) => font.widthOf(line, size));
  let lines = linesAt(width);
  const count = lines.length;
  for (let narrower = width - NARROWER; narrower > width / 2; narrower -= NARROWER) {
    const tried = linesAt(narrower);
    if (tried.length > count || tried.some((line) => font.widthOf(line, size) > narrower)) break;
    lines = tried;
  }
  return lines;
}

/** Pieces joined to as few lines as a width allows. */
export function packed(
  pieces: readonly string[],
  joint: string,
  width: number,
  widthOf: (line: string) => number,
): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    const longer = last + joint + piece;
    if (last !== undefined && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}

/** Where all text begins, in px from the left, and how wide it may be. */
export const TEXT = { x: 64, width: 516 } as const;

const MARK = { size: 56, top: HEIGHT - 64 - 56 } as const;

/** The mark with the site's name, at the foot of each picture. */
export function wordmark(name: string): Drawing {
  const scale = MARK.size / 48;
  const pools = MARK_POOLS.map((outline) => `<path d="${outline}"/>`).join("");
  const planes = `<g transform="translate(${TEXT.x} ${MARK.top})scale(${scale.toFixed(4)})"><clipPath id="mark"><rect width="48" height="48" rx="10"/></clipPath><g clip-path="url(#mark)"><path d="M0 0h48v48H0z" fill="${COLOURS.land}"/><circle cx="57" cy="55" r="34" fill="${COLOURS.sea}"/><g fill="${COLOURS.deep}" stroke="${COLOURS.ink}" stroke-width="1.7">${pools}</g></g></g>`;
  return { planes, letters: textMarkup(name, TEXT.x + MARK.size + 16, MARK.top + 42, { size: 40, isBold: true }) };
}
