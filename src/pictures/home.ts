import { type Coast, linePath, placeOnCoast } from "#core/coast.ts";
import type { Directory } from "#core/directory.ts";
import type { Entry } from "#core/entry.ts";
import type { Translate } from "#site/i18n/index.ts";
import {
  COLOURS,
  type Drawing,
  groundMarkup,
  HEIGHT,
  poolMarkup,
  TEXT,
  textMarkup,
  WIDTH,
  wordmark,
  wrapped,
  zoomed,
} from "./drawing.ts";

/** How many times larger than on the home page everything on the coast is drawn. */
const ZOOM = 1.4;
/** Servers on it at most, and of how many they are chosen. */
const COUNT = 36;
const ASKED_FOR = 80;

const SEA_EDGE = [
  { x: 1230, y: -60 },
  { x: 1190, y: 0 },
  { x: 1150, y: 130 },
  { x: 1120, y: 250 },
  { x: 1060, y: 370 },
  { x: 1030, y: 480 },
  { x: 960, y: HEIGHT },
  { x: 940, y: HEIGHT + 60 },
];
const LAND_EDGE = [
  { x: 690, y: -60 },
  { x: 680, y: 0 },
  { x: 700, y: 130 },
  { x: 660, y: 250 },
  { x: 684, y: 370 },
  { x: 640, y: 480 },
  { x: 650, y: HEIGHT },
  { x: 630, y: HEIGHT + 60 },
];
const unzoomed = (line: Coast["landEdge"]) => line.map(({ x, y }) => ({ x: x / ZOOM, y: y / ZOOM }));
const COAST: Coast = {
  width: WIDTH / ZOOM,
  height: HEIGHT / ZOOM,
  landEdge: unzoomed(LAND_EDGE),
  seaEdge: unzoomed(SEA_EDGE),
  top: 6,
  bottom: HEIGHT / ZOOM - 6,
  named: [],
};

/** Depth lines in the sea, px apart from the coast. */
const SOUNDINGS = [40, 92, 160];

/** The preview of the whole site: the coast of its home page with the servers of the day. */
export function drawHome(directory: Directory, day: string, t: Translate): Drawing {
  const mark = wordmark(t("common.name"));
  return {
    planes: coastOf(directory, day) + mark.planes,
    letters: words(t) + mark.letters,
  };
}

/** The coast of a day, the same in every language: placing takes some tens of milliseconds. */
const coasts = new WeakMap<readonly Entry[], { day: string; markup: string }>();

function coastOf(directory: Directory, day: string): string {
  const before = coasts.get(directory.listed);
  if (before?.day === day) return before.markup;
  const servers = directory
    .coast(ASKED_FOR, day)
    .map(({ instance, size }) => ({ domain: instance.domain, activePeople: size?.activePeople ?? 0 }));
  const pools = zoomed(ZOOM, (line) =>
    placeOnCoast(COAST, servers, COUNT)
      .map(({ pool, x, y }) => poolMarkup(pool, { x, y, isEdge: false }, line))
      .join(""),
  );
  const markup = groundMarkup(LAND_EDGE) + pools + seaMarkup();
  coasts.set(directory.listed, { day, markup });
  return markup;
}

function seaMarkup(): string {
  const line = linePath(SEA_EDGE);
  const soundings = SOUNDINGS.map(
    (x) =>
      `<path d="${line}" transform="translate(${x} 0)" fill="none" stroke="${COLOURS.deep}" stroke-opacity=".4" stroke-width="2"/>`,
  );
  return `<path d="${line}H${2 * WIDTH}V0z" fill="${COLOURS.sea}" stroke="${COLOURS.ink}" stroke-width="2.2"/>${soundings.join("")}`;
}

const HEADING = { size: 60, isBold: true } as const;
const UNDER = { size: 30, colour: "ink-2" } as const;

function words(t: Translate): string {
  const sentences = t("home.h1").split(/(?<=[.。]) /);
  const heading = sentences.flatMap((sentence) => wrapped(sentence, TEXT.width, HEADING));
  const under = wrapped(t("home.title"), TEXT.width, UNDER);
  const first = 116;
  const second = first + heading.length * HEADING.size * 1.12 + 6;
  return [
    ...heading.map((line, index) => textMarkup(line, TEXT.x, first + index * HEADING.size * 1.12, HEADING)),
    ...under.map((line, index) => textMarkup(line, TEXT.x, second + index * UNDER.size * 1.25, UNDER)),
  ].join("");
}
