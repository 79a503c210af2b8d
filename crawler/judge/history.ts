import type { Doubt } from "#core/doubts.ts";
import type { CountTrend, Instance } from "#core/instance.ts";
import { DAY_MS, HOUR_MS } from "#core/time.ts";

/*
 * What an instance's counts did since the visits before: leaps, which are doubted until they have held, and slow evidence
 * that its active people are more, or fewer, than it says.
 *
 * Not found: whoever grows or shrinks its figures within what is natural, and whoever told the same falsehood from the
 * first visit on in every count. Limits are chosen, not measured: no public data has several days of one server.
 */

/** A visit so soon after the last one is compared with it, but no next visit with this one: caches are this old. */
const SOON_MS = 12 * HOUR_MS;

/**
 * Growth by so much a day, linear in days, is natural: a wave of newcomers triples a server overnight. The slack lets a
 * new server be announced, and an account with its old posts move in.
 */
const NATURAL_GROWTH_PER_DAY = 2;
const SLACK = { monthlyActiveUsers: 50, accounts: 100, posts: 20_000 } as const;
const COMPARED = ["monthlyActiveUsers", "accounts", "posts"] as const;

/** Posts are deleted by the thousand, but half of them at once means that something else is counted. */
const NATURAL_LOSS = 1 / 2;
const LOSS_SLACK = 1_000;

/** After a leap the counts must keep this close to the ones before, up and down … */
const STEADY_GROWTH_PER_DAY = 0.5;
const STEADY_LOSS = 1 / 1.5;
const STEADY_SLACK = 20;
/** … for so long, to be believed. At daily visits, three numbers drawn by lot do so once in 20,000 times. */
const SETTLED_MS = 3 * DAY_MS;

/** A server that nobody told us about and that starts with more than this leaps, too: of the real ones two are larger. */
const FIRST_SIGHT = { monthlyActiveUsers: 50_000, accounts: 500_000 } as const;

/** Days over which posts a day are smoothed, so that neither a weekend nor a holiday counts for much. */
const SMOOTHING_MS = 10 * DAY_MS;

/** A day that adds a larger share to all posts is a server's youth, an import or a recount, and no measure of its people. */
const MOST_GAINED_SHARE = 0.01;

/** Busy servers see some ten posts a day for each active person at most, mean of all; a few people with bots write more. */
const MOST_POSTS_PER_PERSON = 10;
const POSTS_SLACK = 1_000;

/** What a visit brought, judged for itself. */
export type Seen = Pick<Instance, "monthlyActiveUsers" | "accounts" | "posts"> & {
  /** What it implies of the monthly active people, whatever the basis; null where only accounts are told. */
  activePeople: number | null;
};

/** What others told of it before our first visit. */
export type Hearsay = Pick<Instance, "monthlyActiveUsers" | "accounts">;

/**
 * Compares a visit's counts with those of the visits before.
 * @param trend of the visits before, with the same program; null where this is the first
 * @param at when they were told; ISO 8601
 * @returns the trend to keep for the next visit
 */
export function judgeHistory(
  seen: Seen,
  at: string,
  trend: CountTrend | null,
  hearsay: Hearsay,
): { trend: CountTrend; doubts: Doubt[] } {
  if (trend === null) {
    const isGiant = (["monthlyActiveUsers", "accounts"] as const).some(
      (name) => (seen[name] ?? 0) > Math.max(FIRST_SIGHT[name], 3 * (hearsay[name] ?? 0)),
    );
    const { monthlyActiveUsers, accounts, posts } = seen;
    const leaptAt = isGiant ? at : null;
    const first = { at, monthlyActiveUsers, accounts, posts, leaptAt, postsPerDay: 0 };
    return { trend: first, doubts: isGiant ? ["sudden-leap"] : [] };
  }
  const elapsedMs = Math.max(0, Date.parse(at) - Date.parse(trend.at));
  const leaptAt = leapAfter(seen, at, trend, elapsedMs);
  const doubts: Doubt[] = leaptAt === null ? [] : ["sudden-leap"];
  const next = elapsedMs < SOON_MS ? { ...trend, leaptAt } : trendAfter(seen, at, { ...trend, leaptAt }, elapsedMs);
  if (seen.activePeople !== null && next.postsPerDay > seen.activePeople * MOST_POSTS_PER_PERSON + POSTS_SLACK) {
    doubts.push("posts-without-activity");
  }
  return { trend: next, doubts };
}

/** What the next visit is compared with; a count not told this time stays. */
function trendAfter(seen: Seen, at: string, trend: CountTrend, elapsedMs: number): CountTrend {
  return {
    ...trend,
    at,
    monthlyActiveUsers: seen.monthlyActiveUsers ?? trend.monthlyActiveUsers,
    accounts: seen.accounts ?? trend.accounts,
    posts: seen.posts ?? trend.posts,
    postsPerDay: postsPerDay(seen, trend, elapsedMs),
  };
}

/** When the counts last leapt; null where they never did or have held since. */
function leapAfter(seen: Seen, at: string, trend: CountTrend, elapsedMs: number): string | null {
  const days = Math.max(1, elapsedMs / DAY_MS);
  const isUnsettled = trend.leaptAt !== null;
  const isLeap = COMPARED.some((name) => {
    const [before, now] = [trend[name], seen[name]];
    if (before === null || now === null) return false;
    if (now > before * (1 + NATURAL_GROWTH_PER_DAY * days) + SLACK[name]) return true;
    if (name === "posts" && now < before * NATURAL_LOSS - LOSS_SLACK) return true;
    if (!isUnsettled) return false;
    const isSteady =
      now <= before * (1 + STEADY_GROWTH_PER_DAY * days) + STEADY_SLACK && now >= before * STEADY_LOSS - STEADY_SLACK;
    return !isSteady;
  });
  if (isLeap) return at;
  return trend.leaptAt !== null && Date.parse(at) - Date.parse(trend.leaptAt) < SETTLED_MS ? trend.leaptAt : null;
}

/** Posts a day, in exponentially fading memory; starts from 0, so that one busy day after the first visit proves nothing. */
function postsPerDay({ posts }: Seen, { posts: before, postsPerDay: usual }: CountTrend, elapsedMs: number): number {
  if (before === null || posts === null || posts < before) return usual;
  const gained = ((posts - before) * DAY_MS) / elapsedMs;
  if (gained > posts * MOST_GAINED_SHARE) return usual;
  return usual + (gained - usual) * (1 - Math.exp(-elapsedMs / SMOOTHING_MS));
}
