import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "#store/open.ts";
import type { Store } from "#store/store.ts";
import { type NameServer, startNameServer } from "../fediverse/dns.ts";
import { type Host, type Lab, startLab } from "../fediverse/lab.ts";
import { mastodon, serving } from "../fediverse/programs.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";

const COMMAND = new URL("../../src/commands/crawl.ts", import.meta.url).pathname;
/** What a killed crawler held is free again after this time. */
const LEASE_SECONDS = 4;
/** Each answer takes so long, so that a crawler is often killed in the middle of a visit. */
const ANSWER_MS = 10;
const LONGEST_MS = 40_000;

/** What a server saw of one crawler: the first and the last request, in milliseconds since the epoch. */
interface Seen {
  crawler: string;
  from: number;
  to: number;
}

const DOMAINS = Array.from({ length: 240 }, (_, index) => `m${index}.example.org`);

let lab: Lab;
let names: NameServer;
let postgres: TestPostgres;
let folder: string;
let seen: Map<string, Seen[]>;

beforeAll(async () => {
  const hosts = DOMAINS.map((domain): [string, Host] => {
    // Words of their own, or they would be taken for one server under many names.
    const serve = serving(mastodon(domain, { instance: { title: `Tidewater ${domain}` } }));
    return [
      domain,
      {
        handle(request, response) {
          note(domain, /\bp\d+(?=\.rockpool)/.exec(request.headers["user-agent"] ?? "")?.[0] ?? "nobody");
          setTimeout(() => serve(request, response), ANSWER_MS);
        },
      },
    ];
  });
  lab = await startLab(new Map(hosts));
  names = await startNameServer(lab.resolve);
  postgres = await startPostgres();
  folder = mkdtempSync(join(tmpdir(), "rockpool-processes-"));
  writeFileSync(join(folder, "ca.pem"), lab.ca);
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await names.close();
  await lab.close();
  await postgres.stop();
});

function note(domain: string, crawler: string): void {
  const now = Date.now();
  const visits = seen.get(domain) ?? [];
  const last = visits.at(-1);
  if (last?.crawler === crawler) last.to = now;
  else visits.push({ crawler, from: now, to: now });
  seen.set(domain, visits);
}

interface Crawler {
  /** How servers know it: the beginning of the URL in its User-Agent. */
  name: string;
  child: ChildProcess;
  closed: Promise<number | null>;
  /** What it wrote, a line for each visit it has kept among them. */
  said(): string;
}

let started = 0;

function start(databaseUrl: string): Crawler {
  started += 1;
  const name = `p${started}`;
  const child = spawn(process.execPath, [COMMAND, "--watch", "--lease", String(LEASE_SECONDS), "--concurrency", "6"], {
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: databaseUrl,
      ROCKPOOL_URL: `https://${name}.rockpool.example`,
      ROCKPOOL_CONTACT: "test@rockpool.example",
      ROCKPOOL_ALLOW_PRIVATE_NETWORK: "1",
      ROCKPOOL_LAB_PORT: String(lab.port),
      ROCKPOOL_DNS: names.address,
      NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr?.on("data", (chunk) => (said += chunk));
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { name, child, closed, said: () => said };
}

/** The database of each test, with every name due; how many crawlers run on it, and how often one is killed. */
test.for([
  { what: "three crawlers on one PostgreSQL", crawlers: 3, kills: 4, url: () => postgres.makeDatabase() },
  { what: "two crawlers on one SQLite file", crawlers: 2, kills: 3, url: () => `sqlite:${join(folder, "two.sqlite")}` },
])("$what, killed at random moments, visit everybody once", { timeout: 60_000 }, async ({ crawlers, kills, url }) => {
  seen = new Map();
  const databaseUrl = await url();
  const store = await openStore(databaseUrl, { migrate: true });
  const due = { dueAt: "2026-01-01T00:00:00.000Z", priority: 1, failures: 0, software: "mastodon" };
  await store.frontier.add(DOMAINS.map((domain) => ({ ...due, domain })));
  const running = Array.from({ length: crawlers }, () => start(databaseUrl));
  const all = [...running];
  const killedAt = new Map<string, number>();
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const before = await store.instances.count();
      // So that each is killed while it has work: when this share of all is done, and at a random moment then.
      await expect
        .poll(() => store.instances.count(), { interval: 20, timeout: LONGEST_MS })
        .toBeGreaterThanOrEqual(Math.max(before, (kill + 1) * 15));
      await sleep(Math.random() * 200);
      const [victim] = running.splice(Math.floor(Math.random() * running.length), 1);
      victim?.child.kill("SIGKILL");
      await victim?.closed;
      killedAt.set(victim?.name ?? "", Date.now());
      const next = start(databaseUrl);
      running.push(next);
      all.push(next);
    }
    await expect.poll(() => store.instances.count(), { interval: 100, timeout: LONGEST_MS }).toBe(DOMAINS.length);
    // Time in which a second visit would be seen.
    await sleep(1_500);
    for (const { child } of running) child.kill("SIGTERM");
    expect(await Promise.all(running.map(({ closed }) => closed))).toEqual(running.map(() => 0));
    for (const { said } of all) expect(said()).not.toMatch(/locked|deadlock/i);
    await expectOneVisitEach(store);
    expectOneCrawlerAtATime(new Map(all.map((crawler) => [crawler.name, crawler])), killedAt);
  } finally {
    for (const { child } of running) child.kill("SIGKILL");
    await Promise.all(running.map(({ closed }) => closed));
    await store.close();
  }
});

/** The store knows one visit of each, which is due again in a day. */
async function expectOneVisitEach(store: Store): Promise<void> {
  for (const domain of DOMAINS) {
    expect(await store.visits.history(domain), domain).toMatchObject([{ visits: 1, failures: 0 }]);
    const hours = (Date.parse((await store.frontier.get(domain))?.dueAt ?? "") - Date.now()) / 3_600_000;
    expect(hours, domain).toBeGreaterThan(21);
  }
}

/** The servers saw a second crawler only where the first was killed before its visit was kept, and only after that. */
function expectOneCrawlerAtATime(crawlers: ReadonlyMap<string, Crawler>, killedAt: ReadonlyMap<string, number>): void {
  let begunAgain = 0;
  for (const domain of DOMAINS) {
    const visits = seen.get(domain) ?? [];
    expect(visits.length, domain).toBeGreaterThan(0);
    for (const [index, { crawler, to }] of visits.slice(0, -1).entries()) {
      begunAgain += 1;
      const next = visits[index + 1];
      expect(killedAt.get(crawler), `${domain} was visited by ${crawler} and ${next?.crawler}`).toBeDefined();
      expect(next?.from, domain).toBeGreaterThanOrEqual(Math.max(to, killedAt.get(crawler) ?? 0));
      // It said of none that its visit is kept where another had to begin again.
      expect(crawlers.get(crawler)?.said()).not.toContain(`"${domain}","outcome"`);
    }
  }
  // At most what the killed ones were at: six visits each, and those that were over but not kept yet.
  expect(begunAgain).toBeLessThanOrEqual(killedAt.size * 30);
}
