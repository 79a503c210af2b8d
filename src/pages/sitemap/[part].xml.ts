import type { APIRoute } from "astro";
import { SITEMAP_HEADERS, sitemap, sitemapParts } from "#site/server/sitemap.ts";

/** One of the sitemaps that the index names; there are none while one is enough. */
export const GET: APIRoute = ({ params, locals: { directory, config } }) => {
  const { listed } = directory;
  const parts = sitemapParts(listed);
  const part = /^[1-9]\d{0,4}$/.test(params["part"] ?? "") ? Number(params["part"]) : 0;
  if (parts === 1 || part < 1 || part > parts) return new Response(null, { status: 404 });
  return new Response(sitemap(listed, part, config.url), { headers: SITEMAP_HEADERS });
};
