import type { APIRoute } from "astro";
import { readParameters } from "#core/parameters.ts";
import { FILTER_PARAMETERS } from "#core/search.ts";
import { badParameters, OPEN_TO_ALL } from "#site/server/api.ts";
import { taggedText } from "#site/server/caching.ts";
import { newServers, newServersAtom } from "#site/server/feed.ts";

const { language, topic } = FILTER_PARAMETERS;

const HEADERS = {
  ...OPEN_TO_ALL,
  "cache-control": "public, max-age=3600",
  "content-type": "application/atom+xml; charset=utf-8",
};

/** New small servers, of some languages and topics where they are named: `?language=fr&topic=art`. */
export const GET: APIRoute = ({ request, url, locals: { directory, config, locale, path } }) => {
  const { values, problems, unreported } = readParameters(url.searchParams, { language, topic });
  if (problems.length > 0) return badParameters(problems, unreported);
  const question = { languages: values.language, topics: values.topic };
  const entries = newServers(directory.listed, question);
  const { publishedAt } = directory;
  return taggedText(
    request,
    newServersAtom(entries, question, { locale, siteUrl: config.url, path, publishedAt }),
    HEADERS,
  );
};
