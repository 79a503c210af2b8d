import type { Directory } from "#core/directory.ts";
import { networkPicture } from "#core/network-picture.ts";
import type { Locale, Translate } from "#site/i18n/index.ts";
import {
  COLOURS,
  type Drawing,
  HEIGHT,
  PLAIN_GROUND,
  poolMarkup,
  TEXT,
  textMarkup,
  WIDTH,
  wordmark,
  wrapped,
} from "./drawing.ts";

/** Where pools lie, in px. */
const SHORE = { x: 700, y: 24, width: WIDTH - 700 - 24, height: HEIGHT - 48 };

/** The preview of the network: its servers as pools of true area, and what they add up to today. */
export function drawNetwork(directory: Directory, t: Translate, locale: Locale): Drawing {
  const mark = wordmark(t("common.name"));
  return {
    planes: PLAIN_GROUND + poolsOf(directory) + mark.planes,
    letters: words(directory, t, locale) + mark.letters,
  };
}

/** By the network of a directory, which stays the same object until another is published or somebody leaves. */
const drawnPools = new WeakMap<Directory["network"], string>();

function poolsOf({ network }: Directory): string {
  const before = drawnPools.get(network);
  if (before !== undefined) return before;
  const servers = (network.of({ by: "all" })?.largest ?? []).map(({ instance, size }) => ({
    domain: instance.domain,
    activePeople: size?.activePeople ?? 0,
  }));
  const { pools, others } = networkPicture(servers, SHORE);
  const markup = pools
    .map(({ pool, x, y }) => poolMarkup(pool, { x: SHORE.x + x, y: SHORE.y + y, isEdge: false }, 1.4))
    .join("");
  // All beyond the largest some hundreds, as one dotted disc of their area.
  const rest =
    others === null
      ? ""
      : `<circle cx="${(SHORE.x + others.x).toFixed(1)}" cy="${(SHORE.y + others.y).toFixed(1)}" r="${others.radius.toFixed(1)}" fill="${COLOURS.water}" fill-opacity=".5" stroke="${COLOURS.ink}" stroke-width="2.2" stroke-linecap="round" stroke-dasharray=".1 6"/>`;
  drawnPools.set(network, markup + rest);
  return markup + rest;
}

const PEOPLE = { size: 56, isBold: true } as const;
const REST = { size: 32 } as const;
/** Between one thing said and the next, in px. */
const GAP = 12;

function words({ network }: Directory, t: Translate, locale: Locale): string {
  const totals = network.of({ by: "all" })?.totals;
  const percent = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const said = [
    { text: t("picture.network.people", { count: totals?.activePeople ?? 0 }), style: PEOPLE },
    { text: t("picture.network.servers", { count: totals?.instances ?? 0 }), style: REST },
    ...(totals?.top10Share == null
      ? []
      : [{ text: t("picture.network.top10", { percent: percent.format(100 * totals.top10Share) }), style: REST }]),
  ];
  let y = 62 - GAP;
  return said
    .flatMap(({ text, style }) => {
      y += GAP;
      return wrapped(text, TEXT.width, style).map((line) => {
        y += style === PEOPLE ? PEOPLE.size * 1.12 : REST.size * 1.4;
        return textMarkup(line, TEXT.x, y, style);
      });
    })
    .join("");
}
