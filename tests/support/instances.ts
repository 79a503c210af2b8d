import { Directory, type Published } from "#core/directory.ts";
import { type Entry, entryOf } from "#core/entry.ts";
import { blankInstance, type Instance } from "#core/instance.ts";

/** The moment all tests of the core live in. */
export const NOW = new Date("2026-11-22T12:00:00.000Z");
export const TODAY = NOW.toISOString();

/** A healthy small Mastodon server in English, seen today; tests change what they are about. */
export function instance(domain: string, changes: Partial<Instance> = {}): Instance {
  return {
    ...blankInstance(domain, "mastodon", "2025-01-01T00:00:00.000Z"),
    version: "4.6.3",
    languages: ["en"],
    languagesBasis: "declared",
    registrations: "open",
    monthlyActiveUsers: 400,
    accounts: 2_000,
    countsAt: TODAY,
    since: "2025-01-01",
    lastSeenAt: TODAY,
    lastVisitAt: TODAY,
    state: "alive",
    ...changes,
  };
}

/** The same as the directory judges it. */
export function entry(domain: string, changes: Partial<Instance> = {}): Entry {
  return entryOf(instance(domain, changes), { listing: undefined, isBlocked: false, networkDay: null, now: NOW });
}

/** A directory of these instances, as published at NOW with these referrals so far today. */
export function directoryOf(
  instances: readonly Instance[],
  published: Partial<Published> = {},
  taken: ReadonlyMap<string, number> = new Map(),
): Promise<Directory> {
  const base = {
    listings: [],
    blocked: new Set<string>(),
    networkDay: null,
    publish: 1,
    publishedAt: TODAY,
    judgedAt: TODAY,
  };
  return Directory.build({ instances, ...base, ...published }, taken, NOW);
}
