import { randomInt } from "node:crypto";
import { type Domain, namesFrom } from "#core/domain.ts";
import { hasPast } from "#core/intake.ts";
import { NEW } from "#core/priority.ts";
import { fnv1a, uniform } from "#core/random.ts";
import { DAY_MS, utcDay } from "#core/time.ts";
import type { Store } from "#store/store.ts";
import type { FinishedVisit, Merged } from "../merge.ts";
import { registrableDomain } from "../net/names.ts";
import { createTakePeers, type TakePeers } from "../peers.ts";
import type { Safety } from "../safety.ts";
import { eraseTraces } from "../traces.ts";
import { settleAliases } from "./aliases.ts";
import { floodAmong } from "./floods.ts";
import { admitted, discoveryOf, NEW_PER_DAY, NEW_PER_SOURCE, NEW_PER_YOUNG_SOURCE, siteOf } from "./quotas.ts";

/** Neighbours of a name that are looked at for a flood. */
const MOST_NEIGHBOURS = 500;
/** Floods that other crawlers recognised are known after this time. */
const RELOAD_MS = 60_000;
/** What the quotas have counted is needed for its day; a few more, in case a clock is wrong. */
const COUNTED_DAYS = 3;

/** How a crawler's knowledge of names grows, and what keeps it from growing without end. */
export interface Growth {
  /** For a visit to read peers with; null while nothing new is wanted. */
  takePeers(now: Date): TakePeers | null;
  /**
   * Whether a name belongs to a flood, or to what safety lists agree on: it is not visited.
   * @param hasRow whether an instance is kept under it; of a flood none is, so it is a neighbour that was there before
   */
  leavesOut(domain: Domain, hasRow: boolean): boolean;
  /** A person gave this name, by hand, in a file or as a seed: it stands for itself and is never part of a flood. */
  vouchFor(domain: Domain): void;
  /** Brings what must be known before names are visited up to date. */
  prepare(now: Date): Promise<void>;
  /**
   * Follows up on a visit that was saved: aliases become one instance, a flood one suspicion, and new names wait in the
   * frontier. Answers these.
   */
  after(visit: FinishedVisit, merged: Merged, now: Date): Promise<Domain[]>;
}

export interface GrowthOptions {
  store: Store;
  /** Whether new names from peers lists are wanted; not where nobody can reach whoever runs this. */
  isGrowing: boolean;
  safety: Safety;
}

/** Where names come from, and how many it may bring in a day. */
interface Source {
  domain: Domain;
  mostPerDay: number;
}

export function createGrowth({ store, isGrowing, safety }: GrowthOptions): Growth {
  const takePeers = createTakePeers(() => randomInt(2 ** 32));
  /** By root: the name that is kept of it. */
  let floods = new Map<Domain, Domain | null>();
  /** Names that are aliases, and those they lead to. */
  let aliases = new Set<Domain>();
  let loadedAt = Number.NEGATIVE_INFINITY;
  /** Names that a person gave. */
  const vouched = new Set<Domain>();
  /** The day whose quota is used up. */
  let fullDay = "";

  return {
    takePeers: (now) => (isGrowing && fullDay !== utcDay(now) ? takePeers : null),
    leavesOut: (domain, hasRow) => (!hasRow && isInFlood(domain)) || safety.isUnsafe(domain),
    vouchFor: (domain) => void vouched.add(domain),
    prepare,
    async after(visit, { instance }, now) {
      const { domain, visitedAt, otherName } = visit;
      const found: Domain[] = [];
      const hasStanding = vouched.has(domain) || hasPast(instance?.since ?? null, now);
      const source = { domain, mostPerDay: hasStanding ? NEW_PER_SOURCE : NEW_PER_YOUNG_SOURCE };
      if (otherName !== undefined || aliases.has(domain)) {
        const leadsTo = await settleAliases(store, visit, now);
        for (const name of [domain, ...(otherName === undefined ? [] : [otherName.leadsTo])]) aliases.add(name);
        found.push(...(await discover(leadsTo, source, now)));
      }
      if (visit.outcome !== "ok") return found;
      // A row that is as old as this visit is new.
      if (instance?.addedAt === visitedAt) {
        if (isInFlood(domain)) await erase(store, [domain]);
        else await foldFlood(registrableDomain(domain), now);
      }
      if (visit.peers !== undefined) found.push(...(await discover(visit.peers, source, now)));
      return found;
    },
  };

  function isInFlood(domain: Domain): boolean {
    if (floods.size === 0 || vouched.has(domain)) return false;
    return namesFrom(domain).some((name) => floods.has(name) && floods.get(name) !== domain);
  }

  async function prepare(now: Date): Promise<void> {
    if (Math.abs(now.getTime() - loadedAt) < RELOAD_MS) return;
    loadedAt = now.getTime();
    await safety.refresh(now);
    floods = new Map((await store.floods.all()).map(({ root, kept }) => [root, kept]));
    aliases = new Set((await store.aliases.all()).flatMap(({ domain, leadsTo }) => [domain, leadsTo]));
    await store.discoveries.forgetBefore(utcDay(new Date(now.getTime() - COUNTED_DAYS * DAY_MS)));
  }

  /** Puts those of the names that are new, and that today's quotas let in, into the frontier. */
  async function discover(names: readonly Domain[], source: Source, now: Date): Promise<Domain[]> {
    if (names.length === 0) return [];
    const known = await store.frontier.knownAmong(names);
    const unknown = names.filter((name) => !known.has(name) && !isInFlood(name) && !safety.isUnsafe(name));
    const blocked = await store.blocks.coveringEach(unknown);
    const departed = await store.departures.among(unknown);
    const fresh = unknown.filter((name) => !blocked.has(name) && !departed.has(name));
    if (fresh.length === 0) return [];
    const day = utcDay(now);
    return store.transaction(async (open) => {
      // Another list may have brought some of them meanwhile.
      const meanwhile = await open.frontier.knownAmong(fresh);
      const found = fresh.filter((name) => !meanwhile.has(name)).map((name) => discoveryOf(name, source.domain));
      const sites = [...new Set(found.map(({ site }) => site))];
      const parties = [...new Set(found.map(({ party }) => party))];
      const used = {
        ...(await open.discoveries.on(day, siteOf(source.domain))),
        mostOfSource: source.mostPerDay,
        bySite: await open.discoveries.countsOf("site", sites, day),
        byParty: await open.discoveries.countsOf("party", parties, day),
      };
      const taken = admitted(found, used);
      if (used.total + taken.length >= NEW_PER_DAY) fullDay = day;
      await open.discoveries.add(taken, day);
      await open.frontier.add(
        taken.map(({ domain }) => {
          const dueAt = new Date(now.getTime() + DAY_MS * uniform(0, fnv1a(domain))).toISOString();
          return { domain, dueAt, priority: NEW, failures: 0, software: null };
        }),
      );
      return taken.map(({ domain }) => domain);
    });
  }

  /** Looks at what is known below one registrable domain. */
  async function foldFlood(site: Domain, now: Date): Promise<void> {
    const neighbours = await store.instances.ofSite(site, MOST_NEIGHBOURS);
    const flood = floodAmong(neighbours.filter((neighbour) => !vouched.has(neighbour.domain)));
    if (flood === null) return;
    const { root, kept, names } = flood;
    const reason = `${names.length} names below ${root} answered as one and the same server`;
    floods.set(root, kept);
    await store.transaction(async (open) => {
      await open.floods.add({ root, kept, reason, names: names.length, foundAt: now.toISOString() });
      await erase(open, names);
    });
  }
}

/** Removes every trace of instances. */
async function erase(store: Store, domains: readonly Domain[]): Promise<void> {
  for (const domain of domains) {
    await store.instances.remove(domain);
    await store.details.remove(domain);
    await eraseTraces(store, domain);
  }
}
