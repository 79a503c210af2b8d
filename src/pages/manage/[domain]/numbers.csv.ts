import type { APIRoute } from "astro";
import { numbersCsv } from "#core/admin-numbers.ts";
import { domainOf } from "#core/domain.ts";
import { readNumbers } from "#site/server/admin-numbers.ts";
import { problem } from "#site/server/api.ts";

/** All numbers of one server by day, for its proven admin alone. */
export const GET: APIRoute = async ({ params, locals: { store, adminOf, now } }) => {
  const domain = domainOf(params["domain"] ?? "");
  const admin = domain === null ? null : await adminOf(domain);
  if (domain === null || admin === null)
    return problem(403, "For the admin of this server alone", { detail: "Prove it at /manage/<domain> first" });
  // Nothing of this is for scripts of other sites, unlike our public files.
  return new Response(numbersCsv(await readNumbers(store, domain, now)), {
    headers: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": `attachment; filename="${domain}.csv"`,
      "cache-control": "no-store",
    },
  });
};
