import type { APIRoute } from "astro";

/** Pages may be read by anyone; the doors out and the machines' entrance are not for search engines. */
export const GET: APIRoute = () =>
  new Response("User-agent: *\nDisallow: /go/\nDisallow: /api/\nDisallow: /find\nDisallow: /fr/find\n", {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=3600" },
  });
