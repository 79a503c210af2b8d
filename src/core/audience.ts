/**
 * What followers cost the server one lives on. A public post travels once to each server on which somebody follows its
 * author, and so does each public reply; the server makes one delivery for each, a few at a time, for everybody on it
 * in one queue. Followers counted here are those of the open social web, whatever somebody had elsewhere.
 */

/** Up to so many followers, any small server will do. */
export const EASY_FOLLOWERS = 2_000;
/** Above so many, a server of one's own is the first answer. */
export const SHARED_FOLLOWERS = 20_000;

/** What an audience asks for: nothing in particular, a server with room for it, or one's own. */
export const AUDIENCE_BANDS = ["easy", "roomy", "own"] as const;
export type AudienceBand = (typeof AUDIENCE_BANDS)[number];

export function audienceBand(followers: number): AudienceBand {
  if (followers <= EASY_FOLLOWERS) return "easy";
  return followers <= SHARED_FOLLOWERS ? "roomy" : "own";
}

/**
 * On how many distinct servers so many followers live, if they were drawn at random: expected numbers for 22,472
 * microblogging servers of public crawls merged from 2021 to 2026, a server's chance being its accounts or its posts.
 * The biggest hold a quarter of the accounts, so accounts give fewer servers; who posts is spread more widely.
 */
const DRAWN = [
  { followers: 1, byAccounts: 1, byPosts: 1 },
  { followers: 10, byAccounts: 8, byPosts: 9 },
  { followers: 30, byAccounts: 20, byPosts: 24 },
  { followers: 100, byAccounts: 50, byPosts: 66 },
  { followers: 300, byAccounts: 110, byPosts: 153 },
  { followers: 1_000, byAccounts: 237, byPosts: 354 },
  { followers: 3_000, byAccounts: 450, byPosts: 703 },
  { followers: 10_000, byAccounts: 865, byPosts: 1_345 },
  { followers: 30_000, byAccounts: 1_493, byPosts: 2_230 },
  { followers: 100_000, byAccounts: 2_665, byPosts: 3_640 },
  { followers: 300_000, byAccounts: 4_520, byPosts: 5_413 },
  { followers: 1_000_000, byAccounts: 7_983, byPosts: 7_864 },
  { followers: 3_000_000, byAccounts: 12_750, byPosts: 10_433 },
  { followers: 10_000_000, byAccounts: 18_583, byPosts: 13_301 },
] as const;

/** Cases that were published; both are their authors' estimates, as nobody prints the exact number. */
export const KNOWN_AUDIENCES = [
  {
    followers: 23_000,
    servers: 3_000,
    year: 2022,
    url: "https://ar.al/2022/11/09/is-the-fediverse-about-to-get-fryed-or-why-every-toot-is-also-a-potential-denial-of-service-attack/",
  },
  { followers: 500_000, servers: 10_000, year: 2022, url: "https://softwaremill.com/the-architecture-of-mastodon/" },
] as const;

/** People who follow are spread wider than the draw by posts; this factor meets both known cases within 5 %. */
const SPREAD = 1.5;

/** How many servers so many followers live on: what the known cases suggest, and the least it may be. */
export interface ServersReached {
  likely: number;
  atLeast: number;
}

/**
 * On how many other servers an audience lives; never on more than it has followers.
 * @param followers 0 or more
 * @example serversReached(23_000) // => { likely: 2959, atLeast: 1305 }
 */
export function serversReached(followers: number): ServersReached {
  if (followers < 1) return { likely: 0, atLeast: 0 };
  const likely = Math.min(followers, SPREAD * drawn(followers, "byPosts"));
  return { likely: Math.round(likely), atLeast: Math.round(Math.min(likely, drawn(followers, "byAccounts"))) };
}

/** Between two rows of DRAWN a straight line on scales whose every step is ten times more; flat beyond the last. */
function drawn(followers: number, column: "byAccounts" | "byPosts"): number {
  const above = DRAWN.findIndex((row) => row.followers >= followers);
  const [from, to] = [DRAWN[above - 1], DRAWN[above] ?? DRAWN[DRAWN.length - 1]];
  if (to === undefined) return 0;
  if (from === undefined || above === -1) return to[column];
  const way = Math.log(followers / from.followers) / Math.log(to.followers / from.followers);
  return from[column] * (to[column] / from[column]) ** way;
}

/** Seconds one delivery keeps a worker busy. Assumed, not measured: servers that answer take less, silent ones seconds. */
export const SECONDS_PER_DELIVERY = 0.5;

/** Deliveries made at once on the hosting plan of the first known case. */
export const OWN_WORKERS = 12;
/** Deliveries made at once by Mastodon as it sets itself up; said to do for some hundreds of active people. */
export const DEFAULT_WORKERS = 25;
const PEOPLE_PER_DEFAULT = 500;

/**
 * How many deliveries a server probably makes at once: Mastodon's default up to 500 active people, in proportion above.
 * A rule of thumb, because servers do not publish it.
 */
export function workersOf(activePeople: number): number {
  return Math.round(DEFAULT_WORKERS * Math.max(1, activePeople / PEOPLE_PER_DEFAULT));
}

/** The case by which servers are compared: so many answers given within so many minutes. */
export const ANSWERS = 100;
export const ANSWERS_MINUTES = 10;

/** A queue that fills at an even pace and is emptied at another. */
export interface Queue {
  /** Deliveries in all. */
  jobs: number;
  /** The most that wait at once. */
  peakJobs: number;
  /** How long what joins the queue at its longest waits: everybody else's post. */
  waitMinutes: number;
  /** From the first delivery until nothing waits. */
  emptyAfterMinutes: number;
}

/** What one post, or one reply, makes of the queue. */
export function queueOfPost(servers: number, workers: number): Queue {
  return queueOf(servers, servers, 0, workers);
}

/** What ANSWERS replies within ANSWERS_MINUTES make of it. */
export function queueOfAnswers(servers: number, workers: number): Queue {
  return queueOf(servers * ANSWERS, servers, ANSWERS_MINUTES, workers);
}

/** @param least the deliveries that come all at once, and so wait in any case */
function queueOf(jobs: number, least: number, minutes: number, workers: number): Queue {
  const perMinute = (workers * 60) / SECONDS_PER_DELIVERY;
  const peakJobs = Math.round(Math.max(least, jobs - perMinute * minutes));
  const waitMinutes = peakJobs / perMinute;
  return { jobs, peakJobs, waitMinutes, emptyAfterMinutes: jobs === 0 ? 0 : minutes + waitMinutes };
}

/** How long everybody waits on a small server when somebody with EASY_FOLLOWERS answers a hundred times, in minutes. */
export const EASY_WAIT = queueOfAnswers(serversReached(EASY_FOLLOWERS).likely, DEFAULT_WORKERS).waitMinutes;

/**
 * How long everybody on a server of so many people waits at worst while somebody with so many followers answers a hundred
 * people, in minutes; null up to EASY_FOLLOWERS, where it does not matter.
 */
export function audienceWait(followers: number, activePeople: number): number | null {
  if (audienceBand(followers) === "easy") return null;
  return queueOfAnswers(serversReached(followers).likely, workersOf(activePeople)).waitMinutes;
}

/**
 * How much room servers have for an audience, as a factor of their weight: 1 where nobody waits longer than for
 * somebody with EASY_FOLLOWERS on any small server, a quarter where twice as long. Squared, because small servers are so
 * much likelier otherwise that a plain ratio would hardly move the picks. Never 0: a fitting server stays one.
 * @returns null up to EASY_FOLLOWERS, where it is 1 for all
 */
export function roomForAudience(followers: number): ((activePeople: number) => number) | null {
  if (audienceBand(followers) === "easy") return null;
  const servers = serversReached(followers).likely;
  return (activePeople) => Math.min(1, EASY_WAIT / queueOfAnswers(servers, workersOf(activePeople)).waitMinutes) ** 2;
}

/** Bills that people published, for Mastodon servers; amounts as they stand there, a month. */
export const BILLS = [
  {
    id: "community",
    people: 100,
    followers: null,
    amount: 18.45,
    currency: "USD",
    year: 2024,
    url: "https://slipjar.app/en/blog/self-host-mastodon-hard-won-data-on-vps-costs-and-performance/",
  },
  {
    id: "friends",
    people: 20,
    followers: null,
    amount: 29,
    currency: "USD",
    year: 2022,
    url: "https://moiety.me/gotosocial",
  },
  {
    id: "author",
    people: 1,
    followers: 21_000,
    amount: 50,
    currency: "EUR",
    year: 2022,
    url: "https://mastodawn.com/post/109310422045300064",
  },
  {
    id: "town",
    people: 11_000,
    followers: null,
    amount: 1_000,
    currency: "USD",
    year: 2024,
    url: "https://changelog.com/shipit/130",
  },
] as const;

/** Of a quiet server of one's own, and of the author's above, a month; euros or dollars, which differ less than prices do. */
const QUIET_COST = 18;
export const AUTHOR = { followers: 21_000, cost: 50 } as const;
/** Prices lie between half and double of what two bills suggest. */
const COST_DOUBT = 2;
const COST_STEP = 5;

/** A month of a server of one's own, in euros or dollars, rounded to 5. */
export interface CostRange {
  least: number;
  most: number;
}

/** What a server of one's own costs a month: from a quiet one's bill to the author's, in step with servers reached. */
export function monthlyCost(followers: number): CostRange {
  const share = serversReached(followers).likely / serversReached(AUTHOR.followers).likely;
  const middle = QUIET_COST + (AUTHOR.cost - QUIET_COST) * share;
  const rounded = (cost: number) => Math.round(cost / COST_STEP) * COST_STEP;
  return { least: Math.max(COST_STEP, rounded(middle / COST_DOUBT)), most: rounded(middle * COST_DOUBT) };
}
