import type { APIRoute } from "astro";
import { Domain } from "#core/domain.ts";
import { ProblemList } from "#core/fit.ts";
import { parseSearch } from "#core/search.ts";
import { badParameters, instanceJson, json } from "#site/server/api.ts";

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** All listed instances in order of domain, with the directory's filters; `cursor` is the `next` of the page before. */
export const GET: APIRoute = ({ request, url, locals }) => {
  const { directory, config } = locals;
  const parameters = new URLSearchParams(url.searchParams);
  const paging = takePaging(parameters);
  const { search, problems, unreported } = parseSearch(parameters);
  const wrong = [...paging.problems, ...problems];
  if (wrong.length > 0) return badParameters(wrong, unreported);

  const { cursor, limit } = paging;
  const entries = directory.filter(search);
  const page = entries.filter(({ instance }) => cursor === null || instance.domain > cursor).slice(0, limit);
  const last = page.at(-1)?.instance.domain ?? null;
  const next = last === entries.at(-1)?.instance.domain ? null : last;
  const body = { total: entries.length, next, instances: page.map((entry) => instanceJson(entry, config.url)) };
  return json(request, body);
};

/** Takes the paging parameters out of an address, and what pages have instead, so that what is left is a search. */
function takePaging(parameters: URLSearchParams) {
  const list = new ProblemList();
  const take = (parameter: string): string[] => {
    const values = parameters.getAll(parameter);
    parameters.delete(parameter);
    return values;
  };
  const once = (parameter: string): string | null => {
    const [value = null, ...more] = take(parameter);
    if (more.length > 0) list.add(parameter, [value, ...more].join(", "), "given once");
    return value;
  };
  const cursor = once("cursor");
  const limit = once("limit") ?? String(DEFAULT_LIMIT);
  if (cursor !== null && !Domain.safeParse(cursor).success) {
    list.add("cursor", cursor, "the `next` of an earlier answer");
  }
  if (!/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > MAX_LIMIT) {
    list.add("limit", limit, `a whole number from 1 to ${MAX_LIMIT}`);
  }
  for (const parameter of ["sort", "page", "q"]) {
    const [value] = take(parameter);
    if (value !== undefined) list.add(parameter, value, "not given here");
  }
  return { cursor, limit: Number(limit), problems: list.problems };
}
