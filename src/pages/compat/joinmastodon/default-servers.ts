import type { APIRoute } from "astro";
import { drawnAnswer } from "#site/server/compat/answer.ts";
import { defaultServers } from "#site/server/compat/joinmastodon.ts";

export const GET: APIRoute = (context) =>
  drawnAnswer(context, (languages, seed) => defaultServers(context.locals.directory, languages, seed));
