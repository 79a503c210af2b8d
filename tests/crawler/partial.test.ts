import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Instance } from "#core/instance.ts";
import { retryAfterMs } from "#crawler/net/answers.ts";
import { createCrawler } from "#crawler/round.ts";
import { saveIn } from "#crawler/save.ts";
import { visit } from "#crawler/visit.ts";
import { openStore } from "#store/open.ts";
import { type Host, type Lab, startLab } from "../fediverse/lab.ts";
import { outsideOf } from "../fediverse/outside.ts";
import { mastodon, type Pages, peertube, robots, serving, status, text } from "../fediverse/programs.ts";
import { instance } from "../support/instances.ts";

/** A Mastodon server whose API answers like this, by path below /api. */
function withApi(name: string, api: Pages): [string, Host] {
  const domain = `${name}.example.org`;
  const pages = Object.fromEntries(Object.entries(api).map(([path, page]) => [`/api${path}`, page]));
  return [domain, { handle: serving({ ...mastodon(domain), ...pages }) }];
}

function videos(name: string, changes: Pages): [string, Host] {
  return [`${name}.example.org`, { handle: serving({ ...peertube(), ...changes }) }];
}

const v1 = (name: string) => ({ uri: `${name}.example.org`, title: "By version 1", registrations: true });
const page = (_: never, response: never) => text(response, "<!doctype html><p>Start page</p>", 200, "text/html");
const STATUSES = [401, 403, 404, 410, 400, 429, 500, 503];
const LASTING = [401, 403, 404, 410];
const ASKED_MS = 5 * 86_400_000;

const hosts = new Map<string, Host>([
  ...STATUSES.map((code) =>
    withApi(`api-${code}`, { "/v2/instance": status(code), "/v1/instance": v1(`api-${code}`) }),
  ),
  withApi("start-page", { "/v2/instance": page, "/v1/instance": v1("start-page") }),
  withApi("old", { "/v2/instance": status(404), "/v1/instance": v1("old") }),
  withApi("busy", { "/v2/instance": status(429, "", { "retry-after": String(ASKED_MS / 1000) }) }),
  videos("about-429", { "/api/v1/config/about": status(429, "", { "retry-after": "864000" }) }),
  videos("stats-500", { "/api/v1/server/stats": status(500) }),
  videos("stats-silent", { "/api/v1/server/stats": () => {} }),
  videos("stats-absent", { "/api/v1/server/stats": status(404) }),
  videos("stats-closed", { "/robots.txt": robots("User-agent: *", "Disallow: /api/v1/server/") }),
  ["no-robots.example.org", { handle: serving({ "/robots.txt": status(429, "", { "retry-after": "864000" }) }) }],
]);

let lab: Lab;
beforeAll(async () => {
  lab = await startLab(hosts);
});
afterAll(() => lab.close());
beforeEach(() => lab.asked.clear());

const visited = (name: string) => visit(`${name}.example.org`, outsideOf(lab, { requestTimeoutMs: 1_500 }));

describe("a program's API that does not answer", () => {
  test.for(STATUSES)("with %i: meant, or only for now", async (code) => {
    expect(await visited(`api-${code}`)).toMatchObject({ outcome: "ok", isPartial: !LASTING.includes(code) });
    expect(lab.asked.get(`api-${code}.example.org`)?.includes("/api/v1/instance")).toBe(code === 404);
  });

  test.for(["old", "start-page"])("%s: version 1 is asked where version 2 is not there", async (name) => {
    expect(await visited(name)).toMatchObject({ isPartial: false, facts: { title: "By version 1" } });
  });

  test("facts that it told before stay, and the server is not asked again before it said", async () => {
    const store = await openStore("sqlite::memory:", { migrate: true });
    const domain = "busy.example.org";
    const known: Partial<Instance> = { signUpUrl: `https://${domain}/join`, minimumAge: 18, isFederationLimited: true };
    await store.instances.put([instance(domain, known)]);
    const signal = new AbortController().signal;
    const options = {
      store,
      save: saveIn(store),
      outside: outsideOf(lab),
      concurrency: 1,
      isReachable: true,
      report: () => {},
      signal,
    };
    const before = Date.now();
    expect(await createCrawler(options).round({ domains: [domain] })).toMatchObject({ alive: 1 });
    expect(await store.instances.get(domain)).toMatchObject({ ...known, monthlyActiveUsers: 236 });
    const dueAt = Date.parse((await store.frontier.get(domain))?.dueAt ?? "");
    expect(dueAt).toBeGreaterThanOrEqual(before + ASKED_MS);
    await store.close();
  });
});

describe("a document that may be missing", () => {
  test.for([
    ["about-429", true, ["/api/v1/config", "/api/v1/config/about"]],
    ["stats-500", true, ["/api/v1/config", "/api/v1/config/about", "/api/v1/server/stats"]],
    ["stats-silent", true, ["/api/v1/config", "/api/v1/config/about", "/api/v1/server/stats"]],
    ["stats-absent", false, ["/api/v1/config", "/api/v1/config/about", "/api/v1/server/stats"]],
    ["stats-closed", false, ["/api/v1/config", "/api/v1/config/about"]],
  ] as const)("%s: the visit is partial: %s, and the rest is kept", async ([name, isPartial, paths]) => {
    const result = await visited(name);
    expect(result).toMatchObject({ outcome: "ok", isPartial, facts: { registrations: "approval", minimumAge: 15 } });
    expect(lab.asked.get(`${name}.example.org`)?.filter((path) => path.startsWith("/api/"))).toEqual(paths);
    if (name === "about-429") expect(result).toMatchObject({ retryAfterMs: 864_000_000 });
  });
});

test("a robots.txt that asks to come back later is heard", async () => {
  expect(await visited("no-robots")).toMatchObject({ failure: "rate-limited", retryAfterMs: 864_000_000 });
});

test.for([
  [{ "retry-after": "120" }, 120_000],
  [{ "retry-after": "Sun, 22 Nov 2026 12:02:00 GMT", date: "Sun, 22 Nov 2026 12:00:00 GMT" }, 120_000],
  [{ "retry-after": "Sun, 22 Nov 2026 11:00:00 GMT", date: "Sun, 22 Nov 2026 12:00:00 GMT" }, null],
  [{ "retry-after": "Sun, 22 Nov 2026 12:02:00 GMT" }, null],
  [{ "retry-after": "soon" }, null],
  [{ "retry-after": "0" }, null],
  [{}, null],
] as const)("%j asks for %s ms", ([headers, expected]) => expect(retryAfterMs(headers)).toBe(expected));
