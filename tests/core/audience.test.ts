import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  audienceBand,
  DEFAULT_WORKERS,
  EASY_FOLLOWERS,
  KNOWN_AUDIENCES,
  monthlyCost,
  OWN_WORKERS,
  queueOfAnswers,
  queueOfPost,
  roomForAudience,
  SHARED_FOLLOWERS,
  serversReached,
  workersOf,
} from "#core/audience.ts";
import { AUDIENCE_FIELDS, type AudienceField, parseAudience } from "#core/audience-form.ts";
import { PLAIN_QUESTION } from "#core/fit.ts";
import { answerFor, arrivalAt, MOST_SERVERS, presenceOf, scheduleOf, shareOf, UNNOTICED_SHARE } from "#core/group.ts";
import { HOSTS, HOSTS_CHECKED } from "#core/hosting.ts";
import { Candidates, recommend } from "#core/recommend.ts";
import { OVERSIZED_PEOPLE } from "#core/size.ts";
import { entry } from "../support/instances.ts";

const anyFollowers = fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 1_000_000_000 }));
const anyWorkers = fc.integer({ min: 1, max: 2_000 });
const anyGroup = fc.oneof(fc.integer({ min: 2, max: 300 }), fc.integer({ min: 2, max: 10_000 }));
const ordered = <T>(a: T, b: T, by: (value: T) => number) => (by(a) <= by(b) ? [a, b] : ([b, a] as const));

describe("servers reached", () => {
  test.for(KNOWN_AUDIENCES)("$followers followers: about the $servers servers that were published", (known) => {
    const { likely } = serversReached(known.followers);
    expect(Math.abs(likely / known.servers - 1)).toBeLessThan(0.05);
  });

  test.for([
    [0, 0],
    [1, 1],
    [10, 10],
    [100, 99],
    [1_000, 531],
    [100_000, 5_460],
  ] as const)("%d followers live on %d", ([followers, likely]) => {
    expect(serversReached(followers).likely).toBe(likely);
  });

  test("more followers never live on fewer servers, and nobody reaches more servers than followers", () => {
    fc.assert(
      fc.property(anyFollowers, anyFollowers, (a, b) => {
        const [fewer, more] = ordered(a, b, Number).map((followers) => serversReached(followers as number));
        expect(more?.likely).toBeGreaterThanOrEqual(fewer?.likely ?? Number.NaN);
        expect(more?.atLeast).toBeGreaterThanOrEqual(fewer?.atLeast ?? Number.NaN);
        const { likely, atLeast } = serversReached(a);
        expect(likely).toBeLessThanOrEqual(a);
        expect(atLeast).toBeLessThanOrEqual(likely);
        expect(likely).toBeLessThan(25_000);
      }),
    );
  });

  const crawls = new URL("../../../shared/data/network.ndjson.gz", import.meta.url);
  test.skipIf(!existsSync(crawls))("the table is what drawing followers from the merged crawls gives", () => {
    const lines = gunzipSync(readFileSync(crawls)).toString().trim().split("\n");
    const programs =
      /^(mastodon|hometown|glitchcafe|pleroma|akkoma|misskey|sharkey|firefish|iceshrimp(\.net)?|gotosocial|friendica|foundkey|calckey|cherrypick|catodon|snac|mitra|takahe)$/;
    const known = lines
      .map((line) => JSON.parse(line) as { software: string; users_total: number | null; posts: number | null })
      .filter(({ software }) => programs.test(software));
    // Beyond these lie counters that cannot be, see the data's own notes.
    const accounts = known.map(({ users_total }) => users_total ?? 0).filter((count) => count > 0 && count < 4e6);
    const posts = known.map(({ posts: count }) => count ?? 0).filter((count) => count > 0 && count < 2e8);
    const distinct = (sizes: number[], draws: number) => {
      const total = sizes.reduce((sum, size) => sum + size, 0);
      return sizes.reduce((sum, size) => sum - Math.expm1(draws * Math.log1p(-size / total)), 0);
    };
    for (const followers of [1_000, 10_000, 100_000, 1_000_000]) {
      const { likely, atLeast } = serversReached(followers);
      expect(likely).toBe(Math.round(1.5 * Math.round(distinct(posts, followers))));
      expect(atLeast).toBe(Math.round(distinct(accounts, followers)));
    }
  });
});

describe("the queue", () => {
  test("3,000 servers, 100 answers in ten minutes: 300,000 deliveries, hours at a dozen workers", () => {
    const queue = queueOfAnswers(3_000, 12);
    expect(queue.jobs).toBe(300_000);
    // 12 workers make 1,440 deliveries a minute at half a second each.
    expect(queue.peakJobs).toBe(300_000 - 10 * 1_440);
    expect(queue.waitMinutes).toBeCloseTo(285_600 / 1_440);
    expect(queue.emptyAfterMinutes).toBeCloseTo(300_000 / 1_440);
  });

  test("one post to 3,000 servers takes a dozen workers two minutes", () => {
    expect(queueOfPost(3_000, 12)).toEqual({
      jobs: 3_000,
      peakJobs: 3_000,
      waitMinutes: 3_000 / 1_440,
      emptyAfterMinutes: 3_000 / 1_440,
    });
  });

  test("nobody reached, nothing waits", () => {
    expect(queueOfAnswers(0, 1)).toEqual({ jobs: 0, peakJobs: 0, waitMinutes: 0, emptyAfterMinutes: 0 });
  });

  test("more servers never wait less, more workers never longer; no queue is longer than what was put into it", () => {
    const servers = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(servers, servers, anyWorkers, anyWorkers, (a, b, c, d) => {
        const [few, many] = ordered(a, b, Number) as [number, number];
        const [slow, fast] = ordered(c, d, Number) as [number, number];
        for (const queueOf of [queueOfPost, queueOfAnswers]) {
          expect(queueOf(many, slow).waitMinutes).toBeGreaterThanOrEqual(queueOf(few, slow).waitMinutes);
          expect(queueOf(many, fast).waitMinutes).toBeLessThanOrEqual(queueOf(many, slow).waitMinutes);
          expect(queueOf(many, slow).peakJobs).toBeLessThanOrEqual(queueOf(many, slow).jobs);
        }
      }),
    );
  });

  test("a small server makes Mastodon's usual deliveries at once, a larger one more", () => {
    expect([1, 300, 500, 1_000, 4_000].map(workersOf)).toEqual([25, 25, 25, 50, 200]);
    expect(DEFAULT_WORKERS).toBeGreaterThan(OWN_WORKERS);
  });
});

describe("room for an audience", () => {
  test.for([
    [0, "easy"],
    [EASY_FOLLOWERS, "easy"],
    [EASY_FOLLOWERS + 1, "roomy"],
    [SHARED_FOLLOWERS, "roomy"],
    [SHARED_FOLLOWERS + 1, "own"],
  ] as const)("%d followers: %s", ([followers, band]) => {
    expect(audienceBand(followers)).toBe(band);
  });

  test("up to 2,000 followers change nothing, and one more next to nothing", () => {
    expect(roomForAudience(EASY_FOLLOWERS)).toBeNull();
    expect(roomForAudience(EASY_FOLLOWERS + 1)?.(100)).toBeGreaterThan(0.99);
  });

  test("20,000 followers: a server of 1,500, where the wait is a quarter, counts sixteen times one of 400", () => {
    const room = roomForAudience(20_000);
    expect((room?.(1_500) ?? 0) / (room?.(400) ?? 1)).toBeCloseTo(3.97 ** 2, 0);
  });

  test("it is above 0 and at most 1, never less on a larger server, never more for more followers", () => {
    const people = fc.integer({ min: 1, max: OVERSIZED_PEOPLE });
    const many = fc.integer({ min: EASY_FOLLOWERS + 1, max: 1_000_000_000 });
    fc.assert(
      fc.property(people, people, many, many, (a, b, c, d) => {
        const [small, large] = ordered(a, b, Number) as [number, number];
        const [fewer, more] = ordered(c, d, Number) as [number, number];
        const room = roomForAudience(fewer) ?? (() => Number.NaN);
        expect(room(small)).toBeGreaterThan(0);
        expect(room(large)).toBeLessThanOrEqual(1);
        expect(room(large)).toBeGreaterThanOrEqual(room(small));
        expect(roomForAudience(more)?.(small)).toBeLessThanOrEqual(room(small));
      }),
    );
  });
});

describe("picks for who brings a crowd", () => {
  const sizes = Array.from({ length: 60 }, (_, index) => Math.round(60 * 1.08 ** index));
  const servers = sizes.map((monthlyActiveUsers, index) =>
    entry(`s${index}-pool.org`, { monthlyActiveUsers, accounts: 20_000, languages: [index % 2 === 0 ? "en" : "fr"] }),
  );
  const moment = { full: new Set<never>(), roomOf: () => "places-left" as const };
  const ask = (followers: number, seed: number) =>
    recommend(new Candidates("microblog", servers), { ...PLAIN_QUESTION, languages: ["en"], followers }, seed, moment);
  const sizesFor = (followers: number) =>
    Array.from({ length: 400 }, (_, seed) =>
      ask(followers, seed).picks.map(({ entry: { size } }) => size?.activePeople ?? 0),
    )
      .flat()
      .toSorted((a, b) => a - b);
  const middle = (numbers: number[]) => numbers[numbers.length >> 1] ?? Number.NaN;

  test("up to 2,000 followers change no pick", () => {
    for (let seed = 0; seed < 50; seed++) expect(ask(EASY_FOLLOWERS, seed)).toEqual(ask(0, seed));
  });

  test("20,000 followers are more often sent to servers with room for them, and to no other language", () => {
    expect(middle(sizesFor(20_000))).toBeGreaterThan(1.5 * middle(sizesFor(0)));
    for (let seed = 0; seed < 50; seed++) expect(ask(20_000, seed).picks.map(({ tier }) => tier)).toEqual([1, 1, 1]);
  });

  test("the same followers and seed, the same picks", () => {
    for (let seed = 0; seed < 20; seed++) expect(ask(20_000, seed)).toEqual(ask(20_000, seed));
  });

  test("a small server that is the only one to fit still comes first", () => {
    const only = entry("bach.example.org", { monthlyActiveUsers: 30, accounts: 90, languages: ["cy"] });
    const question = { ...PLAIN_QUESTION, languages: ["cy"], followers: 1_000_000 };
    const { picks } = recommend(new Candidates("microblog", [...servers, only]), question, 7, moment);
    expect(picks[0]?.entry).toBe(only);
  });
});

describe("a month of one's own server", () => {
  test("the author's bill of 50 lies in the middle of what their followers are said to cost", () => {
    expect(monthlyCost(21_000)).toEqual({ least: 25, most: 100 });
  });

  test("it costs something, never less for more followers, and the range is a range", () => {
    fc.assert(
      fc.property(anyFollowers, anyFollowers, (a, b) => {
        const [fewer, more] = ordered(a, b, Number) as [number, number];
        expect(monthlyCost(fewer).least).toBeGreaterThanOrEqual(5);
        expect(monthlyCost(fewer).most).toBeGreaterThan(monthlyCost(fewer).least);
        expect(monthlyCost(more).most).toBeGreaterThanOrEqual(monthlyCost(fewer).most);
        expect(monthlyCost(more).most).toBeLessThan(1_000);
      }),
    );
  });
});

describe("the form", () => {
  const parse = (query: string) => parseAudience(new URLSearchParams(query));

  test("nothing given: the known example, on a server of one's own", () => {
    const { given, problems, ...form } = parse("followers=&posts=&replies=&workers=&people=");
    expect(form).toEqual({ followers: 23_000, posts: 3, replies: 10, workers: 12, people: null, isWilling: false });
    expect([given.size, problems]).toEqual([0, []]);
  });

  test("up to 20,000 followers the usual workers are a small server's, above those of one's own", () => {
    expect(parse("followers=20000").workers).toBe(DEFAULT_WORKERS);
    expect(parse("followers=20001").workers).toBe(OWN_WORKERS);
    expect(parse("followers=20001&workers=40").workers).toBe(40);
  });

  test.for(["23000", "23,000", "23.000", "23 000", "23 000", "23 000", "23'000", " 23000 "])(
    "“%s” is 23,000",
    (written) => {
      const { followers, problems } = parseAudience(new URLSearchParams({ followers: written }));
      expect([followers, problems]).toEqual([23_000, []]);
    },
  );

  test.for([
    ["followers", "0"],
    ["followers", "-1"],
    ["followers", "5000001"],
    ["followers", "many"],
    ["followers", "1e3"],
    ["posts", "2.5"],
    ["posts", "501"],
    ["replies", "2001"],
    ["workers", "0"],
    ["people", "1"],
    ["people", "10001"],
    ["people", "9".repeat(500)],
  ] as const)("%s=%s cannot be meant; the problem names it and what is allowed", ([field, value]) => {
    const { problems, given } = parseAudience(new URLSearchParams({ [field]: value }));
    const { least, most } = AUDIENCE_FIELDS[field];
    expect(problems).toEqual([{ field, value: value.slice(0, 40), allowed: { rule: "number", least, most } }]);
    expect(given.has(field)).toBe(false);
  });

  test("whatever an address says, each answer lies within its bounds", () => {
    const values = fc.dictionary(fc.constantFrom(...Object.keys(AUDIENCE_FIELDS)), fc.string());
    fc.assert(
      fc.property(values, (address) => {
        const form = parseAudience(new URLSearchParams(address));
        for (const [field, { least, most }] of Object.entries(AUDIENCE_FIELDS)) {
          const value = form[field as AudienceField];
          if (value === null) continue;
          expect(Number.isInteger(value) && value >= least && value <= most, `${field}=${value}`).toBe(true);
        }
      }),
    );
  });
});

describe("a group", () => {
  test.for([
    [40, 100, "takeover"],
    [40, 400, "felt"],
    [40, 2_000, "unnoticed"],
    [2, 100, "unnoticed"],
  ] as const)("%d people on a server of %d: %s", ([group, server, presence]) => {
    expect(presenceOf(group, server)).toBe(presence);
  });

  test("40 people: one server of 800 in four days, or two that still suit everybody", () => {
    const answer = answerFor(40, false);
    expect(answer.first).toBe("one");
    expect(answer.one).toMatchObject({ server: 800, perDay: 10, days: 4 });
    expect(answer.several).toMatchObject({ servers: 2, peopleEach: 20 });
    expect(answer.admins).toBe(2);
  });

  test("who would run something hears of that first; too many for one server hear of several", () => {
    expect(answerFor(40, true).first).toBe("own");
    expect(answerFor(300, false)).toMatchObject({ first: "several", one: null, several: { servers: 11 } });
  });

  test("5,000 hear of servers of their own first, for nobody can find so many small ones", () => {
    const { first, one, several, admins } = answerFor(5_000, false);
    expect({ first, one, admins }).toEqual({ first: "own", one: null, admins: 10 });
    expect(several?.servers).toBeGreaterThan(MOST_SERVERS);
  });

  test("no answer changes the place that takes them in, sends a large server newcomers or asks more than its intake", () => {
    fc.assert(
      fc.property(anyGroup, fc.boolean(), (group, isWilling) => {
        const { one, several, first } = answerFor(group, isWilling);
        const isTooMany = one === null && (several?.servers ?? 0) > MOST_SERVERS;
        expect(first === "own").toBe(isWilling || isTooMany);
        expect(one !== null || several !== null).toBe(true);
        if (one !== null) {
          expect(shareOf(group, one.server)).toBeLessThanOrEqual(UNNOTICED_SHARE);
          expect(one.server).toBeLessThanOrEqual(OVERSIZED_PEOPLE);
        }
        if (several !== null) {
          expect(several.servers * several.peopleEach).toBeGreaterThanOrEqual(group);
          expect((several.servers - 1) * several.peopleEach).toBeLessThan(group);
          expect(presenceOf(several.peopleEach, several.arrival.server)).toBe("unnoticed");
        }
      }),
    );
  });

  test("a schedule brings everybody, nobody twice, and never more in a day than the server takes", () => {
    fc.assert(
      fc.property(anyGroup, fc.integer({ min: 1, max: OVERSIZED_PEOPLE }), (group, server) => {
        const { perDay, days } = arrivalAt(group, server);
        const schedule = scheduleOf(group, perDay);
        expect(schedule).toHaveLength(days);
        expect(schedule.reduce((sum, people) => sum + people, 0)).toBe(group);
        expect(Math.max(...schedule)).toBeLessThanOrEqual(perDay);
        expect(Math.min(...schedule)).toBeGreaterThan(0);
      }),
    );
  });
});

describe("hosting companies and collectives", () => {
  test("each row has a secure address, its source and when that was told, and stands once", () => {
    expect(HOSTS_CHECKED).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(HOSTS.length).toBeGreaterThanOrEqual(15);
    for (const { name, url, source, asOf } of HOSTS) {
      expect(new URL(url).protocol, name).toBe("https:");
      expect(new URL(source).protocol, name).toBe("https:");
      expect(asOf <= HOSTS_CHECKED.slice(0, 7), name).toBe(true);
    }
    expect(new Set(HOSTS.map(({ url }) => url)).size).toBe(HOSTS.length);
  });

  test("the two everybody asks for are there", () => {
    expect(HOSTS.map(({ name }) => name)).toEqual(expect.arrayContaining(["Masto.host", "CHATONS"]));
  });
});
