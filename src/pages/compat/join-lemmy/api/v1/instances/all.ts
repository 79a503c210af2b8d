import type { APIRoute } from "astro";
import { json } from "#site/server/api.ts";
import { allInstances } from "#site/server/compat/join-lemmy.ts";

export const GET: APIRoute = ({ request, locals }) => json(request, allInstances(locals.directory, locals.now));
