import type { Doubt } from "#core/doubts.ts";
import type { Claims } from "../claims.ts";

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
/** Estimates (Mastodon's HyperLogLog: 0.8 %) and people who left within the month. */
const ACTIVE_TOLERANCE = 1.1;
const ACTIVE_SLACK = 5;

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
  if (isBeyond(weekly, monthly) || isBeyond(monthly, halfYear)) doubts.push("periods-contradict");
  if (accounts !== null && accounts >= MIN_ACCOUNTS) {
    const written = posts === null ? null : posts + (comments ?? 0);
    if (written !== null && accounts > MAX_ACCOUNTS_PER_POST * Math.max(written, 1))
      doubts.push("accounts-without-posts");
    if (written !== null && written > MAX_POSTS_PER_ACCOUNT * accounts) doubts.push("posts-without-accounts");
    // An idle server counts as half a person, so that none is doubted only for being small.
    if (monthly !== null && accounts > MAX_ACCOUNTS_PER_ACTIVE * Math.max(monthly, 0.5)) {
      doubts.push("accounts-without-activity");
    }
  }
  return { counts, doubts };
}

const NOTHING_TOLD: Counts = {
  accounts: null,
  posts: null,
  monthlyActiveUsers: null,
  weeklyActiveUsers: null,
  dailyActiveUsers: null,
  halfYearActiveUsers: null,
};

function isBeyond(part: number | null, whole: number | null): boolean {
  return part !== null && whole !== null && part > whole * ACTIVE_TOLERANCE + ACTIVE_SLACK;
}
