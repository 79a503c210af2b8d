import type { APIRoute } from "astro";
import { isListed } from "#core/directory.ts";
import { domainOf } from "#core/domain.ts";
import { hiddenJson, instanceJson, json, problem } from "#site/server/api.ts";

export const GET: APIRoute = ({ request, params, locals }) => {
  const { directory, config } = locals;
  const domain = domainOf(params["domain"] ?? "");
  if (domain === null) {
    return problem(400, "Not a domain", { detail: `"${params["domain"]?.slice(0, 80)}" is not a host name` });
  }
  const entry = directory.get(domain);
  if (entry === undefined || !isListed(entry)) {
    return problem(404, "Not in the directory", hiddenJson(domain, entry));
  }
  return json(request, instanceJson(entry, config.url));
};
