import type { Domain } from "#core/domain.ts";
import type { Instance, State } from "#core/instance.ts";
import { fnv1a } from "#core/random.ts";
import { DAY_MS, HOUR_MS, utcDay } from "#core/time.ts";
import { type Failure, REFUSALS } from "#core/visit.ts";

/** Between visits to an instance that answers. */
const ALIVE_MS = DAY_MS;
/** After one, two, three … failures in a row; the last stands for all further ones. */
const FAILING_MS = [8 * HOUR_MS, DAY_MS, 2 * DAY_MS, 4 * DAY_MS, 7 * DAY_MS];
/** Between looks at one that is gone, or at the robots.txt of one that refused. */
const RESTING_MS = 30 * DAY_MS;

/** Each interval is longer or shorter by up to this share, differently for each domain and day, to spread visits. */
const JITTER_SHARE = 0.1;

/** An instance is gone after so many failures in a row *and* so long a time without an answer. */
const GONE_AFTER_FAILURES = 5;
const GONE_AFTER_MS = 10 * DAY_MS;

/** Where an instance stands after a visit. */
export interface Standing {
  state: State;
  /** Visits failed in a row. */
  failures: number;
}

/**
 * Where an instance stands after a visit that failed. HTTP 410 says so itself; other refusals are a wish, not a failure.
 * @param lastSign the last visit that succeeded, or when we first heard of it; ISO 8601
 */
export function standingAfterFailure(failure: Failure, failuresBefore: number, lastSign: string, now: Date): Standing {
  if (failure === "gone") return { state: "gone", failures: 0 };
  if (REFUSALS.has(failure)) return { state: "refused", failures: 0 };
  const failures = failuresBefore + 1;
  const isSilentLong = now.getTime() - Date.parse(lastSign) >= GONE_AFTER_MS;
  return { state: failures >= GONE_AFTER_FAILURES && isSilentLong ? "gone" : "failing", failures };
}

/**
 * When to visit again.
 * @param retryAfterMs what the server asked for; never earlier than that, up to 30 days
 */
export function nextVisitAt(
  domain: Domain,
  { state, failures }: Standing,
  now: Date,
  retryAfterMs: number | null = null,
): Date {
  const interval = intervalOf(state, failures) * jitter(domain, now);
  return new Date(now.getTime() + Math.max(interval, Math.min(retryAfterMs ?? 0, RESTING_MS)));
}

/** How often an instance is asked for all it tells, not only for its daily figures. */
const THOROUGH_MS = 7 * DAY_MS;

/**
 * Whether the next visit should ask for everything: the first one, and then one a week.
 * @param readAt when it was last read in full, ISO 8601; null before the first time
 */
export function isThoroughDue(readAt: string | null, now: Date): boolean {
  return readAt === null || now.getTime() - Date.parse(readAt) >= THOROUGH_MS;
}

function intervalOf(state: Instance["state"], failures: number): number {
  if (state === "gone" || state === "refused") return RESTING_MS;
  if (state !== "failing") return ALIVE_MS;
  return FAILING_MS[Math.min(Math.max(failures, 1), FAILING_MS.length) - 1] ?? ALIVE_MS;
}

/** 1 ± JITTER_SHARE, from the domain and the day, so that a test and a replay see the same. */
function jitter(domain: Domain, now: Date): number {
  const hash = fnv1a(`${domain} ${utcDay(now)}`) % 10_000;
  return 1 + JITTER_SHARE * ((2 * hash) / 9_999 - 1);
}
