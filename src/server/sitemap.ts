import type { Entry } from "#core/entry.ts";
import { escapeXml } from "#core/xml.ts";
import { DEFAULT_LOCALE, LOCALES, localizedPath } from "#site/i18n/index.ts";

/** Pages of our own, as paths without locale; tests/server/sitemap.test.ts tells of one that is missing. */
export const OWN_PAGES = [
  "/",
  "/servers",
  "/why-small",
  "/network",
  "/audience",
  "/list",
  "/manage",
  "/widget",
  "/bot",
  "/api",
  "/apps",
  "/about",
  "/privacy",
] as const;

/**
 * Places on one sitemap, each in every locale: some 1 MB, and 3 MB with the longest domains. The limits are 50,000
 * addresses and 50 MB (sitemaps.org), but whatever a slow reader has not read yet waits in memory.
 */
export const PLACES_PER_PART = 1_000;
/** Places written at a time, so that other requests have their turn. */
const PLACES_PER_CHUNK = 250;

/** Headers of every sitemap. */
export const SITEMAP_HEADERS = {
  "content-type": "application/xml; charset=utf-8",
  "cache-control": "public, max-age=3600",
} as const;

interface Place {
  path: string;
  /** ISO 8601; null where we do not keep it. */
  changedAt: string | null;
}

/** How many sitemaps there are; with one there is no index. */
export function sitemapParts(listed: readonly Entry[]): number {
  return Math.ceil((OWN_PAGES.length + listed.length) / PLACES_PER_PART);
}

/** The index of all sitemaps. */
export function sitemapIndex(parts: number, siteUrl: string): string {
  const each = Array.from({ length: parts }, (_, index) => {
    return `<sitemap><loc>${escapeXml(`${siteUrl}/sitemap/${index + 1}.xml`)}</loc></sitemap>\n`;
  });
  return `${HEAD}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${each.join("")}</sitemapindex>\n`;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const START = `${HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n`;
const END = "</urlset>\n";

/**
 * One sitemap, written while it is read: our pages and all listed servers, in every locale.
 * @param part from 1
 */
export function sitemap(listed: readonly Entry[], part: number, siteUrl: string): ReadableStream<Uint8Array> {
  const chunks = chunksOf(listed, part, siteUrl);
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      const { value, done } = chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
}

function* chunksOf(listed: readonly Entry[], part: number, siteUrl: string): Generator<string, undefined> {
  yield START;
  const end = Math.min(part * PLACES_PER_PART, OWN_PAGES.length + listed.length);
  for (let start = (part - 1) * PLACES_PER_PART; start < end; start += PLACES_PER_CHUNK) {
    const places = Array.from({ length: Math.min(PLACES_PER_CHUNK, end - start) }, (_, index) =>
      placeAt(listed, start + index),
    );
    yield places.map((place) => placeMarkup(place, siteUrl)).join("");
  }
  yield END;
  return undefined;
}

function placeAt(listed: readonly Entry[], index: number): Place {
  const own = OWN_PAGES[index];
  if (own !== undefined) return { path: own, changedAt: null };
  const instance = listed[index - OWN_PAGES.length]?.instance;
  return { path: `/servers/${instance?.domain}`, changedAt: instance?.lastSeenAt ?? null };
}

function placeMarkup({ path, changedAt }: Place, siteUrl: string): string {
  const address = (locale: (typeof LOCALES)[number]) => escapeXml(siteUrl + localizedPath(locale, path));
  const others = [...LOCALES.map((locale) => [locale, address(locale)]), ["x-default", address(DEFAULT_LOCALE)]]
    .map(([tag, href]) => `<xhtml:link rel="alternate" hreflang="${tag}" href="${href}"/>`)
    .join("");
  const changed = changedAt === null ? "" : `<lastmod>${changedAt}</lastmod>`;
  return LOCALES.map((locale) => `<url><loc>${address(locale)}</loc>${changed}${others}</url>\n`).join("");
}
