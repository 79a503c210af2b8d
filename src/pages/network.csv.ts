import type { APIRoute } from "astro";
import { parseNetworkQuery } from "#core/network-query.ts";
import { badParameters } from "#site/server/api.ts";
import { csvFile, daysCsv } from "#site/server/network-tables.ts";

/** A line for each day published, of the network or of one family or language. */
export const GET: APIRoute = async ({ request, url, locals }) => {
  const families = new Set(locals.directory.network.families.keys());
  const { part, problems, unreported } = parseNetworkQuery(url.searchParams, families, { isStrict: true });
  if (problems.length > 0) return badParameters(problems, unreported);
  const name = part.by === "all" ? "network.csv" : `network-${part.name.replaceAll(/[^\w.-]/g, "_")}.csv`;
  return csvFile(request, daysCsv(await locals.store.networkDays.of(part)), name);
};
