import type { Answer } from "./client.ts";
import { HttpError, VisitError } from "./errors.ts";

/** Levels of nesting; the deepest real document (Misskey's policies) has six. */
const MAX_DEPTH = 32;

/**
 * Values in one document, and in a list of servers: a value may take sixty bytes in memory, so ten megabytes of `{}` would
 * end the crawler. The document with the most has 700; the longest list some 350,000 (a Lemmy that knows 30,000 servers).
 */
const MAX_VALUES = 20_000;
const MAX_VALUES_OF_LIST = 500_000;

/** Marks of a page that tests for a browser, in headers or in the beginning of its HTML. */
const CHALLENGE_HEADERS: readonly [name: string, value: RegExp][] = [
  ["cf-mitigated", /challenge/i],
  ["x-amzn-waf-action", /challenge|captcha/i],
  ["x-sucuri-block", /./],
];
const CHALLENGE_MARKS =
  /__cf_chl|challenge-platform|cf-browser-verification|Just a moment\.\.\.|anubis|within\.website|go-away|BasedFlare|haproxy-protection|_Incapsula_|ddos-guard|sucuri_cloudproxy|awswaf|captcha/i;

/** A longer wait is as good as this one: a year, in milliseconds. */
const LONGEST_WAIT_MS = 365 * 86_400_000;

/** How much of a page is searched for such marks. */
const SEARCHED_LENGTH = 20_000;

/** Whether an answer comes from a test for browsers that stands before the server, not from the server. */
export function isChallenge({ headers, body }: Answer): boolean {
  if (CHALLENGE_HEADERS.some(([name, value]) => value.test(headers[name] ?? ""))) return true;
  return isHtml(body) && CHALLENGE_MARKS.test(body.slice(0, SEARCHED_LENGTH));
}

/** Whether a body is a web page; the type a server declares says little. */
export function isHtml(body: string): boolean {
  return body.trimStart().startsWith("<");
}

/**
 * Whether the answer asks robots not to use it: `X-Robots-Tag: noindex` or `none`, for everyone or for our name.
 * @example "googlebot: noindex" // => false
 */
export function asksNotToIndex({ headers }: Answer): boolean {
  let isForUs = true;
  return (headers["x-robots-tag"] ?? "").split(",").some((part) => {
    const named = /^\s*([\w-]+)\s*:\s*(.*)$/.exec(part);
    if (named?.[1] !== undefined && !/^(unavailable_after|max-[a-z-]+)$/i.test(named[1])) {
      isForUs = named[1].toLowerCase() === "rockpool";
      return isForUs && /^(noindex|none)$/i.test(named[2]?.trim() ?? "");
    }
    return isForUs && /^(noindex|none)$/i.test(part.trim());
  });
}

/**
 * The JSON of a successful answer.
 * @param isList whether it may be as long as a list of servers
 * @throws VisitError `challenge`, `not-json`, `too-large`
 * @throws HttpError for a status other than 2xx: `gone`, `forbidden`, `rate-limited`, else `http`
 */
export function jsonOf(answer: Answer, isList = false): unknown {
  const { url, status, body, headers } = answer;
  if (isChallenge(answer)) throw new VisitError("challenge", `${url.href} answered with a test for browsers`);
  if (status < 200 || status > 299)
    throw new HttpError(failureOfStatus(status), url.href, status, retryAfterMs(headers));
  if (isHtml(body)) throw new VisitError("not-json", `${url.href} answered with a web page`);
  const maxValues = isList ? MAX_VALUES_OF_LIST : MAX_VALUES;
  const { depth, values } = shapeOf(body, maxValues);
  if (depth > MAX_DEPTH) {
    throw new VisitError("not-json", `${url.href} answered JSON nested more than ${MAX_DEPTH} levels deep`);
  }
  if (values > maxValues) {
    throw new VisitError("too-large", `${url.href} answered JSON of more than ${maxValues} values`);
  }
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new VisitError("not-json", `${url.href} answered no valid JSON`, { cause: error });
  }
}

function failureOfStatus(status: number): "gone" | "forbidden" | "rate-limited" | "http" {
  if (status === 410) return "gone";
  if (status === 403) return "forbidden";
  return status === 429 ? "rate-limited" : "http";
}

/**
 * How long the server asks us to wait, in milliseconds, up to a year; null when it does not. Seconds, or a date, which is
 * read against the answer's own. RFC 9110, 10.2.3.
 */
export function retryAfterMs(headers: Answer["headers"]): number | null {
  const value = headers["retry-after"] ?? "";
  const milliseconds = /^\s*\d+\s*$/.test(value)
    ? Number(value) * 1000
    : Date.parse(value) - Date.parse(headers["date"] ?? "");
  return milliseconds > 0 ? Math.min(milliseconds, LONGEST_WAIT_MS) : null;
}

/**
 * How deep brackets outside strings are nested, and how many values they may hold, counted by brackets and commas; only
 * until either is too much. Looks at the text, parses nothing.
 */
function shapeOf(json: string, maxValues: number): { depth: number; values: number } {
  let depth = 0;
  let values = 1;
  for (let index = 0; index < json.length && depth <= MAX_DEPTH && values <= maxValues; index++) {
    const character = json.charCodeAt(index);
    if (character === 0x22) {
      index = endOfString(json, index);
    } else if (character === 0x2c) {
      values += 1;
    } else if (character === 0x5b || character === 0x7b) {
      depth += 1;
      values += 1;
    } else if (character === 0x5d || character === 0x7d) {
      depth -= 1;
    }
  }
  return { depth, values };
}

/** Where the string that begins at an index has its last quotation mark; the end of the text where it has none. */
function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let first = end;
    while (json.charCodeAt(first - 1) === 0x5c) first -= 1;
    if ((end - first) % 2 === 0) return end;
  }
  return json.length;
}
