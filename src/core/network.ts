import { z } from "zod";
import { FRESH_DAYS } from "./eligible.ts";
import type { Instance } from "./instance.ts";
import { believedSize } from "./size.ts";
import { programOf } from "./software.ts";
import { DAY_MS } from "./time.ts";

/** How many instances and active people one family of programs, or the whole network, was believed to have on a day. */
export const Totals = z.object({
  /** Instances seen alive (or seeds not yet checked) with a believed size. */
  instances: z.int().nonnegative(),
  /** Sum of believed monthly active people. */
  activePeople: z.int().nonnegative(),
  /** Sum of accounts told; a weaker figure, bots and the dead included. */
  accounts: z.int().nonnegative(),
  /** Shares of all active people held by the largest 1, 5 and 10 instances, 0 to 1; null when there are none. */
  top1Share: z.number().min(0).max(1).nullable(),
  top5Share: z.number().min(0).max(1).nullable(),
  top10Share: z.number().min(0).max(1).nullable(),
  /** Herfindahl–Hirschman index, the sum of squared shares, 0 to 1; null when there are none. */
  hhi: z.number().min(0).max(1).nullable(),
  /** Gini coefficient over instances, 0 to 1; null when there are none. */
  gini: z.number().min(0).max(1).nullable(),
});
export type Totals = z.infer<typeof Totals>;

/** The network as published on one day. */
export const NetworkDay = z.object({
  /** ISO date in UTC; the primary key. */
  day: z.iso.date(),
  all: Totals,
  /** By family of programs, e.g. `mastodon`. */
  families: z.record(z.string(), Totals),
});
export type NetworkDay = z.infer<typeof NetworkDay>;

/** What one instance adds to the network's figures. */
export interface NetworkMember {
  family: string;
  activePeople: number;
  accounts: number;
}

/**
 * What an instance adds to the network's figures, or null for none: not seen for FRESH_DAYS, refused, or of no believed size.
 * A size that rests on accounts alone is no number of people and is left out.
 */
export function networkMemberOf(instance: Instance, now: Date): NetworkMember | null {
  const { software, state, lastSeenAt, accounts } = instance;
  const isFresh = lastSeenAt !== null && now.getTime() - Date.parse(lastSeenAt) <= FRESH_DAYS * DAY_MS;
  if (state !== "unvisited" && !((state === "alive" || state === "failing") && isFresh)) return null;
  const size = believedSize(instance);
  if (size === null || size.basis === "accounts") return null;
  return { family: familyOf(software), activePeople: size.activePeople, accounts: accounts ?? 0 };
}

/** The family a program belongs to; one we do not know is its own. */
export function familyOf(software: string): string {
  return programOf(software)?.family ?? software;
}

/**
 * The network as its members show it on a day, whole and by family.
 * @param day ISO date in UTC
 */
export function networkDayOf(members: readonly NetworkMember[], day: string): NetworkDay {
  const families = Map.groupBy(members, ({ family }) => family);
  const byFamily = [...families].map(([family, its]) => [family, totalsOf(its)] as const);
  return { day, all: totalsOf(members), families: Object.fromEntries(byFamily) };
}

function totalsOf(members: readonly NetworkMember[]): Totals {
  const sizes = members.map(({ activePeople }) => activePeople);
  return {
    instances: members.length,
    activePeople: sum(sizes),
    accounts: sum(members.map(({ accounts }) => accounts)),
    top1Share: topShare(sizes, 1),
    top5Share: topShare(sizes, 5),
    top10Share: topShare(sizes, 10),
    hhi: herfindahl(sizes),
    gini: gini(sizes),
  };
}

/**
 * Share of the total held by the `count` largest, 0 to 1; null for an empty network.
 * @param sizes active people per instance, in any order
 */
export function topShare(sizes: readonly number[], count: number): number | null {
  const total = sum(sizes);
  if (total === 0) return null;
  const largest = sizes.toSorted((a, b) => b - a).slice(0, count);
  return sum(largest) / total;
}

/** Herfindahl–Hirschman index: 1/n when all are equal, 1 when one holds everything; null for an empty network. */
export function herfindahl(sizes: readonly number[]): number | null {
  const total = sum(sizes);
  if (total === 0) return null;
  return sum(sizes.map((size) => (size / total) ** 2));
}

/** Gini coefficient: 0 when all are equal, towards 1 when one holds everything; null for an empty network. */
export function gini(sizes: readonly number[]): number | null {
  const total = sum(sizes);
  if (total === 0) return null;
  const ascending = sizes.toSorted((a, b) => a - b);
  const weighted = sum(ascending.map((size, index) => (index + 1) * size));
  const count = ascending.length;
  return Math.max(0, (2 * weighted) / (count * total) - (count + 1) / count);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
