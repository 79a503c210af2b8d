import fc from "fast-check";
import { expect, test } from "vitest";
import { EASY_WAIT } from "#core/audience.ts";
import type { Entry } from "#core/entry.ts";
import { PLAIN_QUESTION, type Question, SEEDS } from "#core/fit.ts";
import type { Instance } from "#core/instance.ts";
import { networkDayOf, networkMemberOf } from "#core/network.ts";
import { Candidates, recommend } from "#core/recommend.ts";
import { LARGEST_RIGHT_SIZE } from "#core/size.ts";
import { KINDS } from "#core/software.ts";
import { TOPICS } from "#core/topics.ts";
import { directoryOf, entry, instance, NOW } from "../support/instances.ts";

const ROOM = { full: new Set<Entry>(), roomOf: () => "places-left" as const };
const domainsOf = (picks: readonly { entry: Entry }[]) => picks.map((pick) => pick.entry.instance.domain);
const ask = (changes: Partial<Question>): Question => ({ ...PLAIN_QUESTION, ...changes });
const pick = (entries: readonly Entry[], question: Partial<Question>, seed = 1) =>
  recommend(new Candidates(ask(question).kind, entries), ask(question), seed, ROOM);

/** n servers that differ in nothing but their name. */
function equals(count: number, changes: Partial<Instance> = {}): Entry[] {
  return Array.from({ length: count }, (_, index) => entry(`s${index}-pool.org`, changes));
}

/** Sizes around every limit, and far beyond. */
const anyCount = fc.option(
  fc.oneof(
    fc.integer({ min: 0, max: 2_500 }),
    fc.integer({ min: 0, max: 12_000 }),
    fc.integer({ min: 0, max: 3_000_000 }),
  ),
);
const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 6 }, { arbitrary: fc.constantFrom(...others), weight: 1 });
const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 6 }, { arbitrary, weight: 1 });
const anyInstance = fc
  .record({
    monthlyActiveUsers: anyCount,
    weeklyActiveUsers: rarely(anyCount),
    halfYearActiveUsers: rarely(anyCount),
    accounts: anyCount,
    registrations: mostly("open", "approval", "invite", "closed", "unknown"),
    languages: fc.subarray(["en", "fr", "ja", "de", "cy", "eu", "he"]),
    topics: fc.subarray(["art", "music", "tech", "regional", "adult"]),
    software: mostly("mastodon", "peertube", "lemmy", "pixelfed", "misskey", "wordpress", "unheard-of"),
    version: mostly("7.3.0", "4.2.0"),
    doubts: mostly<string[]>([], ["single-user-pattern"]),
    failures: mostly(0, 1, 2, 3),
    isFederationLimited: mostly(false, true),
  })
  .map((changes) => changes as Partial<Instance>);
const anyQuestion = fc.record({
  languages: fc.subarray(["en", "fr", "ja", "br"]),
  furtherLanguages: fc.subarray(["de", "cy"]),
  topics: fc.subarray([...TOPICS], { maxLength: 5 }),
  kind: mostly(...KINDS),
  signup: fc.constantFrom("any", "open", "approval"),
  followers: fc.integer({ min: 0, max: 1_000_000 }),
  count: fc.integer({ min: 1, max: 6 }),
}) as fc.Arbitrary<Question>;

test("whatever is asked, nobody oversized, doubted, unknown in size or not eligible is picked", () => {
  let picksSeen = 0;
  fc.assert(
    fc.property(
      fc.array(anyInstance, { minLength: 10, maxLength: 40 }),
      anyQuestion,
      fc.nat(),
      (instances, question, seed) => {
        const entries = instances.map((changes, index) => entry(`any${index}.org`, changes));
        const { picks } = recommend(new Candidates(question.kind, entries), question, seed, ROOM);
        picksSeen += picks.length;
        expect(picks.length).toBeLessThanOrEqual(question.count);
        expect(new Set(domainsOf(picks)).size).toBe(picks.length);
        for (const { entry: picked } of picks) {
          expect(picked.eligibility.reasons).toEqual([]);
          expect(picked.size?.activePeople).toBeLessThanOrEqual(10_000);
          expect(picked.size?.activePeople).toBeGreaterThan(0);
          expect(picked.instance.doubts).toEqual([]);
          expect(picked.kind).toBe(question.kind);
          expect(picked.isAdult && !question.topics.includes("adult")).toBe(false);
        }
      },
    ),
    { numRuns: 400 },
  );
  // A law about picks means something only where there are some.
  expect(picksSeen).toBeGreaterThan(400);
});

test("what fits comes before anything relaxed, and is relaxed only when nothing more fits", () => {
  fc.assert(
    fc.property(
      fc.array(anyInstance, { minLength: 10, maxLength: 40 }),
      anyQuestion,
      fc.nat(),
      (instances, question, seed) => {
        const entries = instances.map((changes, index) => entry(`any${index}.org`, changes));
        const { picks, fitting } = recommend(new Candidates(question.kind, entries), question, seed, ROOM);
        const tiers = picks.map((pick) => pick.tier);
        expect(tiers).toEqual(tiers.toSorted((a, b) => a - b));
        expect(tiers.filter((tier) => tier === 1)).toHaveLength(Math.min(fitting, question.count));
      },
    ),
    { numRuns: 400 },
  );
});

test("the same seed gives the same picks, whatever the order of the entries", () => {
  const entries = equals(50);
  const forwards = pick(entries, {}, 77);
  const backwards = pick(entries.toReversed(), {}, 77);
  expect(domainsOf(backwards.picks)).toEqual(domainsOf(forwards.picks));
  expect(domainsOf(pick(entries, {}, 78).picks)).not.toEqual(domainsOf(forwards.picks));
});

test("the first place spreads in proportion to weight over 20,000 seeds (chi-square)", () => {
  const people = [40, 80, 150, 250, 400, 700, 1_200, 2_500, 5_000];
  const entries = people.map((monthlyActiveUsers, index) =>
    entry(`w${index}.org`, { monthlyActiveUsers, accounts: 20_000 }),
  );
  const total = entries.reduce((sum, { weight }) => sum + weight, 0);
  const firsts = new Map<string, number>();
  const seeds = 20_000;
  for (let seed = 0; seed < seeds; seed++) {
    const [first = ""] = domainsOf(pick(entries, { count: 1 }, seed).picks);
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
  }
  const chiSquare = entries.reduce((sum, { instance: { domain }, weight }) => {
    const expected = (seeds * weight) / total;
    return sum + ((firsts.get(domain) ?? 0) - expected) ** 2 / expected;
  }, 0);
  // 8 degrees of freedom: 26.1 is exceeded by chance once in a thousand sets of seeds; ours is fixed.
  expect(chiSquare).toBeLessThan(26.1);
});

test("1,000 requests without a seed reach at least 80 % of 300 equal servers, and no one is first for a crowd", () => {
  const candidates = new Candidates("microblog", equals(300));
  const reached = new Map<string, number>();
  for (let request = 0; request < 1_000; request++) {
    const seed = Math.floor(Math.random() * SEEDS);
    const [first = ""] = domainsOf(recommend(candidates, PLAIN_QUESTION, seed, ROOM).picks);
    reached.set(first, (reached.get(first) ?? 0) + 1);
  }
  expect(reached.size).toBeGreaterThanOrEqual(0.8 * 300);
  // Each is first three times on average; whoever is it twenty times is not there by luck.
  expect(Math.max(...reached.values())).toBeLessThan(20);
});

test("no single server weighs more than four times the median of its tier", () => {
  const entries = [entry("giant-weight.org"), ...equals(40, { monthlyActiveUsers: 10, accounts: 100 })];
  let first = 0;
  for (let seed = 0; seed < 5_000; seed++) {
    if (domainsOf(pick(entries, { count: 1 }, seed).picks)[0] === "giant-weight.org") first++;
  }
  expect(first / 5_000).toBeGreaterThan(0.06);
  expect(first / 5_000).toBeLessThan(0.13);
});

test("Japanese stays Japanese while one fits, and says so when none does", () => {
  const english = equals(100);
  const japanese = entry("umi.example.org", { languages: ["ja"] });
  for (let seed = 0; seed < 200; seed++) {
    const { picks, relaxed } = pick([...english, japanese], { languages: ["ja"] }, seed);
    expect(picks[0]?.entry).toBe(japanese);
    expect(picks[0]?.relaxed).toEqual([]);
    expect(relaxed).toContain("any-language");
  }
});

test("a further language of the reader comes before any language", () => {
  const french = ["un", "deux", "trois"].map((name) => entry(`${name}.org`, { languages: ["fr"] }));
  const entries = [...equals(30), ...french];
  const { picks, relaxed } = pick(entries, { languages: ["br"], furtherLanguages: ["fr"] });
  expect(picks.every(({ entry: picked }) => picked.languages.includes("fr"))).toBe(true);
  expect(relaxed).toEqual(["language"]);
});

test("kind is never relaxed: no video server, no pick", () => {
  expect(pick(equals(20), { kind: "video" }).picks).toEqual([]);
});

test("at least one pick lets people in at once where one that fits does", () => {
  const byRequest = equals(30, { registrations: "approval" });
  const open = entry("open-door.org", { monthlyActiveUsers: 12, accounts: 50 });
  for (let seed = 0; seed < 100; seed++) {
    const { picks } = pick([...byRequest, open], {}, seed);
    expect(picks).toHaveLength(3);
    expect(domainsOf(picks)).toContain("open-door.org");
  }
});

test("the one that lets people in at once comes from another site than the other picks, where there is one", () => {
  const byRequest = equals(30, { registrations: "approval" });
  const farm = Array.from({ length: 30 }, (_, index) => entry(`s${index}.farm.org`, { registrations: "approval" }));
  const openFarm = entry("open.farm.org", { registrations: "open" });
  const open = entry("open-door.net", { monthlyActiveUsers: 12, accounts: 50 });
  for (let seed = 0; seed < 300; seed++) {
    const { picks } = pick([...byRequest, ...farm, openFarm, open], {}, seed);
    expect(new Set(picks.map(({ entry: picked }) => picked.site)).size).toBe(3);
  }
});

test("a server that holds too much of its family is never picked, however small it is", async () => {
  const lemmy = { software: "lemmy", version: "0.19.13" };
  const family = Array.from({ length: 40 }, (_, index) =>
    instance(`l${index}.org`, { ...lemmy, monthlyActiveUsers: 100 }),
  );
  const large = instance("large.org", { ...lemmy, monthlyActiveUsers: 1_200, accounts: 5_000 });
  const members = [...family, large].map((known) => networkMemberOf(known, NOW)).filter((member) => member !== null);
  const networkDay = networkDayOf(members, "2026-11-22");
  const directory = await directoryOf([...family, large], { networkDay });
  for (let seed = 0; seed < 300; seed++) {
    const { picks } = directory.recommend({ ...PLAIN_QUESTION, kind: "links", count: 6 }, seed);
    expect(picks).toHaveLength(6);
    expect(domainsOf(picks)).not.toContain("large.org");
  }
});

test("an open server that does not fit does not push out one that does", () => {
  const byRequest = equals(5, { registrations: "approval", topics: ["art"] });
  const open = entry("open-door.org", { topics: ["tech"] });
  const { picks } = pick([...byRequest, open], { topics: ["art"] });
  expect(domainsOf(picks)).not.toContain("open-door.org");
});

test("one pick per registrable domain where enough fit, more where not", () => {
  const farm = Array.from({ length: 40 }, (_, index) => entry(`s${index}.farm.org`));
  const others = [entry("a-one.org"), entry("b-two.org")];
  for (let seed = 0; seed < 50; seed++) {
    const sites = pick([...farm, ...others], {}, seed).picks.map(({ entry: picked }) => picked.site);
    expect(new Set(sites).size).toBe(3);
  }
  expect(pick(farm, {}).picks).toHaveLength(3);
});

test("one pick per hosting network where enough fit, more where not", () => {
  const farm = Array.from({ length: 40 }, (_, index) =>
    entry(`s${index}-farm.org`, { hostingNetwork: "198.51.100.0/24" }),
  );
  const others = [entry("a-one.org", { hostingNetwork: "203.0.113.0/24" }), entry("b-two.org")];
  for (let seed = 0; seed < 50; seed++) {
    const networks = pick([...farm, ...others], {}, seed).picks.map(
      ({ entry: picked }) => picked.instance.hostingNetwork,
    );
    expect(new Set(networks).size).toBe(3);
  }
  expect(pick(farm, {}).picks).toHaveLength(3);
});

test("the place kept for whoever lets people in at once goes to another network where one does", () => {
  const closedNearby = Array.from({ length: 6 }, (_, index) =>
    entry(`c${index}-pool.org`, { registrations: "approval", hostingNetwork: `203.0.${index}.0/24` }),
  );
  const openElsewhere = entry("z-open.org", { hostingNetwork: "198.51.100.0/24" });
  const openBeside = closedNearby.map(({ instance: { hostingNetwork } }, index) =>
    entry(`o${index}-pool.org`, { hostingNetwork, monthlyActiveUsers: 11 }),
  );
  for (let seed = 0; seed < 50; seed++) {
    const { picks } = pick([...closedNearby, ...openBeside, openElsewhere], {}, seed);
    const networks = picks.map(({ entry: picked }) => picked.instance.hostingNetwork);
    expect(picks.some(({ entry: picked }) => picked.instance.registrations === "open")).toBe(true);
    expect(new Set(networks).size).toBe(3);
  }
});

test("an instance without room is not picked, and is counted as full", async () => {
  const names = ["a-one.org", "b-two.org"];
  const directory = await directoryOf(
    names.map((name) => instance(name)),
    {},
    new Map([["a-one.org", 8]]),
  );
  const { picks, fitting, full } = directory.recommend(PLAIN_QUESTION, 5);
  expect(domainsOf(picks)).toEqual(["b-two.org"]);
  expect({ fitting, full }).toEqual({ fitting: 2, full: 1 });
});

test("reasons are true of the pick: an adopted topic, a language, an unchecked seed", () => {
  const seedling = entry("seedling.org", { lastSeenAt: null, state: "unvisited", topics: ["art"] });
  const [picked] = pick([seedling], { languages: ["en"], topics: ["art"] }).picks;
  const codes = picked?.reasons.map((reason) => reason.code);
  expect(codes).toEqual(["topic", "language", "size", "open", "age", "room", "unchecked"]);
});

test("reasons carry the numbers: size with its basis, first trace, and what followers would cost", () => {
  const entries = [entry("right.org", { monthlyActiveUsers: 230, since: "2018-05-01" })];
  const reasonOf = (question: Partial<Question>, code: string, among: readonly Entry[] = entries) =>
    pick(among, question).picks[0]?.reasons.find((reason) => reason.code === code);
  expect(reasonOf({}, "size")).toEqual({ code: "size", activePeople: 230, basis: "reported", isRight: true });
  expect(reasonOf({}, "age")).toEqual({ code: "age", since: "2018-05-01", isSmall: true });
  const wide = [entry("wide.org", { monthlyActiveUsers: LARGEST_RIGHT_SIZE + 1 })];
  expect(reasonOf({}, "size", wide)).toMatchObject({ isRight: false });
  const large = [entry("large.org", { monthlyActiveUsers: 3_000, accounts: 20_000 })];
  expect(reasonOf({}, "size", large)).toBeUndefined();
  expect(reasonOf({}, "age", large)).toMatchObject({ isSmall: false });
  expect(reasonOf({ followers: 2_000 }, "audience")).toBeUndefined();
  expect(reasonOf({ followers: 2_001 }, "audience")).toMatchObject({ waitMinutes: expect.closeTo(EASY_WAIT, 1) });
});

test("photography is served by an art server where there is nothing closer, with the reason said", () => {
  const [picked] = pick([entry("atelier.org", { topics: ["art"] })], { topics: ["photography"] }).picks;
  expect(picked?.tier).toBe(1);
  expect(picked?.reasons[0]).toEqual({ code: "near-topic", topics: ["art"] });
});
