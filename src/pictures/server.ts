import type { Entry } from "#core/entry.ts";
import { extentOf, familiarSize, placeIn, poolOf, RULER_PEOPLE, radiusOf, SCALES } from "#core/pool.ts";
import { peopleShown } from "#site/i18n/format.ts";
import type { Translate } from "#site/i18n/index.ts";
import {
  type Drawing,
  HEIGHT,
  PLAIN_GROUND,
  poolMarkup,
  rulerMarkup,
  TEXT,
  textMarkup,
  WIDTH,
  wordmark,
  wrapped,
} from "./drawing.ts";
import { drawnDomain, nameLines } from "./names.ts";

/** Where the pool lies, in px from the left, and free space around it. */
const SHORE = 690;
const GAP = 28;

/**
 * The preview of one server: its pool, all previews at one scale, beside a village school, with its name and size. What
 * does not fit is cut by the frame. Nothing in it is in the server's own words.
 */
export function drawServer(entry: Entry, t: Translate): Drawing {
  const mark = wordmark(t("common.name"));
  return {
    planes: PLAIN_GROUND + sizeMarkup(entry) + mark.planes,
    letters: words(entry, t) + mark.letters,
  };
}

function sizeMarkup({ instance, size }: Entry): string {
  const pool = poolOf(instance.domain, size?.activePeople ?? null, SCALES.preview);
  const frame = { width: WIDTH - SHORE - GAP, height: HEIGHT };
  const at = (placed: ReturnType<typeof placeIn>, left: number) => ({ ...placed, x: left + placed.x });
  if (!pool.isTold) return poolMarkup(pool, at(placeIn(pool, frame, "middle"), SHORE));

  const ruler = radiusOf(RULER_PEOPLE, SCALES.preview);
  const room = frame.width - 2 * ruler - GAP;
  const { left, right, top, bottom } = extentOf(pool);
  const placed = placeIn(pool, { ...frame, width: room }, "middle");
  if ((left + right) * pool.radius <= room && (top + bottom) * pool.radius <= HEIGHT - 2 * GAP) {
    const middle = at(placed, SHORE);
    const ground = Math.max(middle.y + bottom * pool.radius, HEIGHT / 2 + ruler);
    const lowered = { ...middle, y: ground - bottom * pool.radius };
    return poolMarkup(pool, lowered) + rulerMarkup(WIDTH - GAP - ruler, ground - ruler, SCALES.preview);
  }
  // Beyond the frame's end as well: what is cut has no shore behind it.
  const middle = at(placeIn(pool, { width: WIDTH - SHORE, height: HEIGHT }, "middle"), SHORE);
  const rulerX = middle.isEdge ? (SHORE + WIDTH) / 2 + 60 : middle.x;
  return poolMarkup(pool, middle) + rulerMarkup(rulerX, HEIGHT / 2, SCALES.preview);
}

const SIZE_TEXT = { size: 36 } as const;
const LIKE_TEXT = { size: 28, colour: "ink-2" } as const;
const RULER_TEXT = { size: 24, colour: "ink-2" } as const;
const LINE_HEIGHT = 1.25;

function words(entry: Entry, t: Translate): string {
  const { size } = entry;
  const name = nameLines(drawnDomain(entry.instance.domain), TEXT.width);
  const people = size === null ? null : t(`picture.size.${size.basis}`, { count: peopleShown(size) });
  const untold = entry.instance.doubts.length > 0 ? t("picture.notBelieved") : t("picture.notTold");
  const like =
    size === null || size.basis === "accounts"
      ? null
      : t("picture.like", { familiar: t(`common.familiar.${familiarSize(size.activePeople)}`) });
  const ruler = size === null ? null : t("common.ruler", { count: RULER_PEOPLE });

  let y = 64;
  const write = (text: string | null, style: Parameters<typeof textMarkup>[3], above = 0) => {
    if (text === null) return "";
    y += above;
    return wrapped(text, TEXT.width, style)
      .map((line) => {
        y += style.size * LINE_HEIGHT;
        return textMarkup(line, TEXT.x, y, style);
      })
      .join("");
  };
  const heading = name.lines.map((line) => {
    y += name.size * 1.12;
    return textMarkup(line, TEXT.x, y, { size: name.size, isBold: true });
  });
  return [
    ...heading,
    write(people ?? untold, SIZE_TEXT, 18),
    write(like, LIKE_TEXT, 2),
    ruler === null ? "" : textMarkup(ruler, TEXT.x, HEIGHT - 150, RULER_TEXT),
  ].join("");
}
