import type { APIRoute } from "astro";
import { LOCALES, localizedPath } from "#site/i18n/index.ts";

/** Pages may be read by anyone; doors out, drawn answers and the machines' entrance are not for search engines. */
const CLOSED = ["/go/", "/api/", ...LOCALES.map((locale) => localizedPath(locale, "/find"))];

export const GET: APIRoute = () =>
  new Response(["User-agent: *", ...CLOSED.map((path) => `Disallow: ${path}`), ""].join("\n"), {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=3600" },
  });
