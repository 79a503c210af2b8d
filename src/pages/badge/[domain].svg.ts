import { createHash } from "node:crypto";
import type { APIRoute } from "astro";
import { isListed } from "#core/directory.ts";
import { domainOf } from "#core/domain.ts";
import { choice, once, readParameters } from "#core/parameters.ts";
import { DEFAULT_LOCALE, LOCALES } from "#site/i18n/index.ts";
import { DARK_STYLE, drawBadge, THEMES } from "#site/pictures/badge.ts";
import { badParameters, OPEN_TO_ALL } from "#site/server/api.ts";
import { badgeOf, badgeOfNobody } from "#site/server/badge.ts";
import { taggedText } from "#site/server/caching.ts";

/** Opened by itself an SVG is a document: it may load and run nothing, and have the one style of ours. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(DARK_STYLE).digest("base64")}'; sandbox`;

const HEADERS = {
  ...OPEN_TO_ALL,
  "cache-control": "public, max-age=600",
  "content-security-policy": POLICY,
  "content-type": "image/svg+xml; charset=utf-8",
};

const PARAMETERS = { language: once(choice(LOCALES)), theme: once(choice(THEMES)) };

/** A badge for an admin's page. Whoever is not listed gets 404 with a badge that says so, which `<img>` shows as well. */
export const GET: APIRoute = ({ request, url, params, locals: { directory } }) => {
  const { values, problems, unreported } = readParameters(url.searchParams, PARAMETERS);
  if (problems.length > 0) return badParameters(problems, unreported);
  const language = values.language ?? DEFAULT_LOCALE;
  const theme = values.theme ?? "auto";

  const domain = domainOf(params["domain"] ?? "");
  const entry = domain === null ? undefined : directory.get(domain);
  if (entry === undefined || !isListed(entry)) {
    return new Response(drawBadge(badgeOfNobody(language), theme), { status: 404, headers: HEADERS });
  }
  return taggedText(request, drawBadge(badgeOf(entry, language), theme), HEADERS);
};
