import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { blankInstance, type Instance } from "#core/instance.ts";
import { REFUSALS } from "#core/visit.ts";
import { openStore } from "#store/open.ts";
import { readPublication } from "#store/publication.ts";
import type { Store } from "#store/store.ts";
import { instance } from "../support/instances.ts";
import { type RunOptions, run } from "../support/run.ts";

const folder = mkdtempSync(join(tmpdir(), "rockpool-import-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const path = (ending: string) => {
  files += 1;
  return join(folder, `${files}.${ending}`);
};
const makeFile = (...lines: (string | Buffer | object)[]) => {
  const file = path("ndjson");
  const parts = lines.map((line) => (Buffer.isBuffer(line) || typeof line === "string" ? line : JSON.stringify(line)));
  writeFileSync(file, Buffer.concat(parts.flatMap((part) => [Buffer.from(part), Buffer.from("\n")])));
  return file;
};
const importInto = (url: string, file: string, options: RunOptions = {}) =>
  run("src/commands/import.ts", [file], { ...options, environment: { DATABASE_URL: url } });
const withStore = async <T>(url: string, work: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>) => {
  const store = await openStore(url, { migrate: true });
  return work(store).finally(() => store.close());
};

const ROW = {
  domain: "pool.example.org",
  software: "Mastodon",
  version: "4.6.3",
  title: "Tide <b>pool</b>",
  description: "<p>Small &amp; kind; write to ada@pool.example.org.</p>\u0000\u202e",
  languages: ["fr-FR", "en"],
  languages_basis: "self",
  categories: [],
  users_total: 900,
  users_active_month: 230,
  users_active_week: 170,
  posts: 1000,
  registrations_open: true,
  approval_required: true,
  snapshot_date: "2026-03-12",
  last_seen_up: "2026-01-02",
  region: "a field nobody asked for",
};

test("a good line becomes an instance that is not checked yet, waiting for its visit, and published", async () => {
  const url = `sqlite:${path("sqlite")}`;
  const { code, output, errors } = await importInto(url, makeFile(ROW));
  expect(errors).toBe("");
  expect(code).toBe(0);
  expect(output).toContain("1 servers read: 1 new");
  await withStore(url, async (store) => {
    expect(await store.instances.get("pool.example.org")).toMatchObject({
      software: "mastodon",
      title: "Tide pool",
      description: "Small & kind; write to […].",
      languages: ["fr", "en"],
      languagesBasis: "declared",
      registrations: "approval",
      monthlyActiveUsers: 230,
      accounts: 900,
      countsAt: "2026-03-12T00:00:00.000Z",
      since: "2026-01-02",
      state: "unvisited",
      lastSeenAt: null,
      doubts: [],
    } satisfies Partial<Instance>);
    expect(await store.frontier.get("pool.example.org")).toMatchObject({ priority: 1, software: "mastodon" });
    expect((await readPublication(store))?.number).toBe(1);
    expect((await store.networkDays.latest())?.all).toMatchObject({ instances: 1, activePeople: 230 });
  });
});

test("each bad line is reported with its number and reason, and the good ones load", async () => {
  const url = `sqlite:${path("sqlite")}`;
  const file = makeFile(
    `\ufeff${JSON.stringify(ROW)}\r`,
    "{ not json",
    { ...ROW, domain: "localhost" },
    "",
    { ...ROW, domain: "b.example.org", users_active_month: -1, software: "" },
    { ...ROW, domain: "c.example.org", snapshot_date: "yesterday" },
    { ...ROW, domain: "POOL.example.org" },
    Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    { ...ROW, domain: "d.example.org", snapshot_date: "2999-01-01" },
    { ...ROW, domain: "e.example.org", description: "x".repeat(200_000) },
    "[]",
    { ...ROW, domain: "last.example.org" },
  );
  const { code, errors } = await importInto(url, file);
  expect(code).toBe(1);
  const lines = errors.trimEnd().split("\n");
  expect(lines[0]).toMatch(/^line 2: is not JSON/);
  expect(lines[1]).toBe('line 3: domain: "localhost" is not a host name');
  expect(lines[2]).toMatch(/^line 5: software: .*; users_active_month: /);
  expect(lines[3]).toMatch(/^line 6: snapshot_date: /);
  expect(lines[4]).toBe("line 7: domain: is on line 1 already, which counts");
  expect(lines[5]).toBe("line 8: is not valid UTF-8");
  expect(lines[6]).toBe("line 9: snapshot_date: 2999-01-01 is in the future");
  expect(lines[7]).toMatch(/^line 10: is longer than/);
  expect(lines[8]).toMatch(/^line 11: /);
  expect(lines[9]).toBe("9 bad lines were left out, see above");
  expect(lines).toHaveLength(10);
  await withStore(url, async (store) => {
    expect(await store.instances.count()).toBe(2);
    expect(await store.instances.get("last.example.org")).not.toBeNull();
  });
});

test("what we saw ourselves, what asked to be left alone and what is blocked is not overwritten", async () => {
  const url = `sqlite:${path("sqlite")}`;
  const visited = instance("visited.example.org", { lastSeenAt: "2026-05-01T00:00:00.000Z", since: "2026-04-01" });
  const outlived = instance("outlived.example.org", { lastSeenAt: "2026-02-01T00:00:00.000Z", version: "4.5.0" });
  const refusing = [...REFUSALS].map((failure) => ({
    ...blankInstance(`${failure}.refused.example.org`, "unknown", "2026-01-01T00:00:00.000Z"),
    ...{ state: failure === "gone" ? ("gone" as const) : ("refused" as const), failure },
    lastVisitAt: "2026-01-01T00:00:00.000Z",
  }));
  await withStore(url, async (store) => {
    await store.instances.put([visited, outlived, ...refusing]);
    await store.blocks.put({
      domain: "blocked.example.org",
      kind: "operator",
      reason: "spam",
      blockedAt: "2026-01-01T00:00:00.000Z",
    });
  });
  const names = ["visited", "outlived", ...[...REFUSALS].map((each) => `${each}.refused`), "blocked", "below.blocked"];
  const { code, output } = await importInto(
    url,
    makeFile(...names.map((name) => ({ ...ROW, domain: `${name}.example.org` }))),
  );
  expect(code).toBe(0);
  const kept = 1 + REFUSALS.size;
  expect(output).toContain(`0 new, 1 updated, 0 unchanged, ${kept} kept as we knew them better, 2 blocked`);
  await withStore(url, async (store) => {
    expect(await store.instances.get("visited.example.org")).toEqual({ ...visited, since: "2026-01-02" });
    for (const each of refusing) {
      expect(await store.instances.get(each.domain)).toEqual(each);
      expect(await store.frontier.get(each.domain), each.domain).toBeNull();
    }
    expect(await store.instances.get("blocked.example.org")).toBeNull();
    expect(await store.instances.get("below.blocked.example.org")).toBeNull();
    expect(await store.instances.get("outlived.example.org")).toMatchObject({
      version: "4.6.3",
      monthlyActiveUsers: 230,
      state: "alive",
      lastSeenAt: outlived.lastSeenAt,
      addedAt: outlived.addedAt,
    });
  });
});

test("importing the same file again changes nothing", async () => {
  const url = `sqlite:${path("sqlite")}`;
  const file = makeFile(ROW);
  await importInto(url, file);
  const before = await withStore(url, (store) => store.instances.get("pool.example.org"));
  const { output } = await importInto(url, file);
  expect(output).toContain("0 new, 0 updated, 1 unchanged");
  expect(await withStore(url, (store) => store.instances.get("pool.example.org"))).toEqual(before);
});

test.for([
  { what: "a missing file", make: () => path("ndjson"), message: /There is no file/ },
  { what: "a folder", make: () => folder, message: /is a folder/ },
  { what: "an empty file", make: () => makeFile(), message: /is empty/ },
  { what: "a file of blank lines", make: () => makeFile("", " "), message: /holds no servers/ },
  { what: "a compressed file", make: () => makeFile(gzipSync("{}")), message: /unpack it first: gunzip -k/ },
])("$what is refused in one sentence, and no store is made", async ({ make, message }) => {
  const store = path("sqlite");
  const { code, output, errors } = await importInto(`sqlite:${store}`, make());
  expect(code).toBe(2);
  expect(output).toBe("");
  expect(errors).toMatch(message);
  expect(errors.trimEnd().split("\n")).toHaveLength(1);
  expect(existsSync(store)).toBe(false);
});

test("a process killed 20 times while it imports leaves a store that opens, with every committed row and no half import", async () => {
  const url = `sqlite:${path("sqlite")}`;
  const committed = 300;
  const started = Array.from({ length: committed }, (_, index) => ({ ...ROW, domain: `old${index}.example.org` }));
  expect((await importInto(url, makeFile(...started))).code).toBe(0);

  const more = 20_000;
  const steps = 20;
  const file = makeFile(...Array.from({ length: more }, (_, index) => ({ ...ROW, domain: `new${index}.example.org` })));
  /** Runs it, tells how long it lived after it said that it writes, and kills it then after a while. */
  const importFor = async (store: string, milliseconds: number) => {
    let saidAt = 0;
    const { code } = await importInto(store, file, {
      onErrors: (text, kill) => {
        if (!text.includes("to write")) return;
        saidAt = performance.now();
        setTimeout(kill, milliseconds);
      },
    });
    return { code, wroteMs: performance.now() - saidAt };
  };
  const { code, wroteMs } = await importFor(`sqlite:${path("sqlite")}`, 60_000);
  expect(code).toBe(0);

  let killedBeforeCommit = 0;
  for (let step = 0; step < steps; step++) {
    await importFor(url, (step / steps) * wroteMs);
    const count = await withStore(url, async (store) => {
      for (const { domain } of [started[0], started[committed - 1]].filter((row) => row !== undefined)) {
        expect((await store.instances.get(domain))?.monthlyActiveUsers).toBe(230);
      }
      return store.instances.count();
    });
    expect([committed, committed + more]).toContain(count);
    if (count === committed) killedBeforeCommit += 1;
    else await withStore(url, (store) => removeAll(store, "new"));
  }
  // The rest of the time goes into publishing; enough kills must have hit the open transaction.
  expect(killedBeforeCommit).toBeGreaterThanOrEqual(steps / 4);
  expect((await importInto(url, file)).code).toBe(0);
  expect(await withStore(url, (store) => store.instances.count())).toBe(committed + more);
}, 180_000);

async function removeAll(store: Store, prefix: string): Promise<void> {
  const domains: string[] = [];
  for await (const { domain } of store.instances.all()) if (domain.startsWith(prefix)) domains.push(domain);
  await store.transaction(async (open) => {
    for (const domain of domains) await open.instances.remove(domain);
  });
}

test("who writes beside a long import waits a moment, and never sees a locked store", async () => {
  const url = `sqlite:${path("sqlite")}`;
  const rows = Array.from({ length: 40_000 }, (_, index) => ({ ...ROW, domain: `n${index}.example.org` }));
  const file = makeFile(...rows);
  await withStore(url, async (store) => {
    let isRunning = true;
    const imported = importInto(url, file).finally(() => (isRunning = false));
    let longestMs = 0;
    let writes = 0;
    while (isRunning) {
      const started = performance.now();
      await store.settings.update("beside", (value) => String(Number(value ?? 0) + 1));
      longestMs = Math.max(longestMs, performance.now() - started);
      writes += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect((await imported).code).toBe(0);
    expect(await store.settings.get("beside")).toBe(String(writes));
    // 0.9 s on two cores with nothing else to do.
    expect(longestMs).toBeLessThan(4_000);
  });
}, 120_000);

const SHARED = new URL("../../../shared/data/servers.ndjson", import.meta.url);

test.skipIf(!existsSync(SHARED))("850 real servers load without a bad line", async () => {
  const url = `sqlite:${path("sqlite")}`;
  const { code, output, errors } = await importInto(url, SHARED.pathname);
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  expect(output).toContain("850 servers read: 850 new");
  await withStore(url, async (store) => {
    for await (const found of store.instances.all()) {
      if (found.software === "mastodon" && found.topics.length > 0) expect(found.accounts).toBeNull();
    }
  });
});
