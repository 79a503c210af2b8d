import type { APIRoute } from "astro";
import { isListed } from "#core/directory.ts";
import { domainOf } from "#core/domain.ts";
import { signUpUrl } from "#core/entry.ts";

/** Sends a newcomer on to the sign-up page of a listed, joinable instance, and nobody anywhere else. */
export const GET: APIRoute = async ({ params, locals, rewrite }) => {
  const domain = domainOf(params["domain"] ?? "");
  const entry = domain === null ? undefined : locals.directory.get(domain);
  if (entry === undefined || !isListed(entry) || entry.program?.isJoinable !== true) return rewrite("/404");
  await locals.countReferral(entry.instance.domain);
  return new Response(null, {
    status: 302,
    headers: {
      location: signUpUrl(entry),
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex, nofollow",
    },
  });
};
