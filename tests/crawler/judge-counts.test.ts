import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Doubt } from "#core/doubts.ts";
import { blankInstance, type CountTrend } from "#core/instance.ts";
import { believedSize } from "#core/size.ts";
import { DAY_MS } from "#core/time.ts";
import { claimsOfNodeInfo } from "#crawler/claims.ts";
import { ImportRow, instanceOf } from "#crawler/import-row.ts";
import { type Counts, judgeCounts, reconcile } from "#crawler/judge/counts.ts";
import { judgeHistory } from "#crawler/judge/history.ts";
import { parseNodeInfo } from "#crawler/nodeinfo.ts";

function doubtsOf(
  software: string,
  total: number | null,
  activeMonth: number | null,
  localPosts: number | null,
  more = {},
) {
  const users = { total, activeMonth, ...more };
  const nodeinfo = parseNodeInfo({ software: { name: software }, usage: { users, localPosts } });
  return judgeCounts(claimsOfNodeInfo(nodeinfo), nodeinfo.software).doubts;
}

describe("one visit's counts", () => {
  test.for([
    ["a calm server", "mastodon", 812, 236, 90_000, []],
    ["a single person", "mastodon", 1, 1, 4_000, []],
    ["an old, busy server", "mastodon", 455, 98, 333_331, []],
    ["the largest server", "mastodon", 2_986_648, 230_439, 155_304_903, []],
    ["a large, old and busy one", "mastodon", 413_477, 22_416, 83_222_915, []],
    ["a bridge's accounts", "birdsitelive", 58_818, null, 0, ["accounts-without-posts"]],
    ["bot sign-ups", "lemmy", 40_172, 73, 36_856, ["accounts-without-activity"]],
    [
      "bot sign-ups on an idle server",
      "lemmy",
      721_658,
      0,
      140_461,
      ["accounts-without-activity", "posts-without-activity"],
    ],
    [
      "people of other servers counted as its own",
      "lemmy",
      74_234,
      5,
      85,
      ["accounts-without-posts", "accounts-without-activity"],
    ],
    [
      "a large one that tells a tenth of its people",
      "mastodon",
      78_832,
      1_500,
      5_127_425,
      ["accounts-without-activity"],
    ],
    ["a busy one that tells a tenth of its people", "mastodon", 67_871, 1_518, 8_296_751, ["posts-without-activity"]],
    ["more posts than people write", "mastodon", 360, 200, 39_756_346, ["posts-without-accounts"]],
    ["more active people than accounts", "mastodon", 100, 600, 5_000, ["more-active-than-accounts"]],
    ["an estimate slightly off", "mastodon", 100, 108, 5_000, []],
    ["a phantom", "mastodon", 20_000_000, 1_200_000, 100_000_000, ["larger-than-any"]],
    ["a placeholder", "epicyon", 1, 1, 1, ["placeholder"]],
    ["nothing told", "gotosocial", null, null, null, []],
  ] as const)("%s", ([, software, total, activeMonth, posts, expected]) => {
    expect(doubtsOf(software, total, activeMonth, posts)).toEqual(expected);
  });

  test("a week slightly above its month is counted later, no contradiction", () => {
    expect(doubtsOf("mastodon", 5_000, 500, 10_000, { activeWeek: 660 })).toEqual([]);
    expect(doubtsOf("mastodon", 5_000, 500, 10_000, { activeWeek: 1_660 })).toEqual(["periods-contradict"]);
  });

  test.for([
    ["a giant that tells a small week and no month", 2_900_000, { activeWeek: 300 }, ["accounts-without-activity"]],
    ["a week that fits its accounts", 2_900, { activeWeek: 300 }, []],
  ] as const)("%s", ([, total, more, expected]) => {
    expect(doubtsOf("mastodon", total, null, 9_000_000, more)).toEqual(expect.arrayContaining([...expected]));
    expect(doubtsOf("mastodon", total, null, 200_000, more)).toEqual(expected);
  });

  test("more people in a month than in half a year", () => {
    expect(doubtsOf("mastodon", 5_000, 900, 10_000, { activeHalfyear: 100 })).toEqual(["periods-contradict"]);
  });

  test("comments are writing, too: a forum of answers is no flood of bots", () => {
    const nodeinfo = parseNodeInfo({
      software: { name: "lemmy" },
      usage: { users: { total: 5_000, activeMonth: 300 }, localPosts: 40, localComments: 9_000 },
    });
    expect(judgeCounts(claimsOfNodeInfo(nodeinfo), "lemmy").doubts).toEqual([]);
  });

  test("no accounts at all means that the counts are not told, not that nobody is there", () => {
    const nodeinfo = parseNodeInfo({
      software: { name: "funkwhale" },
      usage: { users: { total: 0, activeMonth: 0 }, localPosts: 0 },
    });
    const { counts } = judgeCounts(claimsOfNodeInfo(nodeinfo), nodeinfo.software);
    expect(Object.values(counts).every((value) => value === null)).toBe(true);
  });
});

describe("NodeInfo beside the program's API", () => {
  const both = (software: string, inNodeInfo: Partial<Counts>, inApi: Partial<Counts>) => {
    const nodeinfo = { ...parseNodeInfo({ software: { name: software } }), ...inNodeInfo };
    return reconcile({ ...claimsOfNodeInfo(nodeinfo), ...inApi }, nodeinfo);
  };

  test.for([
    ["the same", { monthlyActiveUsers: 400 }, { monthlyActiveUsers: 400 }, 400, []],
    ["five weeks beside a month", { monthlyActiveUsers: 460 }, { monthlyActiveUsers: 400 }, 460, []],
    ["three accounts of the program's own", { accounts: 7 }, { accounts: 4 }, 7, []],
    ["a 0 that hides it", { monthlyActiveUsers: 900 }, { monthlyActiveUsers: 0 }, 900, []],
    ["told once", { monthlyActiveUsers: null }, { monthlyActiveUsers: 300 }, 300, []],
    ["a tenth in one place", { monthlyActiveUsers: 9_000 }, { monthlyActiveUsers: 900 }, 9_000, ["sources-disagree"]],
    ["people of other servers", { accounts: 300 }, { accounts: 30_300 }, 30_300, ["sources-disagree"]],
  ] as const)("%s", ([, inNodeInfo, inApi, expected, doubts]) => {
    const { claims, doubts: found } = both("mastodon", inNodeInfo, inApi);
    expect("accounts" in inApi ? claims.accounts : claims.monthlyActiveUsers).toBe(expected);
    expect(found).toEqual(doubts);
  });

  test("blogs are no accounts", () => {
    const { claims, doubts } = both("writefreely", { accounts: 4_000 }, { accounts: 1_000 });
    expect([claims.accounts, doubts]).toEqual([1_000, []]);
  });
});

/** People, accounts and posts as told on a day; null for a visit that did not tell or did not take place. */
type Told = readonly [people: number | null, accounts: number | null, posts: number | null] | null;

/** The doubts at each visit. */
function historyOf(days: readonly Told[], everyMs = DAY_MS, heard: number | null = null): Doubt[][] {
  let trend: CountTrend | null = null;
  return days.map((told, day) => {
    if (told === null) return [];
    const at = new Date(Date.UTC(2026, 0, 1) + day * everyMs).toISOString();
    const [monthlyActiveUsers, accounts, posts] = told;
    const seen = { monthlyActiveUsers, accounts, posts, activePeople: monthlyActiveUsers };
    const judged = judgeHistory(seen, at, trend, { monthlyActiveUsers: heard, accounts: null });
    trend = judged.trend;
    return judged.doubts;
  });
}
const repeated = (count: number, told: Told): Told[] => Array.from({ length: count }, () => told);

describe("a history", () => {
  const SMALL = [100, 800, 50_000] as const;
  const LEAPT = [2_000, 9_000, 60_000] as const;

  test.for<[string, Told[]]>([
    ["that stands still", repeated(200, SMALL)],
    ["of one person", repeated(200, [1, 1, 10])],
    ["with a wave of newcomers", [SMALL, [300, 1_400, 55_000], [420, 1_600, 62_000]]],
    [
      "of a new server that is announced",
      [
        [2, 2, 5],
        [50, 60, 300],
        [140, 160, 2_000],
      ],
    ],
    [
      "of a server whose bots are removed",
      [
        [900, 40_000, 90_000],
        [880, 1_200, 80_000],
      ],
    ],
    [
      "of a quiet server whose people leave",
      [
        [900, 4_000, 90_000],
        [100, 4_000, 90_000],
      ],
    ],
    ["with months in which nobody asked", [SMALL, ...repeated(60, null), LEAPT]],
    ["in which it does not always tell", [SMALL, [null, 800, null], SMALL]],
  ])("%s is not doubted", ([, days]) => {
    expect(historyOf(days).flat()).toEqual([]);
  });

  test.for<[string, Told[]]>([
    ["people twenty times as many overnight", [SMALL, [2_000, 2_300, 50_000]]],
    ["accounts twenty times as many overnight", [SMALL, [100, 16_000, 50_000]]],
    ["posts from nowhere", [SMALL, [100, 800, 900_000]]],
    ["most posts gone", [SMALL, [100, 800, 900]]],
    ["a figure hidden for a day to return as another", [SMALL, [null, 800, 50_000], [4_000, 800, 50_000]]],
  ])("%s: a leap", ([, days]) => {
    const doubts = historyOf(days);
    expect(doubts.at(-1)).toEqual(["sudden-leap"]);
    expect(doubts.slice(0, -1).flat()).toEqual([]);
  });

  test("a leap is believed once it has held for three days", () => {
    const doubts = historyOf([SMALL, ...repeated(6, LEAPT)]).map((found) => found.length > 0);
    expect(doubts).toEqual([false, true, true, true, false, false, false]);
  });

  test("looking again and again within minutes makes nothing older", () => {
    const minutes = historyOf([SMALL, ...repeated(50, [2_000, 800, 50_000])], 60_000);
    expect(minutes.slice(1)).toEqual(repeated(50, null).map(() => ["sudden-leap"]));
  });

  test("growth that is natural from day to day is a leap when it comes within an hour", () => {
    const growing = [100, 250, 600, 1_500].map((people): Told => [people, 9_000, 500_000]);
    expect(historyOf(growing).flat()).toEqual([]);
    expect(historyOf(growing, 60_000)).toEqual([[], [], ["sudden-leap"], ["sudden-leap"]]);
  });

  test("a leap up and down is doubted until the old figures have held", () => {
    const doubts = historyOf([SMALL, LEAPT, SMALL, SMALL, SMALL, SMALL, SMALL]).map((found) => found.length > 0);
    expect(doubts).toEqual([false, true, true, true, true, false, false]);
  });

  test("numbers drawn by lot at every visit are hardly ever believed", () => {
    const random = fc.tuple(
      fc.integer({ max: 1_000_000 }),
      fc.integer({ max: 1_000_000 }),
      fc.integer({ max: 10_000_000 }),
    );
    const days = fc.sample(
      random.map((told) => told.map(Math.abs) as unknown as Told),
      { numRuns: 2_000, seed: 7 },
    );
    const believed = historyOf(days).filter((doubts) => doubts.length === 0).length;
    expect(believed).toBeLessThan(10);
  });

  test("numbers that grow by leaps without end are never believed", () => {
    const fudged = Array.from({ length: 30 }, (_, day): Told => [9 * 2 ** day, 20 * 4 ** day, 100 * 4 ** day]);
    expect(
      historyOf(fudged)
        .slice(6)
        .every((doubts) => doubts.includes("sudden-leap")),
    ).toBe(true);
  });

  test("a giant that nobody has heard of has to hold, one that is known does not", () => {
    const giant = repeated(5, [192_478, 301_633, 9_881_662]);
    expect(historyOf(giant).map((doubts) => doubts.length)).toEqual([1, 1, 1, 0, 0]);
    const largest = repeated(2, [230_439, 400_000, 155_304_903]);
    expect(historyOf(largest, DAY_MS, 266_514).flat()).toEqual([]);
  });

  test("posts of thousands of people show up whoever tells a tenth of them, within weeks", () => {
    const days = Array.from({ length: 40 }, (_, day): Told => [1_200, 15_000, 9_000_000 + day * 18_000]);
    const doubts = historyOf(days);
    expect(doubts.slice(0, 5).flat()).toEqual([]);
    expect(doubts.at(-1)).toEqual(["posts-without-activity"]);
    const honest = days.map((told): Told => [12_000, told?.[1] ?? null, told?.[2] ?? null]);
    expect(historyOf(honest).flat()).toEqual([]);
  });
});

test("an honest server with noise of 10 % that grows by up to 5 % a day is never doubted", () => {
  const share = fc.double({ min: -0.1, max: 0.1, noNaN: true });
  const honest = fc.record({
    people: fc.integer({ min: 1, max: 5_000 }),
    growth: fc.double({ min: 0, max: 0.05, noNaN: true }),
    noise: fc.array(share, { minLength: 60, maxLength: 60 }),
    skip: fc.constantFrom(1, 1, 2, 7),
  });
  fc.assert(
    fc.property(honest, ({ people, growth, noise, skip }) => {
      const days = noise.map((off, index): Told => {
        const day = index * skip;
        const grown = people * (1 + growth) ** Math.min(day, 60);
        return [Math.round(grown * (1 + off)), Math.round(grown * 8), Math.round(grown * 900)];
      });
      expect(historyOf(days, skip * DAY_MS).flat()).toEqual([]);
      for (const [monthly, accounts, posts] of days as [number, number, number][]) {
        expect(doubtsOf("mastodon", accounts, monthly, posts)).toEqual([]);
      }
    }),
    { numRuns: 100 },
  );
});

const NETWORK = new URL("../../../shared/data/network.ndjson.gz", import.meta.url).pathname;

describe.skipIf(!existsSync(NETWORK))("real servers", () => {
  const rows = existsSync(NETWORK)
    ? gunzipSync(readFileSync(NETWORK))
        .toString()
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line))
    : [];
  const instances = rows.flatMap((row) => {
    const parsed = ImportRow.safeParse(row);
    return parsed.success ? [instanceOf(parsed.data, new Date("2026-11-22T12:00:00.000Z"))] : [];
  });
  const shareOf = (found: typeof instances, doubt?: Doubt) =>
    found.filter(({ doubts }) => (doubt === undefined ? doubts.length > 0 : doubts.includes(doubt))).length /
    found.length;

  test("few are doubted, and of those that tell active people and many accounts nearly none", () => {
    expect(instances.length).toBeGreaterThan(30_000);
    const telling = instances.filter(({ doubts }) => !doubts.includes("placeholder"));
    expect(shareOf(telling)).toBeLessThan(0.01);
    const large = instances.filter((one) => one.software === "mastodon" && (one.monthlyActiveUsers ?? 0) >= 1_000);
    expect(large.length).toBeGreaterThan(90);
    expect(shareOf(large)).toBeLessThan(0.03);
    expect(shareOf(instances, "larger-than-any")).toBe(0);
  });

  test("every oversized one is doubted when it tells a tenth of its people", () => {
    const oversized = instances.filter(({ monthlyActiveUsers }) => (monthlyActiveUsers ?? 0) > 10_000);
    expect(oversized.length).toBeGreaterThanOrEqual(10);
    const tenth = (count: number | null) => (count === null ? null : Math.round(count / 10));
    const believed = oversized.filter((one) => {
      const told = {
        ...one,
        comments: null,
        monthlyActiveUsers: tenth(one.monthlyActiveUsers),
        weeklyActiveUsers: tenth(one.weeklyActiveUsers),
      };
      const { doubts } = judgeCounts(told, one.software);
      const size = believedSize({ ...blankInstance(one.domain, one.software, one.addedAt), ...told, doubts });
      return size !== null && size.activePeople <= 10_000;
    });
    expect(believed.map(({ domain }) => domain)).toEqual([]);
  });
});
