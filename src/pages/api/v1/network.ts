import type { APIRoute } from "astro";
import { parseNetworkQuery } from "#core/network-query.ts";
import { badParameters, json } from "#site/server/api.ts";
import { networkAnswer } from "#site/server/network-answer.ts";

/** How concentrated the network is, or one family or language of it: now, and on every day published. */
export const GET: APIRoute = async ({ request, url, locals }) => {
  const { network } = locals.directory;
  const families = new Set(network.families.keys());
  const { part, problems, unreported } = parseNetworkQuery(url.searchParams, families, { isStrict: true });
  if (problems.length > 0) return badParameters(problems, unreported);
  return json(request, networkAnswer(network, part, await locals.store.networkDays.of(part)));
};
