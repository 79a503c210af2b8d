import type { APIRoute } from "astro";
import { answer } from "#site/server/compat/answer.ts";
import { matchingServers, readServerFilter, serverRows } from "#site/server/compat/joinmastodon.ts";
import { blurhashOf, pictureUrl } from "#site/server/pictures.ts";

export const GET: APIRoute = (context) => {
  const { directory, config, now } = context.locals;
  return answer(context, readServerFilter, (filter) =>
    serverRows(matchingServers(directory, filter, now), (entry) => ({
      url: pictureUrl(entry, config.url),
      blurhash: blurhashOf(entry),
    })),
  );
};
