import type { APIRoute } from "astro";
import { SITEMAP_HEADERS, sitemap, sitemapIndex, sitemapParts } from "#site/server/sitemap.ts";

/** Every page that search engines may show, or the list of the lists where one would be too long. */
export const GET: APIRoute = ({ locals: { directory, config } }) => {
  const { listed } = directory;
  const parts = sitemapParts(listed);
  return new Response(parts > 1 ? sitemapIndex(parts, config.url) : sitemap(listed, 1, config.url), {
    headers: SITEMAP_HEADERS,
  });
};
