import { describe, expect, test } from "vitest";
import { blankInstance, type Instance } from "#core/instance.ts";
import { claimsOfNodeInfo } from "#crawler/claims.ts";
import { hostingNetworkOf } from "#crawler/hosting-network.ts";
import { type FinishedVisit, type Known, type Merged, mergeVisit } from "#crawler/merge.ts";
import { parseNodeInfo } from "#crawler/nodeinfo.ts";
import { factsOf } from "#crawler/visit.ts";

const DOMAIN = "m.example.org";
const NOTHING: Known = { instance: null, details: null };
const day = (number: number) => new Date(Date.UTC(2026, 9, number));

type Success = FinishedVisit & { outcome: "ok" };

/** A visit that read these things of a Mastodon server. */
function success(number: number, { facts = {}, details = {}, ...changes }: SuccessChanges = {}): Success {
  const nodeinfo = parseNodeInfo({ software: { name: "mastodon" }, openRegistrations: true });
  const claims = claimsOfNodeInfo(nodeinfo);
  return {
    outcome: "ok",
    domain: DOMAIN,
    visitedAt: day(number).toISOString(),
    durationMs: 80,
    requests: 4,
    bytes: 9_000,
    facts: { ...factsOf(DOMAIN, nodeinfo, claims), ...facts },
    details: { ...claims.details, ...details },
    hostingNetwork: "203.0.113.0/24",
    isThorough: true,
    isPartial: false,
    retryAfterMs: null,
    ...changes,
  };
}
type SuccessChanges = Partial<Omit<Success, "facts" | "details">> & {
  facts?: Partial<Success["facts"]>;
  details?: Partial<Success["details"]>;
};

const after = (known: Known, visit: FinishedVisit): Merged => mergeVisit(known, visit, 0, new Date(visit.visitedAt));

describe("figures for the floor", () => {
  test("the last three visits that told a figure are kept, the newest first", () => {
    let known: Known = NOTHING;
    for (const [index, monthlyActiveUsers] of [9, 30, null, 31, 32].entries()) {
      known = after(known, success(index + 1, { facts: { monthlyActiveUsers } }));
    }
    expect(known.instance?.recentActivePeople).toEqual([32, 31, 30]);
  });

  test("a doubted figure is none", () => {
    const first = after(NOTHING, success(1, { facts: { monthlyActiveUsers: 40 } }));
    const second = after(first, success(2, { facts: { monthlyActiveUsers: 4_000, doubts: ["periods-contradict"] } }));
    expect(second.instance?.recentActivePeople).toEqual([40]);
  });
});

describe("a leap of the counts", () => {
  const SMALL = { monthlyActiveUsers: 100, accounts: 800, posts: 50_000 };
  const LEAPT = { monthlyActiveUsers: 4_000, accounts: 9_000, posts: 60_000 };
  const first = after(NOTHING, success(1, { facts: SMALL }));
  const doubtsOf = ({ instance }: Known) => instance?.doubts;

  test("is doubted, brings no figure for the floor, and is believed once it has held", () => {
    const second = after(first, success(2, { facts: LEAPT }));
    expect(second.instance).toMatchObject({ doubts: ["sudden-leap"], recentActivePeople: [100] });
    const third = after(second, success(4, { facts: LEAPT }));
    expect(doubtsOf(third)).toEqual(["sudden-leap"]);
    expect(after(third, success(5, { facts: LEAPT })).instance).toMatchObject({
      doubts: [],
      recentActivePeople: [4_000, 100],
    });
  });

  test("stands after a visit that told nothing or only a part", () => {
    const second = after(first, success(2, { facts: LEAPT }));
    const partial = after(second, success(3, { isPartial: true, facts: { ...LEAPT, posts: null } }));
    expect(doubtsOf(partial)).toEqual(["sudden-leap"]);
    const silent = after(second, success(3));
    expect(doubtsOf(after(silent, success(4, { facts: LEAPT })))).toEqual(["sudden-leap"]);
  });

  test("is none where a partial visit counts posts in another way, or another program moves in", () => {
    const partial = after(first, success(2, { isPartial: true, facts: { ...SMALL, posts: 8_000_000 } }));
    expect(doubtsOf(partial)).toEqual([]);
    expect(doubtsOf(after(partial, success(3, { facts: SMALL })))).toEqual([]);
    expect(doubtsOf(after(first, success(2, { facts: { ...LEAPT, software: "lemmy" } })))).toEqual([]);
  });

  test("is not judged by what others told before our first visit, however different", () => {
    const seed: Instance = {
      ...blankInstance(DOMAIN, "mastodon", day(0).toISOString()),
      posts: 9_000_000,
      accounts: 3,
    };
    expect(doubtsOf(after({ instance: seed, details: null }, success(1, { facts: SMALL })))).toEqual([]);
  });
});

describe("details", () => {
  const first = after(NOTHING, success(1, { details: { about: "Long ago.", rules: ["Be kind."], postLength: 500 } }));

  test("a daily visit asks for less and forgets nothing", () => {
    const second = after(first, success(2, { isThorough: false, details: { postLength: 1_000 } }));
    expect(second.details).toMatchObject({ about: "Long ago.", rules: ["Be kind."], postLength: 1_000 });
    expect(second.details?.readAt).toBe(first.details?.readAt);
  });

  test("a thorough one replaces all of it", () => {
    const second = after(first, success(9, { details: { postLength: 1_000 } }));
    expect(second.details).toMatchObject({ about: null, rules: [], postLength: 1_000, readAt: day(9).toISOString() });
  });

  test("one that got only a part replaces nothing it did not get, and the whole is asked for again", () => {
    const second = after(first, success(9, { isPartial: true, details: { postLength: 1_000 } }));
    expect(second.details).toMatchObject({ about: "Long ago.", postLength: 1_000, readAt: first.details?.readAt });
  });

  test("a failure keeps them, a refusal erases them", () => {
    const failed = { outcome: "failed", domain: DOMAIN, visitedAt: day(2).toISOString() } as const;
    const rest = { durationMs: 1, requests: 1, bytes: 0, message: "", leadsTo: null, retryAfterMs: null };
    expect(after(first, { ...failed, ...rest, failure: "timeout" }).details).toEqual(first.details);
    expect(after(first, { ...failed, ...rest, failure: "robots" })).toMatchObject({ details: null, isErased: true });
  });
});

describe("languages and topics", () => {
  const FRENCH = "Une instance pour les passionnés de photographie argentique et de tirages en noir et blanc.";

  test("are recognised in its own words, which are kept", () => {
    const { instance, details } = after(NOTHING, success(1, { facts: { description: FRENCH } }));
    expect(instance).toMatchObject({ languages: ["fr"], languagesBasis: "detected" });
    expect(instance).toMatchObject({ topics: ["photography"], topicsBasis: "detected" });
    expect(details?.topicWords["photography"]?.length).toBeGreaterThan(0);
  });

  test("what it declares comes first, and has no words", () => {
    const declared = { description: FRENCH, languages: ["br"], topics: ["science"] };
    const { instance, details } = after(NOTHING, success(1, { facts: declared }));
    expect(instance).toMatchObject({ languages: ["br"], languagesBasis: "declared" });
    expect(instance).toMatchObject({ topics: ["science"], topicsBasis: "declared" });
    expect(details?.topicWords).toEqual({});
  });

  test("what a person set before stays while it declares nothing itself", () => {
    const set = { languages: ["oc"], languagesBasis: "declared", topics: ["art"], topicsBasis: "declared" } as const;
    const known: Instance = {
      ...blankInstance(DOMAIN, "mastodon", day(1).toISOString()),
      ...set,
      languages: ["oc"],
      topics: ["art"],
    };
    const { instance, details } = after(
      { instance: known, details: null },
      success(2, { facts: { description: FRENCH } }),
    );
    expect(instance).toMatchObject(set);
    expect(details?.topicWords).toEqual({});
  });

  test("a text that is gone takes its topics with it", () => {
    const first = after(NOTHING, success(1, { facts: { description: FRENCH } }));
    expect(after(first, success(2)).instance).toMatchObject({ topics: [], topicsBasis: null });
  });
});

test.for([
  [["198.51.100.7"], "198.51.100.0/24"],
  [["203.0.113.9", "198.51.100.7"], "198.51.100.0/24"],
  [["2001:db8:1:2::3", "203.0.113.9"], "203.0.113.0/24"],
  [["2001:db8:1:2::3"], "2001:db8:1::/48"],
  [["::ffff:203.0.113.9"], "203.0.113.0/24"],
  [[], null],
] as const)("%o is in %s", ([addresses, network]) => {
  expect(hostingNetworkOf(addresses)).toBe(network);
});

describe("the age of a server is", () => {
  const OLD = { since: "2019-05-01", title: "Tidewater", software: "mastodon", accounts: 800 };
  const before = (number: number, changes: Partial<Instance> = {}): Known => ({
    instance: {
      ...blankInstance(DOMAIN, "mastodon", "2026-01-01T00:00:00.000Z"),
      ...OLD,
      ...changes,
      lastSeenAt: day(number).toISOString(),
    },
    details: null,
  });
  const told = { title: "Tidewater", accounts: 812 };

  test.for([
    ["kept after some weeks of silence", before(1, { state: "gone" }), 40, told, "2019-05-01"],
    ["that of whoever answers after longer", before(1, { state: "gone" }), 75, told, "2026-12-14"],
    [
      "that of whoever answers in its place",
      before(1, { state: "gone" }),
      40,
      { ...told, title: "Casino" },
      "2026-11-09",
    ],
    ["its own under another title", before(1, { state: "failing" }), 9, { ...told, title: "Ebb" }, "2019-05-01"],
  ] as const)("%s", ([, known, number, facts, expected]) => {
    expect(after(known, success(number, { facts })).instance?.since).toBe(expected);
  });
});

describe("since when registrations are as they are", () => {
  const since = ({ instance }: Known) => instance?.registrationsSince;
  const opened = after(NOTHING, success(1, { facts: { registrations: "open" } }));
  const closed = after(opened, success(5, { facts: { registrations: "closed" } }));

  test("is not known of what the first visit found", () => {
    expect(since(opened)).toBeNull();
    expect(since(after(opened, success(2, { facts: { registrations: "open" } })))).toBeNull();
    const hearsay = { ...NOTHING, instance: { ...blankInstance(DOMAIN, "mastodon", day(1).toISOString()) } };
    expect(since(after(hearsay, success(2, { facts: { registrations: "closed" } })))).toBeNull();
  });

  test("is the day of the visit that found them changed, and stays while they do", () => {
    expect(since(closed)).toBe("2026-10-05");
    expect(since(after(closed, success(6, { facts: { registrations: "closed" } })))).toBe("2026-10-05");
    expect(since(after(closed, success(7, { facts: { registrations: "approval" } })))).toBe("2026-10-07");
  });
});
