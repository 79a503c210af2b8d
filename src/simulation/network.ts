import { type Entry, entryOf } from "#core/entry.ts";
import { blankInstance, type Instance } from "#core/instance.ts";
import { intakePerDay } from "#core/intake.ts";
import { familyOf, type NetworkDay, networkDayOf, networkMemberOf } from "#core/network.ts";
import { isOversized } from "#core/size.ts";
import { DAY_MS, utcDay } from "#core/time.ts";
import { Dice } from "./dice.ts";

/** One server of a simulated network: what we make of what it tells, and what is true. */
export interface Server {
  entry: Entry;
  /** True monthly active people. */
  people: number;
  /** True number of accounts; estimated from the people where none are told. */
  accounts: number;
  isOversized: boolean;
  /** Newcomers a day that it should get, also where it is not suggested: for judging other policies by. */
  intake: number;
  isFarm: boolean;
}

/** Servers as they would be judged at one moment. */
export interface SimulatedNetwork {
  servers: readonly Server[];
  now: Date;
}

/** What a server tells, and what is so. */
export interface Told {
  told: Instance;
  truth: Instance;
  isFarm?: boolean;
}

/** Accounts for each active person where a server tells none: median of Mastodon servers of some hundreds of accounts. */
const ACCOUNTS_PER_ACTIVE = 6;

/** Judges every server by what it tells, as the site would, and notes the truth beside it. */
export function networkOf(tolds: readonly Told[], now: Date): SimulatedNetwork {
  const instances = tolds.map(({ told }) => told);
  const networkDay = dayOf(instances, now);
  const trueDay = dayOf(
    tolds.map(({ truth }) => truth),
    now,
  );
  const surroundings = { listing: undefined, isBlocked: false, now };
  const servers = tolds.map(({ truth, isFarm = false }, index): Server => {
    const entry = entryOf(instances[index] ?? truth, { ...surroundings, networkDay });
    const { size } = entryOf(truth, { ...surroundings, networkDay: trueDay });
    const people = size?.activePeople ?? 0;
    return {
      entry,
      people,
      accounts: truth.accounts ?? Math.max(1, people * ACCOUNTS_PER_ACTIVE),
      isOversized: isOversized(people, trueDay.families[familyOf(truth.software)], false),
      intake: entry.intake > 0 || size === null ? entry.intake : intakePerDay(size, undefined, true, now),
      isFarm,
    };
  });
  return { servers, now };
}

function dayOf(instances: readonly Instance[], now: Date): NetworkDay {
  const members = instances.map((instance) => networkMemberOf(instance, now)).filter((member) => member !== null);
  return networkDayOf(members, utcDay(now));
}

/** Servers that all tell the truth. */
export function honest(instances: readonly Instance[]): Told[] {
  return instances.map((instance) => ({ told: instance, truth: instance }));
}

/**
 * Makes some servers tell figures that are all wrong by one factor of 0.1 to 10, evenly on a log scale: the lie that
 * contradicts itself nowhere, so that no judge of the crawler finds it on the first day.
 */
export function withLiars(tolds: readonly Told[], share: number, seed: number): Told[] {
  const dice = new Dice(seed, "lies");
  return tolds.map((each) => {
    const isLiar = dice.next() < share;
    const factor = 10 ** (2 * dice.next() - 1);
    if (!isLiar) return each;
    const wrong = (count: number | null) => (count === null ? null : Math.max(1, Math.round(count * factor)));
    const { told } = each;
    return {
      ...each,
      told: {
        ...told,
        monthlyActiveUsers: wrong(told.monthlyActiveUsers),
        weeklyActiveUsers: wrong(told.weeklyActiveUsers),
        highestMonthlyActiveUsers: wrong(told.highestMonthlyActiveUsers),
        accounts: wrong(told.accounts),
      },
    };
  });
}

/** How old the domains of a fresh farm are, and of servers that have a past. */
export const FRESH_DAYS = 3;
export const PROVEN_DAYS = 365;

/**
 * Adds servers of one owner that tell whatever is picked most: each with a domain and a network of its own, open, of the
 * best size, in the five most wanted languages and about three of the most wanted topics.
 * @param ageDays how long they are known to have run
 */
export function withFarm(
  tolds: readonly Told[],
  count: number,
  { people, languages, topics }: { people: number; languages: readonly string[]; topics: readonly string[] },
  ageDays: number,
  now: Date,
): Told[] {
  const seenAt = now.toISOString();
  const since = new Date(now.getTime() - ageDays * DAY_MS).toISOString();
  const farm = Array.from({ length: count }, (_, index): Told => {
    const told: Instance = {
      ...blankInstance(`farm-${index}.example`, "mastodon", since),
      languages: languages.slice(0, 5),
      languagesBasis: "declared",
      topics: topics.slice(0, 3),
      topicsBasis: "declared",
      registrations: "open",
      monthlyActiveUsers: people,
      accounts: people * ACCOUNTS_PER_ACTIVE,
      countsAt: seenAt,
      since: since.slice(0, 10),
      lastSeenAt: seenAt,
      lastVisitAt: seenAt,
      state: "alive",
    };
    return { told, truth: { ...told, monthlyActiveUsers: 1, accounts: 1 }, isFarm: true };
  });
  return [...tolds, ...farm];
}
