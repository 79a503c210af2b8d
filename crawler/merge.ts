import { blankInstance, type Instance } from "#core/instance.ts";
import { REFUSALS } from "#core/visit.ts";
import { hasRefused } from "./refused.ts";
import { type Standing, standingAfterFailure } from "./schedule.ts";
import type { Facts, Visit } from "./visit.ts";

/** A name that never answered as a fediverse server has no program; its row only says that it refused. */
const UNKNOWN_SOFTWARE = "unknown";

/** A visit that is over. */
export type FinishedVisit = Exclude<Visit, { outcome: "paused" }>;

export interface Merged {
  /** The row to keep; null where there is nothing to say about the name. */
  instance: Instance | null;
  standing: Standing;
  /** The instance asked to be left alone, so its history goes too. */
  isErased: boolean;
}

/**
 * What we know after a visit: a success brings new facts, a failure keeps the old ones with their age, a refusal erases
 * them all. A name that failed without ever having answered gets no row.
 */
export function mergeVisit(known: Instance | null, visit: FinishedVisit, failuresBefore: number, now: Date): Merged {
  const { domain, visitedAt } = visit;
  if (visit.outcome === "ok") {
    const instance = withFacts(known ?? blankInstance(domain, visit.facts.software, visitedAt), visit);
    return { instance, standing: { state: "alive", failures: 0 }, isErased: false };
  }
  const { failure } = visit;
  const lastSign = known?.lastSeenAt ?? known?.addedAt ?? visitedAt;
  const standing = standingAfterFailure(failure, known?.failures ?? failuresBefore, lastSign, now);
  const failed = { ...standing, failure, lastVisitAt: visitedAt };
  if (REFUSALS.has(failure)) {
    const addedAt = known?.addedAt ?? visitedAt;
    return { instance: { ...blankInstance(domain, UNKNOWN_SOFTWARE, addedAt), ...failed }, standing, isErased: true };
  }
  // A refusal stands while its robots.txt cannot be read.
  if (known !== null && hasRefused(known)) {
    const kept = { state: known.state, failures: 0 };
    return { instance: { ...known, lastVisitAt: visitedAt }, standing: kept, isErased: false };
  }
  return { instance: known === null ? null : { ...known, ...failed }, standing, isErased: false };
}

function withFacts(known: Instance, visit: FinishedVisit & { outcome: "ok" }): Instance {
  const { facts, isPartial, visitedAt } = visit;
  const today = visitedAt.slice(0, 10);
  const hasCounts = [facts.monthlyActiveUsers, facts.accounts, facts.weeklyActiveUsers, facts.dailyActiveUsers].some(
    (count) => count !== null,
  );
  const hasNewLanguages = facts.languages.length > 0;
  return {
    ...known,
    ...(isPartial ? withoutGaps(facts, known) : facts),
    // What a person once set or we recognised stays while the server itself declares nothing.
    languages: hasNewLanguages ? facts.languages : known.languages,
    languagesBasis: hasNewLanguages ? "declared" : known.languagesBasis,
    countsAt: hasCounts ? visitedAt : null,
    since: known.since !== null && known.since < today ? known.since : today,
    lastSeenAt: visitedAt,
    lastVisitAt: visitedAt,
    state: "alive",
    failures: 0,
    failure: null,
  };
}

/** The facts, with what is missing in them as it was known; only while the program stayed the same. */
function withoutGaps(facts: Facts, known: Instance): Facts {
  if (known.software !== facts.software) return facts;
  const isMissing = (value: unknown): boolean => value === null || value === "unknown";
  const told = Object.entries(facts).filter(([, value]) => !isMissing(value));
  const { title, description, signUpUrl, minimumAge, isAdult, registrations } = known;
  return {
    ...facts,
    ...{ title, description, signUpUrl, minimumAge, isAdult, registrations },
    ...Object.fromEntries(told),
    // NodeInfo seldom tells, and then says "not limited" for "not told".
    isFederationLimited: facts.isFederationLimited || known.isFederationLimited,
  };
}
