import type { APIRoute } from "astro";
import { answer } from "#site/server/compat/answer.ts";
import { languageRows, matchingServers, readServerFilter } from "#site/server/compat/joinmastodon.ts";

export const GET: APIRoute = (context) => {
  const { directory, now } = context.locals;
  return answer(context, readServerFilter, (filter) => languageRows(matchingServers(directory, filter, now)));
};
