import { z } from "zod";
import { Domain } from "./domain.ts";
import { Failure } from "./visit.ts";

/** How a person gets an account. "unknown" is an answer too: many programs do not say. */
export const REGISTRATIONS = ["open", "approval", "invite", "closed", "unknown"] as const;
export type Registrations = (typeof REGISTRATIONS)[number];

/**
 * Where we stand with an instance: `unvisited` (a seed or an import, not checked yet), `alive` (the last visit
 * succeeded), `failing` (it did not), `gone` (several failures over several days, or HTTP 410), `moved` (the name has led
 * to somebody else's for days), `refused` (asked to be left alone; its facts are erased and only the name is kept).
 */
export const STATES = ["unvisited", "alive", "failing", "gone", "moved", "refused"] as const;
export type State = (typeof STATES)[number];

/** Who said it: its proven admin, the server itself in a field that means something, or we from its own text. */
export const BASES = ["admin", "declared", "detected"] as const;
export type Basis = (typeof BASES)[number];

/** A number of people or posts as told, null when not told; never 0 as a stand-in. */
const Count = z.int().nonnegative().max(2_147_483_647).nullable();

/** Where a name leads instead of answering for itself. */
export const Leads = z.object({
  /** Of another registrable domain than its own. */
  to: Domain,
  /** The first of the visits in a row that were led to that registrable domain; ISO 8601. */
  since: z.iso.datetime(),
  visits: z.int().positive(),
});
export type Leads = z.infer<typeof Leads>;

/** How an instance's counts moved from visit to visit; see crawler/judge/history.ts. */
export const CountTrend = z.object({
  /** When the figures below were told to us in full; ISO 8601. */
  at: z.iso.datetime(),
  monthlyActiveUsers: Count,
  accounts: Count,
  posts: Count,
  /** When they last were of another order of magnitude than before; null once they have held for some days. */
  leaptAt: z.iso.datetime().nullable(),
  /** Posts gained a day, smoothed over some ten days, rising from 0 at the first visit. */
  postsPerDay: z.number().nonnegative(),
});
export type CountTrend = z.infer<typeof CountTrend>;

/** One fediverse server as last seen; the crawler, imports and database rows all parse into it. */
export const Instance = z.object({
  domain: Domain,
  /** NodeInfo `software.name` in lower case ("mastodon", "iceshrimp.net"); see software.ts for kind and family. */
  software: z.string().min(1).max(50),
  /** NodeInfo `software.version` as told. */
  version: z.string().max(80).nullable(),
  /** The name it gives itself, plain text; null when it gives none or only a program's default. */
  title: z.string().max(120).nullable(),
  /** What it says of itself, plain text in its own language; never HTML. */
  description: z.string().max(600).nullable(),

  /** BCP 47 tags, the main one first; empty when not known. */
  languages: z.array(z.string().max(20)).max(40),
  languagesBasis: z.enum(BASES).nullable(),
  /** Ids of core/topics.ts; empty means any topic, or not known. */
  topics: z.array(z.string().max(30)).max(40),
  topicsBasis: z.enum(BASES).nullable(),

  registrations: z.enum(REGISTRATIONS),
  /** The day on which a visit found registrations to have changed to what they are; null where no visit saw them change. */
  registrationsSince: z.iso.date().nullable(),
  /** Where one signs up, on the instance's own registrable domain; null means the program's usual path. */
  signUpUrl: z
    .url({ protocol: /^https$/ })
    .max(500)
    .nullable(),
  /** Youngest age it lets in, in years; null when not told. */
  minimumAge: z.int().min(0).max(150).nullable(),
  /** Whether it is meant for adults only; null when not told. */
  isAdult: z.boolean().nullable(),
  /** Whether it talks only with servers it has allowed one by one (Mastodon's limited federation mode and the like). */
  isFederationLimited: z.boolean(),

  /** People active in the last 30 days (28 in Mastodon). NodeInfo `usage.users.activeMonth`. */
  monthlyActiveUsers: Count,
  /** People active in the last 7 days. */
  weeklyActiveUsers: Count,
  /** People active in a day, from programs that count only that (Misskey's active-users chart). */
  dailyActiveUsers: Count,
  /** People active in the last 180 days. NodeInfo `usage.users.activeHalfyear`. */
  halfYearActiveUsers: Count,
  /** Local accounts. NodeInfo `usage.users.total`; bots, the dead and the banned included. */
  accounts: Count,
  /** Local posts. NodeInfo `usage.localPosts`. */
  posts: Count,
  /** When these counts were told; null when there are none. */
  countsAt: z.iso.datetime().nullable(),
  /** The highest monthlyActiveUsers it told in the last 90 days, so that shrinking overnight does not make it small. */
  highestMonthlyActiveUsers: Count,
  /** When that figure was told to whom we have it from; null where it was told to us, so that our visits say when. */
  highestImportedAt: z.iso.datetime().nullable(),
  /**
   * What was believed of its active people at the last visits that told a figure, the newest first; the floor looks at
   * the lowest, so that one good day opens no door. Empty before the first visit.
   */
  recentActivePeople: z.array(z.int().nonnegative()).max(3),
  /** Why the counts are not believed (codes of doubts.ts); empty when they are. */
  doubts: z.array(z.string().max(40)).max(20),
  /** What the next visit's counts are compared with; null before our first visit. Not published. */
  countTrend: CountTrend.nullable(),
  /** When it grew beyond what we suggest; null while it is not oversized. Kept, because leaving has lower limits. */
  oversizedSince: z.iso.datetime().nullable(),

  /** Network of the addresses it answers from, a /24 or /48 prefix: neighbours there often share an owner. Not published. */
  hostingNetwork: z.string().max(50).nullable(),

  /** The earliest day we have evidence that it ran; it may well be older. */
  since: z.iso.date().nullable(),
  /** When Rockpool first heard of it. */
  addedAt: z.iso.datetime(),
  /** The last visit that succeeded; null until the first. */
  lastSeenAt: z.iso.datetime().nullable(),
  /** The last visit, successful or not; null until the first. */
  lastVisitAt: z.iso.datetime().nullable(),
  state: z.enum(STATES),
  /** Visits failed in a row. */
  failures: z.int().nonnegative(),
  /** Why the last visit failed; null when it succeeded or there was none. */
  failure: Failure.nullable(),
  /** Where the last visits were led to; null while it answers for itself, or not at all. */
  leads: Leads.nullable(),
});
export type Instance = z.infer<typeof Instance>;

/** An instance of which nothing is known but its name and program: what readers and importers fill in. */
export function blankInstance(domain: Domain, software: string, addedAt: string): Instance {
  return {
    domain,
    software,
    version: null,
    title: null,
    description: null,
    languages: [],
    languagesBasis: null,
    topics: [],
    topicsBasis: null,
    registrations: "unknown",
    registrationsSince: null,
    signUpUrl: null,
    minimumAge: null,
    isAdult: null,
    isFederationLimited: false,
    monthlyActiveUsers: null,
    weeklyActiveUsers: null,
    dailyActiveUsers: null,
    halfYearActiveUsers: null,
    accounts: null,
    posts: null,
    countsAt: null,
    highestMonthlyActiveUsers: null,
    highestImportedAt: null,
    recentActivePeople: [],
    doubts: [],
    countTrend: null,
    oversizedSince: null,
    hostingNetwork: null,
    since: null,
    addedAt,
    lastSeenAt: null,
    lastVisitAt: null,
    state: "unvisited",
    failures: 0,
    failure: null,
    leads: null,
  };
}
