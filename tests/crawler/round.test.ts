import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { blankInstance } from "#core/instance.ts";
import { URGENT } from "#core/priority.ts";
import { type Failure, REFUSALS } from "#core/visit.ts";
import { type CrawlEvent, type CrawlerOptions, createCrawler } from "#crawler/round.ts";
import { saveIn } from "#crawler/save.ts";
import { openStore } from "#store/open.ts";
import { readRemovals } from "#store/publication.ts";
import type { FrontierEntry, Store } from "#store/store.ts";
import { hostileAnywhere } from "../fediverse/hostile/index.ts";
import { type Lab, startLab } from "../fediverse/lab.ts";
import { outsideOf } from "../fediverse/outside.ts";
import { mastodon, robots, serving, text } from "../fediverse/programs.ts";

const cases = hostileAnywhere();
const BEFORE = "2026-01-01T00:00:00.000Z";
const GOOD = "good.mastodon.example.org";
const BRIEF = "brief-delay.example.org";
const LONG = "long-delay.example.org";
const CROWD = Array.from({ length: 12 }, (_, index) => `crowd${index}.example.org`);
const SLOW = Array.from({ length: 60 }, (_, index) => `slow${index}.example.org`);

let lab: Lab;
let store: Store;
let events: CrawlEvent[];
let mostAtOnce = 0;

beforeAll(async () => {
  const delayed = (domain: string, seconds: number) => ({
    handle: serving({ ...mastodon(domain), "/robots.txt": robots("User-agent: *", `Crawl-delay: ${seconds}`) }),
  });
  let atOnce = 0;
  const crowded = (domain: string) => ({
    addresses: ["127.99.0.1"],
    handle: serving({
      ...mastodon(domain),
      "/robots.txt": (_request: unknown, response: { writeHead(status: number): { end(): void } }) => {
        atOnce += 1;
        mostAtOnce = Math.max(mostAtOnce, atOnce);
        setTimeout(() => {
          atOnce -= 1;
          response.writeHead(404).end();
        }, 200);
      },
    }),
  });
  /** Asks to be left alone, after a while. */
  const slow = {
    addresses: ["127.99.0.2"],
    handle: (_request: unknown, response: ServerResponse) =>
      void setTimeout(() => text(response, "User-agent: *\nDisallow: /\n"), 100),
  };
  lab = await startLab(
    new Map([
      ...cases.map(({ domain, host }) => [domain, host] as const),
      [BRIEF, delayed(BRIEF, 0.2)],
      [LONG, delayed(LONG, 600)],
      ...SLOW.map((domain) => [domain, slow] as const),
      ...CROWD.map((domain) => [domain, crowded(domain)] as const),
    ]),
  );
});
afterAll(() => lab.close());

beforeEach(async () => {
  store = await openStore("sqlite::memory:", { migrate: true });
  events = [];
});
afterEach(() => store.close());

function crawler(options: Partial<CrawlerOptions> = {}) {
  const signal = new AbortController().signal;
  const outside = outsideOf(lab, { requestTimeoutMs: 1_500 });
  const report = (event: CrawlEvent) => events.push(event);
  return createCrawler({
    store,
    save: saveIn(store),
    outside,
    concurrency: 8,
    isReachable: true,
    report,
    signal,
    ...options,
  });
}

function entry(domain: string, changes: Partial<FrontierEntry> = {}): FrontierEntry {
  return { domain, dueAt: BEFORE, priority: 1, failures: 0, software: "mastodon", ...changes };
}

function known(domain: string) {
  return {
    ...blankInstance(domain, "mastodon", BEFORE),
    title: "Known before",
    monthlyActiveUsers: 77,
    countsAt: BEFORE,
  };
}

describe("a round", () => {
  test("over every trouble: none breaks it, and each reason is recorded", async () => {
    await store.instances.put(cases.map(({ domain }) => known(domain)));
    await store.frontier.add(cases.map(({ domain }) => entry(domain)));
    const summary = await crawler().round();
    expect(summary).toMatchObject({ visited: cases.length, end: "done" });
    for (const { domain, expected } of cases) {
      const instance = await store.instances.get(domain);
      const history = await store.visits.history(domain);
      if (expected === "ok") {
        expect(instance, domain).toMatchObject({ state: "alive", failure: null, failures: 0 });
        expect(history, domain).toMatchObject([{ visits: 1, failures: 0 }]);
      } else if (REFUSALS.has(expected)) {
        const state = expected === "gone" ? "gone" : "refused";
        expect(instance, domain).toMatchObject({ state, failure: expected, title: null, monthlyActiveUsers: null });
        expect(instance?.software, domain).toBe("unknown");
        expect(history, domain).toEqual([]);
      } else {
        expect(instance, domain).toMatchObject({ failure: expected, failures: 1, title: "Known before" });
        expect(history, domain).toMatchObject([{ visits: 1, failures: 1 }]);
      }
      expect(Date.parse((await store.frontier.get(domain))?.dueAt ?? ""), domain).toBeGreaterThan(Date.now());
    }
    const expectedReasons = new Map<Failure, number>();
    for (const { expected } of cases) {
      if (expected !== "ok") expectedReasons.set(expected, (expectedReasons.get(expected) ?? 0) + 1);
    }
    expect(summary.reasons).toEqual(expectedReasons);
    expect((await store.frontier.counts(new Date())).due).toBe(0);
  });

  test("a name that never answered leaves no row, a refusal leaves its name", async () => {
    const domains = ["malformed.example.org", "robots-all.example.org"];
    await crawler().round({ domains });
    expect(await store.instances.get("malformed.example.org")).toBeNull();
    expect(await store.instances.get("robots-all.example.org")).toMatchObject({ state: "refused", failure: "robots" });
  });

  test("the highest figure of 90 days is kept when an instance shrinks overnight", async () => {
    const visitedAt = new Date(Date.now() - 5 * 86_400_000).toISOString();
    await store.instances.put([known(GOOD)]);
    const told = { failure: null, durationMs: 9, monthlyActiveUsers: 9_000, accounts: null };
    await store.visits.add([{ domain: GOOD, visitedAt, ...told }]);
    await crawler().round({ domains: [GOOD] });
    expect(await store.instances.get(GOOD)).toMatchObject({
      monthlyActiveUsers: 236,
      highestMonthlyActiveUsers: 9_000,
    });
  });

  test.for([
    [9_000, 89, 9_000],
    [9_000, 91, 236],
    [100, 89, 236],
  ] as const)(
    "an imported figure of %i, told %i days before, makes the highest %i",
    async ([imported, days, highest]) => {
      const toldAt = new Date(Date.now() - days * 86_400_000).toISOString();
      const figures = { monthlyActiveUsers: imported, highestMonthlyActiveUsers: imported, highestImportedAt: toldAt };
      await store.instances.put([{ ...known(GOOD), ...figures, countsAt: toldAt }]);
      for (const round of [1, 2]) {
        await crawler().round({ domains: [GOOD] });
        const { monthlyActiveUsers, highestMonthlyActiveUsers, highestImportedAt } =
          (await store.instances.get(GOOD)) ?? {};
        const expected = [236, highest, highest === 9_000 ? toldAt : null];
        expect([monthlyActiveUsers, highestMonthlyActiveUsers, highestImportedAt], `round ${round}`).toEqual(expected);
      }
    },
  );

  test("who refuses for the first time is counted, so that sites drop it, and only its name stays to be visited", async () => {
    const names = ["robots-all.example.org", "is-gone.example.org", "forbids.example.org", "malformed.example.org"];
    await store.instances.put(names.map(known));
    await store.frontier.add(names.map((domain) => entry(domain)));
    await crawler().round();
    expect(await readRemovals(store)).toBe("3");
    for (const domain of names.slice(0, 3)) expect((await store.frontier.get(domain))?.software, domain).toBeNull();
    expect((await store.frontier.get("malformed.example.org"))?.software).toBe("mastodon");
    await crawler().round({ domains: [...names, "robots-us.example.org"] });
    expect(await readRemovals(store)).toBe("3");
  });

  test("a list of names is no invitation to one that refused; a person who names it is", async () => {
    const domain = "private-switch.example.org";
    await crawler().round({ domains: [domain] });
    lab.asked.clear();
    await crawler().round({ domains: [domain] });
    expect(lab.asked.get(domain)).toEqual(["/robots.txt"]);
    lab.asked.clear();
    await crawler().round({ domains: [domain], insisted: [domain] });
    expect(lab.asked.get(domain)).toContain("/nodeinfo/2.0");
  });

  test("a name that another crawler is at is left to it, and the rest of the list is visited", async () => {
    await store.frontier.add([entry(GOOD)]);
    const [lease] = await store.frontier.lease(new Date(), 1, 600_000);
    lab.asked.clear();
    const summary = await crawler({ concurrency: 1 }).round({ domains: [GOOD, ...CROWD.slice(0, 3)] });
    expect(summary).toMatchObject({ taken: 1, visited: 3, end: "done" });
    expect(events.filter(({ type }) => type === "taken")).toMatchObject([{ domain: GOOD }]);
    expect(lab.asked.has(GOOD)).toBe(false);
    expect(lease && (await store.frontier.release([{ lease, next: lease }]))).toEqual(new Set([GOOD]));
  });

  test("names given are kept from other crawlers while they are visited", async () => {
    await store.frontier.add(CROWD.map((domain) => entry(domain)));
    lab.asked.clear();
    const [named, due] = await Promise.all([crawler().round({ domains: CROWD }), crawler().round()]);
    expect(named.visited + due.visited).toBe(CROWD.length);
    for (const domain of CROWD)
      expect(lab.asked.get(domain)?.filter((path) => path === "/.well-known/nodeinfo")).toHaveLength(1);
  });

  test("what a killed crawler left leased is visited when its lease has run out", async () => {
    await store.frontier.add(CROWD.map((domain) => entry(domain)));
    await store.frontier.lease(new Date(), CROWD.length, 600_000);
    expect(await crawler().round()).toMatchObject({ visited: 0 });
    const outside = { ...outsideOf(lab), now: () => new Date(Date.now() + 600_001) };
    expect(await crawler({ outside }).round()).toMatchObject({ visited: CROWD.length, alive: CROWD.length });
  });

  test("exactly the given names are visited, each once", async () => {
    await store.frontier.add([entry("good.peertube.example.org")]);
    expect(await crawler().round({ domains: [GOOD, GOOD] })).toMatchObject({ visited: 1, alive: 1 });
    expect((await store.frontier.counts(new Date())).due).toBe(1);
  });

  test("a limit holds", async () => {
    await store.frontier.add(CROWD.map((domain) => entry(domain)));
    expect(await crawler().round({ limit: 5 })).toMatchObject({ visited: 5 });
    expect((await store.frontier.counts(new Date())).due).toBe(CROWD.length - 5);
  });

  test("a blocked domain is not visited", async () => {
    lab.asked.clear();
    await store.blocks.put({ domain: GOOD, kind: "operator", reason: "test", blockedAt: BEFORE });
    expect(await crawler().round({ domains: [GOOD] })).toMatchObject({ visited: 0, blocked: 1 });
    expect(lab.asked.has(GOOD)).toBe(false);
  });

  test("a block covers the names below it", async () => {
    lab.asked.clear();
    await store.blocks.put({ domain: "example.org", kind: "operator", reason: "test", blockedAt: BEFORE });
    expect(await crawler().round({ domains: [GOOD] })).toMatchObject({ visited: 0, blocked: 1 });
    expect(lab.asked.has(GOOD)).toBe(false);
  });

  test("one address sees at most four visits at a time", async () => {
    mostAtOnce = 0;
    await store.frontier.add(CROWD.map((domain) => entry(domain)));
    expect(await crawler({ concurrency: 12 }).round()).toMatchObject({ alive: CROWD.length });
    expect(mostAtOnce).toBe(4);
  });

  test("a brief Crawl-delay is waited for, a long one gives the name back without blame", async () => {
    await store.frontier.add([entry(BRIEF), entry(LONG)]);
    expect(await crawler().round()).toMatchObject({ visited: 1, alive: 1, waiting: 1, failed: 0 });
    const due = Date.parse((await store.frontier.get(LONG))?.dueAt ?? "") - Date.now();
    expect(due).toBeGreaterThan(590_000);
    expect(await store.frontier.get(LONG)).toMatchObject({ failures: 0 });
  });

  test("what a person asks for while its visit runs is visited once more, afterwards", async () => {
    lab.asked.clear();
    await store.frontier.add([entry(BRIEF)]);
    const running = crawler().round();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await store.frontier.reschedule(entry(BRIEF, { priority: URGENT }));
    expect(await running).toMatchObject({ visited: 2, alive: 2 });
    const [first, ...paths] = lab.asked.get(BRIEF) ?? [];
    expect(first).toBe("/robots.txt");
    expect(paths.slice(paths.length / 2)).toEqual(paths.slice(0, paths.length / 2));
    expect(paths.filter((path) => path === "/.well-known/nodeinfo")).toHaveLength(2);
  });
});

test.for([
  { what: "is found blocked", domain: GOOD, isBlocked: true },
  { what: "waits for a long Crawl-delay", domain: LONG },
  { what: "is given back as the crawler stops", domain: GOOD, isStopped: true },
])("a person's request stays while the name $what", async ({ domain, isBlocked = false, isStopped = false }) => {
  const asked = entry(domain, { priority: URGENT, dueAt: new Date().toISOString() });
  const stop = new AbortController();
  /** Blocks are looked up when the name is leased and before it is visited: the moment in which the person asks. */
  const blocks: Store["blocks"] = {
    ...store.blocks,
    async coveringEach(domains) {
      await store.frontier.reschedule(asked);
      if (isStopped) stop.abort();
      return store.blocks.coveringEach(domains);
    },
  };
  if (isBlocked) await store.blocks.put({ domain, kind: "operator", reason: "test", blockedAt: BEFORE });
  await crawler({ store: { ...store, blocks }, signal: stop.signal }).round({ domains: [domain] });
  expect(await store.frontier.get(domain)).toEqual(asked);
});

test("a slow machine with many names keeps no other server waiting", async () => {
  await store.frontier.add(SLOW.map((domain) => entry(domain, { priority: 2 })));
  await store.frontier.add([entry(GOOD)]);
  await crawler().round();
  const visited = events.flatMap((event) => (event.type === "visited" ? [event.visit.domain] : []));
  expect(visited).toHaveLength(SLOW.length + 1);
  expect(visited.indexOf(GOOD)).toBeLessThan(SLOW.length / 3);
});

describe("without internet", () => {
  const dead = Array.from({ length: 60 }, (_, index) => `dead${index}.example.org`);

  test("nobody is blamed, it is said once, and every name stays due", async () => {
    await store.instances.put(dead.map(known));
    await store.frontier.add(dead.map((domain) => entry(domain)));
    const before = await store.frontier.counts(new Date());
    expect(await crawler().round()).toMatchObject({ end: "offline", visited: 0 });
    expect(events.filter(({ type }) => type === "offline")).toHaveLength(1);
    expect(await store.frontier.counts(new Date())).toEqual(before);
    expect(await store.instances.get("dead0.example.org")).toMatchObject({ state: "unvisited", failures: 0 });
  });

  test("names that never answered are no sign of it: anybody can invent them", async () => {
    await store.instances.put([{ ...known(GOOD), lastSeenAt: BEFORE }]);
    const inventions = dead.map((domain) => entry(domain, { priority: 0 }));
    await store.frontier.add([...inventions, entry(GOOD, { priority: 2 })]);
    // Name servers say no sooner than a server says yes.
    const resolve = async (domain: string) => {
      if (domain === GOOD) await sleep(300);
      return lab.resolve(domain);
    };
    const outside = { ...outsideOf(lab), resolve };
    expect(await crawler({ outside, concurrency: 50 }).round()).toMatchObject({ end: "done", alive: 1, failed: 60 });
  });

  test("one server that answers is enough to know better", async () => {
    await store.frontier.add([...dead.slice(0, 15), GOOD].map((domain) => entry(domain)));
    const summary = await crawler().round();
    expect(summary).toMatchObject({ end: "done", alive: 1, failed: 15 });
    expect(summary.reasons).toEqual(new Map([["dns", 15]]));
  });
});

describe("without a contact", () => {
  test("at most 50 public servers a day, joinable ones first, also after a new start", async () => {
    const names = Array.from({ length: 120 }, (_, index) => `p${index}.example.org`);
    await store.frontier.add(
      names.map((domain, index) => entry(domain, { software: index < 60 ? "wordpress" : "mastodon" })),
    );
    // A public address that is never connected to: with no request allowed, each visit ends before the first.
    const outside = { ...outsideOf(lab, { maxRequests: 0, moreRequests: 0 }), resolve: async () => ["93.184.215.14"] };
    const options = { isReachable: false, outside };
    expect(await crawler(options).round()).toMatchObject({ end: "daily-limit", visited: 50 });
    expect(await crawler(options).round()).toMatchObject({ end: "daily-limit", visited: 0 });
    const visited = events.flatMap((event) => (event.type === "visited" ? [event.visit.domain] : []));
    expect(visited.filter((domain) => Number(/\d+/.exec(domain)) < 60)).toEqual([]);
    expect(events.filter(({ type }) => type === "daily-limit")).toHaveLength(2);
    expect((await store.frontier.counts(new Date())).due).toBe(70);
  });
});

test("a crawler that shall stop hands back what it holds", async () => {
  const stop = new AbortController();
  const silent = cases.filter(({ expected }) => expected === "timeout").map(({ domain }) => domain);
  await store.frontier.add([...silent, GOOD].map((domain) => entry(domain)));
  const outside = outsideOf(lab, { requestTimeoutMs: 30_000 });
  const running = crawler({ signal: stop.signal, outside }).round({ isEndless: true });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const asked = performance.now();
  stop.abort();
  expect(await running).toMatchObject({ end: "stopped", alive: 1 });
  expect(performance.now() - asked).toBeLessThan(5_000);
  expect((await store.frontier.counts(new Date())).due).toBe(silent.length);
});

test("a name that a person asks for is visited within a second, also while nothing is due", async () => {
  const stop = new AbortController();
  const running = crawler({ signal: stop.signal }).round({ isEndless: true });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await store.frontier.reschedule(entry(GOOD, { priority: URGENT, dueAt: new Date().toISOString() }));
  await new Promise((resolve) => setTimeout(resolve, 1_300));
  expect(await store.instances.get(GOOD)).toMatchObject({ state: "alive" });
  stop.abort();
  await running;
});
