import { z } from "zod";
import { gini, herfindahl, topShare } from "./concentration.ts";
import { FRESH_DAYS } from "./eligible.ts";
import type { Instance } from "./instance.ts";
import { languagesOf } from "./languages.ts";
import type { Listing } from "./listing.ts";
import { type BelievedSize, believedSize } from "./size.ts";
import { programOf } from "./software.ts";
import { DAY_MS } from "./time.ts";

/** How many instances and active people a part of the network, or all of it, was believed to have on a day. */
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
  /** By family of programs, e.g. `mastodon`; those of PART_KNOWN instances and more. */
  families: z.record(z.string(), Totals),
  /** By language, e.g. `fr`, and UNTOLD_LANGUAGE; those of PART_KNOWN instances and more. One of two counts in both. */
  languages: z.record(z.string(), Totals),
});
export type NetworkDay = z.infer<typeof NetworkDay>;

/**
 * Fewest instances that a part is told of by itself: the totals of one or two would be the figures of a server, and stay
 * when it has asked to leave.
 */
export const PART_KNOWN = 3;

/** The language of instances that tell none: BCP 47 for "undetermined". */
export const UNTOLD_LANGUAGE = "und";

/** All of the network, one family of programs, or the instances of one language. */
export type Part = { by: "all" } | { by: "family" | "language"; name: string };

export const WHOLE: Part = { by: "all" };

/** What a day had of one part. */
export interface PartDay {
  /** ISO date in UTC. */
  day: string;
  totals: Totals;
}

/** What one instance adds to the network's figures. */
export interface NetworkMember {
  family: string;
  /** Its languages, or UNTOLD_LANGUAGE alone. */
  languages: readonly string[];
  activePeople: number;
  accounts: number;
}

/**
 * What an instance adds to the network's figures, or null for none: not seen for FRESH_DAYS, refused, or of no believed size.
 * A size that rests on accounts alone is no number of people and is left out.
 * @param listing of its admin, whose word on languages comes first
 */
export function networkMemberOf(instance: Instance, now: Date, listing?: Listing): NetworkMember | null {
  const size = believedSize(instance);
  if (!isCounted(instance, size, now)) return null;
  const { software, accounts } = instance;
  return {
    family: familyOf(software),
    languages: languagesCounted(languagesOf(listing?.languages ?? instance.languages)),
    activePeople: size.activePeople,
    accounts: accounts ?? 0,
  };
}

/** Whether an instance of such a size is part of the network's figures. */
export function isCounted(instance: Instance, size: BelievedSize | null, now: Date): size is BelievedSize {
  return isThere(instance, now) && size !== null && size.basis !== "accounts";
}

/** Whether an instance is there as far as we know: not yet checked, or seen within FRESH_DAYS. */
export function isThere({ state, lastSeenAt }: Instance, now: Date): boolean {
  const isFresh = lastSeenAt !== null && now.getTime() - Date.parse(lastSeenAt) <= FRESH_DAYS * DAY_MS;
  return state === "unvisited" || ((state === "alive" || state === "failing") && isFresh);
}

/** The languages an instance counts in. */
export function languagesCounted(languages: readonly string[]): readonly string[] {
  return languages.length > 0 ? languages : [UNTOLD_LANGUAGE];
}

/** The family a program belongs to; one we do not know is its own. */
export function familyOf(software: string): string {
  return programOf(software)?.family ?? software;
}

/**
 * The network as its members show it on a day, whole and in parts.
 * @param day ISO date in UTC
 */
export function networkDayOf(members: readonly NetworkMember[], day: string): NetworkDay {
  const families = partsOf(members, ({ family }) => [family]);
  const languages = partsOf(members, ({ languages }) => languages);
  const totals = (parts: ReadonlyMap<string, NetworkMember[]>) =>
    Object.fromEntries([...parts].map(([name, its]) => [name, totalsOf(its)]));
  return { day, all: totalsOf(members), families: totals(families), languages: totals(languages) };
}

/** Members by each of their names, without parts too small to be told of. */
export function partsOf<Member>(
  members: readonly Member[],
  namesOf: (member: Member) => readonly string[],
): Map<string, Member[]> {
  const parts = new Map<string, Member[]>();
  for (const member of members) {
    for (const name of namesOf(member)) {
      const part = parts.get(name);
      if (part === undefined) parts.set(name, [member]);
      else part.push(member);
    }
  }
  return new Map([...parts].filter(([, its]) => its.length >= PART_KNOWN));
}

/** Adds up members, and says how they are spread. */
export function totalsOf(members: readonly { activePeople: number; accounts: number }[]): Totals {
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
