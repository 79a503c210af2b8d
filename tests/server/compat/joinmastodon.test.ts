import { expect, test } from "vitest";
import { unsaid } from "#core/listing.ts";
import type { Totals } from "#core/network.ts";
import { Asked } from "#site/server/compat/asked.ts";
import {
  categoryRows,
  defaultServers,
  languageRows,
  ROWS_PER_LANGUAGE,
  readServerFilter,
  statisticsRows,
} from "#site/server/compat/joinmastodon.ts";
import { directoryOf, instance, NOW, TODAY } from "../../support/instances.ts";
import { Statistics } from "./decoders.ts";
import { matching, servers } from "./support.ts";

const HOUR_MS = 3_600_000;

const small = () =>
  directoryOf([
    instance("open.example.de", { languages: ["de"], topics: ["photography", "law"], weeklyActiveUsers: 120 }),
    instance("asks.example.org", { languages: ["fr", "en"], registrations: "approval", topics: ["regional"] }),
    instance("shut.example.org", { registrations: "closed" }),
    instance("invites.example.org", { registrations: "invite" }),
    instance("adult.example.org", { isAdult: true }),
    instance("taipei.example.tw", { languages: ["zh-Hant"] }),
    instance("silent.example.org", { monthlyActiveUsers: null, dailyActiveUsers: 40 }),
    instance("vast.example.org", { monthlyActiveUsers: 230_000, accounts: 3_000_000 }),
    instance("shut-vast.example.org", { monthlyActiveUsers: 230_000, registrations: "closed" }),
    instance("seed.example.org", { lastSeenAt: null, lastVisitAt: null, state: "unvisited" }),
    instance("refused.example.org", { state: "refused" }),
    instance("doubted.example.org", { doubts: ["too-active"] }),
    instance("misskey.example.org", { software: "misskey" }),
    instance("hometown.example.org", { software: "hometown", version: "4.5.0+hometown-1.2.0" }),
  ]);

const OPEN = ["open.example.de", "taipei.example.tw", "hometown.example.org"];

test.for([
  { query: "", expected: [...OPEN, "asks.example.org"] },
  { query: "language=&category=&region=&ownership=&registrations=", expected: [...OPEN, "asks.example.org"] },
  { query: "utm_source=app&limit=3", expected: [...OPEN, "asks.example.org"] },
  { query: "registrations=instant", expected: OPEN },
  { query: "registrations=manual", expected: ["asks.example.org"] },
  {
    query: "registrations=all",
    expected: [...OPEN, "asks.example.org", "shut.example.org", "invites.example.org"],
  },
  { query: "language=fr", expected: ["asks.example.org"] },
  { query: "language=de-AT", expected: ["open.example.de"] },
  { query: "language=zh", expected: ["taipei.example.tw"] },
  { query: "language=zh-TW", expected: ["taipei.example.tw"] },
  { query: "language=cy", expected: [] },
  { query: "category=art", expected: ["open.example.de"] },
  { query: "category=general", expected: ["taipei.example.tw", "hometown.example.org"] },
  { query: "category=adult", expected: ["adult.example.org"] },
  { query: "region=europe", expected: ["open.example.de"] },
  { query: "region=asia&language=zh", expected: ["taipei.example.tw"] },
  { query: "region=africa", expected: [] },
  { query: "ownership=natural", expected: [] },
])("/servers?$query shows $expected", async ({ query, expected }) => {
  const rows = await servers(await small(), query);
  expect(rows.map(({ domain }) => domain).toSorted()).toEqual(expected.toSorted());
});

test.for([
  ["language", "language=!!"],
  ["category", "category=cats"],
  ["region", "region=Europe"],
  ["registrations", "registrations=open"],
  ["ownership", "ownership=juridical"],
  ["language", "language=fr&language=en"],
])("%s cannot be meant: %s", ([parameter, query]) => {
  const asked = new Asked(new URLSearchParams(query));
  readServerFilter(asked);
  expect(asked.problems.map((problem) => problem.parameter)).toEqual([parameter]);
});

test("a row has every field, and nothing in it is made up", async () => {
  const [row] = await servers(await small(), "language=de");
  expect(row).toEqual({
    domain: "open.example.de",
    version: "4.6.3",
    description: "",
    languages: ["de"],
    region: "europe",
    categories: ["art"],
    proxied_thumbnail: expect.stringMatching(/^https:\/\/rockpool\.example\/picture\/open\.example\.de\.png\?/),
    blurhash: expect.stringMatching(/^.{20,}$/),
    total_users: 2_000,
    last_week_users: 120,
    approval_required: false,
    language: "de",
    category: "art",
  });
});

test("accounts that are not told are the people there are, never 0", async () => {
  const directory = await directoryOf([instance("a.example.org", { accounts: null, weeklyActiveUsers: 90 })]);
  expect(await servers(directory)).toMatchObject([{ total_users: 400, last_week_users: 90 }]);
});

test("a long description is cut between words, and markup in it is text already", async () => {
  const description = `Be kind &lt;b&gt; ${"word ".repeat(118)}`.slice(0, 600);
  const [row] = await servers(await directoryOf([instance("a.example.org", { description })]));
  expect(row?.description.length).toBeLessThanOrEqual(300);
  expect(row?.description).toMatch(/^Be kind .*word…$/);
});

test("an app's default server is one of Mastodon's family that we visited, however it is drawn", async () => {
  const directory = await small();
  const family = new Set([...OPEN, "asks.example.org", "silent.example.org"]);
  for (let seed = 0; seed < 40; seed++) {
    const domains = defaultServers(directory, [], seed).map(({ domain }) => domain);
    expect(new Set(domains), String(seed)).toEqual(family);
  }
});

test("whoever is full today is in no list for newcomers, but in that of everybody", async () => {
  const directory = await directoryOf(
    [instance("a.example.org"), instance("b.example.org")],
    {},
    new Map([["a.example.org", 10]]),
  );
  expect((await servers(directory)).map(({ domain }) => domain)).toEqual(["b.example.org"]);
  expect(await servers(directory, "registrations=all")).toHaveLength(2);
  expect(defaultServers(directory, [], 1).map(({ domain }) => domain)).toEqual(["b.example.org"]);
});

test("/categories and /languages count who /servers would show", async () => {
  const directory = await small();
  expect(categoryRows(matching(directory))).toEqual([
    { category: "art", servers_count: 1 },
    { category: "general", servers_count: 2 },
    { category: "regional", servers_count: 1 },
  ]);
  expect(languageRows(matching(directory, "registrations=manual"))).toEqual([
    { locale: "en", language: "English", servers_count: 1 },
    { locale: "fr", language: "Français", servers_count: 1 },
  ]);
});

/** English servers of 20 to 8,000 people, and a Welsh one. */
const crowd = () =>
  directoryOf([
    ...Array.from({ length: 400 }, (_, at) =>
      instance(`s${at}.example${at}.org`, { monthlyActiveUsers: 20 * (at + 1), accounts: 100_000 }),
    ),
    instance("cymru.example.cymru", { languages: ["cy"], monthlyActiveUsers: 30 }),
  ]);

test("a client that sorts by size shows others each hour, hardly ever the largest, and all of a small language", async () => {
  const directory = await crowd();
  const first = new Map<string, number>();
  const hours = 48;
  for (let hour = 0; hour < hours; hour++) {
    const rows = await servers(directory, "", new Date(NOW.getTime() + hour * HOUR_MS));
    expect(rows).toHaveLength(ROWS_PER_LANGUAGE + 1);
    expect(rows.map(({ domain }) => domain)).toContain("cymru.example.cymru");
    const [largest] = rows.toSorted((a, b) => b.last_week_users - a.last_week_users);
    first.set(largest?.domain ?? "", (first.get(largest?.domain ?? "") ?? 0) + 1);
  }
  expect(first.size).toBeGreaterThan(hours / 3);
  expect(first.get("s399.example399.org") ?? 0).toBeLessThan(hours / 10);
});

test("within an hour a list stays the same, so that it can be kept and checked by its tag", async () => {
  const directory = await crowd();
  const again = new Date(NOW.getTime() + HOUR_MS / 2);
  expect(await servers(directory, "", again)).toEqual(await servers(directory));
});

test("default servers are eligible, drawn anew by seed, and spread over many", async () => {
  const directory = await crowd();
  const seen = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const rows = defaultServers(directory, ["en"], seed);
    expect(rows).toHaveLength(24);
    expect(new Set(rows.map(({ domain }) => domain)).size).toBe(24);
    for (const { domain, weight } of rows) {
      expect([1, 2]).toContain(weight);
      seen.add(domain);
    }
  }
  expect(seen.size).toBeGreaterThan(200);
  expect(defaultServers(directory, ["en"], 7)).toEqual(defaultServers(directory, ["en"], 7));
});

test("default servers speak the asked language where one does, else another of the person's, else any", async () => {
  const directory = await crowd();
  const domains = (languages: string[]) => defaultServers(directory, languages, 5).map(({ domain }) => domain);
  expect(domains(["cy", "en"])).toEqual(["cymru.example.cymru"]);
  expect(domains(["br", "cy"])).toEqual(["cymru.example.cymru"]);
  expect(domains(["br"])).toHaveLength(24);
});

test("a server that a person reads requests for is a default one only where nobody else is", async () => {
  const approval = Array.from({ length: 5 }, (_, at) =>
    instance(`asks${at}.example${at}.org`, { registrations: "approval" }),
  );
  const open = Array.from({ length: 30 }, (_, at) => instance(`open${at}.example${at}.net`));
  const both = defaultServers(await directoryOf([...approval, ...open]), [], 3);
  expect(both.every(({ domain }) => domain.startsWith("open"))).toBe(true);
  expect(defaultServers(await directoryOf(approval), [], 3)).toHaveLength(5);
  expect(defaultServers(await directoryOf([]), [], 3)).toEqual([]);
});

test("a paused server is in no list", async () => {
  const listing = { ...unsaid("a.example.org", new Date(TODAY)), intakePerDay: 0 };
  const directory = await directoryOf([instance("a.example.org")], { listings: [listing] });
  expect(await servers(directory, "registrations=all")).toEqual([]);
  expect(defaultServers(directory, [], 1)).toEqual([]);
});

const TOTALS: Totals = {
  instances: 9_000,
  activePeople: 700_000,
  accounts: 9_900_000,
  top1Share: 0.3,
  top5Share: 0.5,
  top10Share: 0.6,
  hhi: 0.1,
  gini: 0.98,
};

test("statistics are text, oldest first: public totals, then our own days", () => {
  const day = (date: string) => ({ day: date, totals: TOTALS });
  const rows = Statistics.parse(statisticsRows([day("2026-11-20"), day("2026-11-21")]));
  expect(rows.map(({ period }) => period)).toEqual(["2022-05-10", "2025-02-16", "2026-11-20", "2026-11-21"]);
  expect(rows.at(-1)).toEqual({
    period: "2026-11-21",
    server_count: "9000",
    user_count: "9900000",
    active_user_count: "700000",
  });
  // The page of joinmastodon compares the last but one with the first, and needs three.
  expect(rows.length).toBeGreaterThanOrEqual(3);
});

test("a public total of a time that we know ourselves is left out", () => {
  const day = (date: string) => ({ day: date, totals: TOTALS });
  const periods = (rows: Record<string, string>[]) => rows.map((row) => row["period"]);
  expect(periods(statisticsRows([day("2025-01-01"), day("2025-02-16")]))).toEqual([
    "2022-05-10",
    "2025-01-01",
    "2025-02-16",
  ]);
  expect(periods(statisticsRows([]))).toEqual(["2022-05-10", "2025-02-16"]);
});

test("years of days are cut to the latest, and no public total slips in between", () => {
  const days = Array.from({ length: 900 }, (_, at) => ({
    day: new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10),
    totals: TOTALS,
  }));
  const rows = statisticsRows(days);
  expect(rows).toHaveLength(401);
  expect(rows.map((row) => row["period"] ?? "")).toEqual(rows.map((row) => row["period"] ?? "").toSorted());
});
