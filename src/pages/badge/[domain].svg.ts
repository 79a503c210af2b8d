import { createHash } from "node:crypto";
import type { APIRoute } from "astro";
import { isListed } from "#core/directory.ts";
import { domainOf } from "#core/domain.ts";
import { DEFAULT_LOCALE, isLocale, LOCALES } from "#site/i18n/index.ts";
import { DARK_STYLE, drawBadge, THEMES } from "#site/pictures/badge.ts";
import { OPEN_TO_ALL, problem } from "#site/server/api.ts";
import { badgeOf, badgeOfNobody } from "#site/server/badge.ts";
import { tagged } from "#site/server/tagged.ts";

/** Opened by itself an SVG is a document: it may load and run nothing, and have the one style of ours. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(DARK_STYLE).digest("base64")}'; sandbox`;

const HEADERS = {
  ...OPEN_TO_ALL,
  "cache-control": "public, max-age=600",
  "content-security-policy": POLICY,
  "content-type": "image/svg+xml; charset=utf-8",
};

/** A badge for an admin's page. Whoever is not listed gets 404 with a badge that says so, which `<img>` shows as well. */
export const GET: APIRoute = ({ request, url, params, locals: { directory } }) => {
  const language = url.searchParams.get("language") ?? DEFAULT_LOCALE;
  const asked = url.searchParams.get("theme") ?? "auto";
  const theme = THEMES.find((known) => known === asked);
  if (!isLocale(language)) return notUnderstood("language", language, LOCALES);
  if (theme === undefined) return notUnderstood("theme", asked, THEMES);

  const domain = domainOf(params["domain"] ?? "");
  const entry = domain === null ? undefined : directory.get(domain);
  if (entry === undefined || !isListed(entry)) {
    return new Response(drawBadge(badgeOfNobody(language), theme), { status: 404, headers: HEADERS });
  }
  return tagged(request, drawBadge(badgeOf(entry, language), theme), HEADERS);
};

function notUnderstood(parameter: string, value: string, allowed: readonly string[]): Response {
  const detail = `${parameter}=${value.slice(0, 80)} is not one of ${allowed.join(", ")}`;
  return problem(400, "A parameter cannot be read", { detail });
}
