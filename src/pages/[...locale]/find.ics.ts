import type { APIRoute } from "astro";
import { parseQuestion } from "#core/fit.ts";
import { badParameters } from "#site/server/api.ts";
import { reminderOf } from "#site/server/reminder.ts";

/** A calendar file for whoever finds all servers full: the same question, asked again when there is room. */
export const GET: APIRoute = ({ url, locals }) => {
  const { directory, config, locale, t, now } = locals;
  const { question, problems, unreported } = parseQuestion(url.searchParams);
  if (problems.length > 0) return badParameters(problems, unreported);
  const at = directory.roomReturns(question);
  return new Response(reminderOf({ question, at, now, siteUrl: config.url, locale, t }), {
    headers: {
      "cache-control": "no-store",
      "content-disposition": 'attachment; filename="small-server.ics"',
      "content-type": "text/calendar; charset=utf-8",
      "x-robots-tag": "noindex",
    },
  });
};
