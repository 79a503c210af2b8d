import type { APIRoute } from "astro";
import { json } from "#site/server/api.ts";
import { statsOf } from "#site/server/compat/peertube.ts";

export const GET: APIRoute = ({ request, locals }) => json(request, statsOf(locals.directory));
