import type { Directory } from "#core/directory.ts";
import type { Entry } from "#core/entry.ts";
import { MAX_PROBLEMS, type ParameterProblem } from "#core/parameters.ts";
import type { ToldInstance } from "#site/api/schemas.ts";
import { FOR_A_MINUTE, taggedText } from "./caching.ts";
import { methodsAt } from "./methods.ts";

/** Anybody may ask: the API is public and keyless, and sends no cookies. */
export const OPEN_TO_ALL = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "ETag, RateLimit, RateLimit-Policy, Retry-After",
  "cross-origin-resource-policy": "cross-origin",
};

/** How long a browser may remember what it may ask the API, in seconds. */
const PREFLIGHT_SECONDS = 86_400;
/** The most that an error repeats of an address, in characters. */
const MAX_REPEATED = 200;

/**
 * Whether a path belongs to the API or what stands in for others' ones, which answer with documents, never with pages;
 * `/api` itself is one for people.
 */
export function isOfApi(path: string): boolean {
  return /^\/(api\/|compat(\/|$))/.test(path);
}

/** An answer that may be kept for a minute by anyone, and is checked by its tag (a hash of it) afterwards. */
export function json(request: Request, body: unknown): Response {
  const headers = { ...OPEN_TO_ALL, "cache-control": FOR_A_MINUTE, "content-type": "application/json" };
  return taggedText(request, JSON.stringify(body), headers);
}

/** An answer that is drawn anew for everyone. */
export function jsonOnce(body: unknown): Response {
  return Response.json(body, { headers: { ...OPEN_TO_ALL, "cache-control": "no-store" } });
}

/** An error as RFC 9457 has it. */
export function problem(status: number, title: string, more: Record<string, unknown> = {}): Response {
  return new Response(JSON.stringify({ type: "about:blank", title, status, ...more }), {
    status,
    headers: { ...OPEN_TO_ALL, "cache-control": "no-store", "content-type": "application/problem+json" },
  });
}

/** The answer to OPTIONS; scripts of other sites may ask the API with any headers. */
export function preflight(path: string): Response {
  const allow = methodsAt(path).join(", ");
  const cors = {
    ...OPEN_TO_ALL,
    "access-control-allow-methods": allow,
    "access-control-allow-headers": "*",
    "access-control-max-age": String(PREFLIGHT_SECONDS),
  };
  return new Response(null, { status: 204, headers: { allow, ...(isOfApi(path) ? cors : {}) } });
}

/** The answer to a method that nothing at this path takes. */
export function notAllowed(path: string): Response {
  const allow = methodsAt(path).join(", ");
  const response = isOfApi(path)
    ? problem(405, "Method not allowed", { detail: `Allowed is ${allow}` })
    : new Response(null, { status: 405 });
  response.headers.set("allow", allow);
  return response;
}

export function noSuchEndpoint(path: string): Response {
  return problem(404, "No such endpoint", { detail: `${path.slice(0, MAX_REPEATED)} is not part of this API` });
}

/**
 * The error for parameters that cannot be meant: the first few with their values, and each list of what is allowed once.
 * @param unreported how many problems there are besides
 */
export function badParameters(problems: readonly ParameterProblem[], unreported: number): Response {
  const told = problems.slice(0, MAX_PROBLEMS);
  const more = problems.length - told.length + unreported;
  const allowedBefore = new Set<string>();
  const once = told.map(({ allowed, ...problem }) => {
    if (allowedBefore.has(allowed)) return problem;
    allowedBefore.add(allowed);
    return { ...problem, allowed };
  });
  const names = [...new Set(told.map(({ parameter }) => parameter))].join(", ");
  const detail = `Not understood: ${names}${more > 0 ? `, and ${more} more` : ""}`;
  return problem(400, "A parameter cannot be read", { detail, problems: once, unreported: more });
}

/** An instance as the API tells it, with its room at the moment of a directory. */
export function instanceJson(entry: Entry, directory: Directory, siteUrl: string): ToldInstance {
  const room = entry.eligibility.eligible ? directory.roomOf(entry) : null;
  const returnsAt = room === "full" ? directory.roomReturnsAt(entry) : null;
  return { ...factsJson(entry, siteUrl), room, roomReturnsAt: returnsAt?.toISOString() ?? null };
}

/** What holds of an instance until it is visited again. */
export function factsJson(entry: Entry, siteUrl: string): Omit<ToldInstance, "room" | "roomReturnsAt"> {
  const { instance, program, size } = entry;
  return {
    domain: instance.domain,
    title: instance.title,
    description: instance.description,
    software: instance.software,
    version: instance.version,
    family: program?.family ?? null,
    kind: entry.kind,
    languages: entry.languages,
    topics: entry.topics,
    registrations: instance.registrations,
    size: {
      activePeople: size?.activePeople ?? null,
      basis: size?.basis ?? null,
      atMost: size?.atMost ?? null,
      monthlyActiveUsers: instance.doubts.length > 0 ? null : instance.monthlyActiveUsers,
      class: entry.sizeClass,
      asOf: size?.asOf ?? null,
    },
    since: instance.since,
    lastSeenAt: instance.lastSeenAt,
    url: `${siteUrl}/servers/${instance.domain}`,
    eligible: entry.eligibility.eligible,
    reasons: entry.eligibility.reasons,
    state: instance.state,
  };
}

/**
 * What is told of a domain that the directory does not show. Whoever asked to be left alone, is blocked or was never met
 * gets the same answer: nobody learns from us who said no.
 */
export function hiddenJson(domain: string, entry: Entry | undefined): Record<string, unknown> {
  const isPrivate =
    entry === undefined || ["refused", "blocked"].some((reason) => entry.eligibility.reasons.includes(reason as never));
  if (isPrivate || entry.instance.failure === "gone")
    return { domain, state: "unknown", since: null, reason: "not-met" };
  const { state, lastSeenAt } = entry.instance;
  const [reason] = state === "unvisited" ? [] : entry.eligibility.reasons;
  return { domain, state, since: lastSeenAt, reason: reason ?? "not-checked" };
}
