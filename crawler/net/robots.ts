import { ROBOTS_TOKEN } from "#site/user-agent.ts";
import { isHtml, retryAfterMs } from "./answers.ts";
import type { VisitClient } from "./client.ts";
import { HttpError, VisitError } from "./errors.ts";
import { parseRobots, type RobotsRules } from "./robots-rules.ts";

/** What is read of a robots.txt; rules behind it do not count. RFC 9309, 2.5. */
const MAX_ROBOTS_BYTES = 500 * 1024;

/** RFC 9309, 2.4. */
const CACHE_MS = 24 * 3_600_000;

/** Origins kept, the oldest goes first, and only files of a usual length, so that memory does not grow. */
const MAX_CACHED = 1_000;
const MAX_CACHED_LENGTH = 10_000;

/** What robots.txt files said, by origin, for a day. */
export class RobotsCache {
  #entries = new Map<string, { rules: RobotsRules; readAt: number }>();

  get(origin: string, now: Date): RobotsRules | undefined {
    const entry = this.#entries.get(origin);
    return entry !== undefined && now.getTime() - entry.readAt < CACHE_MS ? entry.rules : undefined;
  }

  set(origin: string, rules: RobotsRules, now: Date): void {
    this.#entries.delete(origin);
    this.#entries.set(origin, { rules, readAt: now.getTime() });
    const oldest = this.#entries.keys().next().value;
    if (this.#entries.size > MAX_CACHED && oldest !== undefined) this.#entries.delete(oldest);
  }
}

/**
 * The rules of an origin, from the cache or from its robots.txt. A status of 400 to 499 means no rules, as does a web
 * page, which many programs answer to any path; anything else but 200 means that we cannot know and stay out for now.
 * @throws VisitError `robots-unknown`, or what kept the file from being read
 */
export async function robotsOf(
  origin: string,
  { client, cache, now }: { client: VisitClient; cache: RobotsCache; now: Date },
): Promise<RobotsRules> {
  const cached = cache.get(origin, now);
  if (cached !== undefined) return cached;
  const url = `${origin}/robots.txt`;
  const { status, headers, body } = await client
    .get(url, { keepBytes: MAX_ROBOTS_BYTES, isKept: true })
    .catch((error) => {
      if (error instanceof VisitError && error.failure === "not-json") {
        throw new VisitError("robots-unknown", `${url} cannot be read`, { cause: error });
      }
      throw error;
    });
  if (status === 429) throw new HttpError("rate-limited", url, status, retryAfterMs(headers));
  const isAbsent = status >= 400 && status < 500;
  if (!isAbsent && (status < 200 || status > 299)) {
    throw new HttpError("robots-unknown", url, status, retryAfterMs(headers));
  }
  const rules = parseRobots(isAbsent || isHtml(body) ? "" : body, ROBOTS_TOKEN);
  if (body.length <= MAX_CACHED_LENGTH) cache.set(origin, rules, now);
  return rules;
}
