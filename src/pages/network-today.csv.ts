import type { APIRoute } from "astro";
import { ProblemList } from "#core/parameters.ts";
import { badParameters } from "#site/server/api.ts";
import { csvFile, todayCsv } from "#site/server/network-tables.ts";

/** Today's figures by family of programs and by language. */
export const GET: APIRoute = ({ url, locals }) => {
  const list = new ProblemList();
  for (const [parameter, value] of url.searchParams) list.add(parameter, value, "not given here");
  if (list.problems.length > 0) return badParameters(list.problems, list.unreported);
  return csvFile(todayCsv(locals.directory.network), "network-today.csv");
};
