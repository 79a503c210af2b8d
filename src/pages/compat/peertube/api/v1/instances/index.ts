import type { APIRoute } from "astro";
import { answer } from "#site/server/compat/answer.ts";
import { instanceRow, matchingInstances, paged, readInstanceFilter, readPage } from "#site/server/compat/peertube.ts";

export const GET: APIRoute = (context) => {
  const { directory, now } = context.locals;
  return answer(
    context,
    (asked) => ({ page: readPage(asked), filter: readInstanceFilter(asked) }),
    ({ page, filter }) => paged(matchingInstances(directory, filter, now), page, instanceRow),
  );
};
