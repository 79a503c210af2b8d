import type { APIRoute } from "astro";
import { answer } from "#site/server/compat/answer.ts";
import { followableHosts, paged, readPage } from "#site/server/compat/peertube.ts";

export const GET: APIRoute = (context) =>
  answer(
    context,
    (asked) => ({ page: readPage(asked), since: asked.instant("since") }),
    ({ page, since }) =>
      paged(followableHosts(context.locals.directory, since), page, ({ instance }) => ({ host: instance.domain })),
  );
