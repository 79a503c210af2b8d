import type { APIResponse } from "@playwright/test";
import { blankInstance, type Instance } from "#core/instance.ts";
import { unsaid } from "#core/listing.ts";
import { startTemporarySite, type TemporarySite } from "#site/commands/start/temporary-site.ts";
import type { Store } from "#store/store.ts";
import * as decoders from "../server/compat/decoders.ts";
import { expect, test } from "./support/test.ts";

test.describe.configure({ mode: "serial" });

let site: TemporarySite;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  site = await startTemporarySite({ fill: addVisited, log: () => {} });
});
test.afterAll(() => site.stop());

const LISTS = [
  { path: "/compat/joinmastodon/servers", decoder: decoders.Servers },
  { path: "/compat/joinmastodon/servers?registrations=all", decoder: decoders.Servers },
  { path: "/compat/joinmastodon/categories", decoder: decoders.Categories },
  { path: "/compat/joinmastodon/languages", decoder: decoders.Languages },
  { path: "/compat/joinmastodon/statistics", decoder: decoders.Statistics },
  { path: "/compat/peertube/api/v1/instances", decoder: decoders.PeerTubeInstances },
  { path: "/compat/peertube/api/v1/instances/hosts?count=1000", decoder: decoders.Hosts },
  { path: "/compat/peertube/api/v1/instances/stats", decoder: decoders.PeerTubeStats },
  { path: "/compat/join-lemmy/api/v1/instances/all", decoder: decoders.LemmyAll },
];
const DRAWN = [
  { path: "/compat/joinmastodon/default-servers", decoder: decoders.DefaultServers },
  { path: "/compat/join-lemmy/api/v1/instances/suggested", decoder: decoders.LemmySuggested },
];

for (const { path, decoder } of [...LISTS, ...DRAWN]) {
  test(`${path} is read by its clients, on pages of any site`, async ({ request }) => {
    const answer = await request.get(site.origin + path);
    expect(answer.status()).toBe(200);
    expect(answer.headers()).toMatchObject({
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
      "content-type": "application/json",
    });
    const body = JSON.stringify(decoder.parse(await answer.json()));
    expect(body).not.toMatch(/^(\[\]|\{\})$/);
    expect(body).not.toContain("null");
    const head = await request.head(site.origin + path);
    expect([head.status(), (await head.body()).length]).toEqual([200, 0]);
  });
}

for (const { path } of LISTS) {
  test(`${path} is not sent again to whoever has it`, async ({ request }) => {
    const { etag = "", "cache-control": keeping } = (await request.get(site.origin + path)).headers();
    expect(keeping).toBe("public, max-age=60");
    const again = await request.get(site.origin + path, { headers: { "if-none-match": etag } });
    expect(again.status()).toBe(304);
  });
}

for (const { path } of DRAWN) {
  test(`${path} is kept by nobody`, async ({ request }) => {
    const headers = (await request.get(site.origin + path)).headers();
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["vary"]).toContain("Accept-Language");
  });
}

test("only servers that were visited are in any list", async ({ request }) => {
  const body = async (path: string) => (await request.get(site.origin + path)).json();
  const rows = decoders.Servers.parse(await body("/compat/joinmastodon/servers?registrations=all"));
  expect(rows.map(({ domain }) => domain).toSorted()).toEqual(["m.example.org", "shut.example.org"]);
  expect(await body("/compat/joinmastodon/default-servers")).toEqual([{ domain: "m.example.org", weight: 2 }]);
  expect(await body("/compat/peertube/api/v1/instances/hosts")).toEqual({
    total: 1,
    data: [{ host: "tube.example.org" }],
  });
  expect(await body("/compat/join-lemmy/api/v1/instances/suggested")).toEqual(["links.example.org"]);
});

test("a row's picture is there", async ({ request }) => {
  const answer = await request.get(`${site.origin}/compat/joinmastodon/servers`);
  const [row] = decoders.Servers.parse(await answer.json());
  const picture = await request.get(row?.proxied_thumbnail ?? "");
  expect([picture.status(), picture.headers()["content-type"]]).toEqual([200, "image/png"]);
});

test("a value that cannot be meant, and a path that is none, are answered by a document", async ({ request }) => {
  const problemOf = async (answer: APIResponse) => ({
    status: answer.status(),
    type: answer.headers()["content-type"],
    cors: answer.headers()["access-control-allow-origin"],
    text: await answer.text(),
  });
  const bad = await problemOf(await request.get(`${site.origin}/compat/joinmastodon/servers?region=Europe`));
  expect(bad).toMatchObject({ status: 400, type: "application/problem+json", cors: "*" });
  expect(bad.text).toContain("north_america");
  const post = await problemOf(await request.post(`${site.origin}/compat/peertube/api/v1/instances`));
  expect(post).toMatchObject({ status: 405, type: "application/problem+json" });
  for (const path of ["", "/", "/nobody", "/joinmastodon", "/peertube/api/v1/instances/a.example.org/stats-history"]) {
    const none = await problemOf(await request.get(`${site.origin}/compat${path}`));
    expect(none, path).toMatchObject({ status: 404, type: "application/problem+json", cors: "*" });
  }
  const preflight = await request.fetch(`${site.origin}/compat/joinmastodon/servers`, { method: "OPTIONS" });
  expect(preflight.headers()["access-control-allow-origin"]).toBe("*");
});

test("the page for apps gives the addresses that answer", async ({ page, request }) => {
  await page.goto(`${site.origin}/apps`);
  const addresses = await page.locator("main pre").allTextContents();
  expect(addresses).toHaveLength(4);
  for (const address of addresses) {
    expect(address).toMatch(new RegExp(`^${site.origin}/compat/`));
    const asked = address.endsWith("/joinmastodon") ? `${address}/servers` : address;
    expect((await request.get(asked)).status(), asked).toBe(200);
  }
});

/** One server of each kind that was visited today, among the seeds that nobody visited. */
async function addVisited(store: Store): Promise<void> {
  const now = new Date().toISOString();
  const visited = (domain: string, software: string, changes: Partial<Instance> = {}): Instance => ({
    ...blankInstance(domain, software, now),
    version: { mastodon: "4.6.3", peertube: "7.3.0", lemmy: "0.19.20" }[software] ?? null,
    description: "A place for people by the sea.",
    languages: ["en"],
    languagesBasis: "declared",
    registrations: "open",
    monthlyActiveUsers: 140,
    accounts: 900,
    posts: 4_000,
    countsAt: now,
    since: "2024-01-01",
    lastSeenAt: now,
    lastVisitAt: now,
    state: "alive",
    ...changes,
  });
  await store.instances.put([
    visited("m.example.org", "mastodon"),
    visited("shut.example.org", "mastodon", { registrations: "closed" }),
    visited("tube.example.org", "peertube"),
    visited("quiet-tube.example.org", "peertube"),
    visited("links.example.org", "lemmy"),
  ]);
  await store.listings.put({ ...unsaid("tube.example.org", new Date(now)), autoFollow: true }, "form");
  await store.listings.put(unsaid("quiet-tube.example.org", new Date(now)), "form");
}
