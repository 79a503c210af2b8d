import type { Doubt } from "#core/doubts.ts";
import type { Claims } from "../claims.ts";
import type { NodeInfo } from "../nodeinfo.ts";

/** The counts of an instance. */
export type Counts = Pick<
  Claims,
  "monthlyActiveUsers" | "weeklyActiveUsers" | "dailyActiveUsers" | "halfYearActiveUsers" | "accounts" | "posts"
>;

/** Below so many accounts odd ratios are chance. Source: Fediseer, fediseer/observer.py. */
const MIN_ACCOUNTS = 300;
/** Source: the same. Of 1,457 real servers with 300 accounts or more 71 lie above, all bridges and bot-flooded ones. */
const MAX_ACCOUNTS_PER_POST = 20;
/** Source: the same. 39 of those 1,457 lie above, nearly all flooded by bots in June 2023. */
const MAX_ACCOUNTS_PER_ACTIVE = 500;
/** Fediseer says 400, made for forums: 159 of those 1,457 lie above, old and busy microblogs. Here: above the busiest. */
const MAX_POSTS_PER_ACCOUNT = 20_000;

/**
 * From so many accounts on a server may be oversized, so what it tells of its people has to fit closer. No server with
 * fewer is known to have 10,000 active people: the fewest with as many have 57,060.
 */
const MANY_ACCOUNTS = 20_000;
/** Of 60 Mastodon servers of that size the median is 13.6 and 3 lie above 36: two above 50, one flooded, one deserted. */
const MAX_ACCOUNTS_PER_ACTIVE_OF_MANY = 50;
/** Of the same 60 none lies above 3,713, after nine years of posting. Smaller ones reach 60,000, with few people left. */
const MAX_POSTS_PER_ACTIVE_OF_MANY = 5_000;

/** Estimates (Mastodon's HyperLogLog: 0.8 %) and people who left within the month. */
const ACTIVE_TOLERANCE = 1.1;
const ACTIVE_SLACK = 5;

/**
 * A shorter period's figure above a longer one's raises what we believe; only so far above it is a contradiction. Sums
 * made at different hours explain the rest: 31 real servers tell a week above their month, 12 of them twice as many.
 */
const PERIOD_TOLERANCE = 2;

/** The largest server of July 2026 tells 230,439 active people and 2,986,648 accounts. */
const MOST_ACTIVE_PEOPLE = 1_000_000;
const MOST_ACCOUNTS = 10_000_000;

/** Of 176 servers that tell both, three in four have no more people in a month for each in a week; core/size.ts. */
const MOST_MONTHLY_PER_WEEKLY = 1.8;
/** Assumed, not measured. */
const MOST_MONTHLY_PER_DAILY = 5;

/** Programs that say 1 of everything, always or while hidden. Sources: Owncast, Ghost and Epicyon, their NodeInfo code. */
const SAY_ONE = new Set(["owncast", "ghost", "epicyon", "hubzilla"]);

/** The counts, without those that are stand-ins for "not told", and the reasons to doubt the rest. */
export function judgeCounts(
  claims: Counts & Pick<Claims, "comments">,
  software: string,
): { counts: Counts; doubts: Doubt[] } {
  const { accounts, posts, comments, monthlyActiveUsers: monthly } = claims;
  const { weeklyActiveUsers: weekly, halfYearActiveUsers: halfYear, dailyActiveUsers: daily } = claims;
  const counts: Counts = {
    accounts,
    posts,
    monthlyActiveUsers: monthly,
    weeklyActiveUsers: weekly,
    dailyActiveUsers: daily,
    halfYearActiveUsers: halfYear,
  };
  // Nobody runs a server without an account: 0 is how Funkwhale and others hide their statistics.
  if (accounts === 0) return { counts: NOTHING_TOLD, doubts: [] };

  const doubts: Doubt[] = [];
  if (SAY_ONE.has(software) && accounts === 1 && (monthly ?? 1) === 1) doubts.push("placeholder");
  if (isBeyond(monthly, accounts)) doubts.push("more-active-than-accounts");
  if (isBeyond(weekly, monthly, PERIOD_TOLERANCE) || isBeyond(monthly, halfYear, PERIOD_TOLERANCE))
    doubts.push("periods-contradict");
  if (Math.max(monthly ?? 0, weekly ?? 0, daily ?? 0) > MOST_ACTIVE_PEOPLE || (accounts ?? 0) > MOST_ACCOUNTS) {
    doubts.push("larger-than-any");
  }
  if (accounts !== null && accounts >= MIN_ACCOUNTS) {
    const written = posts === null ? null : posts + (comments ?? 0);
    if (written !== null && accounts > MAX_ACCOUNTS_PER_POST * Math.max(written, 1))
      doubts.push("accounts-without-posts");
    if (written !== null && written > MAX_POSTS_PER_ACCOUNT * accounts) doubts.push("posts-without-accounts");
    const active = monthly ?? monthFrom(weekly, daily);
    if (active !== null) doubts.push(...doubtsOfActivity(active, accounts, written));
  }
  return { counts, doubts };
}

/** A generous month where only a shorter period is told: its size is believed from that, so it has to fit, too. */
function monthFrom(weekly: number | null, daily: number | null): number | null {
  if (weekly !== null) return weekly * MOST_MONTHLY_PER_WEEKLY;
  return daily === null ? null : daily * MOST_MONTHLY_PER_DAILY;
}

/**
 * Too few active people for so many accounts and posts. On the 11 servers of July 2026 with more than 10,000 active people
 * this finds all when they tell a tenth of them, 6 when they tell a fifth, and 1 when they tell a third.
 */
function doubtsOfActivity(told: number, accounts: number, written: number | null): Doubt[] {
  const doubts: Doubt[] = [];
  const isMany = accounts >= MANY_ACCOUNTS;
  // An idle server counts as half a person, so that none is doubted only for being small.
  const active = Math.max(told, 0.5);
  if (accounts > (isMany ? MAX_ACCOUNTS_PER_ACTIVE_OF_MANY : MAX_ACCOUNTS_PER_ACTIVE) * active) {
    doubts.push("accounts-without-activity");
  }
  if (isMany && (written ?? 0) > MAX_POSTS_PER_ACTIVE_OF_MANY * active) doubts.push("posts-without-activity");
  return doubts;
}

const NOTHING_TOLD: Counts = {
  accounts: null,
  posts: null,
  monthlyActiveUsers: null,
  weeklyActiveUsers: null,
  dailyActiveUsers: null,
  halfYearActiveUsers: null,
};

function isBeyond(part: number | null, whole: number | null, tolerance = ACTIVE_TOLERANCE): boolean {
  return part !== null && whole !== null && part > whole * tolerance + ACTIVE_SLACK;
}

/** What a program tells in two places; posts are not among it, PeerTube's NodeInfo counts those of other servers. */
const TOLD_TWICE = ["monthlyActiveUsers", "halfYearActiveUsers", "accounts"] as const;

/** Programs whose NodeInfo counts something else as accounts: channels, blogs. Sources: their NodeInfo code. */
const COUNT_OTHER_THINGS = new Set(["hubzilla", "redmatrix", "writefreely"]);

/**
 * Apart by up to so much, two figures are the same seen twice: PeerTube's API is four hours older than its NodeInfo,
 * Pixelfed's month is five weeks long in one of them, Misskey counts its own three accounts in one.
 */
const SOURCES_FACTOR = 1.5;
const SOURCES_SLACK = 20;

/**
 * NodeInfo beside the program's own API: where both tell a count the larger one counts, and a doubt arises where they are
 * too far apart. A 0 beside a figure is a way not to tell (Mastodon's API in limited federation mode, snac's API).
 * @param claims what the program's reader made of both
 */
export function reconcile(
  claims: Claims,
  nodeinfo: Pick<NodeInfo, "software" | (typeof TOLD_TWICE)[number]>,
): { claims: Claims; doubts: Doubt[] } {
  const agreed = { ...claims };
  let isFarApart = false;
  for (const name of TOLD_TWICE) {
    const [one, other] = [claims[name], nodeinfo[name]];
    if (one === null || other === null) continue;
    if (name === "accounts" && COUNT_OTHER_THINGS.has(nodeinfo.software)) continue;
    const [less, more] = one < other ? [one, other] : [other, one];
    agreed[name] = more;
    if (less > 0 && more > less * SOURCES_FACTOR + SOURCES_SLACK) isFarApart = true;
  }
  return { claims: agreed, doubts: isFarApart ? ["sources-disagree"] : [] };
}
