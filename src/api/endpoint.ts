import type { APIContext, APIRoute } from "astro";
import type { z } from "zod";
import { acceptedLanguages } from "#core/languages.ts";
import { choice, once, type Parameters, readParameters, type Values } from "#core/parameters.ts";
import { DEFAULT_LOCALE, isLocale, LOCALES, type Locale, type MessageKey } from "#site/i18n/index.ts";
import { badParameters, json } from "#site/server/api.ts";

/** What an answer is made from besides the parameters. */
export interface Asked extends Pick<App.Locals, "directory" | "store" | "config" | "goPath" | "countShown" | "now"> {
  /** Of the texts in the answer, for endpoints with LOCALE_PARAMETER. */
  locale: Locale;
}

type IdOf<Key> = Key extends `api.endpoint.${infer Id}` ? Id : never;

/**
 * One address of the API: what it reads and what it answers, said once. The schemas validate and document; the words of
 * the documentation stand in the catalogues under `api`: `endpoint.<id>`, `parameter.<name>`, `schema.<id>.<field>`.
 */
export interface Endpoint<Given extends Parameters = Parameters, Answer extends z.ZodType = z.ZodType> {
  id: IdOf<MessageKey>;
  /** With `{domain}` for a parameter that stands in the path. */
  path: `/${string}`;
  parameters: Given;
  /** What it answers with 200. Every object in it has an `id`, by which its fields are described. */
  answer: Answer;
  /** What it answers with 404, where it does. */
  notFound?: z.ZodType;
  /**
   * A path with a query that shows what it is for, with an answer that may be cached.
   * @param domain of a listed instance
   */
  example: (domain: string) => string;
  /**
   * Makes the answer with work that is bounded whatever was asked.
   * @returns a body, or a whole answer where that is more than a body and 200
   */
  answerTo(values: Values<Given>, asked: Asked): z.output<Answer> | Response | Promise<z.output<Answer> | Response>;
}

/** Types an endpoint by its own parameters and its own answer. */
export function defineEndpoint<Given extends Parameters, Answer extends z.ZodType>(
  endpoint: Endpoint<Given, Answer>,
): Endpoint<Given, Answer> {
  return endpoint;
}

/** The language of the texts in an answer; where it is not given, Accept-Language decides. */
export const LOCALE_PARAMETER = { locale: once(choice(LOCALES)) };

/** A request as Astro hands it on, or as the documentation makes one for its examples. */
export interface ApiRequest extends Pick<APIContext, "request" | "params"> {
  locals: Omit<Asked, "locale">;
}

/** The route of an endpoint. */
export function served(endpoint: Endpoint): APIRoute {
  return (context) => answerOf(endpoint, context);
}

/** Reads the address and answers what was asked for, or says what is wrong with it. */
export async function answerOf(endpoint: Endpoint, { request, params, locals }: ApiRequest): Promise<Response> {
  const address = new URL(request.url).searchParams;
  for (const name of namesIn(endpoint.path)) address.append(name, params[name] ?? "");
  const { values, problems, unreported } = readParameters(address, endpoint.parameters);
  if (problems.length > 0) return badParameters(problems, unreported);

  const asked = values["locale"] as Locale | null | undefined;
  const wished = acceptedLanguages(request.headers.get("accept-language")).find(isLocale);
  const locale = asked ?? wished ?? DEFAULT_LOCALE;
  const { directory, store, config, goPath, countShown, now } = locals;
  const answer = await endpoint.answerTo(values, { directory, store, config, goPath, countShown, now, locale });
  const response = answer instanceof Response ? answer : json(request, answer);
  if (asked !== undefined) {
    response.headers.set("content-language", locale);
    response.headers.append("vary", "Accept-Language");
  }
  return response;
}

/** The names between braces in a path. */
export function namesIn(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
}

/** What stands in an address for the names in an endpoint's path; null where it is the address of something else. */
export function paramsIn(path: string, address: string): Record<string, string> | null {
  const values = new RegExp(`^${path.replaceAll(/\{\w+\}/g, "([^/]+)")}$`).exec(address)?.slice(1);
  if (values === undefined) return null;
  return Object.fromEntries(namesIn(path).map((name, index) => [name, decodeURIComponent(values[index] ?? "")]));
}
