import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { blankInstance } from "#core/instance.ts";
import { publish } from "#crawler/publish.ts";
import { openStore } from "#store/open.ts";
import { readPublication } from "#store/publication.ts";
import { parseCrawlArguments, parseDomainList, UsageError } from "../../src/commands/crawl/options.ts";
import { plainLine, progressBar } from "../../src/commands/crawl/report.ts";
import { type NameServer, startNameServer } from "../fediverse/dns.ts";
import { type Lab, startLab } from "../fediverse/lab.ts";
import { mastodon, serving } from "../fediverse/programs.ts";

const COMMAND = new URL("../../src/commands/crawl.ts", import.meta.url).pathname;
const GOOD = Array.from({ length: 5 }, (_, index) => `m${index}.example.org`);
const SILENT = "silent.example.org";
const MANY = Array.from({ length: 40 }, (_, index) => `many${index}.example.org`);

let lab: Lab;
let names: NameServer;
let folder: string;
let databaseUrl: string;

beforeAll(async () => {
  lab = await startLab(
    new Map([
      // Each with a title of its own: dozens that say the same would be taken for a flood.
      ...[...GOOD, ...MANY].map(
        (domain) =>
          [domain, { handle: serving(mastodon(domain, { instance: { title: `Tidewater ${domain}` } })) }] as const,
      ),
      [SILENT, { handle: () => {} }],
    ]),
  );
  names = await startNameServer(lab.resolve);
});
afterAll(async () => {
  await names.close();
  await lab.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rockpool-crawl-"));
  databaseUrl = `sqlite:${join(folder, "rockpool.sqlite")}`;
  writeFileSync(join(folder, "ca.pem"), lab.ca);
});
afterEach(() => rmSync(folder, { recursive: true }));

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [COMMAND, ...args], {
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: databaseUrl,
      ROCKPOOL_ALLOW_PRIVATE_NETWORK: "1",
      ROCKPOOL_LAB_PORT: String(lab.port),
      ROCKPOOL_DNS: names.address,
      NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
    },
  });
}

async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = start(...args);
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk) => (out += chunk));
  child.stderr?.on("data", (chunk) => (err += chunk));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out, err };
}

describe("npm run crawl", () => {
  test("visits exactly the servers of a file, reports bad lines, and publishes", async () => {
    const file = join(folder, "domains.txt");
    writeFileSync(file, `# mine\n${GOOD.join("\n")}\n\nno-such-name.example.org\nnot a name\n`);
    const { code, out, err } = await run("--domains", file);
    expect(code, err).toBe(0);
    expect(out).toMatch(/visited +6 .*\nalive +5\nrefused +0\nfailed +1\n/);
    expect(out).toMatch(/dns +1/);
    expect(err).toContain('domains.txt:9: "not a name" is no host name');
    const store = await openStore(databaseUrl, { migrate: false });
    expect(await store.instances.get("m0.example.org")).toMatchObject({ state: "alive", monthlyActiveUsers: 236 });
    expect((await store.networkDays.latest())?.all.instances).toBe(5);
    await store.close();
  });

  test("says every step of one visit", async () => {
    const { code, err } = await run("--domain", "m0.example.org", "-v");
    expect(code).toBe(0);
    for (const step of [
      "The name leads to public addresses. 127.",
      "robots.txt lets us in",
      "It is Mastodon 4.6.2",
      "/api/v2/instance",
      "software: mastodon",
    ]) {
      expect(err).toContain(step);
    }
  });

  test("speaks JSON to other programs", async () => {
    const { out } = await run("--domain", "m0.example.org", "--domain", "no-such-name.example.org", "--json");
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(
      lines
        .slice(0, 2)
        .map(({ outcome, failure }) => failure ?? outcome)
        .toSorted(),
    ).toEqual(["dns", "ok"]);
    expect(lines[2]).toMatchObject({ type: "summary", visited: 2, alive: 1, failed: 1, reasons: { dns: 1 } });
  });

  test("watches the frontier, and stops cleanly within seconds of SIGTERM", async () => {
    const store = await openStore(databaseUrl, { migrate: true });
    const entry = { dueAt: "2026-01-01T00:00:00.000Z", priority: 1, failures: 0, software: "mastodon" };
    await store.frontier.add([...GOOD, SILENT].map((domain) => ({ ...entry, domain })));
    const child = start("--watch");
    const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
    await expect.poll(async () => (await store.instances.count()) === GOOD.length, { timeout: 8_000 }).toBe(true);
    const asked = performance.now();
    child.kill("SIGTERM");
    expect(await closed).toBe(0);
    expect(performance.now() - asked).toBeLessThan(6_000);
    expect((await store.frontier.counts(new Date())).due).toBe(1);
    expect(await store.networkDays.latest()).not.toBeNull();
    await store.close();
  });

  test("a crawler killed at any moment leaves a store that opens, and no visit half kept", async () => {
    const store = await openStore(databaseUrl, { migrate: true });
    const entry = { dueAt: "2026-01-01T00:00:00.000Z", priority: 1, failures: 0, software: "mastodon" };
    let killedBetween = 0;
    for (const keptFirst of [1, 5, 10, 20, 30]) {
      // Whatever the killed one before held or kept is due again.
      for (const domain of MANY) {
        await store.transaction(async (open) => {
          await open.instances.remove(domain);
          await open.visits.remove(domain);
          await open.frontier.reschedule({ ...entry, domain });
        });
      }
      const child = start("--once", "--concurrency", "2");
      const closed = new Promise((resolve) => child.on("close", resolve));
      await expect
        .poll(async () => (await store.instances.count()) >= keptFirst, { interval: 1, timeout: 15_000 })
        .toBe(true);
      child.kill("SIGKILL");
      await closed;
      const kept = await store.instances.count();
      if (kept < MANY.length) killedBetween += 1;
      for (const domain of MANY) {
        const isKept = (await store.instances.get(domain)) !== null;
        expect((await store.visits.history(domain)).length > 0, domain).toBe(isKept);
        expect(Date.parse((await store.frontier.get(domain))?.dueAt ?? "") > Date.now(), domain).toBe(isKept);
      }
    }
    expect(killedBetween).toBeGreaterThanOrEqual(4);
    await store.close();
  }, 60_000);

  test("a crawler that starts after one was killed visits what that one held, when its lease has run out", async () => {
    const store = await openStore(databaseUrl, { migrate: true });
    const held = { dueAt: "2026-01-01T00:00:00.000Z", priority: 1, failures: 0, software: "mastodon" };
    await store.frontier.add(GOOD.map((domain) => ({ ...held, domain })));
    // Taken long ago, so that the lease ends in a moment.
    await store.frontier.lease(new Date(Date.now() - 600_000), GOOD.length, 604_000);
    const child = start("--watch");
    const closed = new Promise((resolve) => child.on("close", resolve));
    await expect.poll(async () => (await store.instances.count()) === GOOD.length, { timeout: 15_000 }).toBe(true);
    child.kill("SIGTERM");
    await closed;
    await store.close();
  });

  test("an admin who reads along is told what was asked, what came back and what it meant", async () => {
    const { code, err } = await run("--domain", "m0.example.org", "-v");
    expect(code).toBe(0);
    expect(err).toContain("m0.example.org: The name leads to public addresses. 127.");
    expect(err).toMatch(/robots\.txt/);
    expect(err).toMatch(/\/\.well-known\/nodeinfo .*200/);
    expect(err).toMatch(/m0\.example\.org: {3}software: mastodon/);
    expect(err).toMatch(/m0\.example\.org: it is now alive/);
    expect(err).toMatch(/m0\.example\.org: We suggest this server\./);
    const silent = await run("--domain", "nowhere.example.org", "-v");
    expect(silent.err).toMatch(/nowhere\.example\.org: Here it ended: its name led nowhere\. /);
    expect(silent.err).toMatch(/nowhere\.example\.org: Check the A and AAAA records of its name/);
  });

  test("a server that another crawler is at is left to it, and that is said", async () => {
    const store = await openStore(databaseUrl, { migrate: true });
    const held = { dueAt: "2026-01-01T00:00:00.000Z", priority: 1, failures: 0, software: "mastodon" };
    await store.frontier.add([{ ...held, domain: "m0.example.org" }]);
    await store.frontier.lease(new Date(), 1, 600_000);
    const { code, out, err } = await run("--domain", "m0.example.org");
    expect(code).toBe(0);
    expect(err).toMatch(/m0\.example\.org: another crawler is at it; free again by \d\d:\d\d UTC/);
    expect(out).toMatch(/visited +0 .*\n(.*\n)*taken +1 /);
    expect(await store.instances.get("m0.example.org")).toBeNull();
    await store.close();
  });

  test("a round that finds far fewer servers is not published until a person says so", async () => {
    const store = await openStore(databaseUrl, { migrate: true });
    const lost = Array.from({ length: 10 }, (_, index) => `lost${index}.example.org`);
    const seen = new Date().toISOString();
    const alive = { state: "alive" as const, monthlyActiveUsers: 100, lastSeenAt: seen, lastVisitAt: seen };
    await store.instances.put(
      [...MANY, ...lost].map((domain) => ({ ...blankInstance(domain, "mastodon", seen), ...alive })),
    );
    await publish(store, new Date());
    const entry = { dueAt: "2026-01-01T00:00:00.000Z", priority: 2, failures: 0, software: "mastodon" };
    await store.frontier.add([...MANY, ...lost].map((domain) => ({ ...entry, domain })));
    const { err } = await run("--once");
    expect(err).toMatch(/Not published since .*: only 40 servers answer, of 50 published before.*-- --confirm/);
    expect((await readPublication(store))?.number).toBe(1);
    expect((await run("--confirm")).out).toMatch(/^Although only 40 servers answer.* published now, as number 2\.\n$/);
    expect((await readPublication(store))?.number).toBe(2);
    expect((await run("--confirm")).out).toMatch(/^Nothing was held back\./);
    await store.close();
  });

  test.for([
    ["--nope"],
    ["--limit", "many"],
    ["--watch", "--once"],
    ["--watch", "--domain", "a.example.org"],
    ["--confirm", "--once"],
  ])("%j cannot be meant", (args) => expect(() => parseCrawlArguments(args)).toThrow(UsageError));

  test("a list of names forgives what people paste", () => {
    const list = "https://M.Example.org/about\r\n# no\n\nbücher.example.org # yes\n127.0.0.1\n";
    expect(parseDomainList(list, "list")).toEqual({
      domains: ["m.example.org", "xn--bcher-kva.example.org"],
      problems: ['list:5: "127.0.0.1" is no host name'],
    });
  });

  test("progress says how far, how fast and how long still, and fits the terminal", () => {
    const progress = {
      visited: 412,
      alive: 300,
      refused: 12,
      failed: 100,
      waiting: 3,
      total: 1_200,
      elapsedMs: 20_600,
    };
    expect(progressBar(progress, 80)).toBe("[########----------------]  412/1,200  34 %  20.0/s  39 s left");
    expect(progressBar(progress, 30)).toHaveLength(29);
    expect(plainLine(progress)).toBe("visited 412 of 1,200: 300 alive, 12 refused, 100 failed; 20.0/s, 39 s left");
    expect(plainLine({ ...progress, total: null })).toMatch(/20\.0\/s$/);
    expect(plainLine({ ...progress, total: 415 })).toMatch(/20\.0\/s, 3 wait for their Crawl-delay$/);
  });
});
