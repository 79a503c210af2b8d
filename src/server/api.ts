import { createHash } from "node:crypto";
import type { Entry } from "#core/entry.ts";
import type { ParameterProblem } from "#core/fit.ts";

/** Anybody may ask: the API is public and keyless, and sends no cookies. */
const OPEN_TO_ALL = { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" };

/** An answer that may be kept for a minute by anyone, and is checked by its tag (a hash of it) afterwards. */
export function json(request: Request, body: unknown): Response {
  const text = JSON.stringify(body);
  const etag = `W/"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  const headers = { ...OPEN_TO_ALL, etag, "cache-control": "public, max-age=60", "content-type": "application/json" };
  const known = (request.headers.get("if-none-match") ?? "").split(",").map((value) => value.trim());
  if (known.includes(etag)) return new Response(null, { status: 304, headers });
  return new Response(text, { headers });
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

/** The error for parameters that cannot be meant: each with its value and what is allowed. */
export function badParameters(problems: readonly ParameterProblem[]): Response {
  const [first] = problems;
  const detail = first && `${first.parameter}=${first.value}: allowed is ${first.allowed}`;
  return problem(400, "A parameter cannot be read", { detail, problems });
}

/** An instance as the API tells it. */
export function instanceJson(entry: Entry, siteUrl: string): Record<string, unknown> {
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
  return { domain, state, since: lastSeenAt, reason: entry.eligibility.reasons[0] ?? "not-checked" };
}
