import type { APIRoute } from "astro";
import { ProblemList } from "#core/fit.ts";
import { parseSearch } from "#core/search.ts";
import { badParameters, OPEN_TO_ALL } from "#site/server/api.ts";
import { newServers, newServersAtom } from "#site/server/feed.ts";
import { tagged } from "#site/server/tagged.ts";

/** What a feed has an order and a length of its own for. */
const NOT_HERE = ["sort", "page", "q"];

const HEADERS = {
  ...OPEN_TO_ALL,
  "cache-control": "public, max-age=3600",
  "content-type": "application/atom+xml; charset=utf-8",
};

/** New small servers, with the directory's filters: `?language=fr&topic=art`. */
export const GET: APIRoute = ({ request, url, locals }) => {
  const { directory, config, locale, path } = locals;
  const list = new ProblemList();
  for (const parameter of NOT_HERE) {
    const value = url.searchParams.get(parameter);
    if (value !== null) list.add(parameter, value, "not given here");
  }
  const { search, problems, unreported } = parseSearch(url.searchParams);
  const wrong = [...list.problems, ...problems];
  if (wrong.length > 0) return badParameters(wrong, unreported);

  const entries = newServers(directory, search);
  const { publishedAt } = directory;
  const atom = newServersAtom(entries, search, { locale, siteUrl: config.url, path, publishedAt });
  return tagged(request, atom, HEADERS);
};
