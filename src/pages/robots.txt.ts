import type { APIRoute } from "astro";
import { LOCALES, localizedPath } from "#site/i18n/index.ts";

const OF_ONE_PERSON = LOCALES.flatMap((locale) =>
  ["/feedback", "/list/", "/manage/"].map((path) => localizedPath(locale, path)),
);
/** Pages may be read by anyone; doors out, pages for one person and the machines' entrance are not for search engines. */
const CLOSED = ["/go/", "/api/", "/compat/", "/metrics", ...OF_ONE_PERSON];

export const GET: APIRoute = ({ locals: { config } }) => {
  const rules = ["User-agent: *", ...CLOSED.map((path) => `Disallow: ${path}`)];
  return new Response([...rules, "", `Sitemap: ${config.url}/sitemap.xml`, ""].join("\n"), {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=3600" },
  });
};
