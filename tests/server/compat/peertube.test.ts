import { expect, test } from "vitest";
import type { Instance } from "#core/instance.ts";
import { type Listing, unsaid } from "#core/listing.ts";
import { Asked } from "#site/server/compat/asked.ts";
import { readInstanceFilter, readPage, statsOf } from "#site/server/compat/peertube.ts";
import { directoryOf, instance, NOW, TODAY } from "../../support/instances.ts";
import { hosts, instances } from "./support.ts";

const tube = (domain: string, changes: Partial<Instance> = {}) =>
  instance(domain, {
    software: "peertube",
    version: "7.3.0",
    monthlyActiveUsers: 12,
    accounts: 48,
    posts: 310,
    ...changes,
  });

const TUBES = [
  tube("art.example.org", {
    title: "Art Tube",
    topics: ["art"],
    languages: ["fr"],
    addedAt: "2025-03-01T00:00:00.000Z",
  }),
  tube("science.example.org", { topics: ["science"], accounts: 90, addedAt: "2025-02-01T00:00:00.000Z" }),
  tube("shut.example.org", { registrations: "closed", accounts: 7 }),
  tube("ill.example.org", { failures: 1, accounts: null, posts: null }),
  tube("adult.example.org", { isAdult: true }),
  tube("gone.example.org", { state: "gone" }),
  tube("seed.example.org", { state: "unvisited", lastSeenAt: null, lastVisitAt: null }),
  instance("m.example.org"),
];

const listing = (domain: string, changes: Partial<Listing>): Listing => ({
  ...unsaid(domain, new Date(TODAY)),
  ...changes,
});

test.for([
  { query: "", expected: ["art", "science", "ill", "shut"] },
  { query: "signup=true", expected: ["art", "science", "ill"] },
  { query: "signup=false", expected: ["shut"] },
  { query: "healthy=true", expected: ["art", "science", "shut"] },
  { query: "healthy=false", expected: ["ill"] },
  { query: "nsfwPolicy[]=do_not_list&nsfwPolicy[]=blur", expected: ["art", "science", "ill", "shut"] },
  { query: "nsfwPolicy[]=display", expected: ["art", "science", "ill", "shut", "adult"] },
  { query: "categoriesOr[]=4&categoriesOr[]=1", expected: ["art"] },
  { query: "categoriesOr=15", expected: ["science"] },
  { query: "languagesOr[]=fr&languagesOr[]=cy", expected: ["art"] },
  { query: "search=ART%20TUBE", expected: ["art"] },
  { query: "minUserQuota=0", expected: ["art", "science", "ill", "shut"] },
  { query: "minUserQuota=53687091200", expected: [] },
  { query: "liveEnabled=true", expected: ["art", "science", "ill", "shut"] },
])("/instances?$query shows $expected", async ({ query, expected }) => {
  const { total, data } = instances(await directoryOf(TUBES), query);
  const names = data.map(({ host }) => String(host).split(".")[0]);
  expect(names.toSorted()).toEqual(expected.toSorted());
  expect(total).toBe(expected.length);
});

test.for([
  { sort: "createdAt", expected: ["science.example.org", "art.example.org"] },
  { sort: "-createdAt", expected: ["art.example.org", "science.example.org"] },
  { sort: "totalUsers", expected: ["art.example.org", "science.example.org"] },
  { sort: "-totalUsers", expected: ["science.example.org", "art.example.org"] },
  { sort: "-host", expected: ["science.example.org", "art.example.org"] },
])("sort=$sort puts $expected", async ({ sort, expected }) => {
  const { data } = instances(await directoryOf(TUBES.slice(0, 2)), `sort=${sort}`);
  expect(data.map(({ host }) => host)).toEqual(expected);
});

test.for([
  ["signup", "signup=yes"],
  ["sort", "sort=health"],
  ["start", "start=-1"],
  ["count", "count=ten"],
  ["count", "count=1&count=2"],
  ["nsfwPolicy", "nsfwPolicy[]=never"],
  ["categoriesOr", "categoriesOr[]=art"],
  ["languagesOr", "languagesOr[]=!!"],
  ["since", "since=yesterday"],
  ["since", "since=2026-13-45"],
])("%s cannot be meant: %s", ([parameter, query]) => {
  const asked = new Asked(new URLSearchParams(query));
  readInstanceFilter(asked);
  readPage(asked);
  asked.instant("since");
  expect(asked.problems.map((problem) => problem.parameter)).toEqual([parameter]);
});

test("pages follow each other without gap or repetition, and a thousand is the most", async () => {
  const many = Array.from({ length: 1_050 }, (_, at) => tube(`t${at}.example.org`));
  const directory = await directoryOf(many);
  const hostsOf = (query: string) => instances(directory, query).data.map(({ host }) => host);
  const paged = [0, 400, 800].flatMap((start) => hostsOf(`start=${start}&count=400`));
  expect(new Set(paged).size).toBe(1_050);
  expect(hostsOf("")).toEqual(paged.slice(0, 20));
  expect(hostsOf("count=99999")).toHaveLength(1_000);
  expect(hostsOf("start=2000")).toEqual([]);
  expect(hostsOf("count=0")).toEqual([]);
  expect(instances(directory, "start=2000").total).toBe(1_050);
  const later = instances(directory, "", new Date(NOW.getTime() + 3_600_000)).data.map(({ host }) => host);
  expect(later).not.toEqual(paged.slice(0, 20));
});

test("a row tells what we know and leaves out the rest", async () => {
  const { data } = instances(await directoryOf(TUBES), "search=ill.example.org");
  expect(data).toEqual([
    {
      id: expect.any(Number),
      host: "ill.example.org",
      name: "ill.example.org",
      shortDescription: "",
      version: "7.3.0",
      signupAllowed: true,
      categories: [],
      languages: ["en"],
      isNSFW: false,
      createdAt: "2025-01-01T00:00:00.000Z",
    },
  ]);
});

test("only those whose admin agreed are to be followed, also while they take no newcomers", async () => {
  const directory = await directoryOf([...TUBES, tube("later.example.org")], {
    listings: [
      listing("art.example.org", { autoFollow: true, intakePerDay: 0, updatedAt: "2026-11-01T00:00:00.000Z" }),
      listing("shut.example.org", { autoFollow: true }),
      listing("science.example.org", { autoFollow: false }),
      listing("gone.example.org", { autoFollow: true }),
      listing("seed.example.org", { autoFollow: true }),
      listing("m.example.org", { autoFollow: true }),
    ],
  });
  const both = { total: 2, data: [{ host: "art.example.org" }, { host: "shut.example.org" }] };
  expect(hosts(directory, "count=1000")).toEqual(both);
  expect(hosts(directory, "since=2026-10-01T00:00:00.000Z")).toEqual(both);
  expect(hosts(directory, "since=2026-11-20T08:15:30.123Z")).toEqual({
    total: 1,
    data: [{ host: "shut.example.org" }],
  });
  expect(hosts(directory, "start=1&count=1")).toEqual({ total: 2, data: [{ host: "shut.example.org" }] });
});

test("sums count what was told and believed, and a sum of nothing is left out", async () => {
  const doubted = tube("doubted.example.org", { doubts: ["too-active"], accounts: 1_000_000, posts: 5 });
  expect(statsOf(await directoryOf([...TUBES, doubted]))).toEqual({
    totalInstances: 6,
    totalUsers: 48 + 90 + 7 + 48,
    totalVideos: 4 * 310,
  });
  expect(statsOf(await directoryOf([tube("a.example.org", { accounts: null, posts: null })]))).toEqual({
    totalInstances: 1,
  });
});
