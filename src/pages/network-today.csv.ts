import type { APIRoute } from "astro";
import { readParameters } from "#core/parameters.ts";
import { badParameters } from "#site/server/api.ts";
import { csvFile, todayCsv } from "#site/server/network-tables.ts";

/** Today's figures by family of programs and by language. */
export const GET: APIRoute = ({ request, url, locals }) => {
  const { problems, unreported } = readParameters(url.searchParams, {});
  if (problems.length > 0) return badParameters(problems, unreported);
  return csvFile(request, todayCsv(locals.directory.network), "network-today.csv");
};
