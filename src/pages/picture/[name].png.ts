import type { APIRoute } from "astro";
import { z } from "zod";
import { isListed } from "#core/directory.ts";
import { Domain } from "#core/domain.ts";
import { choice, once, readParameters } from "#core/parameters.ts";
import { DEFAULT_LOCALE, LOCALES, translator } from "#site/i18n/index.ts";
import type { Drawing } from "#site/pictures/drawing.ts";
import { drawServer } from "#site/pictures/server.ts";
import { badParameters, OPEN_TO_ALL } from "#site/server/api.ts";
import { isKnown } from "#site/server/caching.ts";
import { drawn, drawSite, pictureHash, type Scene, SITE_PICTURES, sitePictureHash } from "#site/server/pictures.ts";

/** An address that names its content never changes what it means; one that does not may tomorrow. */
const FOR_EVER = "public, max-age=31536000, immutable";
const FOR_AN_HOUR = "public, max-age=3600";
/** When to come back while many pictures wait to be drawn, in seconds. */
const RETRY_AFTER = "5";

const PARAMETERS = {
  language: once(choice(LOCALES)),
  /** Names the content: only the address with the present one may be kept for ever. */
  v: once({ schema: z.string().max(40), allowed: "as in an address given by this site" }),
};

/** What a listed server, or the site, looks like in link previews. Whoever is not listed has no picture here either. */
export const GET: APIRoute = async ({ request, url, params, locals }) => {
  const { values, problems, unreported } = readParameters(url.searchParams, PARAMETERS);
  if (problems.length > 0) return badParameters(problems, unreported);
  const picture = pictureOf(params["name"] ?? "", { ...locals, locale: values.language ?? DEFAULT_LOCALE });
  if (picture === null) return noPicture();

  const { hash, draw } = picture;
  const etag = `"${hash}"`;
  const headers = {
    ...OPEN_TO_ALL,
    etag,
    "cache-control": values.v === hash ? FOR_EVER : FOR_AN_HOUR,
    "content-type": "image/png",
  };
  if (isKnown(request, etag)) return new Response(null, { status: 304, headers });
  const png = await drawn(hash, draw);
  if (png === null) {
    return new Response(null, { status: 503, headers: { "cache-control": "no-store", "retry-after": RETRY_AFTER } });
  }
  return new Response(png, { headers: { ...headers, "content-length": String(png.byteLength) } });
};

function pictureOf(name: string, scene: Scene): { hash: string; draw: () => Drawing } | null {
  const { directory, locale } = scene;
  const ofSite = SITE_PICTURES.find((picture) => picture === name);
  if (ofSite !== undefined) return { hash: sitePictureHash(ofSite, scene), draw: () => drawSite(ofSite, scene) };
  const domain = Domain.safeParse(name).data;
  const entry = domain === undefined ? undefined : directory.get(domain);
  if (entry === undefined || !isListed(entry)) return null;
  return { hash: pictureHash(entry, locale), draw: () => drawServer(entry, translator(locale)) };
}

function noPicture(): Response {
  return new Response(null, { status: 404, headers: { ...OPEN_TO_ALL, "cache-control": "public, max-age=60" } });
}
