import type { APIRoute } from "astro";
import { drawnAnswer } from "#site/server/compat/answer.ts";
import { suggestedInstance } from "#site/server/compat/join-lemmy.ts";

export const GET: APIRoute = (context) =>
  drawnAnswer(context, (languages, seed) => suggestedInstance(context.locals.directory, languages, seed));
