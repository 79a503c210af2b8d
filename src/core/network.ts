import { z } from "zod";
import type { Instance } from "./instance.ts";
import { believedSize } from "./size.ts";
import { programOf } from "./software.ts";

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

/**
 * The network as our instances show it on a day, whole and by family.
 *
 * Counts instances that are alive or not checked yet; a size that rests on accounts alone is not added to the people.
 * @param day ISO date in UTC
 */
export function networkDayOf(instances: Iterable<Instance>, day: string): NetworkDay {
  const all = new Tally();
  const families = new Map<string, Tally>();
  for (const instance of instances) {
    if (instance.state !== "alive" && instance.state !== "unvisited") continue;
    const family = programOf(instance.software)?.family ?? instance.software;
    const tally = families.get(family) ?? new Tally();
    families.set(family, tally);
    all.add(instance);
    tally.add(instance);
  }
  const byFamily = [...families].map(([family, tally]) => [family, tally.totals()] as const);
  return { day, all: all.totals(), families: Object.fromEntries(byFamily) };
}

class Tally {
  #sizes: number[] = [];
  #accounts = 0;

  add(instance: Instance): void {
    const size = believedSize(instance);
    if (size !== null && size.basis !== "accounts") this.#sizes.push(size.activePeople);
    this.#accounts += instance.accounts ?? 0;
  }

  totals(): Totals {
    const sizes = this.#sizes;
    return {
      instances: sizes.length,
      activePeople: sum(sizes),
      accounts: this.#accounts,
      top1Share: topShare(sizes, 1),
      top5Share: topShare(sizes, 5),
      top10Share: topShare(sizes, 10),
      hhi: herfindahl(sizes),
      gini: gini(sizes),
    };
  }
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
