import type { Directory } from "#core/directory.ts";
import { type ApiRequest, answerOf, type Endpoint, paramsIn } from "./endpoint.ts";

/** An example of the documentation. */
export interface Example {
  /** What is asked, with this site's origin. */
  address: string;
  /** The real answer of this moment, its lists cut short. */
  answer: string;
}

/** So many items of a list are shown. */
const SHOWN = 2;
/** Shown where nobody is listed yet. */
const NOBODY = "social.example.org";

/** Asks an endpoint for its example. */
export async function exampleOf(endpoint: Endpoint, locals: ApiRequest["locals"]): Promise<Example> {
  const path = endpoint.example(shownDomain(locals.directory));
  const request = new Request(locals.config.url + path);
  const params = paramsIn(endpoint.path, new URL(request.url).pathname) ?? {};
  const answer = await answerOf(endpoint, { request, params, locals });
  return { address: request.url, answer: JSON.stringify(shortened(await answer.json()), null, 2) };
}

/** A listed server to take for an example, one that may be suggested where there is any. */
function shownDomain({ listed }: Directory): string {
  const shown = listed.find(({ eligibility, isAdult }) => eligibility.eligible && !isAdult) ?? listed[0];
  return shown?.instance.domain ?? NOBODY;
}

function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return [...value.slice(0, SHOWN).map(shortened), ...(value.length > SHOWN ? ["…"] : [])];
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shortened(inner)]));
}
