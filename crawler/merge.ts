import type { Details } from "#core/details.ts";
import { blankInstance, type Instance, type Registrations } from "#core/instance.ts";
import { EVIDENCE_DAYS } from "#core/intake.ts";
import { believedSize } from "#core/size.ts";
import { DAY_MS } from "#core/time.ts";
import { REFUSALS } from "#core/visit.ts";
import type { DetailClaims } from "./claims.ts";
import { judgeHistory } from "./judge/history.ts";
import { isSameServer } from "./judge/identity.ts";
import { judgeLanguages } from "./judge/language.ts";
import type { SelfDescription } from "./judge/self-description.ts";
import { judgeTopics } from "./judge/topics.ts";
import { type Standing, standingAfter } from "./schedule.ts";
import type { Facts, Visit } from "./visit.ts";

/** A name that never answered as a fediverse server has no program; its row only says that it refused. */
const UNKNOWN_SOFTWARE = "unknown";

/** So many figures are kept for the floor. DESIGN 4: the lowest of three visits. */
const RECENT_FIGURES = 3;

/** A visit that is over. */
export type FinishedVisit = Exclude<Visit, { outcome: "paused" }>;
type SuccessfulVisit = FinishedVisit & { outcome: "ok" };

/** What is kept about a name before a visit. */
export interface Known {
  instance: Instance | null;
  details: Details | null;
}

export interface Merged extends Known {
  /** The rows to keep; null where there is nothing to say about the name. */
  instance: Instance | null;
  details: Details | null;
  standing: Standing;
  /** The instance asked to be left alone, so its history goes too. */
  isErased: boolean;
}

/**
 * What we know after a visit: a success brings new facts, a failure keeps the old ones with their age, a refusal erases
 * them all. A name that failed without ever having answered gets no row.
 */
export function mergeVisit(
  { instance: known, details }: Known,
  visit: FinishedVisit,
  failuresBefore: number,
  now: Date,
): Merged {
  const { domain, visitedAt } = visit;
  const before = known ?? { state: "unvisited" as const, failures: failuresBefore, failure: null, leads: null };
  const lastSign = known?.lastSeenAt ?? known?.addedAt ?? null;
  const standing = standingAfter({ ...before, lastSign }, visit, now);
  if (visit.outcome === "ok") {
    const instance = known ?? blankInstance(domain, visit.facts.software, visitedAt);
    const since = sinceOf(instance, visit);
    return { ...afterSuccess({ ...instance, ...standing, since }, details, visit), standing, isErased: false };
  }
  if (REFUSALS.has(visit.failure)) {
    const blank = blankInstance(domain, UNKNOWN_SOFTWARE, known?.addedAt ?? visitedAt);
    return { instance: { ...blank, ...standing, lastVisitAt: visitedAt }, details: null, standing, isErased: true };
  }
  const instance = known === null ? null : { ...known, ...standing, lastVisitAt: visitedAt };
  return { instance, details, standing, isErased: false };
}

/**
 * Since when there is evidence of it, after a visit that succeeded. A name that was given up is often bought for what it
 * is known for: who answers after a long silence, or as another server than the one that went, begins anew.
 */
function sinceOf(known: Instance, { facts, visitedAt }: SuccessfulVisit): string {
  const today = visitedAt.slice(0, 10);
  const silentMs = known.lastSeenAt === null ? 0 : Date.parse(visitedAt) - Date.parse(known.lastSeenAt);
  const isAnother = known.state === "gone" && !isSameServer(known, facts);
  if (known.since === null || known.since > today || silentMs > EVIDENCE_DAYS * DAY_MS || isAnother) return today;
  return known.since;
}

/** What it let others believe before our first visit tells nothing of the day on which that changed. */
function registrationsSinceOf(known: Instance, registrations: Registrations, visitedAt: string): string | null {
  if (known.lastSeenAt === null) return null;
  return known.registrations === registrations ? known.registrationsSince : visitedAt.slice(0, 10);
}

function afterSuccess(known: Instance, knownDetails: Details | null, visit: SuccessfulVisit) {
  const { facts: told, isPartial, visitedAt, domain } = visit;
  const { languages, topics, ...facts } = isPartial ? withoutGaps(told, known) : told;
  const hasCounts = [facts.monthlyActiveUsers, facts.accounts, facts.weeklyActiveUsers, facts.dailyActiveUsers].some(
    (count) => count !== null,
  );
  const current: Instance = {
    ...known,
    ...facts,
    registrationsSince: registrationsSinceOf(known, facts.registrations, visitedAt),
    countsAt: hasCounts ? visitedAt : null,
    hostingNetwork: visit.hostingNetwork,
    lastSeenAt: visitedAt,
    lastVisitAt: visitedAt,
  };
  const seen = withHistory(current, known, isPartial);
  const details: Details = {
    domain,
    readAt: visit.isThorough && !isPartial ? visitedAt : (knownDetails?.readAt ?? visitedAt),
    topicWords: knownDetails?.topicWords ?? {},
    ...detailsAfter(visit, knownDetails),
  };
  const instance = { ...seen, recentActivePeople: recentFigures(seen, known) };
  const isToldAnew = visit.isThorough || known.title !== seen.title || known.description !== seen.description;
  if (!isToldAnew) return { instance, details };
  return judged(instance, details, { languages, topics });
}

/** With what the visits before say of its counts: other doubts, and the trend for the next visit. */
function withHistory(seen: Instance, known: Instance, isPartial: boolean): Instance {
  if (seen.countsAt === null) return seen;
  const size = believedSize({ ...seen, doubts: [] });
  const activePeople = size === null || size.basis === "accounts" ? null : size.activePeople;
  // Another program counts in another way.
  const before = known.software === seen.software ? known.countTrend : null;
  // NodeInfo alone counts the posts of other servers, too, in some programs.
  const posts = isPartial ? null : seen.posts;
  const { trend, doubts } = judgeHistory({ ...seen, posts, activePeople }, seen.countsAt, before, known);
  return { ...seen, countTrend: trend, doubts: [...new Set([...seen.doubts, ...doubts])] };
}

/** What it speaks and what it is about: as declared, else as somebody once set, else as its own words tell. */
function judged(instance: Instance, details: Details, declared: Pick<Facts, "languages" | "topics">) {
  const { domain, title, description } = instance;
  const words = { domain, title, description, about: details.about, rules: details.rules };
  const { topicWords, ...topics } = topicsAfter(instance, words, declared.topics);
  const languages = languagesAfter(instance, words, declared.languages);
  return { instance: { ...instance, ...languages, ...topics }, details: { ...details, topicWords } };
}

function languagesAfter(
  { languages, languagesBasis }: Instance,
  words: SelfDescription,
  declared: readonly string[],
): Pick<Instance, "languages" | "languagesBasis"> {
  const found = judgeLanguages({ ...words, declared });
  if (found === null || (found.basis === "detected" && isSet(languagesBasis))) return { languages, languagesBasis };
  return { languages: found.languages, languagesBasis: found.basis };
}

function topicsAfter(
  { topics, topicsBasis }: Instance,
  words: SelfDescription,
  declared: readonly string[],
): Pick<Instance, "topics" | "topicsBasis"> & Pick<Details, "topicWords"> {
  if (declared.length > 0) return { topics: [...declared], topicsBasis: "declared", topicWords: {} };
  if (isSet(topicsBasis)) return { topics, topicsBasis, topicWords: {} };
  const found = judgeTopics(words);
  return {
    topics: found.map(({ topic }) => topic),
    topicsBasis: found.length > 0 ? "detected" : null,
    topicWords: Object.fromEntries(found.map(({ topic, words }) => [topic, words])),
  };
}

/** Whether a person set it, so that our own guess does not replace it. */
function isSet(basis: Instance["languagesBasis"]): boolean {
  return basis === "admin" || basis === "declared";
}

function recentFigures(seen: Instance, known: Instance): number[] {
  const size = believedSize(seen);
  return size === null
    ? known.recentActivePeople
    : [size.activePeople, ...known.recentActivePeople].slice(0, RECENT_FIGURES);
}

/** A daily visit asks for less, and a partial one got less: what is missing in them stays as it was. */
function detailsAfter({ details, isThorough, isPartial }: SuccessfulVisit, known: Details | null): DetailClaims {
  if (known === null || (isThorough && !isPartial)) return details;
  const told = Object.entries(details).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  const { domain: _domain, readAt: _readAt, topicWords: _topicWords, ...before } = known;
  return { ...before, ...Object.fromEntries(told) };
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
