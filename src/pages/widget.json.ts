import type { APIRoute } from "astro";
import { SEEDS } from "#core/fit.ts";
import { languageOf } from "#core/languages.ts";
import { DEFAULT_LOCALE, isLocale } from "#site/i18n/index.ts";
import { json, jsonOnce } from "#site/server/api.ts";
import { parseEmbedding } from "#site/server/embedding.ts";
import { pickerOf } from "#site/server/picker.ts";

/**
 * What the element shows: a question as /api/v1/recommendations takes it, in the words of `lang`. What is not understood
 * is left out and told, because a misspelt attribute must not leave a page's readers without an answer.
 */
export const GET: APIRoute = ({ request, url, locals }) => {
  const parameters = new URLSearchParams(url.searchParams);
  const language = languageOf(parameters.get("lang") ?? "") ?? undefined;
  parameters.delete("lang");
  const asked = parseEmbedding(parameters);
  const seed = asked.seed ?? Math.floor(Math.random() * SEEDS);
  const picker = pickerOf(asked, seed, isLocale(language) ? language : DEFAULT_LOCALE, locals);
  return asked.seed === null ? jsonOnce(picker) : json(request, picker);
};
