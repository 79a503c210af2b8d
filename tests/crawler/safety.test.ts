import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { blankInstance } from "#core/instance.ts";
import { DAY_MS } from "#core/time.ts";
import { createGrowth } from "#crawler/growth/growth.ts";
import { agreementOf, parseSafetyList, type SafetyList } from "#crawler/judge/safety.ts";
import { createCrawler } from "#crawler/round.ts";
import { createSafety, type Safety } from "#crawler/safety.ts";
import { saveIn } from "#crawler/save.ts";
import { readConfig } from "#site/config.ts";
import { openStore } from "#store/open.ts";
import type { Store } from "#store/store.ts";
import { type Lab, startLab } from "../fediverse/lab.ts";
import { outsideOf } from "../fediverse/outside.ts";
import { mastodon, serving, text } from "../fediverse/programs.ts";

const NOW = new Date("2026-11-22T12:00:00.000Z");
const LISTS = new URL("../../../shared/data/blocklists/", import.meta.url);

describe("a list is read", () => {
  test.for([
    [
      "Mastodon's export",
      "#domain,#severity,#reject_media\nbad.example.org,suspend,FALSE\nmild.example.org,silence,TRUE",
    ],
    [
      "FediBlockHole's",
      'domain,severity,public_comment\nbad.example.org,suspend,"spam, scams"\nmild.example.org,limit,',
    ],
    ["columns in another order, with commas in one", 'severity,comment,domain\nsuspend,"a, b",bad.example.org'],
    ["one name a line", "# ours\nbad.example.org\n\n  *.bad.example.org  \nBAD.example.org # again\r\n"],
    ["a name in another script", "domain\nbücher.example.org"],
    ["a byte order mark and old line ends", "\ufeffdomain,severity\rbad.example.org,suspend\r"],
  ] as const)("%s", ([what, list]) => {
    const expected: Record<string, string[]> = {
      "a name in another script": ["xn--bcher-kva.example.org"],
    };
    expect(parseSafetyList(list).suspended).toEqual(expected[what] ?? ["bad.example.org"]);
  });

  test("lines that cannot be meant are told by number, a name with hidden letters is passed over", () => {
    const lines = [
      "domain,severity",
      "ba***.example.org,suspend",
      "localhost,suspend",
      "bad.example.org,banish",
      "com,suspend",
      ",,",
      "good.example.org,suspend",
    ];
    const { suspended, problems } = parseSafetyList(lines.join("\n"));
    expect(suspended).toEqual(["good.example.org"]);
    expect(problems.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
  });
});

const list = (source: string, suspended: string[]): SafetyList => ({ source, suspended });
const fillers = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}.example.org`);

describe("agreement", () => {
  const a = list("a", ["both.example.com", "canary.example.com", ...fillers("a", 8)]);
  const b = list("b", ["both.example.com", ...fillers("b", 9)]);

  test.for([
    ["two independent lists", [a, b], "both.example.com", true],
    ["and what is below their name", [a, b], "x.y.both.example.com", true],
    ["not what is above or beside it", [a, b], "example.com", false],
    ["one list's canary alone", [a, b], "canary.example.com", false],
    ["a list given twice", [a, list("again", [...a.suspended])], "both.example.com", false],
    ["a copy with a few more", [a, list("more", [...a.suspended, ...fillers("c", 30)])], "both.example.com", false],
    ["a copy with less", [b, list("less", b.suspended.slice(0, 5))], "both.example.com", false],
    ["two copies and a third hand", [a, list("again", [...a.suspended]), b], "both.example.com", true],
    [
      "lists joined from both count once, and yet both agree",
      [list("all", [...a.suspended, ...b.suspended]), a, b],
      "both.example.com",
      true,
    ],
    [
      "a joined list and one of its parts",
      [list("all", [...a.suspended, ...b.suspended]), a],
      "canary.example.com",
      false,
    ],
    ["nobody", [], "both.example.com", false],
  ] as const)("%s: %#", ([, lists, domain, expected]) => {
    expect(agreementOf(lists)(domain)).toBe(expected);
  });

  test.skipIf(!existsSync(LISTS))("published lists: copies count once, and no canary is believed", () => {
    const lists = readdirSync(LISTS).map((file) => {
      return list(file, parseSafetyList(readFileSync(new URL(file, LISTS), "utf8")).suspended);
    });
    const isUnsafe = agreementOf(lists);
    const named = new Set(lists.flatMap(({ suspended }) => suspended));
    const left = [...named].filter(isUnsafe);
    expect(lists.map(({ suspended }) => suspended.length).toSorted((one, other) => one - other)[0]).toBeGreaterThan(20);
    expect(left.length).toBeGreaterThan(100);
    expect(left.length).toBeLessThan(named.size / 2);
    const twins = lists.filter(({ source }) => source.startsWith("mastodon."));
    expect(twins).toHaveLength(2);
    expect([...named].filter(agreementOf(twins))).toEqual([]);
    expect(isUnsafe("000delete.this.line.if.you.have.read.the.documentation.on.seirdy.one")).toBe(false);
  });
});

test.for([
  ["", []],
  [" /srv/a.csv , https://lists.example/b.csv,", ["/srv/a.csv", "https://lists.example/b.csv"]],
  ["http://lists.example/b.csv", null],
] as const)("ROCKPOOL_SAFETY_LISTS=%j", ([value, expected]) => {
  const read = () => readConfig({ ROCKPOOL_SAFETY_LISTS: value }).safetyLists;
  if (expected === null) expect(read).toThrow(/ROCKPOOL_SAFETY_LISTS.*https/);
  else expect(read()).toEqual(expected);
});

describe("in use", () => {
  const BAD = "bad.example.org";
  const HOST = "lists.example.net";
  const folder = mkdtempSync(join(tmpdir(), "rockpool-lists-"));
  const file = join(folder, "ours.csv");
  let answer: "list" | "broken" | "empty" = "list";
  let published = "";
  let lab: Lab;
  let store: Store;
  let said: string[];

  beforeAll(async () => {
    lab = await startLab(
      new Map([
        [
          HOST,
          {
            handle: (request, response) => {
              const etag = `"${published.length}"`;
              if (answer === "broken") response.writeHead(503).end();
              else if (answer === "empty") text(response, "<!doctype html><title>Moved</title>", 200, "text/html");
              else if (request.headers["if-none-match"] === etag) response.writeHead(304).end();
              else response.writeHead(200, { "content-type": "text/csv", etag }).end(published);
            },
          },
        ],
        [BAD, { handle: serving(mastodon(BAD)) }],
      ]),
    );
    return async () => {
      await lab.close();
      rmSync(folder, { recursive: true });
    };
  });
  beforeEach(async () => {
    store = await openStore("sqlite::memory:", { migrate: true });
    said = [];
    answer = "list";
    published = ["domain,severity", ...[BAD, ...fillers("x", 9)].map((name) => `${name},suspend`)].join("\n");
    writeFileSync(file, [BAD, ...fillers("y", 9)].join("\n"));
    lab.asked.clear();
    await store.instances.put([blankInstance(BAD, "mastodon", NOW.toISOString())]);
  });
  afterEach(() => store.close());

  function safety(): Safety {
    const sources = [file, `https://${HOST}/list.csv`];
    return createSafety({ store, sources, network: outsideOf(lab), say: (message) => said.push(message) });
  }
  const blocks = async () => (await store.blocks.all()).map(({ domain, kind }) => `${kind} ${domain}`);

  test("who is on two lists is marked in the store without a reason, and no other name of a list is", async () => {
    const lists = safety();
    await lists.refresh(NOW);
    expect(lists.isUnsafe(`social.${BAD}`)).toBe(true);
    expect(await store.blocks.all()).toEqual([
      { domain: BAD, kind: "safety", reason: "", blockedAt: NOW.toISOString() },
    ]);
    expect(said).toEqual([]);
  });

  test("such a name is not visited, and when a list thinks better of it, it comes back by itself", async () => {
    const visitIt = async (lists: Safety, now: Date) => {
      const growth = createGrowth({ store, isGrowing: true, safety: lists });
      const outside = { ...outsideOf(lab), now: () => now };
      const signal = new AbortController().signal;
      const crawler = createCrawler({
        store,
        save: saveIn(store),
        outside,
        growth,
        concurrency: 2,
        isReachable: true,
        report() {},
        signal,
      });
      return crawler.round({ domains: [BAD] });
    };
    const lists = safety();
    expect(await visitIt(lists, NOW)).toMatchObject({ blocked: 1, visited: 0 });
    expect(lab.asked.has(BAD)).toBe(false);
    writeFileSync(file, fillers("y", 9).join("\n"));
    const tomorrow = new Date(NOW.getTime() + DAY_MS);
    expect(await visitIt(lists, tomorrow)).toMatchObject({ blocked: 0, alive: 1 });
    expect(await blocks()).toEqual([]);
  });

  test("a list is asked for once a day, and only whether it changed", async () => {
    await safety().refresh(NOW);
    await safety().refresh(new Date(NOW.getTime() + DAY_MS / 2));
    expect(lab.asked.get(HOST)).toHaveLength(1);
    await safety().refresh(new Date(NOW.getTime() + DAY_MS));
    expect(lab.asked.get(HOST)).toHaveLength(2);
    expect(await blocks()).toEqual([`safety ${BAD}`]);
  });

  test.for(["broken", "empty"] as const)(
    "a list that is %s tomorrow counts as it was, and that is said",
    async (next) => {
      await safety().refresh(NOW);
      answer = next;
      published += "\n";
      const lists = safety();
      await lists.refresh(new Date(NOW.getTime() + DAY_MS));
      expect(lists.isUnsafe(BAD)).toBe(true);
      expect(said).toEqual([expect.stringMatching(/^Safety list https:.*; the last good copy stays\.$/)]);
    },
  );

  test("a list that was never there does not count, and the crawler goes on", async () => {
    const sources = [join(folder, "absent.csv"), file];
    const lists = createSafety({ store, sources, network: outsideOf(lab), say: (message) => said.push(message) });
    await lists.refresh(NOW);
    expect(lists.isUnsafe(BAD)).toBe(false);
    expect(said).toEqual([expect.stringMatching(/absent\.csv: ENOENT.*; it does not count\.$/)]);
  });

  test("what an operator decided stays when lists change", async () => {
    await store.blocks.put({ domain: BAD, kind: "operator", reason: "spam", blockedAt: NOW.toISOString() });
    await safety().refresh(NOW);
    const none = createSafety({ store, sources: [], network: outsideOf(lab), say: () => {} });
    await none.refresh(NOW);
    expect(await blocks()).toEqual([`operator ${BAD}`]);
  });
});
