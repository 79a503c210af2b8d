import type { APIRoute } from "astro";

/** The directory is loaded and has somebody to suggest: the site can do its job. */
export const GET: APIRoute = ({ locals }) => {
  const eligible = locals.directory.eligibleOf("microblog");
  const body = { revision: locals.directory.revision, publishedAt: locals.directory.publishedAt, eligible };
  return Response.json(body, { status: eligible > 0 ? 200 : 503, headers: { "cache-control": "no-store" } });
};
