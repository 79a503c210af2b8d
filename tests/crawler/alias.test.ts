import { afterEach, beforeEach, expect, test } from "vitest";
import { blankInstance, type Instance } from "#core/instance.ts";
import { DAY_MS } from "#core/time.ts";
import { createGrowth } from "#crawler/growth/growth.ts";
import { createCrawler } from "#crawler/round.ts";
import { saveIn } from "#crawler/save.ts";
import { openStore } from "#store/open.ts";
import type { Alias, Store } from "#store/store.ts";
import { type Host, type Lab, startLab } from "../fediverse/lab.ts";
import { outsideOf } from "../fediverse/outside.ts";
import { mastodon, nodeinfo, type Pages, robots, serving, status, text } from "../fediverse/programs.ts";

const NOW = new Date("2026-11-22T12:00:00.000Z");
const APEX = "example.org";
const SOCIAL = "social.example.org";
const WWW = "www.example.org";
const NO_LISTS = { refresh: async () => {}, isUnsafe: () => false };

let lab: Lab;
let store: Store;

beforeEach(async () => {
  store = await openStore("sqlite::memory:", { migrate: true });
});
afterEach(async () => {
  await store.close();
  await lab.close();
});

const leadsTo = (domain: string, path: string): Host["handle"] =>
  status(301, "", { location: `https://${domain}${path}` });
/** Every path leads to the same one under another name. */
const leadingTo = (domain: string): Host => ({
  handle: (request, response) => leadsTo(domain, request.url ?? "/")(request, response),
});
const host = (pages: Pages): Host => ({ handle: serving(pages) });
const hostMeta = (domain: string): Host["handle"] => {
  const template = `https://${domain}/.well-known/webfinger?resource={uri}`;
  return (_request, response) =>
    text(response, `<XRD><Link rel="lrdd" template="${template}"/></XRD>`, 200, "application/xrd+xml");
};

async function serve(hosts: Record<string, Host>): Promise<void> {
  lab = await startLab(new Map(Object.entries(hosts)));
}

/** Visits names in this order, one after another. */
async function visit(names: readonly string[], days = 0) {
  const at = new Date(NOW.getTime() + days * DAY_MS);
  const signal = new AbortController().signal;
  const growth = createGrowth({ store, isGrowing: true, safety: NO_LISTS });
  const outside = { ...outsideOf(lab), now: () => at };
  const crawler = createCrawler({
    store,
    save: saveIn(store),
    outside,
    growth,
    concurrency: 1,
    isReachable: true,
    report() {},
    signal,
  });
  return crawler.round({ domains: names, isFollowing: true });
}

async function rows(): Promise<string[]> {
  const instances: Instance[] = [];
  for await (const instance of store.instances.all()) instances.push(instance);
  return instances.map(({ domain }) => domain);
}
const alias = async (domain: string): Promise<Partial<Alias> | null> => store.aliases.get(domain);
const daysUntilDue = async (domain: string) => {
  const { dueAt = "" } = (await store.frontier.get(domain)) ?? {};
  return (Date.parse(dueAt) - NOW.getTime()) / DAY_MS;
};

const LINKS_TO_SOCIAL = {
  "/.well-known/nodeinfo": nodeinfo({}, "2.0", `https://${SOCIAL}/nodeinfo/2.0`)["/.well-known/nodeinfo"],
};
/** As Mastodon has it: people are `@ada@example.org`, the server is `social.example.org` and says `example.org`. */
const split = (apex: Pages): Record<string, Host> => ({
  [APEX]: host(apex),
  [SOCIAL]: host({ ...mastodon(APEX), ...LINKS_TO_SOCIAL }),
});
const cases: [what: string, hosts: Record<string, Host>, canonical: string, other: string, basis: Alias["basis"]][] = [
  ["www leads to the bare name", { [APEX]: host(mastodon(APEX)), [WWW]: leadingTo(APEX) }, APEX, WWW, "served"],
  ["the bare name leads to www", { [WWW]: host(mastodon(WWW)), [APEX]: leadingTo(WWW) }, WWW, APEX, "served"],
  [
    "both answer, and www says the bare name",
    { [APEX]: host(mastodon(APEX)), [WWW]: host(mastodon(APEX)) },
    APEX,
    WWW,
    "says",
  ],
  [
    "the domain of handles leads its NodeInfo to the server",
    split({ "/.well-known/nodeinfo": leadsTo(SOCIAL, "/.well-known/nodeinfo") }),
    SOCIAL,
    APEX,
    "served",
  ],
  ["the domain of handles links to the server's NodeInfo", split(LINKS_TO_SOCIAL), SOCIAL, APEX, "served"],
  [
    "the domain of handles has only host-meta",
    split({ "/.well-known/host-meta": hostMeta(SOCIAL) }),
    SOCIAL,
    APEX,
    "host-meta",
  ],
  [
    "host-meta of the domain of handles leads to the server",
    split({ "/.well-known/host-meta": leadsTo(SOCIAL, "/.well-known/host-meta") }),
    SOCIAL,
    APEX,
    "host-meta",
  ],
];

for (const order of ["forwards", "backwards"] as const) {
  test.for(cases)(
    `%s: one instance, whichever name is known first (${order})`,
    async ([, hosts, canonical, other, basis]) => {
      await serve(hosts);
      const names = order === "forwards" ? [canonical, other] : [other, canonical];
      await visit(names);
      await visit(names, 1);
      expect(await rows()).toEqual([canonical]);
      expect(await alias(other)).toMatchObject({ leadsTo: canonical, basis, isSettled: true });
      expect(await alias(canonical)).toBeNull();
      expect(await store.instances.get(canonical)).toMatchObject({ title: "Tidewater", state: "alive" });
      expect(await daysUntilDue(other)).toBeGreaterThan(29);
      expect(await daysUntilDue(canonical)).toBeLessThan(3);
    },
  );
}

test.for(cases.filter(([what]) => what.startsWith("the domain of handles")))(
  "%s: the server is found from its handles alone, within the requests of a visit",
  async ([, hosts]) => {
    await serve(hosts);
    await visit([APEX]);
    await visit([SOCIAL], 1);
    expect(await rows()).toEqual([SOCIAL]);
    expect(lab.asked.get(APEX)?.length).toBeLessThanOrEqual(6);
    for (const paths of lab.asked.values()) expect(paths[0]).toBe("/robots.txt");
  },
);

test("what was known of the old name is the server's age", async () => {
  await serve({ [APEX]: host(mastodon(APEX)), [WWW]: leadingTo(APEX) });
  const before = blankInstance(WWW, "mastodon", "2026-01-01T00:00:00.000Z");
  await store.instances.put([{ ...before, since: "2019-05-01" }]);
  await visit([WWW, APEX]);
  expect((await store.instances.get(APEX))?.since).toBe("2019-05-01");
});

test("a giant that sends its people to a small server beside it does not lend that its age", async () => {
  await serve({ [APEX]: host({ "/.well-known/host-meta": hostMeta(SOCIAL) }), [SOCIAL]: host(mastodon(SOCIAL)) });
  const giant = {
    ...blankInstance(APEX, "mastodon", "2026-01-01T00:00:00.000Z"),
    accounts: 900_000,
    title: "Tidewater",
  };
  await store.instances.put([{ ...giant, since: "2016-11-01" }]);
  await visit([APEX, SOCIAL]);
  expect(await rows()).toEqual([SOCIAL]);
  expect((await store.instances.get(SOCIAL))?.since).toBe("2026-11-22");
});

test("an alias that becomes a server of its own is one from its next visit on", async () => {
  let isOwn = false;
  const www = host(mastodon(WWW, { instance: { title: "Another" } }));
  const handle: Host["handle"] = (request, response) => (isOwn ? www : leadingTo(APEX)).handle(request, response);
  await serve({ [APEX]: host(mastodon(APEX)), [WWW]: { handle } });
  await visit([APEX, WWW]);
  expect(await rows()).toEqual([APEX]);
  isOwn = true;
  await visit([WWW], 30);
  expect(await rows()).toEqual([APEX, WWW]);
  expect(await alias(WWW)).toBeNull();
});

test("the name that a server calls itself may belong to another one, which stays", async () => {
  const blog = nodeinfo({ software: { name: "wordpress", version: "6" }, usage: { users: { total: 1 } } });
  await serve(split(blog));
  await visit([SOCIAL, APEX]);
  await visit([SOCIAL, APEX], 1);
  expect(await rows()).toEqual([APEX, SOCIAL]);
  expect(await alias(SOCIAL)).toMatchObject({ isSettled: false });
});

test("nobody loses a row to a name that does not answer", async () => {
  await serve({
    [APEX]: host({ ...mastodon(APEX), ...nodeinfo({ software: { name: "mastodon" } }, "2.0") }),
    [WWW]: host(mastodon("gone.example.org")),
  });
  await visit([WWW, APEX]);
  await visit([WWW, APEX], 1);
  expect(await rows()).toContain(WWW);
});

test("an alias that robots.txt forbids to read host-meta of stays unknown", async () => {
  await serve(
    split({
      "/.well-known/host-meta": hostMeta(SOCIAL),
      "/robots.txt": robots("User-agent: *", "Disallow: /.well-known/host-meta"),
    }),
  );
  await visit([APEX]);
  expect(await alias(APEX)).toBeNull();
  expect(lab.asked.get(APEX)).not.toContain("/.well-known/host-meta");
});
