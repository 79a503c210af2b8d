import type { APIRoute } from "astro";
import { audienceBand, serversReached } from "#core/audience.ts";
import { parseQuestion, SEEDS } from "#core/fit.ts";
import { acceptedLanguages } from "#core/languages.ts";
import { DEFAULT_LOCALE, isLocale, type Translate, translator } from "#site/i18n/index.ts";
import { audienceText, reasonText } from "#site/i18n/reasons.ts";
import { badParameters, instanceJson, json, jsonOnce } from "#site/server/api.ts";

export const GET: APIRoute = ({ request, url, locals }) => {
  const { directory, config, goPath, now } = locals;
  const { question, seed: asked, problems, unreported } = parseQuestion(url.searchParams);
  if (problems.length > 0) return badParameters(problems, unreported);

  const [locale = DEFAULT_LOCALE] = acceptedLanguages(request.headers.get("accept-language")).filter(isLocale);
  const t = translator(locale);
  const seed = asked ?? Math.floor(Math.random() * SEEDS);
  const { picks, pool, relaxed } = directory.recommend(question, seed);
  const body = {
    seed,
    revision: directory.revision,
    relaxed,
    pool,
    audience: audienceJson(question.followers, t),
    picks: picks.map((pick) => ({
      ...instanceJson(pick.entry, config.url),
      signUpUrl: config.url + goPath(pick.entry.instance.domain, seed),
      relaxed: pick.relaxed,
      reasons: pick.reasons.map((reason) => ({ ...reason, text: reasonText(reason, t, locale, now) })),
    })),
  };
  // Links carry the day, reasons the room of the moment in the reader's language: the tag is made of the whole answer.
  const response = asked === null ? jsonOnce(body) : json(request, body);
  response.headers.set("vary", "Accept-Language");
  return response;
};

/** What the newcomer's followers changed; null where none were named. */
function audienceJson(followers: number, t: Translate) {
  if (followers === 0) return null;
  const code = audienceBand(followers);
  return { code, text: audienceText(followers, t), followers, servers: serversReached(followers) };
}
