import type { APIRoute } from "astro";
import { json } from "#site/server/api.ts";
import { statisticsRows } from "#site/server/compat/joinmastodon.ts";

export const GET: APIRoute = async ({ request, locals }) =>
  json(request, statisticsRows(await locals.store.networkDays.of({ by: "family", name: "mastodon" })));
