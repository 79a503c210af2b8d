import type { APIRoute } from "astro";
import { noSuchEndpoint } from "#site/server/api.ts";

/** Whatever else is asked for under /api: an error a program can read, not a page. */
export const GET: APIRoute = ({ url }) => noSuchEndpoint(url.pathname);
