import fc from "fast-check";
import { expect, test } from "vitest";
import { PLAIN_QUESTION } from "#core/fit.ts";
import { parseSearch, type Search, SORTS, searchParameters, WHOLE_DIRECTORY } from "#core/search.ts";
import { directoryOf, instance } from "../support/instances.ts";

const search = (changes: Partial<Search>): Search => ({ ...WHOLE_DIRECTORY, ...changes });
const names = (entries: readonly { instance: { domain: string } }[]) => entries.map((entry) => entry.instance.domain);

const INSTANCES = [
  instance("brotwerk.example.org", { title: "Brotwerk", languages: ["de"], topics: ["food"], monthlyActiveUsers: 90 }),
  instance("metalhead.example.net", { title: "Metalhead", description: "Loud guitars", topics: ["music"] }),
  instance("cymru.example.com", { languages: ["cy"], topics: ["regional"], registrations: "approval" }),
  instance("gazou.example.jp", { title: "画像の庭", languages: ["ja"], monthlyActiveUsers: 4_000, accounts: 9_000 }),
  instance("silent.example.org", { monthlyActiveUsers: null, accounts: null }),
  instance("vast.example.org", { monthlyActiveUsers: 230_000, accounts: 3_000_000 }),
  instance("big.example.org", { monthlyActiveUsers: 15_000, accounts: 60_000 }),
  instance("refused.example.org", { state: "refused" }),
  instance("video.example.org", { software: "peertube", version: "7.3.0", monthlyActiveUsers: 20 }),
];

test.for([
  ["brodwrk", "brotwerk.example.org"],
  ["METALHAED", "metalhead.example.net"],
  ["guitars", "metalhead.example.net"],
  ["画像", "gazou.example.jp"],
  ["cymru.example.com", "cymru.example.com"],
  ["food", "brotwerk.example.org"],
  ["https://brotwerk.example.org/@ada", "brotwerk.example.org"],
  ["ada@brotwerk.example.org", "brotwerk.example.org"],
  ["https://www.brotwerk.example.org:3000", "brotwerk.example.org"],
] as const)("searching %s finds %s first", async ([query, domain]) => {
  const directory = await directoryOf(INSTANCES);
  expect(names(directory.search(search({ query })).entries)[0]).toBe(domain);
});

test("nothing found says what was perhaps meant, or nothing at all", async () => {
  const directory = await directoryOf(INSTANCES);
  const far = directory.search(search({ query: "brotxxxk" }));
  expect(far.entries).toEqual([]);
  expect(far.suggestion).toBe("brotwerk.example.org");
  expect(directory.search(search({ query: "zzzzqqqq" }))).toMatchObject({ entries: [], total: 0, suggestion: null });
});

test("oversized servers come after all others in every order, the smallest first, and refused ones not at all", async () => {
  const directory = await directoryOf(INSTANCES);
  for (const sort of SORTS) {
    const result = directory.search(search({ sort }));
    expect(result.total).toBe(6);
    expect(names(result.entries)).not.toContain("vast.example.org");
    expect(names(result.larger)).toEqual(["big.example.org", "vast.example.org"]);
  }
  expect(directory.get("refused.example.org")?.eligibility.reasons).toContain("refused");
  expect(directory.largest?.instance.domain).toBe("vast.example.org");
});

test("filters combine, and facets say what one more tick would show", async () => {
  const directory = await directoryOf(INSTANCES);
  const { entries, facets, without } = directory.search(search({ languages: ["cy", "de"], joining: "approval" }));
  expect(names(entries)).toEqual(["cymru.example.com"]);
  expect(facets.joining.get("open")).toBe(1);
  expect(facets.language.get("de")).toBeUndefined();
  expect(facets.language.get("cy")).toBe(1);
  expect(without.get("joining")).toBe(2);
  const none = directory.search(search({ sizes: ["not-told"], languages: ["ja"] }));
  expect(none.total).toBe(0);
  expect(none.without.get("size")).toBe(1);
});

test("only suggested ones are as many as a plain question finds", async () => {
  const directory = await directoryOf(INSTANCES);
  const { total, larger } = directory.search(search({ suggested: "yes", kind: "microblog" }));
  expect(total).toBe(directory.recommend(PLAIN_QUESTION, 1).fitting);
  expect(larger).toEqual([]);
});

test("pages do not overlap, together hold everything, and one beyond the last is the last", async () => {
  const many = Array.from({ length: 120 }, (_, index) => instance(`s${index}.example.org`));
  const directory = await directoryOf(many);
  const pages = [1, 2, 3].map((page) => names(directory.search(search({ page })).entries));
  expect(pages.map((page) => page.length)).toEqual([50, 50, 20]);
  expect(new Set(pages.flat()).size).toBe(120);
  expect(names(directory.search(search({ page: 99 })).entries)).toEqual(pages[2]);
});

test("the first of the directory is another after the next publish", async () => {
  const many = Array.from({ length: 60 }, (_, index) => instance(`s${index}.example.org`));
  const firsts = await Promise.all(
    [1, 2, 3, 4, 5, 6].map(async (publish) => {
      const directory = await directoryOf(many, { publish });
      return names(directory.search(WHOLE_DIRECTORY).entries)[0];
    }),
  );
  expect(new Set(firsts).size).toBeGreaterThan(3);
});

test("the revision moves when the store publishes or an instance fills, and for nothing else", async () => {
  const directory = await directoryOf(INSTANCES);
  const later = new Date("2026-11-22T12:30:00.000Z");
  expect(directory.withRoom(new Map([["metalhead.example.net", 1]]), later).revision).toBe(directory.revision);
  const full = directory.withRoom(new Map([["metalhead.example.net", 8]]), later);
  expect(full.revision).not.toBe(directory.revision);
  expect(full.roomOf(full.get("metalhead.example.net") as never)).toBe("full");
  expect((await directoryOf(INSTANCES, { publish: 2 })).revision).not.toBe(directory.revision);
});

test("neighbours are eligible, of the same kind, and not the server itself", async () => {
  const directory = await directoryOf(INSTANCES);
  const self = directory.get("metalhead.example.net");
  const near = directory.near(self as never, 3);
  expect(near).toHaveLength(3);
  expect(near).not.toContain(self);
  expect(near.every((entry) => entry.eligibility.eligible && entry.kind === "microblog")).toBe(true);
});

test("neighbours share topic and language first", async () => {
  const many = Array.from({ length: 60 }, (_, index) => instance(`s${index}.example.org`));
  const alike = [
    instance("thrash.example.org", { topics: ["music"] }),
    instance("folk.example.org", { topics: ["music"], languages: ["de"] }),
  ];
  const directory = await directoryOf([...many, ...alike, instance("metal.example.org", { topics: ["music"] })]);
  const near = directory.near(directory.get("metal.example.org") as never, 3);
  expect(names(near).slice(0, 2)).toEqual(["thrash.example.org", "folk.example.org"]);
});

test("a blocked instance is in no list and no pick", async () => {
  const directory = await directoryOf(INSTANCES, { blocked: new Set(["example.net"]) });
  expect(names(directory.listed)).not.toContain("metalhead.example.net");
  for (let seed = 0; seed < 50; seed++) {
    const { picks } = directory.recommend({ ...PLAIN_QUESTION, count: 6 }, seed);
    expect(names(picks.map((pick) => pick.entry))).not.toContain("metalhead.example.net");
  }
});

test("a search survives its address, and no address breaks it", () => {
  const searches = fc.record({
    query: fc.constantFrom("", "brot werk", "画像"),
    languages: fc.subarray(["en", "fr"]),
    topics: fc.subarray(["art", "tech"]),
    software: fc.constantFrom(null, "mastodon"),
    kind: fc.constantFrom(null, "video"),
    sizes: fc.subarray(["under-100", "not-told"]),
    joining: fc.constantFrom(null, "open"),
    suggested: fc.constantFrom(null, "yes"),
    sort: fc.constantFrom(...SORTS),
    page: fc.integer({ min: 1, max: 99 }),
  }) as fc.Arbitrary<Search>;
  fc.assert(
    fc.property(searches, (asked) => {
      expect(parseSearch(searchParameters(asked))).toEqual({ search: asked, problems: [], unreported: 0 });
    }),
  );
  fc.assert(fc.property(fc.webQueryParameters(), (query) => parseSearch(new URLSearchParams(query)).search.page >= 1));
});
