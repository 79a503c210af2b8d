import type { APIRoute } from "astro";
import { readPublishGate } from "#store/publish-gate.ts";

/** The directory is loaded and has somebody to suggest: the site can do its job. */
export const GET: APIRoute = async ({ locals }) => {
  const eligible = locals.directory.eligibleOf("microblog");
  const { revision, publishedAt } = locals.directory;
  // Why nothing newer is shown, where that is so on purpose; a store that is down makes no site unready.
  const heldBack = await readPublishGate(locals.store).then(
    (gate) => gate.heldBack,
    () => null,
  );
  const body = { revision, publishedAt, eligible, heldBack };
  return Response.json(body, { status: eligible > 0 ? 200 : 503, headers: { "cache-control": "no-store" } });
};
