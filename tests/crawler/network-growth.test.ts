import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NEW_PER_SITE, NEW_PER_SOURCE } from "#crawler/growth/quotas.ts";
import { registrableDomain } from "#crawler/net/names.ts";
import { openStore } from "#store/open.ts";
import type { Store } from "#store/store.ts";
import { forkNetwork, type RemoteNetwork } from "../fediverse/network/child.ts";
import { crawlerOf } from "../fediverse/network/crawling.ts";
import { expectedOf, floodName, type NetworkOptions, planNetwork, USUAL_NETWORK } from "../fediverse/network/plan.ts";
import type { Traffic } from "../fediverse/network/traffic.ts";
import { crowded, overlapping, unannounced } from "../fediverse/politeness.ts";

const OPTIONS: NetworkOptions = { ...USUAL_NETWORK, instances: 1_500, delayScale: 0.002 };
const plan = planNetwork(OPTIONS);
const alive = plan.servers.filter((server) => expectedOf(server) === "ok" && server.behaviour === null);
const byDomain = new Map(plan.servers.map((server) => [server.domain, server]));

/** A few servers that know others, and each second name right beside its first. */
const seeds = [
  ...alive.slice(0, 30).map(({ domain }) => domain),
  ...plan.aliases.flatMap(({ domain, server }) => [domain, server.domain]),
];
/** The beginning of each flood, as days of peers lists bring it. */
const flooding = plan.floods.flatMap((flood) => Array.from({ length: 150 }, (_, index) => floodName(flood, index)));

let network: RemoteNetwork;
let store: Store;
let traffic: Traffic;
const visited = new Set<string>();

beforeAll(async () => {
  network = await forkNetwork(OPTIONS);
  store = await openStore("sqlite::memory:", { migrate: true });
  const crawler = await crawlerOf(network, store, (event) => {
    if (event.type === "visited") visited.add(event.visit.domain);
  });
  await crawler.round({ domains: seeds, isFollowing: true });
  const dueAt = new Date(0).toISOString();
  await store.frontier.add(flooding.map((domain) => ({ domain, dueAt, priority: 0, failures: 0, software: null })));
  await crawler.round();
  traffic = await network.traffic();
}, 60_000);

afterAll(async () => {
  network.close();
  await store.close();
});

describe("a round that follows peers lists, from a few servers of 1,500", () => {
  test("finds most of the network", () => {
    const found = [...visited].filter((name) => byDomain.has(name) && !seeds.includes(name));
    expect(found.length).toBeGreaterThan(300);
  });

  test("makes no instance of names that only stand in lists", async () => {
    const dead = [...visited].filter((name) => name.startsWith("dead-"));
    expect(dead.length).toBeGreaterThan(50);
    for (const name of dead) expect(await store.instances.get(name), name).toBeNull();
  });

  test("lets in few new names below one registrable domain, and not more from one source than a day allows", () => {
    const found = [...visited].filter((name) => !seeds.includes(name) && !flooding.includes(name));
    const bySite = Map.groupBy(found, registrableDomain);
    for (const [site, names] of bySite) expect(names.length, site).toBeLessThanOrEqual(NEW_PER_SITE);
    expect(found.length).toBeLessThan(NEW_PER_SOURCE * seeds.length);
  });

  test("folds a flood into one suspicion, and visits no more of it", async () => {
    expect(flooding.filter((name) => visited.has(name)).length).toBeLessThan(flooding.length);
    const roots = (await store.floods.all()).map(({ root }) => root);
    expect(roots).toEqual(plan.floods.map(({ apex }) => apex));
    for (const { apex } of plan.floods) {
      const kept = [];
      for (const name of visited) {
        if (name.endsWith(`.${apex}`) && (await store.instances.get(name)) !== null) kept.push(name);
      }
      expect(kept.length, apex).toBeLessThanOrEqual(1);
    }
  });

  test("makes one instance of two names, also when both are visited at once", async () => {
    for (const { domain, server } of plan.aliases) {
      if (expectedOf(server) !== "ok") continue;
      expect(await store.instances.get(domain), domain).toBeNull();
      expect((await store.instances.get(server.domain))?.state, server.domain).toBe("alive");
    }
  });

  test("stays polite", () => {
    const servers = new Map(plan.aliases.map(({ domain, server }) => [domain, server.domain]));
    const siteOf = (host: string) => servers.get(host) ?? host;
    expect(unannounced(traffic)).toEqual([]);
    expect(crowded(traffic, 4, siteOf)).toEqual([]);
    expect(overlapping(traffic)).toEqual([]);
  });
});
