import type { APIContext } from "astro";
import { SEEDS } from "#core/fit.ts";
import { acceptedLanguages } from "#core/languages.ts";
import { badParameters, json, jsonOnce } from "#site/server/api.ts";
import { Asked } from "./asked.ts";

/** What an endpoint may ask of its request. */
export type Context = Pick<APIContext, "request" | "url" | "locals">;

/** Reads the parameters, then answers what `bodyOf` makes of them, or says which cannot be meant. */
export async function answer<Question>(
  { request, url }: Context,
  read: (asked: Asked) => Question,
  bodyOf: (question: Question) => unknown,
): Promise<Response> {
  const asked = new Asked(url.searchParams);
  const question = read(asked);
  if (asked.problems.length > 0) return badParameters(asked.problems, asked.unreported);
  return json(request, await bodyOf(question));
}

/**
 * Answers something drawn by a seed of its own for each request. Nobody keeps it: a cache on the way would send all who
 * ask within a minute to the same few.
 * @param bodyOf gets the languages of whoever asks, from `language` or else from the header that phones send by themselves
 */
export function drawnAnswer(
  { request, url }: Context,
  bodyOf: (languages: readonly string[], seed: number) => unknown,
): Response {
  const asked = new Asked(url.searchParams);
  const told = asked.languages("language");
  if (asked.problems.length > 0) return badParameters(asked.problems, asked.unreported);
  const languages = told.length > 0 ? told : acceptedLanguages(request.headers.get("accept-language"));
  const response = jsonOnce(bodyOf(languages, Math.floor(Math.random() * SEEDS)));
  response.headers.set("vary", "Accept-Language");
  return response;
}
