import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blankInstance } from "#core/instance.ts";
import { type Failure, REFUSALS } from "#core/visit.ts";
import type { Summary } from "#crawler/summary.ts";
import { openStore } from "#store/open.ts";
import type { Store } from "#store/store.ts";
import { forkNetwork, type RemoteNetwork } from "../fediverse/network/child.ts";
import { crawlerOf } from "../fediverse/network/crawling.ts";
import { expectedOf, type NetworkOptions, planNetwork, USUAL_NETWORK } from "../fediverse/network/plan.ts";
import type { Traffic } from "../fediverse/network/traffic.ts";
import * as politeness from "../fediverse/politeness.ts";

const OPTIONS: NetworkOptions = { ...USUAL_NETWORK, instances: 2_000, hostile: 0.02, delayScale: 0.01 };
const BEFORE = "2026-01-01T00:00:00.000Z";
/** Requests in a visit: the first of a server is also its weekly one. */
const MOST_REQUESTS = 10;
const MOST_PER_ADDRESS = 4;

const plan = planNetwork(OPTIONS);
const names = [...plan.servers, ...plan.aliases].map(({ domain }) => domain);
/** Servers that tell facts, also where a part of them is broken. */
const alive = plan.servers.filter((server) => expectedOf(server) === "ok");
const whole = alive.filter(({ behaviour }) => behaviour === null);
const refusing = plan.servers.filter((server) => REFUSALS.has(expectedOf(server) as Failure));

let network: RemoteNetwork;
let store: Store;
let summary: Summary;
let traffic: Traffic;
/** What each visit brought: a reason for having no facts, or null. */
const outcomes = new Map<string, Failure | null>();

beforeAll(async () => {
  network = await forkNetwork(OPTIONS);
  store = await openStore("sqlite::memory:", { migrate: true });
  const known = [...alive.filter(({ index }) => index % 3 === 0), ...refusing];
  await store.instances.put(
    known.map(({ domain, program }) => ({
      ...blankInstance(domain, program.software.toLowerCase(), BEFORE),
      title: "Known before",
      accounts: 9,
      countsAt: BEFORE,
    })),
  );
  await store.frontier.add(
    names.map((domain) => ({ domain, dueAt: BEFORE, priority: 1, failures: 0, software: null })),
  );
  const crawler = await crawlerOf(network, store, (event) => {
    if (event.type !== "visited") return;
    outcomes.set(event.visit.domain, event.visit.outcome === "ok" ? null : event.visit.failure);
  });
  summary = await crawler.round();
  traffic = await network.traffic();
}, 90_000);

afterAll(async () => {
  network.close();
  await store.close();
});

describe("a round over a network of 2,000 servers", () => {
  test("ends, with every name visited", () => {
    expect(summary).toMatchObject({ end: "done", waiting: 0, blocked: 0, taken: 0 });
    expect(names.filter((name) => !outcomes.has(name))).toEqual([]);
    expect(summary.reasons.get("error")).toBeUndefined();
  });

  test("finds every server that lives, and no other", async () => {
    const notAlive: string[] = [];
    for (const server of plan.servers) {
      const isAlive = (await store.instances.get(server.domain))?.state === "alive";
      if (isAlive !== (expectedOf(server) === "ok")) notAlive.push(`${server.domain} ${server.program.key}`);
    }
    expect(notAlive).toEqual([]);
  });

  test("knows of each what it tells, field by field", async () => {
    const wrong = new Map<string, unknown>();
    for (const server of whole) {
      const instance = await store.instances.get(server.domain);
      const known = server.program.known(server);
      for (const [field, value] of Object.entries(known)) {
        const kept = instance?.[field as keyof typeof known];
        if (kept !== value) wrong.set(`${server.program.key}: ${field}`, { domain: server.domain, value, kept });
      }
    }
    expect(Object.fromEntries(wrong)).toEqual({});
  });

  test("recognises nearly everybody's language and topic", async () => {
    const told = whole.filter((server) => server.program.known(server).description !== undefined);
    let [languages, topics] = [0, 0];
    for (const { domain, language, topic } of told) {
      const instance = await store.instances.get(domain);
      if (instance?.languages[0] === language) languages += 1;
      if (instance?.topics.includes(topic)) topics += 1;
    }
    expect(languages / told.length).toBeGreaterThan(0.97);
    expect(topics / told.length).toBeGreaterThan(0.85);
  });

  test("makes one instance of a server with two names", async () => {
    for (const { domain, server } of plan.aliases) {
      if (expectedOf(server) !== "ok") continue;
      expect(await store.instances.get(domain), domain).toBeNull();
      expect(await store.instances.get(server.domain), server.domain).toMatchObject({ state: "alive" });
    }
  });

  test("gives each failure its reason", () => {
    const wrong = plan.servers.flatMap((server) => {
      const told = outcomes.get(server.domain) ?? "ok";
      const expected = expectedOf(server);
      return told === expected ? [] : [`${server.domain} (${server.behaviour?.name}): ${told} instead of ${expected}`];
    });
    expect(wrong).toEqual([]);
    expect(new Set(outcomes.values()).size).toBeGreaterThan(12);
  });

  test("erases what it knew of those that refuse", async () => {
    for (const { domain } of refusing) {
      const instance = await store.instances.get(domain);
      expect(instance, domain).toMatchObject({ title: null, accounts: null, software: "unknown" });
      expect(["refused", "gone"], domain).toContain(instance?.state);
    }
    expect(refusing.length).toBeGreaterThan(100);
  });

  test("leaves nothing leased", async () => {
    expect(await store.frontier.leaseNamed(names, new Date(), 1_000)).toHaveLength(names.length);
  });
});

describe("the servers saw", () => {
  const siteOfName = new Map(plan.servers.map(({ domain }) => [domain, domain]));
  for (const { domain, server } of plan.aliases) siteOfName.set(domain, server.domain);
  const siteOf = (host: string) => siteOfName.get(host) ?? host;
  const namesOf = new Map(plan.servers.map(({ domain }) => [domain, 1]));
  for (const { server } of plan.aliases) namesOf.set(server.domain, 2);
  const rules = new Map(
    plan.servers.map(({ domain, behaviour, program }) => {
      const { refuses, delaySeconds } = behaviour?.robots ?? program.robots;
      return [domain, { refuses, delayMs: delaySeconds * OPTIONS.delayScale * 1000 }];
    }),
  );
  const rulesOf = (host: string) => rules.get(host) ?? { refuses: [], delayMs: 0 };

  test("every request that was made", () => {
    expect(new Set(traffic.requests.map(({ host }) => siteOf(host))).size).toBeGreaterThan(1_900);
  });

  test("never two requests at once on one host", () => {
    expect(politeness.overlapping(traffic)).toEqual([]);
  });

  test("never more than four visits at once at one address", () => {
    expect(politeness.crowded(traffic, MOST_PER_ADDRESS, siteOf)).toEqual([]);
  });

  test("no visit of more requests than promised", () => {
    const mostOf = (site: string) => MOST_REQUESTS * (namesOf.get(site) ?? 1);
    expect(politeness.talkative(traffic, mostOf, siteOf)).toEqual([]);
  });

  test("robots.txt asked for before anything else", () => {
    expect(politeness.unannounced(traffic)).toEqual([]);
  });

  test("no request for a path that robots.txt refuses", () => {
    expect(politeness.trespassing(traffic, rulesOf)).toEqual([]);
  });

  test("the Crawl-delay kept", () => {
    expect(traffic.requests.some(({ host }) => rulesOf(host).delayMs > 1_000)).toBe(true);
    expect(politeness.hurried(traffic, rulesOf)).toEqual([]);
  });
});
