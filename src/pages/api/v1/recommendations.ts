import type { APIRoute } from "astro";
import { parseQuestion, SEEDS } from "#core/fit.ts";
import { acceptedLanguages } from "#core/languages.ts";
import { DEFAULT_LOCALE, isLocale, translator } from "#site/i18n/index.ts";
import { reasonText } from "#site/i18n/reasons.ts";
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
    picks: picks.map((pick) => ({
      ...instanceJson(pick.entry, config.url),
      signUpUrl: config.url + goPath(pick.entry.instance.domain, seed),
      relaxed: pick.relaxed,
      reasons: pick.reasons.map((reason) => ({ code: reason.code, text: reasonText(reason, t, locale, now) })),
    })),
  };
  // Links carry the day, reasons the room of the moment in the reader's language: the tag is made of the whole answer.
  const response = asked === null ? jsonOnce(body) : json(request, body);
  response.headers.set("vary", "Accept-Language");
  return response;
};
