import type { APIRoute } from "astro";
import { problem } from "#site/server/api.ts";

/** Whatever else is asked for under /api: an error a program can read, not a page. */
export const ALL: APIRoute = ({ url }) =>
  problem(404, "No such endpoint", { detail: `${url.pathname.slice(0, 200)} is not part of this API` });
