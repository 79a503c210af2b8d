import { type DrawnPool, outlinePath, placeIn, UNITS_PER_RADIUS } from "#core/pool.ts";
import { escapeXml } from "#core/xml.ts";
import { COLOURS, DARK_COLOURS } from "./drawing.ts";
import { regular } from "./fonts.ts";

/** What a badge says, and of whom. */
export interface Badge {
  /** Its pool at the scale of the directory's rows; null where there is none to draw. */
  pool: DrawnPool | null;
  /** The words in it. */
  words: string;
  /** The same for screen readers and as a tooltip, with the name. */
  title: string;
  language: string;
}

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const HEIGHT = 28;
const PADDING = 10;
const POOL_FRAME = { width: 26, height: 26 };
const TEXT_SIZE = 13;
/** Interface fonts of phones and desktops are a little wider than ours; so much room spares them being squeezed. */
const WIDER = 1.04;

/** The two looks of a badge: as attributes, and once more as rules for readers in the dark. */
const LOOK = { ground: "paper", edge: "edge", words: "ink", pool: "water", outline: "ink" } as const;

const rules = (colours: Record<(typeof LOOK)[keyof typeof LOOK], string>) =>
  `.ground{fill:${colours.paper};stroke:${colours.edge}}.words{fill:${colours.ink}}.pool{fill:${colours.water};stroke:${colours.ink}}.untold{stroke:${colours.ink}}`;

/** The only style there is, so that the policy of the answer can name it by its hash. */
export const DARK_STYLE = `@media (prefers-color-scheme:dark){${rules(DARK_COLOURS)}}`;

/**
 * A badge for somebody else's page, as SVG in whatever interface font its reader has: the width is measured with our
 * font, and the text is fitted to it.
 */
export function drawBadge({ pool, words, title, language }: Badge, theme: Theme): string {
  const colours = theme === "dark" ? DARK_COLOURS : COLOURS;
  const textX = pool === null ? PADDING : POOL_FRAME.width + 8;
  const textWidth = Math.ceil(regular.widthOf(words, TEXT_SIZE) * WIDER);
  const width = textX + textWidth + PADDING;
  const style = theme === "auto" ? `<style>${DARK_STYLE}</style>` : "";
  const ground = `<rect class="ground" x=".5" y=".5" width="${width - 1}" height="${HEIGHT - 1}" rx="13.5" fill="${colours[LOOK.ground]}" stroke="${colours[LOOK.edge]}"/>`;
  const text = `<text class="words" x="${textX}" y="18.5" font-family="system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif" font-size="${TEXT_SIZE}" textLength="${textWidth}" lengthAdjust="spacingAndGlyphs" fill="${colours[LOOK.words]}">${escapeXml(words)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" xml:lang="${escapeXml(language)}" aria-labelledby="title"><title id="title">${escapeXml(title)}</title>${style}${ground}${pool === null ? "" : poolMarkup(pool, colours)}${text}</svg>\n`;
}

function poolMarkup(pool: DrawnPool, colours: typeof COLOURS | typeof DARK_COLOURS): string {
  const { x, y } = placeIn(pool, POOL_FRAME, "middle");
  const scale = pool.radius / UNITS_PER_RADIUS;
  const line = `stroke="${colours[LOOK.outline]}" stroke-width="${(1.1 / scale).toFixed(0)}"`;
  const look = pool.isTold
    ? `class="pool" fill="${colours[LOOK.pool]}" ${line}`
    : `class="untold" fill="none" ${line} stroke-dasharray="${(2 / scale).toFixed(0)} ${(3.4 / scale).toFixed(0)}"`;
  // Cut by a frame inside of the rounded ground.
  return `<svg x="4" y="1" width="${POOL_FRAME.width}" height="${POOL_FRAME.height}"><path d="${outlinePath(pool.shape)}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})rotate(${pool.turn})scale(${scale.toFixed(5)})" ${look}/></svg>`;
}
