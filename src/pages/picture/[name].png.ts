import type { APIRoute } from "astro";
import { isListed } from "#core/directory.ts";
import { Domain } from "#core/domain.ts";
import { DEFAULT_LOCALE, isLocale, translator } from "#site/i18n/index.ts";
import { drawServer } from "#site/pictures/server.ts";
import { OPEN_TO_ALL } from "#site/server/api.ts";
import { drawn, pictureHash } from "#site/server/pictures.ts";

/** An address that names its content never changes what it means; one that does not may tomorrow. */
const FOR_EVER = "public, max-age=31536000, immutable";
const FOR_AN_HOUR = "public, max-age=3600";
/** When to come back while many pictures wait to be drawn, in seconds. */
const RETRY_AFTER = "5";

/** What a listed server looks like in link previews. Whoever is not in the directory has no picture here either. */
export const GET: APIRoute = async ({ request, url, params, locals }) => {
  const { directory } = locals;
  const asked = url.searchParams.get("language") ?? DEFAULT_LOCALE;
  const locale = isLocale(asked) ? asked : DEFAULT_LOCALE;
  const domain = Domain.safeParse(params["name"]).data;
  const entry = domain === undefined ? undefined : directory.get(domain);
  if (entry === undefined || !isListed(entry)) return noPicture();

  const hash = pictureHash(entry, locale);
  const etag = `"${hash}"`;
  const headers = {
    ...OPEN_TO_ALL,
    etag,
    "cache-control": url.searchParams.get("v") === hash ? FOR_EVER : FOR_AN_HOUR,
    "content-type": "image/png",
  };
  if (request.headers.get("if-none-match")?.includes(etag)) return new Response(null, { status: 304, headers });
  const png = await drawn(hash, () => drawServer(entry, translator(locale)));
  if (png === null) {
    return new Response(null, { status: 503, headers: { "cache-control": "no-store", "retry-after": RETRY_AFTER } });
  }
  return new Response(png, { headers: { ...headers, "content-length": String(png.byteLength) } });
};

function noPicture(): Response {
  return new Response(null, { status: 404, headers: { ...OPEN_TO_ALL, "cache-control": "public, max-age=60" } });
}
