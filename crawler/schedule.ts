import type { Domain } from "#core/domain.ts";
import type { Instance, Leads } from "#core/instance.ts";
import { fnv1a } from "#core/random.ts";
import { DAY_MS, HOUR_MS, utcDay } from "#core/time.ts";
import { type Failure, REFUSALS } from "#core/visit.ts";
import { isSameParty } from "./net/names.ts";
import { hasRefused } from "./refused.ts";

/*
 * Where an instance stands after a visit, and when the next one is due. Pure: the same visits give the same states.
 *
 *   unvisited ──▶ alive ◀──▶ failing ──▶ gone        every state: a success makes it alive,
 *                               └─────▶ moved        a refusal makes it refused
 */

/** Between visits to an instance that answers. */
export const ALIVE_MS = DAY_MS;
/** After the first failure; twice as long after each further one, up to the longest. */
const FIRST_RETRY_MS = 12 * HOUR_MS;
export const LONGEST_RETRY_MS = 7 * DAY_MS;
/** Between looks at one that is gone or moved, or at the robots.txt of one that refused. */
export const RESTING_MS = 30 * DAY_MS;

/** Each interval is longer or shorter by up to this share, differently for each domain and day, to spread visits. */
export const JITTER_SHARE = 0.1;

/** An instance is gone after so many failures in a row *and* so long a time without an answer. */
const GONE_AFTER_FAILURES = 5;
const GONE_AFTER_MS = 10 * DAY_MS;

/** It has moved once so many visits in a row *and* over so long a time were led to one and the same other party. */
const MOVED_AFTER_VISITS = 3;
const MOVED_AFTER_MS = 7 * DAY_MS;

/** Where an instance stands. */
export type Standing = Pick<Instance, "state" | "failures" | "failure" | "leads">;

export interface Before extends Standing {
  /** The last visit that succeeded, else when we first heard of it, ISO 8601; null of a name of which we keep no row. */
  lastSign: string | null;
}

/** What matters of a visit here. */
export type Result = { outcome: "ok" } | { outcome: "failed"; failure: Failure; leadsTo: Domain | null };

/** Where an instance stands after a visit. */
export function standingAfter(before: Before, result: Result, now: Date): Standing {
  if (result.outcome === "ok") return { state: "alive", failures: 0, failure: null, leads: null };
  const { failure, leadsTo } = result;
  // HTTP 410 says so itself; other refusals are a wish, not a failure.
  if (failure === "gone") return { state: "gone", failures: 0, failure, leads: null };
  if (REFUSALS.has(failure)) return { state: "refused", failures: 0, failure, leads: null };
  // A refusal stands while its robots.txt cannot be read.
  if (hasRefused(before)) return { state: before.state, failures: 0, failure: before.failure, leads: null };

  const failures = before.failures + 1;
  const leads = leadsAfter(before.leads, leadsTo, now);
  // Both are left by an answer only: a domain that was given up often leads to whoever bought it.
  if (before.state === "gone") return { state: "gone", failures, failure, leads: null };
  if (before.state === "moved") return { state: "moved", failures, failure, leads: leads ?? before.leads };
  if (leads !== null) return { state: hasMoved(leads, now) ? "moved" : "failing", failures, failure, leads };
  // Of a name that never answered nothing is shown; its failures alone take a week.
  const isSilentLong = before.lastSign === null || ageOf(before.lastSign, now) >= GONE_AFTER_MS;
  return { state: failures >= GONE_AFTER_FAILURES && isSilentLong ? "gone" : "failing", failures, failure, leads };
}

function leadsAfter(before: Leads | null, to: Domain | null, now: Date): Leads | null {
  if (to === null) return null;
  if (before === null || !isSameParty(before.to, to)) return { to, since: now.toISOString(), visits: 1 };
  return { to, since: before.since, visits: before.visits + 1 };
}

function hasMoved({ since, visits }: Leads, now: Date): boolean {
  return visits >= MOVED_AFTER_VISITS && ageOf(since, now) >= MOVED_AFTER_MS;
}

function ageOf(time: string, now: Date): number {
  return now.getTime() - Date.parse(time);
}

/**
 * When to visit again.
 * @param retryAfterMs what the server asked for; never earlier than that, up to 30 days
 */
export function nextVisitAt(
  domain: Domain,
  standing: Pick<Standing, "state" | "failures">,
  now: Date,
  retryAfterMs: number | null = null,
): Date {
  const interval = intervalOf(standing) * jitter(domain, now);
  return new Date(now.getTime() + Math.max(interval, Math.min(retryAfterMs ?? 0, RESTING_MS)));
}

/** How often an instance is asked for all it tells, not only for its daily figures. */
const THOROUGH_MS = 7 * DAY_MS;

/**
 * Whether the next visit should ask for everything: the first one, and then one a week.
 * @param readAt when it was last read in full, ISO 8601; null before the first time
 */
export function isThoroughDue(readAt: string | null, now: Date): boolean {
  return readAt === null || ageOf(readAt, now) >= THOROUGH_MS;
}

function intervalOf({ state, failures }: Pick<Standing, "state" | "failures">): number {
  if (state === "gone" || state === "moved" || state === "refused") return RESTING_MS;
  if (state !== "failing") return ALIVE_MS;
  return Math.min(FIRST_RETRY_MS * 2 ** (Math.max(failures, 1) - 1), LONGEST_RETRY_MS);
}

/** 1 ± JITTER_SHARE, from the domain and the day, so that a test and a replay see the same. */
function jitter(domain: Domain, now: Date): number {
  const hash = fnv1a(`${domain} ${utcDay(now)}`) % 10_000;
  return 1 + JITTER_SHARE * ((2 * hash) / 9_999 - 1);
}
