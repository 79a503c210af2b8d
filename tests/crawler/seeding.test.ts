import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { believedSize } from "#core/size.ts";
import { programOf } from "#core/software.ts";
import { isTopic } from "#core/topics.ts";
import { seed } from "#crawler/seeding.ts";
import { blocklist, blocklistNames } from "#crawler/seeds/blocklist.ts";
import {
  FRONTIER_FILE,
  readFrontier,
  readShown,
  SHOWN_FILE,
  writeFrontier,
  writeShown,
} from "#crawler/seeds/format.ts";
import { openStore } from "#store/open.ts";
import { readPublication } from "#store/publication.ts";
import { NOW, TODAY } from "../support/instances.ts";

const shown = readShown(readFileSync(SHOWN_FILE, "utf8"), TODAY);
const waiting = readFrontier(readFileSync(FRONTIER_FILE, "utf8"));

test("every shown seed is joinable, lets people in, has a known size of at least 10, and no sentence of anybody's", () => {
  expect(shown.length).toBeGreaterThan(300);
  for (const instance of shown) {
    expect(programOf(instance.software)?.isJoinable, instance.domain).toBe(true);
    expect(["open", "approval"], instance.domain).toContain(instance.registrations);
    const size = believedSize(instance);
    expect(size?.activePeople, instance.domain).toBeGreaterThanOrEqual(10);
    expect(size?.basis, instance.domain).not.toBe("accounts");
    expect(instance.title ?? instance.description, instance.domain).toBeNull();
    expect(instance.topics.every(isTopic), instance.domain).toBe(true);
    expect(instance.state).toBe("unvisited");
    expect(instance.since, instance.domain).not.toBeNull();
  }
});

test("the names to visit are of joinable programs of every kind, and none of them is shown", () => {
  const shownDomains = new Set(shown.map(({ domain }) => domain));
  expect(waiting.filter(({ domain }) => shownDomains.has(domain))).toEqual([]);
  expect(waiting.filter(({ software }) => programOf(software)?.isJoinable !== true)).toEqual([]);
  const kinds = new Set(waiting.map(({ software }) => programOf(software)?.kind));
  expect([...kinds].sort()).toEqual([
    "audio",
    "blog",
    "books",
    "events",
    "forum",
    "links",
    "microblog",
    "photos",
    "video",
  ]);
  expect(new Set(waiting.map(({ domain }) => domain)).size).toBe(waiting.length);
});

test.for([
  [["bad.example.org"], "bad.example.org", true],
  [["bad.example.org"], "a.b.bad.example.org", true],
  [["bad.example.org"], "notbad.example.org", false],
  [["bad.example.org"], "example.org", false],
  [["*.Bad.example.org"], "bad.example.org", true],
  [["ba***.exa**le"], "badly.example", true],
  [["ba***.exa**le"], "www.badly.example", true],
  [["ba***.exa**le"], "ba.ly.example", false],
  [["ba***.exa**le"], "badder.example", false],
  [["b.d.example"], "bad.example", false],
  [["", "*."], "good.example.org", false],
] as const)("a list of %j covers %s: %s", ([names, domain, expected]) => {
  expect(blocklist(names)(domain)).toBe(expected);
});

test("names are read from the first column, whatever its head is called", () => {
  const csv = '#domain,#severity,#public_comment\nbad.example.org,suspend,"a, b"\r\nsilenced.example.org,silence,\n';
  expect(blocklistNames(csv)).toEqual(["bad.example.org", "silenced.example.org"]);
});

const LISTS = new URL("../../../shared/data/blocklists/", import.meta.url);

test.skipIf(!existsSync(LISTS))("no seed is on a safety list or below a name on one", () => {
  const lists = readdirSync(LISTS).map((file) => blocklistNames(readFileSync(new URL(file, LISTS), "utf8")));
  const names = lists.flat();
  expect(names.length).toBeGreaterThan(1_500);
  const isBlocked = blocklist(names);
  expect([...shown, ...waiting].map(({ domain }) => domain).filter(isBlocked)).toEqual([]);
  // The rule once more, as plainly as it can be said.
  const plain = names.filter((name) => !name.includes("*"));
  const isBelow = (domain: string) => plain.some((name) => `.${domain}`.endsWith(`.${name}`));
  expect([...shown, ...waiting].map(({ domain }) => domain).filter(isBelow)).toEqual([]);
});

test("seed files read and written again are the same", () => {
  expect(writeShown(shown)).toBe(readFileSync(SHOWN_FILE, "utf8"));
  expect(writeFrontier(waiting)).toBe(readFileSync(FRONTIER_FILE, "utf8"));
});

test("an empty store is filled once: shown servers due at once, the others over a day", async () => {
  const store = await openStore("sqlite::memory:", { migrate: true });
  const all = shown.length + waiting.length;
  expect(await seed(store, NOW)).toEqual({ shown: shown.length, waiting: all });
  expect(await store.instances.count()).toBe(shown.length);
  expect((await readPublication(store))?.number).toBe(1);
  const { known, due } = await store.frontier.counts(NOW);
  expect(known).toBe(all);
  expect(due).toBeLessThan(shown.length + 10);
  expect((await store.frontier.counts(new Date(NOW.getTime() + 86_400_000))).due).toBe(all);
  const first = await store.frontier.lease(NOW, 50, 60_000);
  expect(first.every(({ priority }) => priority === 1)).toBe(true);

  expect(await seed(store, NOW)).toBeNull();
  expect((await readPublication(store))?.number).toBe(1);
  await store.close();
});

test("a store that holds anything is left as it is", async () => {
  const store = await openStore("sqlite::memory:", { migrate: true });
  await store.frontier.add([{ domain: "mine.example.org", dueAt: TODAY, priority: 0, failures: 0, software: null }]);
  expect(await seed(store, NOW)).toBeNull();
  expect(await store.instances.count()).toBe(0);
  await store.close();
});
