import { DEFAULT_LOCALE, isLocale, type Locale, localizedPath, translator } from "#site/i18n/index.ts";
import { isOfApi, noSuchEndpoint, notAllowed, OPEN_TO_ALL, preflight } from "./api.ts";
import { methodsAt } from "./methods.ts";

/** The longest path worth looking up, in characters: a server's name of 253 bytes, percent-encoded, below a prefix. */
const MAX_PATH = 1_000;
/** What an address is written with; a header could not carry anything else. */
const PRINTABLE = /^[!-~]*$/;
/** Slashes in disguise, things encoded twice, the segments `.` and `..` however written: no path of ours has any. */
const CROOKED = /%2f|%5c|%25|\\|\/(?:\.|%2e){1,2}(?=\/|$)/i;
/** Doors of the framework that we do not use (its images and islands), and error pages, asked for by name. */
const BEHIND_THE_SCENES = /^\/(?:_|(?:404|500)\/?$)/;

/**
 * Looks at a request before the site does: the framework answers some of them with its own bare words, a loop of
 * redirects, or a stack trace.
 * @param target the request's target as sent: a path with a query, or a whole address
 * @returns the target to serve instead, mostly the same, or an answer to give at once
 */
export function doorkeeper(method: string, target: string): string | Response {
  const [address = ""] = target.replace(/^https?:\/\/[^/?#]*/i, "").split("#");
  const at = address.includes("?") ? address.indexOf("?") : address.length;
  const path = address.slice(0, at) || "/";
  const query = wellFormedQuery(address.slice(at));

  if (method === "OPTIONS") return preflight(path);
  if (!methodsAt(path).includes(method)) return notAllowed(path);
  if (!isPlainPath(path)) return isOfApi(path) ? noSuchEndpoint(path) : notFoundPath(path);
  // Here rather than by the framework, whose answer has a body that repeats the Host header.
  if (path.length > 1 && path.endsWith("/")) return moved(method, path.replace(/\/+$/, ""), query);
  return path + query;
}

/** The answer to a body larger than any form of ours. */
export function tooLarge(target: string): Response {
  const headers = { "content-type": "text/plain; charset=utf-8" };
  return new Response(`${translator(localeOf(target))("errors.tooLarge")}\n`, { status: 413, headers });
}

function isPlainPath(path: string): boolean {
  const isPath = path.startsWith("/") && !path.startsWith("//") && PRINTABLE.test(path);
  return isPath && path.length <= MAX_PATH && !CROOKED.test(path) && !BEHIND_THE_SCENES.test(decoded(path) ?? "/_");
}

/** Where the site says in the reader's language that nothing is there. */
function notFoundPath(path: string): string {
  return localizedPath(localeOf(path), "/404");
}

/** The locale that an address is in, whether or not anything is there. */
export function localeOf(target: string): Locale {
  const first = target.split(/[/?]/)[1];
  return isLocale(first) ? first : DEFAULT_LOCALE;
}

/** The query, written anew where it is no percent-encoded UTF-8: U+FFFD stands for what cannot be read. */
function wellFormedQuery(query: string): string {
  return PRINTABLE.test(query) && decoded(query) !== null ? query : `?${new URLSearchParams(query)}`;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function moved(method: string, path: string, query: string): Response {
  const headers = { location: path + query, ...(isOfApi(path) ? OPEN_TO_ALL : {}) };
  return new Response(null, { status: method === "POST" ? 308 : 301, headers });
}
