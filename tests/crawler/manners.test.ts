import type { APIContext } from "astro";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Details } from "#core/details.ts";
import type { Directory } from "#core/directory.ts";
import { WHOLE_DIRECTORY } from "#core/search.ts";
import { DAY_MS } from "#core/time.ts";
import { newProgress } from "#crawler/net/client.ts";
import { RobotsCache } from "#crawler/net/robots.ts";
import { createCrawler } from "#crawler/round.ts";
import { saveIn } from "#crawler/save.ts";
import { visit } from "#crawler/visit.ts";
import { GET } from "#site/pages/api/v1/instances/[domain]/index.ts";
import { LiveDirectory } from "#site/server/live-directory.ts";
import { openStore } from "#store/open.ts";
import { markPublished, readRemovals } from "#store/publication.ts";
import type { Store } from "#store/store.ts";
import { type Host, type Lab, startLab } from "../fediverse/lab.ts";
import { outsideOf } from "../fediverse/outside.ts";
import { mastodon, type Pages, robots, serving } from "../fediverse/programs.ts";
import { API_TAGGED, HALF_OPEN, LEAVING, NOT_NOW, program, STAYING, type Wish } from "../fediverse/wishes.ts";
import { instance } from "../support/instances.ts";

/** Servers that change their mind during a test. */
const FICKLE = "fickle.example.org";
const PRIVATE = "private.example.org";
let pages: Pages = {};
const fickle: Host = { handle: (request, response) => serving(pages)(request, response) };

const LIMITED: readonly (readonly [name: string, pages: (domain: string) => Pages])[] = [
  ["mastodon", (domain) => mastodon(domain, { instance: { configuration: { limited_federation: true } } })],
  ["pleroma", () => program("pleroma", { metadata: { federation: { enabled: false } } })],
  ["mitra", () => program("mitra", { metadata: { federation: { enabled: false } } })],
  ["nodebb", () => program("nodebb", { metadata: { federation: { enabled: false } } })],
  ["funkwhale", () => program("funkwhale", { metadata: { allowList: { enabled: true, domains: [] } } })],
  ...["none", "specified"].map(
    (federation) =>
      [`misskey-${federation}`, () => ({ ...program("misskey"), "/api/meta": { name: "Pond", federation } })] as const,
  ),
  ...[{ federation_enabled: false }, { private_instance: true }].map(
    (local_site, index) =>
      [`lemmy-${index}`, () => ({ ...program("lemmy"), "/api/v3/site": { site_view: { local_site } } })] as const,
  ),
  ["mobilizon", () => ({ ...program("mobilizon"), "/api": { data: { config: { name: "Ebb", federating: false } } } })],
];
const limitedName = (name: string) => `limited-${name}.example.org`;

const WISHES = [...LEAVING, ...STAYING, ...HALF_OPEN, API_TAGGED, ...NOT_NOW];
let lab: Lab;
let store: Store;

beforeAll(async () => {
  lab = await startLab(
    new Map([
      ...WISHES.map(({ domain, host }) => [domain, host] as const),
      ...LIMITED.map(([name, its]) => [limitedName(name), { handle: serving(its(limitedName(name))) }] as const),
      [FICKLE, fickle],
      [PRIVATE, fickle],
    ]),
  );
});
afterAll(() => lab.close());
beforeEach(async () => {
  store = await openStore("sqlite::memory:", { migrate: true });
  lab.asked.clear();
});
afterEach(() => store.close());

/** A round over these names, or over what is due, so many days from now. */
function round(options: { domains?: string[]; insisted?: string[] } = {}, days = 0) {
  const now = () => new Date(Date.now() + days * DAY_MS);
  const outside = { ...outsideOf(lab, { requestTimeoutMs: 1_000 }), now };
  const signal = new AbortController().signal;
  return createCrawler({
    store,
    save: saveIn(store),
    outside,
    concurrency: 8,
    isReachable: true,
    report: () => {},
    signal,
  }).round(options);
}

const WORDS = "The tide told us";
const YESTERDAY = new Date(Date.now() - DAY_MS).toISOString();
/** When everything was last asked: so long ago that it is asked again, also where a switch is looked at once a week. */
const LONG_AGO = "2026-01-01T00:00:00.000Z";

/** Puts servers into the store as if they had been read yesterday, and publishes. */
async function know(domains: readonly string[]): Promise<void> {
  const told = { title: WORDS, description: WORDS, signUpUrl: "https://m.example.org/join", topics: ["art"] };
  const figures = { accounts: 4_321, monthlyActiveUsers: 432, highestMonthlyActiveUsers: 543, posts: 5_432 };
  const counted = { countsAt: YESTERDAY, recentActivePeople: [432] };
  await store.instances.put(domains.map((domain) => instance(domain, { ...told, ...figures, ...counted })));
  await store.details.put(domains.map(detailsOf));
  await store.visits.add(
    domains.map((domain) => ({
      domain,
      visitedAt: YESTERDAY,
      failure: null,
      durationMs: 80,
      monthlyActiveUsers: 432,
      accounts: 4_321,
    })),
  );
  await markPublished(store, new Date());
}

function detailsOf(domain: string): Details {
  const page = {
    termsUrl: null,
    privacyUrl: null,
    postLength: 500,
    uploadMegabytes: 8,
    storageMegabytes: null,
    staff: 2,
  };
  return { domain, readAt: LONG_AGO, about: WORDS, rules: [WORDS], topicWords: { art: [WORDS] }, ...page };
}

/** What the API answers about a name, without the name. */
async function answerOfApi(domain: string, directory: Directory): Promise<unknown> {
  const request = new Request(`https://rockpool.example/api/v1/instances/${domain}`);
  const locals = { directory, store, config: { url: "https://rockpool.example" } };
  const response = await GET({ request, params: { domain }, locals } as unknown as APIContext);
  expect(response.status).toBe(404);
  return JSON.parse((await response.text()).replaceAll(domain, "NAME"));
}

const names = (wishes: readonly Wish[]) => wishes.map(({ domain }) => domain);

describe("whoever wishes to be left alone", () => {
  test("goes from everything in the same visit, and only the name stays", async () => {
    await know([...names(LEAVING), FICKLE]);
    const live = await LiveDirectory.open(store, () => new Date());
    expect(live.current.listed.length).toBe(LEAVING.length + 1);
    for (const { domain } of LEAVING) {
      await store.feedback.add(domain, "2026-11-16", "silent");
      await store.referrals.add(domain, "2026-11-16");
    }
    await store.referrals.add(FICKLE, "2026-11-16");
    await round({ domains: names(LEAVING) });

    for (const { domain, expected } of LEAVING) {
      const kept = await store.instances.get(domain);
      const state = expected === "gone" ? "gone" : "refused";
      expect(kept, domain).toMatchObject({ state, failure: expected, software: "unknown", failures: 0 });
      expect(JSON.stringify(kept), domain).not.toMatch(/tide|4321|432|543|mastodon|join|art/);
      expect(await store.details.get(domain), domain).toBeNull();
      expect(await store.visits.history(domain), domain).toEqual([]);
      expect(await store.feedback.of(domain), domain).toEqual([]);
      const frontier = await store.frontier.get(domain);
      expect(frontier?.software, domain).toBeNull();
      const daysLeft = (Date.parse(frontier?.dueAt ?? "") - Date.now()) / DAY_MS;
      expect(Math.abs(daysLeft - 30), domain).toBeLessThanOrEqual(3.1);
    }
    expect(await store.referrals.on("2026-11-16")).toEqual(new Map([[FICKLE, 1]]));
    expect(await readRemovals(store)).toBe(String(LEAVING.length));

    await live.refresh();
    expect(live.current.listed.map(({ instance }) => instance.domain)).toEqual([FICKLE]);
    expect(live.current.search({ ...WHOLE_DIRECTORY, query: "tide" }).total).toBe(1);
    const unknown = await answerOfApi("never-met.example.org", live.current);
    for (const domain of names(LEAVING)) expect(live.current.get(domain), domain).toBeUndefined();

    await markPublished(store, new Date());
    await live.refresh();
    expect(live.current.listed.map(({ instance }) => instance.domain)).toEqual([FICKLE]);
    for (const domain of names(LEAVING)) {
      expect(await answerOfApi(domain, live.current), domain).toEqual(unknown);
    }
  });

  test("is asked for robots.txt alone a month later, and stays out", async () => {
    await know(names(LEAVING));
    await round({ domains: names(LEAVING) });
    lab.asked.clear();
    expect(await round({}, 26)).toMatchObject({ visited: 0 });
    expect(lab.asked.size).toBe(0);
    expect(await round({}, 34)).toMatchObject({ visited: LEAVING.length, alive: 0 });
    for (const { domain, expected } of LEAVING) {
      // One that closes only the document itself is asked for the links to it, which it allows.
      if (!/robots-nodeinfo/.test(domain)) expect(lab.asked.get(domain), domain).toEqual(["/robots.txt"]);
      const state = expected === "gone" ? "gone" : "refused";
      expect(await store.instances.get(domain), domain).toMatchObject({ state, failure: expected });
    }
    expect(await readRemovals(store)).toBe(String(LEAVING.length));
  });

  test.for(LEAVING)("$domain is asked for no more than its wish takes: $expected", async ({ domain, expected }) => {
    expect(await visit(domain, outsideOf(lab))).toMatchObject({ outcome: "failed", failure: expected });
    const asked = lab.asked.get(domain) ?? [];
    expect(asked[0]).toBe("/robots.txt");
    expect(asked.length).toBeLessThanOrEqual(expected === "robots" ? 2 : 4);
  });
});

describe("whoever changes their mind", () => {
  const closed = { "/robots.txt": robots("User-agent: *", "Disallow: /") };

  test("is read and shown again once robots.txt lets us in", async () => {
    pages = { ...mastodon(FICKLE), ...closed };
    await know([FICKLE]);
    const live = await LiveDirectory.open(store, () => new Date());
    await round({ domains: [FICKLE] });
    await live.refresh();
    expect(live.current.get(FICKLE)).toBeUndefined();

    pages = mastodon(FICKLE);
    await round({}, 34);
    expect(await store.instances.get(FICKLE)).toMatchObject({ state: "alive", failure: null, title: "Tidewater" });
    expect(await store.instances.get(FICKLE)).toMatchObject({ highestMonthlyActiveUsers: 236 });
    await markPublished(store, new Date());
    await live.refresh();
    expect(live.current.get(FICKLE)?.instance.title).toBe("Tidewater");
  });

  test("after a no by another switch, is read again when a person asks for it", async () => {
    pages = program("akkoma", { metadata: { private: true } });
    await round({ domains: [PRIVATE] });
    pages = program("akkoma", { metadata: { nodeName: "Open again" } });
    await round({}, 34);
    expect(await store.instances.get(PRIVATE)).toMatchObject({ state: "refused" });
    await round({ domains: [PRIVATE], insisted: [PRIVATE] });
    expect(await store.instances.get(PRIVATE)).toMatchObject({ state: "alive", title: "Open again" });
  });

  test("robots.txt is read anew after a day, not before", async () => {
    const cache = new RobotsCache();
    const at = (hours: number) =>
      visit(FICKLE, { ...outsideOf(lab), robots: cache, now: () => new Date(hours * 3_600_000) });
    pages = mastodon(FICKLE);
    expect(await at(1)).toMatchObject({ outcome: "ok" });
    pages = { ...mastodon(FICKLE), ...closed };
    expect(await at(24)).toMatchObject({ outcome: "ok" });
    expect(await at(25.1)).toMatchObject({ failure: "robots" });
  });
});

describe("whoever says something else, or nothing", () => {
  test.for(STAYING)("$domain is read", async ({ domain }) => {
    const result = await visit(domain, outsideOf(lab));
    expect(result).toMatchObject({ outcome: "ok", facts: { accounts: expect.toBeOneOf([812, 1, null]) } });
  });

  test("a configuration with a switch is asked for once a week, not daily", async () => {
    await visit("public-gnusocial.example.org", outsideOf(lab), { isThorough: false });
    expect(lab.asked.get("public-gnusocial.example.org")).not.toContain("/api/statusnet/config.json");
    await visit("public-gnusocial.example.org", outsideOf(lab));
    expect(lab.asked.get("public-gnusocial.example.org")).toContain("/api/statusnet/config.json");
  });
});

describe("whoever keeps robots from the API only", () => {
  test.for(HALF_OPEN)("$domain: NodeInfo is read, nothing else is asked", async ({ domain }) => {
    let time = Date.parse("2026-11-01T12:00:00Z");
    const outside = { ...outsideOf(lab), now: () => new Date(time) };
    const progress = newProgress();
    for (;;) {
      const result = await visit(domain, outside, { progress });
      if (result.outcome === "paused") {
        time = result.resumeAt.getTime();
        continue;
      }
      expect(result).toMatchObject({ outcome: "ok", isPartial: false });
      break;
    }
    const paths = ["/robots.txt", "/.well-known/nodeinfo", "/nodeinfo/2.0"];
    expect((lab.asked.get(domain) ?? []).filter((path) => path !== "/.well-known/host-meta")).toEqual(paths);
  });

  test("a document of the API that asks not to be indexed is not used", async () => {
    const result = await visit(API_TAGGED.domain, outsideOf(lab));
    const description = "People who mend boats.";
    expect(result).toMatchObject({ outcome: "ok", isPartial: false, facts: { description, languages: [] } });
  });
});

describe("whose robots.txt cannot be read", () => {
  test("is not visited now, and what is known stays", async () => {
    await know(names(NOT_NOW));
    expect(await round({ domains: names(NOT_NOW) })).toMatchObject({ failed: NOT_NOW.length, refused: 0 });
    for (const { domain, expected } of NOT_NOW) {
      expect(await store.instances.get(domain), domain).toMatchObject({ failure: expected, title: WORDS, failures: 1 });
      expect(await store.details.get(domain), domain).not.toBeNull();
      expect(lab.asked.get(domain), domain).toEqual(["/robots.txt"]);
    }
    expect(await readRemovals(store)).toBe("0");
  });

  test("a wish stands meanwhile", async () => {
    pages = { ...mastodon(FICKLE), "/robots.txt": robots("User-agent: *", "Disallow: /") };
    await round({ domains: [FICKLE] });
    pages = {
      ...mastodon(FICKLE),
      "/robots.txt": (_: unknown, response: { writeHead(code: number): { end(): void } }) =>
        response.writeHead(503).end(),
    };
    await round({}, 34);
    expect(await store.instances.get(FICKLE)).toMatchObject({ state: "refused", failure: "robots" });
  });
});

describe("whoever talks with chosen servers only", () => {
  test.for(LIMITED)("%s is known as that and never suggested", async ([name]) => {
    const domain = limitedName(name);
    await round({ domains: [domain] });
    expect(await store.instances.get(domain)).toMatchObject({ state: "alive", isFederationLimited: true });
    await markPublished(store, new Date());
    const live = await LiveDirectory.open(store, () => new Date());
    expect(live.current.get(domain)?.eligibility).toMatchObject({ eligible: false });
    expect(live.current.get(domain)?.eligibility.reasons).toContain("federation-limited");
  });
});
