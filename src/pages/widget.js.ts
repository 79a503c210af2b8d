import code from "virtual:widget";
import type { APIRoute } from "astro";
import { OPEN_TO_ALL } from "#site/server/api.ts";
import { taggedText } from "#site/server/caching.ts";

/** Fresh for an hour; after that the old one serves while the new one is fetched. */
const CACHE = "public, max-age=3600, stale-while-revalidate=604800";

/** The element for other people's pages, knowing where it came from. */
export const GET: APIRoute = ({ request, locals }) => {
  const script = `{const ROCKPOOL_URL=${JSON.stringify(locals.config.url)};${code}}`;
  const headers = { ...OPEN_TO_ALL, "cache-control": CACHE, "content-type": "text/javascript; charset=utf-8" };
  return taggedText(request, script, headers);
};
