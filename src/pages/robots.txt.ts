import type { APIRoute } from "astro";

/** Pages may be read by anyone; the doors out and the machines' entrance are not for search engines. */
const CLOSED = ["/go/", "/api/", "/metrics"];

export const GET: APIRoute = () =>
  new Response(["User-agent: *", ...CLOSED.map((path) => `Disallow: ${path}`), ""].join("\n"), {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=3600" },
  });
