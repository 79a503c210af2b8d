import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import type { Instance } from "#core/instance.ts";
import { openStore } from "#store/open.ts";
import { readPublication } from "#store/publication.ts";
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
  description: "<p>Small &amp; kind.</p>\u0000\u202e",
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
      description: "Small & kind.",
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
  const refused = instance("refused.example.org", { state: "refused", failure: "robots", software: "unknown" });
  await withStore(url, async (store) => {
    await store.instances.put([visited, outlived, refused]);
    await store.blocks.put({ domain: "blocked.example.org", reason: "spam", blockedAt: "2026-01-01T00:00:00.000Z" });
  });
  const rows = ["visited", "outlived", "refused", "blocked"].map((name) => ({ ...ROW, domain: `${name}.example.org` }));
  const { code, output } = await importInto(url, makeFile(...rows));
  expect(code).toBe(0);
  expect(output).toContain("0 new, 1 updated, 0 unchanged, 2 kept as we knew them better, 1 blocked");
  await withStore(url, async (store) => {
    expect(await store.instances.get("visited.example.org")).toEqual({ ...visited, since: "2026-01-02" });
    expect(await store.instances.get("refused.example.org")).toEqual(refused);
    expect(await store.instances.get("blocked.example.org")).toBeNull();
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
  let killedWhileWriting = 0;
  for (let step = 1; step <= steps; step++) {
    // Its progress tells where it is: kill it after the first thousand rows, the second, … and the last.
    const { code } = await importInto(url, file, {
      onErrors: (text, kill) => {
        if (text.includes(`${step * (more / steps)} of ${more} written`)) kill();
      },
    });
    const count = await withStore(url, async (store) => {
      for (const { domain } of [started[0], started[committed - 1]].filter((row) => row !== undefined)) {
        expect((await store.instances.get(domain))?.monthlyActiveUsers).toBe(230);
      }
      return store.instances.count();
    });
    expect([committed, committed + more]).toContain(count);
    if (code === null && count === committed) killedWhileWriting += 1;
  }
  // The very last kills may come after the commit; all others hit the open transaction.
  expect(killedWhileWriting).toBeGreaterThanOrEqual(steps - 5);
  expect((await importInto(url, file)).code).toBe(0);
  expect(await withStore(url, (store) => store.instances.count())).toBe(committed + more);
}, 180_000);

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
