import { mkdtemp, rm } from "node:fs/promises";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOf, perSecond, within } from "#site/commands/bench/site/load.ts";
import { prepareStore } from "#site/commands/start/prepare-store.ts";
import { serveStore, type TemporarySite } from "#site/commands/start/temporary-site.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { expect, test } from "./support/test.ts";

/** Requests on the way at once. */
const AT_ONCE = 20;
/** More than eight from each address, after which none of it counts; 10,000 of each kind are in tests/server/surge.test.ts. */
const LOOPS = [
  { addresses: 1, requests: 2_000 },
  { addresses: 500, requests: 5_000 },
];
/** How soon other processes know what one has counted. */
const SHARED_WITHIN_MS = 10_000;

interface Picks {
  revision: string;
  picks: { domain: string; signUpUrl: string }[];
}

test.describe.configure({ mode: "serial" });

let folder: string;
let postgres: TestPostgres;
const running: TemporarySite[] = [];

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rockpool-surge-"));
  postgres = await startPostgres();
});
test.afterEach(() => Promise.all(running.splice(0).map((site) => site.stop())));
test.afterAll(async () => {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

/** So many processes of the built site, over one store with the seeds, behind one proxy. */
async function sites(count: number, databaseUrl: string, rateLimit = "off"): Promise<TemporarySite[]> {
  await prepareStore(databaseUrl, new Date(), () => {});
  const environment = { ROCKPOOL_TRUST_PROXY: "1", ROCKPOOL_RATE_LIMIT: rateLimit };
  for (let made = 0; made < count; made++) running.push(await serveStore(databaseUrl, { environment }));
  return running;
}

const picksAt = async ({ origin }: TemporarySite, query: string) =>
  (await (await fetch(`${origin}/api/v1/recommendations?${query}`)).json()) as Picks;

/** What everybody is suggested, by revision and domains. */
async function suggestions(site: TemporarySite): Promise<string[]> {
  const queries = ["", "language=en", "language=de&topic=art", "language=fr&count=6"];
  const asked = queries.flatMap((query) => Array.from({ length: 25 }, (_, seed) => `${query}&seed=${seed}`));
  const answers = await Promise.all(asked.map((query) => picksAt(site, query)));
  return answers.map(({ revision, picks }) => [revision, ...picks.map(({ domain }) => domain)].join(" "));
}

/** Addresses in 500 networks. */
const addressOf = (index: number) => `${20 + (index % 100)}.${index % 250}.7.1`;

/** The way out as a visitor behind the proxy takes it; `place` is any process of the site. */
function go(place: TemporarySite, signUpUrl: string, address: string, agent?: Agent): Promise<number> {
  const { pathname, search } = new URL(signUpUrl);
  return new Promise((resolve, reject) => {
    const headers = { "x-forwarded-for": address };
    get(`${place.origin}${pathname}${search}`, { headers, ...(agent === undefined ? {} : { agent }) }, (answer) => {
      answer.resume().once("end", () => resolve(answer.statusCode ?? 0));
    }).once("error", reject);
  });
}

const STORES = [
  { name: "one SQLite file", url: () => `sqlite:${join(folder, "shared.sqlite")}` },
  { name: "PostgreSQL", url: () => postgres.makeDatabase() },
];

for (const { name, url } of STORES) {
  test(`two processes on ${name} rest a server that one of them has filled`, async () => {
    test.setTimeout(60_000);
    const [first, second] = await sites(2, await url());
    if (first === undefined || second === undefined) throw new Error("two sites were asked for");
    const before = await suggestions(second);
    expect(await suggestions(first)).toEqual(before);
    const { picks } = await picksAt(first, "language=en&seed=1");
    const { domain = "", signUpUrl = "" } = picks[0] ?? {};

    const started = performance.now();
    for (let person = 0; person < 12; person++) {
      expect(await go(first, signUpUrl, addressOf(person))).toBe(302);
    }
    const isResting = async (site: TemporarySite) => {
      const answer = await picksAt(site, "language=en&seed=1");
      return answer.picks.every((pick) => pick.domain !== domain);
    };
    await expect.poll(() => isResting(second), { timeout: SHARED_WITHIN_MS, intervals: [100] }).toBe(true);
    console.log(`${name}: known to the other process after ${((performance.now() - started) / 1_000).toFixed(1)} s`);
    await expect.poll(() => isResting(first), { timeout: SHARED_WITHIN_MS, intervals: [100] }).toBe(true);
    expect(await suggestions(second)).toEqual(await suggestions(first));
    const page = await (await fetch(`${second.origin}/servers/${domain}`)).text();
    expect(page).toContain("Full just now.");
    expect(page).toMatch(/Room comes back (at \d\d:00 UTC|tomorrow)/);
  });
}

test("forged ways out, from one and from 500 addresses, change no pick", async () => {
  test.setTimeout(120_000);
  const [site] = await sites(1, `sqlite:${join(folder, "forged.sqlite")}`);
  if (site === undefined) throw new Error("a site was asked for");
  const before = await suggestions(site);
  // Tokens are fetched from our own pages, as anybody may.
  const fetched: string[] = [];
  for (let seed = 0; seed < 60; seed++) {
    const { picks } = await picksAt(site, `language=en&seed=${seed}`);
    fetched.push(...picks.map(({ signUpUrl }) => signUpUrl));
  }
  const forged = [
    ...fetched,
    ...fetched.map((link) => link.replace(/\?.*/, "")),
    ...fetched.map((link) => link.replace(/token=.*/, "token=AAAAAAAAAAAAAAAA")),
  ];
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  for (const { addresses, requests } of LOOPS) {
    const started = performance.now();
    let turn = 0;
    const loop = async () => {
      for (let own = turn++; own < requests; own = turn++) {
        const status = await go(site, forged[(own * 7) % forged.length] ?? "", addressOf(own % addresses), agent);
        expect(status).toBe(302);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, loop));
    const seconds = (performance.now() - started) / 1_000;
    // Whatever was counted is read from the store within two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await suggestions(site)).toEqual(before);
    console.log(`${requests} forged requests from ${addresses} addresses in ${seconds.toFixed(1)} s: no pick changed`);
  }
  agent.destroy();
});

test("who asks too much is told so by header, sentence and document, and others are not kept waiting", async () => {
  const [site] = await sites(1, `sqlite:${join(folder, "limited.sqlite")}`, "on");
  if (site === undefined) throw new Error("a site was asked for");
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const asked = Array.from({ length: 2_400 }, () => go(site, "http://rockpool/health", "203.0.113.5", agent));
  const statuses = await Promise.all(asked);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(2_000);
  const headers = { "x-forwarded-for": "203.0.113.5" };
  const flood = Array.from({ length: 200 }, () => fetch(`${site.origin}/api/v1/topics`, { headers }));
  const refused = (await Promise.all(flood)).find(({ status }) => status === 429);
  if (refused === undefined) throw new Error("nobody was refused");
  expect(Object.fromEntries(refused.headers)).toMatchObject({
    "content-type": "application/problem+json",
    "ratelimit-policy": '"address";q=2000;w=40',
    ratelimit: expect.stringMatching(/^"address";r=0;t=\d+$/),
    "retry-after": "1",
    "x-content-type-options": "nosniff",
  });
  const other = await fetch(`${site.origin}/`, { headers: { "x-forwarded-for": "203.0.113.6" } });
  expect(other.status).toBe(200);
  expect(other.headers.get("ratelimit")).toBe('"address";r=1999;t=1');
  agent.destroy();
});

test("200 requests at once get 200 answers, again and again", async () => {
  const [site] = await sites(1, `sqlite:${join(folder, "load.sqlite")}`);
  if (site === undefined) throw new Error("a site was asked for");
  for (const path of ["/api/v1/recommendations", "/find"]) {
    const load = await loadOf(site.origin, {
      pathOf: (turn) => `${path}?language=en&seed=${turn % 4096}`,
      atOnce: 200,
      seconds: 2,
    });
    expect([...load.errors], path).toEqual([]);
    expect(load.requests).toBeGreaterThanOrEqual(200);
    console.log(`${path}: ${perSecond(load).toFixed(0)}/s, p99 ${within(load, 0.99).toFixed(0)} ms`);
  }
});
