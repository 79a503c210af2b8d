import { blankInstance, type Instance } from "#core/instance.ts";
import { DAY_MS, utcDay } from "#core/time.ts";
import { Dice } from "./dice.ts";

/**
 * How many Mastodon servers had at least so many accounts. Counted from FediList's public list of 1 December 2025 (9,641
 * servers up with an account); the last line from its list of 1 January 2024. Between two lines, and nowhere else, we
 * interpolate on log scales.
 */
const SERVERS_WITH_ACCOUNTS: readonly (readonly [accounts: number, share: number])[] = [
  [1, 1],
  [2, 7_316 / 9_641],
  [10, 3_036 / 9_641],
  [100, 1_109 / 9_641],
  [1_000, 419 / 9_641],
  [10_000, 103 / 9_641],
  [100_000, 11 / 11_683],
];

/**
 * Monthly active people for each account, by accounts, medians of 572 Mastodon servers that told both by July 2026:
 * the fewer accounts, the more of them are used.
 */
const ACTIVE_PER_ACCOUNT: readonly (readonly [accounts: number, share: number])[] = [
  [1, 0.9],
  [10, 0.388],
  [50, 0.158],
  [100, 0.182],
  [500, 0.096],
  [1_000, 0.102],
  [5_000, 0.078],
  [10_000, 0.089],
  [100_000, 0.07],
];
/** Of the logarithm of that share, within a class: from the quartiles of the same servers. */
const ACTIVE_SPREAD = 0.8;

/** Share of servers that let nobody in, by active people: 601 Mastodon servers that told both by July 2026. */
const CLOSED_SHARES: readonly (readonly [people: number, share: number])[] = [
  [0, 0.65],
  [10, 0.32],
  [100, 0.15],
  [1_000, 0.15],
  [10_000, 0.2],
];

/** Shares of all accounts that the ten largest held on FediList's list of 1 December 2025; within two lines evenly. */
const LARGEST_SHARES = [
  0.297,
  ...Array<number>(4).fill((0.493 - 0.297) / 4),
  ...Array<number>(5).fill((0.599 - 0.493) / 5),
];

/** Each made-up server has the program, languages, topics and sign-up of one of so many real ones nearest to its size. */
const LIKE = 60;
/** Made-up servers are up to five years old, evenly. Assumed. */
const OLDEST_DAYS = 5 * 365;

/** A real server that lends what a made-up one of about its size is models. */
export interface Model {
  instance: Instance;
  people: number;
}

/**
 * Makes up servers of the real size distribution, the ten largest with the real shares of all people, open to all.
 * @param models sorted by size
 */
export function makeServers(count: number, models: readonly Model[], seed: number, now: Date): Instance[] {
  const dice = new Dice(seed, "servers");
  const largest = SERVERS_WITH_ACCOUNTS.at(-1)?.[1] ?? 0;
  const sizes = Array.from({ length: Math.max(0, count - LARGEST_SHARES.length) }, () => {
    const accounts = accountsAt(largest + (1 - largest) * dice.next());
    const share = valueAt(ACTIVE_PER_ACCOUNT, accounts) * Math.exp(ACTIVE_SPREAD * dice.normal());
    return { accounts, people: Math.max(1, Math.round(accounts * Math.min(share, 1))), isGiant: false };
  });
  const others = sizes.reduce((sum, { people }) => sum + people, 0);
  const whole = others / (1 - LARGEST_SHARES.reduce((sum, share) => sum + share, 0));
  const giants = LARGEST_SHARES.map((share) => {
    const people = Math.round(share * whole);
    return {
      accounts: Math.round(people / valueAt(ACTIVE_PER_ACCOUNT, Number.POSITIVE_INFINITY)),
      people,
      isGiant: true,
    };
  });
  return [...giants, ...sizes].map(({ accounts, people, isGiant }, index): Instance => {
    // The ten largest are like the ten largest, or the flagship's people would speak whatever the dice say.
    const position = isGiant ? models.length - 1 - index : near(models, people, dice);
    const model = models[Math.max(0, position)]?.instance;
    if (model === undefined) throw new RangeError("Made-up servers need real ones to be models.");
    const isClosed = dice.next() < valueAt(CLOSED_SHARES, people);
    const seenAt = now.toISOString();
    return {
      ...blankInstance(`made-up-${index}.example`, model.software, seenAt),
      languages: model.languages,
      languagesBasis: model.languagesBasis,
      topics: model.topics,
      topicsBasis: model.topicsBasis,
      isAdult: model.isAdult,
      registrations: isGiant ? "open" : isClosed ? "closed" : model.registrations,
      monthlyActiveUsers: people,
      accounts,
      countsAt: seenAt,
      since: utcDay(new Date(now.getTime() - dice.below(OLDEST_DAYS) * DAY_MS)),
      lastSeenAt: seenAt,
      lastVisitAt: seenAt,
      state: "alive",
    };
  });
}

/** The size that a share of servers reaches. */
function accountsAt(share: number): number {
  const next = SERVERS_WITH_ACCOUNTS.findIndex(([, reaching]) => reaching <= share);
  const [toAccounts, toShare] = SERVERS_WITH_ACCOUNTS[next] ?? [1, 1];
  const [fromAccounts, fromShare] = SERVERS_WITH_ACCOUNTS[next - 1] ?? [1, 1];
  if (fromShare === toShare) return toAccounts;
  const way = Math.log(share / fromShare) / Math.log(toShare / fromShare);
  return Math.max(1, Math.floor(fromAccounts * (toAccounts / fromAccounts) ** way));
}

/** The value of the last step that is not above `at`. */
function valueAt(steps: readonly (readonly [from: number, value: number])[], at: number): number {
  return steps.findLast(([from]) => from <= at)?.[1] ?? 0;
}

function near(models: readonly Model[], people: number, dice: Dice): number {
  const nearest = models.findIndex((other) => other.people >= people);
  const middle = nearest === -1 ? models.length : nearest;
  const first = Math.max(0, Math.min(middle - LIKE / 2, models.length - LIKE));
  return first + dice.below(Math.min(LIKE, models.length));
}
