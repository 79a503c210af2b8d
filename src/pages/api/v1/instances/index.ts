import type { APIRoute } from "astro";
import { Domain } from "#core/domain.ts";
import type { ParameterProblem } from "#core/fit.ts";
import { parseSearch } from "#core/search.ts";
import { badParameters, instanceJson, json } from "#site/server/api.ts";

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** All listed instances in order of domain, with the directory's filters; `cursor` is the `next` of the page before. */
export const GET: APIRoute = ({ request, url, locals }) => {
  const { directory, config } = locals;
  const parameters = new URLSearchParams(url.searchParams);
  const { cursor, limit, problems } = takePaging(parameters);
  const { search, problems: others } = parseSearch(parameters);
  for (const parameter of ["sort", "page", "q"]) {
    if (parameters.has(parameter))
      others.push({ parameter, value: parameters.get(parameter) ?? "", allowed: "not given here" });
  }
  if (problems.length + others.length > 0) return badParameters([...problems, ...others]);

  const entries = directory.filter(search);
  const page = entries.filter(({ instance }) => cursor === null || instance.domain > cursor).slice(0, limit);
  const last = page.at(-1)?.instance.domain ?? null;
  const next = last === entries.at(-1)?.instance.domain ? null : last;
  const body = { total: entries.length, next, instances: page.map((entry) => instanceJson(entry, config.url)) };
  return json(request, body);
};

/** Takes the paging parameters out of an address, so that what is left is a search. */
function takePaging(parameters: URLSearchParams) {
  const problems: ParameterProblem[] = [];
  const cursor = parameters.get("cursor");
  const limit = parameters.get("limit") ?? String(DEFAULT_LIMIT);
  parameters.delete("cursor");
  parameters.delete("limit");
  if (cursor !== null && !Domain.safeParse(cursor).success) {
    problems.push({ parameter: "cursor", value: cursor.slice(0, 80), allowed: "the `next` of an earlier answer" });
  }
  if (!/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > MAX_LIMIT) {
    problems.push({ parameter: "limit", value: limit.slice(0, 80), allowed: `a whole number from 1 to ${MAX_LIMIT}` });
  }
  return { cursor, limit: Number(limit), problems };
}
