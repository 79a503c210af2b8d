import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { blankInstance, type Instance } from "#core/instance.ts";
import { DAY_MS } from "#core/time.ts";
import { floodAmong } from "#crawler/growth/floods.ts";
import { createGrowth, type Growth } from "#crawler/growth/growth.ts";
import {
  admitted,
  discoveryOf,
  NEW_PER_DAY,
  NEW_PER_SITE,
  NEW_PER_SOURCE,
  NEW_PER_YOUNG_SOURCE,
  type Used,
} from "#crawler/growth/quotas.ts";
import { createTakePeers, sampleOf } from "#crawler/peers.ts";
import { createCrawler, type RoundOptions } from "#crawler/round.ts";
import { saveIn } from "#crawler/save.ts";
import { openStore } from "#store/open.ts";
import type { Store } from "#store/store.ts";
import { parseCrawlArguments } from "../../src/commands/crawl/options.ts";
import { type Host, type Lab, startLab } from "../fediverse/lab.ts";
import { outsideOf } from "../fediverse/outside.ts";
import { json, mastodon, nodeinfo, serving } from "../fediverse/programs.ts";

const NOW = new Date("2026-11-22T12:00:00.000Z");
const UNUSED: Used = { total: 0, ofSource: 0, mostOfSource: NEW_PER_SOURCE, bySite: new Map(), byParty: new Map() };
const count = <T>(length: number, make: (index: number) => T) => Array.from({ length }, (_, index) => make(index));

describe("a sample of a list", () => {
  test("takes every name of a short list, in one spelling and once", () => {
    const list = ["B.example.org", "b.example.org", " c.example.org", "bücher.example.org", "d.example.org:8080"];
    const noNames = ["localhost", "10.0.0.1", "", "a".repeat(400), 7, null, { domain: "e.example.org" }, "no name"];
    expect(sampleOf([...list, ...noNames], 1).toSorted()).toEqual([
      "b.example.org",
      "c.example.org",
      "xn--bcher-kva.example.org",
    ]);
  });

  test("is made by who reads the list, not by who sends it", () => {
    const list = count(50_000, (index) => `m${index}.org`);
    const [one, other] = [sampleOf(list, 1), sampleOf(list, 2)];
    expect(one.length).toBe(2_000);
    expect(one).toEqual(sampleOf(list.toReversed(), 1));
    expect(new Set(one).intersection(new Set(other)).size).toBeLessThan(200);
  });

  test("of a million names below one domain has a handful, and is made at once", () => {
    const list = count(1_000_000, (index) => `a${index}.flood.org`);
    const startedAt = performance.now();
    expect(sampleOf(list, 3).length).toBe(20);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  test("two long lists are read at a time; a short one waits for nobody, and one given up frees its place", async () => {
    const takePeers = createTakePeers(() => 1);
    const gates = count(3, () => Promise.withResolvers<void>());
    const begun: number[] = [];
    const running = gates.map(({ promise }, index) =>
      takePeers(async ({ begin }) => {
        await begin();
        begun.push(index);
        await promise;
        if (index === 0) throw new Error("cut off");
        return [`${index}.example.org`];
      }),
    );
    expect(await takePeers(async () => ["short.example.org"])).toEqual(["short.example.org"]);
    expect(begun).toEqual([0, 1]);
    gates[0]?.resolve();
    await expect(running[0]).rejects.toThrow("cut off");
    await expect.poll(() => begun).toEqual([0, 1, 2]);
    for (const { resolve } of gates) resolve();
    expect(await Promise.all(running.slice(1))).toEqual([["1.example.org"], ["2.example.org"]]);
  });
});

test("who gets a name from a hoster is no source of its own", () => {
  expect(discoveryOf("a.org", "mine.duckdns.org").source).toBe(discoveryOf("b.org", "yours.duckdns.org").source);
});

describe("quotas let in", () => {
  test.for([
    ["a few below one registrable domain", count(50, (index) => `a${index}.one.org`), 3],
    ["ten of one that gives names out, each of its own", count(50, (index) => `a${index}.github.io`), 10],
    ["one name of each party there", count(50, (index) => `a${index}.mine.github.io`), 1],
    ["one of a tunnel", count(50, (index) => `a${index}.ngrok.io`), 1],
    ["what one source may bring of many domains", count(100_000, (index) => `a${index}.org`), NEW_PER_SOURCE],
  ] as const)("%s", ([, names, expected]) => {
    const found = names.map((name) => discoveryOf(name, "source.example.org"));
    expect(admitted(found, UNUSED)).toHaveLength(expected);
  });

  test.for([
    ["the day is full", { ...UNUSED, total: NEW_PER_DAY }, 0],
    ["the day is nearly full", { ...UNUSED, total: NEW_PER_DAY - 2 }, 2],
    ["the source has brought enough", { ...UNUSED, ofSource: NEW_PER_SOURCE - 1 }, 1],
    ["the domain has brought enough", { ...UNUSED, bySite: new Map([["one.org", NEW_PER_SITE - 1]]) }, 1],
  ] as const)("less where %s", ([, used, expected]) => {
    const found = count(9, (index) => `a${index}.one.org`).map((name) => discoveryOf(name, "source.example.org"));
    const others =
      used.bySite.size > 0 ? [] : count(9, (index) => `b${index}.org`).map((name) => discoveryOf(name, "x.org"));
    expect(admitted([...others, ...found], used)).toHaveLength(expected);
  });
});

/** An instance that has just answered for the first time. */
function answered(domain: string, changes: Partial<Instance> = {}): Instance {
  const told = { title: "Come in", description: "For all.", accounts: 40, posts: 400, monthlyActiveUsers: 30 };
  const seen = { state: "alive" as const, lastSeenAt: NOW.toISOString(), hostingNetwork: "198.51.100.0/24" };
  return { ...blankInstance(domain, "mastodon", NOW.toISOString()), version: "4.6.2", ...told, ...seen, ...changes };
}
const LONG_AGO = new Date(NOW.getTime() - 30 * DAY_MS).toISOString();

describe("a flood is", () => {
  const same = count(8, (index) => answered(`a${index}.flood.org`));
  const different = (index: number) => answered(`c${index}.flood.org`, { title: `Reef ${index}`, accounts: 7 * index });
  test.for([
    ["eight names that say the same", same, "flood.org"],
    [
      "the same words with other counts in one network",
      same.map((one, index) => ({ ...one, accounts: index })),
      "flood.org",
    ],
    [
      "the same counts in many networks",
      same.map((one, index) => ({ ...one, hostingNetwork: `n${index}` })),
      "flood.org",
    ],
    [
      "only what is below their common name",
      [...count(8, (index) => answered(`a${index}.x.flood.org`)), ...count(9, different)],
      "x.flood.org",
    ],
    [
      "twenty that say nothing of their own",
      count(20, (index) => answered(`a${index}.flood.org`, { title: null, description: null, accounts: 1 })),
      "flood.org",
    ],
  ] as const)("%s", ([, neighbours, root]) => {
    const flood = floodAmong([...neighbours]);
    expect(flood).toMatchObject({ root, kept: null });
    expect(flood?.names.every((name) => name.endsWith(root))).toBe(true);
  });

  test.for([
    ["seven names", same.slice(1)],
    ["a hosting company's customers", count(250, different)],
    ["eight alike among many customers", [...same, ...count(50, different)]],
    [
      "nineteen fresh customers of a hosting company",
      count(19, (index) => answered(`a${index}.flood.org`, { title: null, description: null, accounts: 1, posts: 0 })),
    ],
    ["names that do not answer", same.map((one) => ({ ...one, lastSeenAt: null, state: "failing" as const }))],
    [
      "the same words on many versions and networks, with other counts",
      same.map((one, index) => ({ ...one, accounts: index, hostingNetwork: `n${index}` })),
    ],
  ] as const)("not %s", ([, neighbours]) => {
    expect(floodAmong([...neighbours])).toBeNull();
  });

  test("not the server that a stranger invents names for: it was there before, and stays", () => {
    const elder = answered("social.flood.org", { addedAt: LONG_AGO });
    expect(floodAmong([elder, ...same])).toMatchObject({
      kept: "social.flood.org",
      names: same.map((one) => one.domain),
    });
    expect(floodAmong([answered("flood.org"), ...same])).toMatchObject({ kept: "flood.org" });
    const seed = answered("social.flood.org", { since: "2019-05-01" });
    expect(floodAmong([seed, ...same])).toMatchObject({ kept: "social.flood.org" });
  });
});

describe("a crawl", () => {
  const HUB = "hub.example.org";
  const NAMES = count(6, (index) => `tide-${index}.org`);
  const FLOOD = count(30, (index) => `f${index}.flood.net`);
  const HOSTED = count(12, (index) => `h${index}.hoster.net`);
  let peers: unknown = [];
  let lab: Lab;
  let store: Store;

  beforeAll(async () => {
    const host = (name: string, index: number): [string, Host] => {
      const title = name.endsWith("flood.net") ? "Come in" : `Reef ${name}`;
      const users = { total: 20 + (name.endsWith("flood.net") ? 0 : index), activeMonth: 12 };
      const pages = mastodon(name, { nodeinfo: { usage: { users, localPosts: 900 } }, instance: { title } });
      const next = index < NAMES.length - 1 ? [NAMES[index + 1]] : [];
      return [name, { handle: serving({ ...pages, "/api/v1/instance/peers": name.startsWith("tide") ? next : [] }) }];
    };
    const hub: Host = {
      handle: serving({
        ...mastodon(HUB),
        "/api/v1/instance/peers": (_request: unknown, response: never) => json(response, peers),
      }),
    };
    lab = await startLab(new Map([[HUB, hub], ...[...NAMES, ...FLOOD, ...HOSTED].map(host)]));
  });
  afterAll(() => lab.close());
  beforeEach(async () => {
    store = await openStore("sqlite::memory:", { migrate: true });
    lab.asked.clear();
  });
  afterEach(() => store.close());

  const NO_LISTS = { refresh: async () => {}, isUnsafe: (domain: string) => domain === "unsafe.org" };
  function growth(isGrowing = true): Growth {
    return createGrowth({ store, isGrowing, safety: NO_LISTS });
  }
  function crawl(options: RoundOptions, grown = growth(), at = NOW) {
    const outside = { ...outsideOf(lab), now: () => at };
    const signal = new AbortController().signal;
    const crawler = createCrawler({
      store,
      save: saveIn(store),
      outside,
      growth: grown,
      concurrency: 4,
      isReachable: true,
      report() {},
      signal,
    });
    return crawler.round(options);
  }
  /** Makes names due as if a peers list had brought them. */
  const wait = (names: readonly string[]) =>
    store.frontier.add(names.map((domain) => ({ domain, dueAt: LONG_AGO, priority: 0, failures: 0, software: null })));
  const known = async (names: readonly string[]) => (await store.frontier.knownAmong(names)).size;

  test("keeps the new names of a list for the day to come, and visits none of them now", async () => {
    await store.blocks.put({ domain: "blocked.org", kind: "operator", reason: "spam", blockedAt: LONG_AGO });
    peers = [NAMES[0], HUB, "social.blocked.org", "unsafe.org", "not a name", "dead.org"];
    expect(await crawl({ domains: [HUB] })).toMatchObject({ visited: 1, alive: 1 });
    expect(await known([NAMES[0] ?? "", "dead.org"])).toBe(2);
    expect(await known(["social.blocked.org", "unsafe.org"])).toBe(0);
    const entry = await store.frontier.get("dead.org");
    expect(entry).toMatchObject({ priority: 0, failures: 0 });
    expect(Date.parse(entry?.dueAt ?? "")).toBeGreaterThan(NOW.getTime());
    expect(Date.parse(entry?.dueAt ?? "")).toBeLessThan(NOW.getTime() + DAY_MS);
    expect(lab.asked.has(NAMES[0] ?? "")).toBe(false);
  });

  test.for([
    [["--follow"], "--follow goes with --domain or --domains"],
    [["--follow", "--watch", "--domain", HUB], "--watch"],
  ] as const)("that follows starts from given names: %j is refused", ([args, problem]) => {
    expect(() => parseCrawlArguments(args)).toThrow(problem);
  });

  test("that follows visits what the names lead to, in the same round", async () => {
    peers = [NAMES[0], "dead.org"];
    expect(await crawl({ domains: [HUB], isFollowing: true })).toMatchObject({ visited: 8, alive: 7, failed: 1 });
    for (const name of NAMES) expect(await store.instances.get(name), name).toMatchObject({ state: "alive" });
  });

  test("finds a name once that many lists bring at the same time", async () => {
    peers = ["dead.org"];
    const grown = growth();
    const visits = HOSTED.map((domain) => ({ outcome: "ok", domain, visitedAt: NOW.toISOString(), peers }) as never);
    const found = await Promise.all(visits.map((visit) => grown.after(visit, { instance: null } as never, NOW)));
    expect(found.flat()).toEqual(["dead.org"]);
  });

  test("asks for peers weekly, and not where nobody can be reached who runs it", async () => {
    peers = ["dead.org"];
    const asked = () => lab.asked.get(HUB)?.filter((path) => path === "/api/v1/instance/peers").length ?? 0;
    await crawl({ domains: [HUB] }, growth(false));
    expect(asked()).toBe(0);
    await crawl({ domains: [HUB] }, growth(), new Date(NOW.getTime() + 7 * DAY_MS));
    expect(asked()).toBe(1);
    await crawl({ domains: [HUB] }, growth(), new Date(NOW.getTime() + 8 * DAY_MS));
    expect(asked()).toBe(1);
  });

  test.for([
    ["a million names below one domain", () => count(450_000, (index) => `${index.toString(36)}.f.io`), NEW_PER_SITE],
    ["names of 100,000 domains", () => count(100_000, (index) => `r${index}.org`), NEW_PER_SOURCE],
    ["more than 10 MB", () => count(600_000, (index) => `name-${index}.example.net`), 0],
    ["no list", () => ({ peers: "none" }), 0],
  ] as const)("meets %s: the visit succeeds and few names come in", async ([, list, expected]) => {
    peers = list();
    const before = (await store.frontier.counts(NOW)).known;
    const startedAt = performance.now();
    expect(await crawl({ domains: [HUB] })).toMatchObject({ alive: 1 });
    expect((await store.frontier.counts(NOW)).known - before - 1).toBe(expected);
    expect((await store.instances.get(HUB))?.failure).toBeNull();
    expect(performance.now() - startedAt).toBeLessThan(8_000);
  });

  test("counts what a day has brought over visits, sources and crawlers", async () => {
    peers = count(9, (index) => `a${index}.one.org`);
    await crawl({ domains: [HUB] });
    await crawl({ domains: [HUB], insisted: [HUB] }, growth());
    expect(await known(peers as string[])).toBe(NEW_PER_SITE);
    await crawl({ domains: [HUB], insisted: [HUB] }, growth(), new Date(NOW.getTime() + DAY_MS));
    expect(await known(peers as string[])).toBe(2 * NEW_PER_SITE);
  });

  test("takes fewer names from a server without a past, so that a handful of fresh ones does not fill the day", async () => {
    peers = count(400, (index) => `r${index}.org`);
    await wait([HUB]);
    await crawl({});
    expect(await known(peers as string[])).toBe(NEW_PER_YOUNG_SOURCE);
  });

  test("folds a wildcard flood into one suspicion and visits no more of it", async () => {
    await wait(FLOOD);
    const { visited, blocked } = await crawl({});
    expect(visited + blocked).toBe(FLOOD.length);
    expect(visited).toBeLessThan(25);
    expect(await store.floods.all()).toMatchObject([{ root: "flood.net", kept: null, foundAt: NOW.toISOString() }]);
    expect((await store.floods.all())[0]?.reason).toMatch(/below flood\.net answered as one/);
    const grown = growth();
    await wait(["another.flood.net"]);
    expect(await crawl({}, grown)).toMatchObject({ blocked: 1, visited: 0 });
    peers = ["new.flood.net"];
    await crawl({ domains: [HUB] }, grown);
    expect(await known(["new.flood.net"])).toBe(0);
    for (const name of FLOOD) expect(await store.instances.get(name), name).toBeNull();
  });

  test("goes on visiting neighbours of a flood that were there before it", async () => {
    const [neighbour = "", ...flood] = FLOOD.toReversed();
    await store.instances.put([
      { ...answered(neighbour, { title: "Kelp", addedAt: LONG_AGO }), lastVisitAt: LONG_AGO },
    ]);
    await wait(flood);
    await crawl({});
    expect(await store.floods.all()).toMatchObject([{ root: "flood.net" }]);
    await wait([neighbour]);
    expect(await crawl({})).toMatchObject({ visited: 1 });
    expect((await store.instances.get(neighbour))?.lastVisitAt).toBe(NOW.toISOString());
  });

  test("takes the names that a person gives for what they are, however alike they answer", async () => {
    expect(await crawl({ domains: FLOOD })).toMatchObject({ visited: FLOOD.length, alive: FLOOD.length });
    expect(await store.floods.all()).toEqual([]);
    expect(await store.instances.count()).toBe(FLOOD.length);
  });

  test("leaves the customers of a hosting company alone", async () => {
    expect(await crawl({ domains: HOSTED })).toMatchObject({ visited: HOSTED.length, alive: HOSTED.length });
    expect(await store.floods.all()).toEqual([]);
    expect(await store.instances.count()).toBe(HOSTED.length);
  });

  test("asks NodeInfo once more, under its second name, of whom it could suggest, and doubts who tells it other counts", async () => {
    const agents: string[] = [];
    const two = "two-faced.example.org";
    let isTwoFaced = true;
    const handle: Host["handle"] = (request, response) => {
      const agent = request.headers["user-agent"] ?? "";
      const isChecked = agent.startsWith("RockpoolCheck/");
      if (isChecked) agents.push(`${agent} ${request.url}`);
      const total = isChecked && isTwoFaced ? 90_000 : 812;
      const usage = { users: { total, activeMonth: 236, activeHalfyear: 401 }, localPosts: 90_412 };
      serving(mastodon(two, { nodeinfo: { usage } }))(request, response);
    };
    const liars = await startLab(new Map([[two, { handle }]]));
    try {
      const visit = async (days: number) => {
        const at = new Date(NOW.getTime() + days * DAY_MS);
        const outside = { ...outsideOf(liars), now: () => at };
        const signal = new AbortController().signal;
        await createCrawler({
          store,
          save: saveIn(store),
          outside,
          concurrency: 1,
          isReachable: true,
          report() {},
          signal,
        }).round({
          domains: [two],
        });
        return (await store.instances.get(two))?.doubts;
      };
      expect(await visit(0)).toContain("cloaking");
      expect(agents).toEqual(["RockpoolCheck/0.0.0 (+https://rockpool.example/bot) /nodeinfo/2.0"]);
      expect(await visit(1)).toContain("cloaking");
      isTwoFaced = false;
      expect(await visit(2)).not.toContain("cloaking");
      expect(agents).toHaveLength(3);
      expect(await visit(3)).not.toContain("cloaking");
      expect(agents).toHaveLength(3);
      for (const paths of liars.asked.values()) expect(paths.filter((path) => path === "/robots.txt")).toHaveLength(4);
    } finally {
      await liars.close();
    }
  });

  test("keeps the one server for which a stranger invents names, though its program tells no name", async () => {
    const pages = nodeinfo({ software: { name: "newprogram", version: "1" }, usage: { users: { total: 3 } } });
    const names = count(9, (index) => `n${index}.plain.org`);
    const plain = await startLab(new Map(names.map((name): [string, Host] => [name, { handle: serving(pages) }])));
    try {
      await store.instances.put([answered("n0.plain.org", { addedAt: LONG_AGO })]);
      const outside = { ...outsideOf(plain), now: () => NOW };
      const signal = new AbortController().signal;
      const options = {
        store,
        save: saveIn(store),
        outside,
        growth: growth(),
        concurrency: 1,
        isReachable: true,
        report() {},
        signal,
      };
      await wait(names);
      await createCrawler(options).round();
      expect(await store.floods.all()).toMatchObject([{ root: "plain.org", kept: "n0.plain.org" }]);
      expect(await store.instances.get("n0.plain.org")).toMatchObject({ state: "alive", software: "newprogram" });
      expect(await store.instances.count()).toBe(1);
    } finally {
      await plain.close();
    }
  });
});
