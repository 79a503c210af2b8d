import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unsaid } from "#core/listing.ts";
import { URGENT } from "#core/priority.ts";
import { claimsOfNodeInfo } from "#crawler/claims.ts";
import { createGrowth } from "#crawler/growth/growth.ts";
import type { FinishedVisit } from "#crawler/merge.ts";
import { parseNodeInfo } from "#crawler/nodeinfo.ts";
import { publish } from "#crawler/publish.ts";
import { createSafety } from "#crawler/safety.ts";
import { type LeasedVisit, saveVisits } from "#crawler/save.ts";
import { factsOf } from "#crawler/visit.ts";
import { LiveDirectory } from "#site/server/live-directory.ts";
import { depart } from "#store/erase.ts";
import { openStore } from "#store/open.ts";
import type { Store } from "#store/store.ts";
import { outsideOf } from "../fediverse/outside.ts";
import { instance, NOW, TODAY } from "../support/instances.ts";
import { run } from "../support/run.ts";

const GONE = "gone-for-good.example.org";
const STAYS = "stays.example.net";
const DAY = TODAY.slice(0, 10);
const dueNow = (domain: string, priority = 1) => ({
  domain,
  dueAt: TODAY,
  priority,
  failures: 0,
  software: "mastodon",
});

let folder: string;
let url: string;
let store: Store;
let live: LiveDirectory;

/** Every row of every table that holds the name, as text. */
function tracesOf(name: string): string[] {
  const database = new DatabaseSync(join(folder, "rockpool.sqlite"), { readOnly: true });
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[];
  const rows = tables.flatMap((table) =>
    database
      .prepare(`select * from "${table.name}"`)
      .all()
      .map((row) => `${table.name} ${JSON.stringify(row)}`),
  );
  database.close();
  return rows.filter((row) => row.includes(name));
}

/** Tables with a row for each domain. */
function tablesOfDomains(): string[] {
  const database = new DatabaseSync(join(folder, "rockpool.sqlite"), { readOnly: true });
  const tables = database
    .prepare(
      "select m.name from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and c.name = 'domain'",
    )
    .all() as { name: string }[];
  database.close();
  return tables.map(({ name }) => name);
}

function visitOf(domain: string, peers: string[] = []): LeasedVisit {
  const nodeinfo = parseNodeInfo({ software: { name: "mastodon" }, usage: { users: { total: 40, activeMonth: 20 } } });
  const { details, ...claims } = claimsOfNodeInfo(nodeinfo);
  const facts = factsOf(domain, nodeinfo, { ...claims, details });
  const visited = { domain, visitedAt: TODAY, durationMs: 80, requests: 4, bytes: 9_000, retryAfterMs: null };
  return {
    lease: { ...dueNow(domain), leasedUntil: TODAY },
    visit: {
      ...visited,
      outcome: "ok",
      facts,
      details,
      hostingNetwork: null,
      isThorough: true,
      isPartial: false,
      peers,
    },
  };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rockpool-departures-"));
  url = `sqlite:${join(folder, "rockpool.sqlite")}`;
  store = await openStore(url, { migrate: true });
  await store.instances.put([instance(GONE), instance(STAYS)]);
  await store.frontier.add([dueNow(GONE), dueNow(STAYS)]);
  await saveVisits(store, [visitOf(GONE), visitOf(STAYS)], NOW);
  await store.visits.rollUp("2027-01-01T00:00:00.000Z");
  await saveVisits(store, [visitOf(GONE)], NOW);
  await store.listings.put({ ...unsaid(GONE, NOW), intakePerDay: 3 }, "form");
  await store.referrals.add(GONE, DAY);
  await store.showings.add(DAY, new Map([[GONE, 2]]));
  await store.feedback.add(GONE, "2026-11-16", "worked");
  const alias = { basis: "says", isSettled: true, seenAt: TODAY } as const;
  await store.aliases.put({ domain: `www.${GONE}`, leadsTo: GONE, ...alias });
  await store.discoveries.add([{ domain: GONE, site: "example.org", party: "example.org", source: STAYS }], DAY);
  await store.operations.add({ at: TODAY, kind: "unblock", domain: GONE, reason: "x" });
  await store.looks.ask(GONE, false, NOW);
  const until = "2026-11-29T12:00:00.000Z";
  for (const code of ["one", "two"]) await store.proofs.ask({ code, domain: GONE, until }, NOW);
  await store.proofs.spend("two", NOW);
  const session = { id: "hash", domain: GONE, place: "dns", provenAt: TODAY, endsAt: until } as const;
  await store.sessions.add(session);
  await publish(store, NOW);
  live = await LiveDirectory.open(store, () => NOW);
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

test("before it leaves, a server has traces in every table that is about one", () => {
  const tables = new Set(tracesOf(GONE).map((row) => row.split(" ")[0]));
  // What an operator or the safety lists decided stays.
  expect([...tables].toSorted()).toEqual(
    tablesOfDomains()
      .filter((table) => table !== "blocks")
      .toSorted(),
  );
});

test("whoever leaves is erased from all of them, and dropped by running sites at their next look", async () => {
  expect(live.current.get(GONE)).toBeDefined();
  await depart(store, GONE, NOW);
  expect(tracesOf("gone-for-good")).toEqual([]);
  expect(await store.departures.among([GONE, STAYS])).toEqual(new Set([GONE]));
  await live.refresh();
  expect(live.current.get(GONE)).toBeUndefined();
  expect(live.current.get(STAYS)).toBeDefined();
  expect(await store.proofs.ask({ code: "two", domain: GONE, until: TODAY }, NOW)).toBe("spent");
});

test("nobody brings it back: no list of peers, visit under way, import, alias, count, nor a person without a proof", async () => {
  expect(await store.frontier.add([dueNow(GONE), dueNow("new.example.net")])).toBe(1);
  await store.frontier.reschedule(dueNow(GONE, URGENT));
  await store.instances.put([instance(GONE)]);
  await store.instances.putUnvisited([instance(GONE)]);
  await saveVisits(store, [visitOf(GONE)], NOW);
  await store.aliases.put({ domain: STAYS, leadsTo: GONE, basis: "says", isSettled: false, seenAt: TODAY });
  await store.referrals.add(GONE, DAY);
  await store.showings.add(
    DAY,
    new Map([
      [GONE, 2],
      [STAYS, 1],
    ]),
  );
  const outside = outsideOf({ ca: "", port: 1, resolve: async () => [] });
  const safety = createSafety({ store, sources: [], network: outside, say: () => {} });
  const growth = createGrowth({ store, isGrowing: true, safety });
  await growth.prepare(NOW);
  const { visit } = visitOf(STAYS, [GONE, "found.example.net"]);
  const found = await growth.after(visit as FinishedVisit, { instance: instance(STAYS), details: null } as never, NOW);
  expect(found).toEqual(["found.example.net"]);
  const file = join(folder, "rows.ndjson");
  const row = { domain: GONE, software: "mastodon", snapshot_date: "2026-07-01" };
  await writeFile(file, `${JSON.stringify(row)}\n${JSON.stringify({ ...row, domain: "imported.example.net" })}\n`);
  const imported = await run("src/commands/import.ts", [file], { environment: { DATABASE_URL: url } });
  expect(imported.output).toContain("1 new, 0 updated, 0 unchanged, 0 kept as we knew them better, 1 blocked or left");
  expect(tracesOf("gone-for-good")).toEqual([]);
});

test("coming back, it is a server like any other", async () => {
  await store.departures.remove(GONE);
  await store.frontier.reschedule(dueNow(GONE, URGENT));
  expect((await store.frontier.lease(NOW, 1, 1_000)).map(({ domain }) => domain)).toEqual([GONE]);
  await saveVisits(store, [visitOf(GONE)], NOW);
  await publish(store, NOW);
  await live.refresh();
  expect(live.current.get(GONE)?.instance.state).toBe("alive");
  expect(await store.visits.history(GONE)).toHaveLength(1);
});

test("a block is not got rid of by leaving", async () => {
  await store.blocks.put({ domain: GONE, kind: "operator", reason: "Spam.", blockedAt: TODAY });
  await store.operations.add({ at: TODAY, kind: "block", domain: GONE, reason: "Spam." });
  await depart(store, GONE, NOW);
  expect(
    tracesOf(GONE)
      .map((row) => row.split(" ")[0])
      .toSorted(),
  ).toEqual(["blocks", "operations"]);
});
