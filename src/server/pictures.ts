import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import pLimit from "p-limit";
import type { Directory } from "#core/directory.ts";
import type { Entry } from "#core/entry.ts";
import { utcDay } from "#core/time.ts";
import { DEFAULT_LOCALE, type Locale, type Translate, translator } from "#site/i18n/index.ts";
import { type Drawing, svgOf } from "#site/pictures/drawing.ts";
import { drawHome } from "#site/pictures/home.ts";
import { drawNetwork } from "#site/pictures/network.ts";
import { blurhashFrom, toPng } from "#site/pictures/render.ts";
import { drawServer } from "#site/pictures/server.ts";

/** Entries are never changed, only replaced: what was made of one holds for as long as it does. */
const hashes = new WeakMap<Entry, Map<Locale, string>>();

/** Blurhashes by what they depend on, so that a publish makes only those anew whose size changed. */
const blurhashes = new Map<string, string>();
/** As many are kept, some megabytes; the whole fediverse has fewer servers to show. */
const KEPT_BLURHASHES = 50_000;

/**
 * The absolute address of a server's picture, 1200×630 PNG: of its link previews, `proxied_thumbnail`, `thumbnail_url`.
 * It names its content, so it may be kept for ever. Costs 0.1 ms for the first time and nothing afterwards.
 * @param siteUrl the public origin, `config.url`
 * @param locale whose words stand in it
 */
export function pictureUrl(entry: Entry, siteUrl: string, locale: Locale = DEFAULT_LOCALE): string {
  return addressOf(entry.instance.domain, pictureHash(entry, locale), siteUrl, locale);
}

/** Pictures of the site itself; none of their names can be a domain. */
export const SITE_PICTURES = ["home", "network"] as const;
export type SitePicture = (typeof SITE_PICTURES)[number];

/** What the pictures of the site are drawn from. */
export interface Scene {
  directory: Directory;
  locale: Locale;
  now: Date;
}

const SITE_DRAWINGS: Readonly<Record<SitePicture, (scene: Scene, t: Translate) => Drawing>> = {
  home: ({ directory, now }, t) => drawHome(directory, utcDay(now), t),
  network: ({ directory, locale }, t) => drawNetwork(directory, t, locale),
};

/** By the list of servers, which stays the same object until another is published or somebody leaves. */
const siteHashes = new WeakMap<readonly Entry[], Map<string, string>>();

export function drawSite(picture: SitePicture, scene: Scene): Drawing {
  return SITE_DRAWINGS[picture](scene, translator(scene.locale));
}

/** Which picture the site has just now: another one each day and with each publish. */
export function sitePictureHash(picture: SitePicture, scene: Scene): string {
  const { listed } = scene.directory;
  const key = `${picture} ${scene.locale} ${utcDay(scene.now)}`;
  const known = siteHashes.get(listed) ?? new Map<string, string>();
  const hash = known.get(key) ?? hashOf(drawSite(picture, scene));
  siteHashes.set(listed, known.set(key, hash));
  return hash;
}

/** The absolute address of a picture of the site, as pictureUrl. */
export function sitePictureUrl(picture: SitePicture, scene: Scene, siteUrl: string): string {
  return addressOf(picture, sitePictureHash(picture, scene), siteUrl, scene.locale);
}

/** By its name: a domain, or a name that cannot be one. */
function addressOf(name: string, hash: string, siteUrl: string, locale: Locale): string {
  const language = locale === DEFAULT_LOCALE ? "" : `language=${locale}&`;
  return `${siteUrl}/picture/${name}.png?${language}v=${hash}`;
}

/** Which picture a server has: changes when, and only when, the picture does. */
export function pictureHash(entry: Entry, locale: Locale): string {
  const known = hashes.get(entry) ?? new Map<Locale, string>();
  const hash = known.get(locale) ?? hashOf(drawServer(entry, translator(locale)));
  hashes.set(entry, known.set(locale, hash));
  return hash;
}

/** The blurhash of a server's picture, the same in every language. Costs half a millisecond for the first time, nothing afterwards. */
export function blurhashOf(entry: Entry): string {
  const key = `${entry.instance.domain} ${entry.size?.activePeople ?? null}`;
  let blurhash = blurhashes.get(key);
  if (blurhash === undefined) {
    if (blurhashes.size >= KEPT_BLURHASHES) blurhashes.clear();
    blurhash = blurhashFrom(drawServer(entry, translator(DEFAULT_LOCALE)));
    blurhashes.set(key, blurhash);
  }
  return blurhash;
}

/** A drawing by its content. */
export function hashOf(drawing: Drawing): string {
  return createHash("sha256").update(svgOf(drawing)).digest("base64url").slice(0, 16);
}

/** Pictures kept in memory, in bytes of PNG; some hundreds. */
const KEPT_BYTES = 16 * 1024 * 1024;
/** Pictures that may wait to be drawn; who comes after them is asked to come back. */
const MOST_WAITING = 32;

/** Drawn one after the other, with as long a pause after each: many at once leave at least half of the time to pages. */
const oneByOne = pLimit(1);
const underWay = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
/** What was asked for longest ago comes first. */
const kept = new Map<string, Uint8Array<ArrayBuffer>>();
let keptBytes = 0;

/**
 * A drawing as PNG, from memory where it was drawn lately.
 * @param hash of the drawing, see hashOf
 * @returns null while too many others wait to be drawn
 */
export async function drawn(hash: string, draw: () => Drawing): Promise<Uint8Array<ArrayBuffer> | null> {
  const before = kept.get(hash);
  if (before !== undefined) {
    kept.delete(hash);
    kept.set(hash, before);
    return before;
  }
  const waiting = underWay.get(hash);
  if (waiting !== undefined) return waiting;
  if (oneByOne.pendingCount >= MOST_WAITING) return null;
  const drawing = new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    oneByOne(async () => {
      const started = performance.now();
      try {
        resolve(keep(hash, await toPng(draw())));
      } finally {
        underWay.delete(hash);
      }
      await setTimeout(performance.now() - started);
    }).catch(reject);
  });
  underWay.set(hash, drawing);
  return drawing;
}

function keep(hash: string, png: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  kept.set(hash, png);
  keptBytes += png.byteLength;
  for (const [oldest, { byteLength }] of kept) {
    if (keptBytes <= KEPT_BYTES) break;
    kept.delete(oldest);
    keptBytes -= byteLength;
  }
  return png;
}
