import { type Domain, namesFrom } from "#core/domain.ts";
import type { Instance } from "#core/instance.ts";
import { DAY_MS } from "#core/time.ts";

/** So many names with the same words or counts, in one place … */
const SAME_NAMES = 8;
/** … or so many that say nothing of their own, as fresh ones of a hoster do … */
const SAME_BLANK_NAMES = 20;
/** … and so large a share of all known names there. A hoster's customers differ. */
const SAME_SHARE = 0.8;
/** A name that was known so much longer than the others was there before them, and stays. */
const ELDER_MS = 7 * DAY_MS;

/** A server known to be small enough to be nothing but set up. */
const BLANK_ACCOUNTS = 2;

export interface FoundFlood {
  /** The name below which all of them are. */
  root: Domain;
  /** One that is no part of it: the root itself, or one that was there long before. */
  kept: Domain | null;
  /** All others that say the same. */
  names: Domain[];
}

/**
 * Recognises a wildcard flood: names below one registrable domain that answer as one and the same server, so that they
 * cost visits without end or make one server look like many.
 *
 * Same means the same program, version, words and counts; or, where there are words, the same words from the same
 * network, whatever the counts. Honest names of one server say who they are, and are aliases before it comes to this.
 * @param neighbours all instances known below one registrable domain
 */
export function floodAmong(neighbours: readonly Instance[]): FoundFlood | null {
  const answering = neighbours.filter(({ lastSeenAt, state }) => lastSeenAt !== null && state === "alive");
  for (const likeness of [wordsOf, everythingOf]) {
    for (const [key, alike] of Map.groupBy(answering, likeness)) {
      const least = key.startsWith(BLANK) ? SAME_BLANK_NAMES : SAME_NAMES;
      if (key === "" || alike.length < least) continue;
      const root = commonName(alike.map(({ domain }) => domain));
      const others = answering.filter(({ domain }) => namesFrom(domain).includes(root)).length - alike.length;
      if (alike.length / (alike.length + others) < SAME_SHARE) continue;
      const kept = keptOf(alike, root);
      return { root, kept, names: alike.map(({ domain }) => domain).filter((domain) => domain !== kept) };
    }
  }
  return null;
}

const BLANK = "blank ";

function wordsOf({ software, version, title, description, hostingNetwork }: Instance): string {
  if (title === null && description === null) return "";
  return JSON.stringify([software, version, title, description, hostingNetwork]);
}

function everythingOf(instance: Instance): string {
  const { software, version, title, description, hostingNetwork } = instance;
  const { accounts, posts, monthlyActiveUsers } = instance;
  const isBlank = title === null && description === null && (accounts ?? 0) <= BLANK_ACCOUNTS;
  const counts = [accounts, posts, monthlyActiveUsers];
  if (isBlank) return BLANK + JSON.stringify([software, version, ...counts, hostingNetwork]);
  return JSON.stringify([software, version, title, description, ...counts]);
}

/** The longest name that all of these are at or below. */
function commonName(names: readonly Domain[]): Domain {
  const [first = "", ...others] = names;
  return namesFrom(first).find((above) => others.every((name) => namesFrom(name).includes(above))) ?? first;
}

function keptOf(alike: readonly Instance[], root: Domain): Domain | null {
  if (alike.some(({ domain }) => domain === root)) return root;
  const [oldest, next] = alike.toSorted((a, b) => firstSignOf(a) - firstSignOf(b));
  if (oldest === undefined || next === undefined) return null;
  return firstSignOf(next) - firstSignOf(oldest) >= ELDER_MS ? oldest.domain : null;
}

/** Since when it is known to be there, in milliseconds since the epoch. */
function firstSignOf({ since, addedAt }: Instance): number {
  return Math.min(Date.parse(addedAt), since === null ? Number.POSITIVE_INFINITY : Date.parse(since));
}
