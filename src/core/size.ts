import type { Instance } from "./instance.ts";
import type { Totals } from "./network.ts";
import { type Kind, programOf } from "./software.ts";

/**
 * What a size was concluded from, best first: `reported` monthly figure, `weekly` figure times a factor, `daily` figure
 * times a factor, or only a bound: nobody can have more active people than `accounts`.
 */
export const SIZE_BASES = ["reported", "weekly", "daily", "accounts"] as const;
export type SizeBasis = (typeof SIZE_BASES)[number];

/** What we believe of an instance's monthly active people. */
export interface BelievedSize {
  /** People active in a month, at least 0; an estimate unless the basis is `reported`. */
  activePeople: number;
  basis: SizeBasis;
  /** It cannot be more than this (its accounts); null when they are not told, or fewer than the people it shows. */
  atMost: number | null;
  /** When the figure was told; ISO 8601. */
  asOf: string | null;
}

/**
 * Monthly over weekly active people, by family: medians of servers that told both, with 50 people or more in a week.
 * Mastodon: 134 servers, collected by July 2026, quartiles 1.09 and 1.68 (month and week not always of one day).
 * Lemmy: 42 servers, collected by January 2026, quartiles 1.21 and 1.95; tiny ones tell the same for both.
 */
const MONTHLY_PER_WEEKLY: Readonly<Record<string, number>> = { mastodon: 1.37, lemmy: 1.65 };
/** All 176 servers that told both, quartiles 1.10 and 1.81. */
const MONTHLY_PER_WEEKLY_ELSEWHERE = 1.43;

/** Monthly over daily active people. Assumed, not measured: one person in three is there on a given day. */
const MONTHLY_PER_DAILY = 3;

/** A server that loses two thirds of its people in a quarter is a rumour before it is a fact. */
const SHARE_OF_RECENT_MAXIMUM = 1 / 3;
const MONTHS_IN_HALF_YEAR = 6;

/**
 * What we believe of an instance's size, or null when it told nothing usable or what it told is doubted.
 *
 * Understatement is as tempting as overstatement here (small servers are suggested), so the figure is never below
 * what its weekly, daily, half-yearly and own recent figures imply. One that lowers all of them by the same factor from
 * its first day on is found only by its accounts and posts (crawler/judge), and not at all where it lowers these too.
 */
export function believedSize(instance: Instance): BelievedSize | null {
  if (instance.doubts.length > 0) return null;
  const { accounts, countsAt: asOf } = instance;
  const told = toldSize(instance);
  if (told === null) return null;
  const activePeople = Math.ceil(Math.max(told.activePeople, leastPeople(instance)));
  return {
    activePeople,
    basis: told.basis,
    atMost: accounts !== null && accounts >= activePeople ? accounts : null,
    asOf,
  };
}

/** How many people were there for certain, if what it told is true. */
function leastPeople(instance: Instance): number {
  return Math.max(
    instance.weeklyActiveUsers ?? 0,
    instance.dailyActiveUsers ?? 0,
    (instance.halfYearActiveUsers ?? 0) / MONTHS_IN_HALF_YEAR,
    (instance.highestMonthlyActiveUsers ?? 0) * SHARE_OF_RECENT_MAXIMUM,
  );
}

/** An estimate never exceeds the accounts there are. */
function toldSize(instance: Instance): { activePeople: number; basis: SizeBasis } | null {
  const { monthlyActiveUsers, weeklyActiveUsers, dailyActiveUsers, accounts } = instance;
  const atMost = accounts ?? Number.POSITIVE_INFINITY;
  if (monthlyActiveUsers !== null) return { activePeople: monthlyActiveUsers, basis: "reported" };
  if (weeklyActiveUsers !== null) {
    const family = programOf(instance.software)?.family ?? "";
    const factor = MONTHLY_PER_WEEKLY[family] ?? MONTHLY_PER_WEEKLY_ELSEWHERE;
    return { activePeople: Math.min(weeklyActiveUsers * factor, atMost), basis: "weekly" };
  }
  if (dailyActiveUsers !== null) {
    return { activePeople: Math.min(dailyActiveUsers * MONTHLY_PER_DAILY, atMost), basis: "daily" };
  }
  return accounts === null ? null : { activePeople: accounts, basis: "accounts" };
}

/** Most active people an instance may have and still be suggested. Source: DESIGN, size model. */
export const OVERSIZED_PEOPLE = 10_000;
/** A smaller one is oversized too when it holds this share of its family's active people … */
export const OVERSIZED_SHARE = 0.05;
/** … and at least this many people … */
export const OVERSIZED_SHARE_FLOOR = 1_000;
/** … in a family we know at least this many instances of: of three servers, one always holds a third. */
export const FAMILY_KNOWN = 30;
/** Limits to leave oversize again, lower than to enter it, so that nobody flickers in and out. */
export const NO_LONGER_OVERSIZED = { people: 8_000, share: 0.04 } as const;

/**
 * Whether an instance is larger than we suggest: above 10,000 active people, or above 1,000 and more than 5 % of its
 * family (back below 8,000 and 4 % to leave).
 * @param activePeople believed monthly active people
 * @param family its family's totals in the last published network day; undefined when there is none yet
 * @param was whether it was oversized at the last look
 */
export function isOversized(activePeople: number, family: Totals | undefined, was: boolean): boolean {
  const people = was ? NO_LONGER_OVERSIZED.people : OVERSIZED_PEOPLE;
  const share = was ? NO_LONGER_OVERSIZED.share : OVERSIZED_SHARE;
  if (activePeople > people) return true;
  if (family === undefined || family.instances < FAMILY_KNOWN || activePeople <= OVERSIZED_SHARE_FLOOR) return false;
  return activePeople > share * family.activePeople;
}

/** Size classes, by believed active people; `oversized` also by share, see isOversized. */
export const SIZE_CLASSES = ["personal", "small", "medium", "large", "oversized"] as const;
export type SizeClass = (typeof SIZE_CLASSES)[number];

/** Fewest active people of each class above `personal`; an oversized one may have fewer, see isOversized. */
export const CLASS_FROM = { small: 10, medium: 1_000, large: 4_000, oversized: OVERSIZED_PEOPLE + 1 } as const;

/** The class of a size that is not oversized, or of one that is. */
export function sizeClass(activePeople: number, oversized: boolean): SizeClass {
  if (oversized) return "oversized";
  if (activePeople < CLASS_FROM.small) return "personal";
  if (activePeople < CLASS_FROM.medium) return "small";
  return activePeople < CLASS_FROM.large ? "medium" : "large";
}

/** Kinds whose people publish rather than log in: one active person is a living server. */
const PUBLISHING_KINDS: ReadonlySet<Kind> = new Set([
  "video",
  "blog",
  "events",
  "books",
  "audio",
  "podcast",
  "streaming",
]);

/** Least active people to be suggested: below, it is somebody's home, unless its admin says strangers are welcome. */
export function floorOf(kind: Kind): number {
  return PUBLISHING_KINDS.has(kind) ? 1 : 10;
}

/** Most accounts an instance may have and be suggested on its number of accounts alone. */
export const ACCOUNTS_ONLY_LIMIT = 2_000;

/**
 * The size that suits a newcomer best, in active people. Fitted, with SPREAD_DECADES and the default intake, by
 * `npm run fit`: more newcomers end on servers that last (SURVIVAL of evidence.ts) than with any neighbouring values, while
 * a year later the network is less concentrated than by random picks. Recorded in src/simulation/fitted.json.
 */
export const IDEAL_ACTIVE_PEOPLE = 150;
/** Width of the curve in powers of ten: a size this far off, either way, scores 0.61. The least that is tried. */
export const SPREAD_DECADES = 0.5;

/** The bell that suitability is. */
export interface Curve {
  /** Its top, in active people. */
  ideal: number;
  /** Its width in powers of ten. */
  spread: number;
}

/** A size is right for a newcomer from this suitability on. */
export const RIGHT_SIZE = 0.5;

/** The curve at work. */
export const CURVE: Curve = { ideal: IDEAL_ACTIVE_PEOPLE, spread: SPREAD_DECADES };

/**
 * How well a size suits a newcomer, from 0 (never) to 1 (ideal).
 *
 * A bell on the log scale around IDEAL_ACTIVE_PEOPLE; zero above OVERSIZED_PEOPLE and for nobody.
 * @param activePeople believed monthly active people, 0 or more
 * @param curve another one than is at work, to fit it
 * @example suitability(IDEAL_ACTIVE_PEOPLE) // => 1
 */
export function suitability(activePeople: number, { ideal, spread }: Curve = CURVE): number {
  if (activePeople <= 0 || activePeople > OVERSIZED_PEOPLE) return 0;
  const decadesAway = Math.log10(activePeople / ideal);
  return Math.exp(-0.5 * (decadesAway / spread) ** 2);
}

/** The largest size that is right for a newcomer, in active people: where the curve has come down to RIGHT_SIZE. */
export const LARGEST_RIGHT_SIZE = Math.floor(
  IDEAL_ACTIVE_PEOPLE * 10 ** (SPREAD_DECADES * Math.sqrt(-2 * Math.log(RIGHT_SIZE))),
);
