import type { APIRoute } from "astro";
import { openApi } from "#site/api/document.ts";
import { json } from "#site/server/api.ts";

/** The API's description of itself, for programs; people read /api. */
export const GET: APIRoute = ({ request, locals }) => json(request, openApi(locals.config.url, "en"));
