import { describe, expect, test } from "vitest";
import { claimsOfNodeInfo } from "#crawler/claims.ts";
import { checkConsent } from "#crawler/judge/consent.ts";
import { judgeCounts } from "#crawler/judge/counts.ts";
import { checkIdentity } from "#crawler/judge/identity.ts";
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

describe("counts", () => {
  test.for([
    ["a calm server", "mastodon", 812, 236, 90_000, []],
    ["a single person", "mastodon", 1, 1, 4_000, []],
    ["an old, busy server", "mastodon", 455, 98, 333_331, []],
    ["a bridge's accounts", "birdsitelive", 58_818, null, 0, ["accounts-without-posts"]],
    ["bot sign-ups", "lemmy", 40_172, 73, 36_856, ["accounts-without-activity"]],
    ["bot sign-ups on an idle server", "lemmy", 721_658, 0, 140_461, ["accounts-without-activity"]],
    ["more posts than people write", "mastodon", 360, 200, 39_756_346, ["posts-without-accounts"]],
    ["more active people than accounts", "mastodon", 100, 600, 5_000, ["more-active-than-accounts"]],
    ["an estimate slightly off", "mastodon", 100, 108, 5_000, []],
    ["a placeholder", "epicyon", 1, 1, 1, ["placeholder"]],
    ["nothing told", "gotosocial", null, null, null, []],
  ] as const)("%s", ([, software, total, activeMonth, posts, expected]) => {
    expect(doubtsOf(software, total, activeMonth, posts)).toEqual(expected);
  });

  test("more people in a month than in half a year", () => {
    expect(doubtsOf("mastodon", 5_000, 900, 10_000, { activeHalfyear: 100 })).toEqual(["periods-contradict"]);
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

describe("consent", () => {
  const told = (software: string, metadata: object, rest = {}) =>
    parseNodeInfo({ software: { name: software }, metadata, ...rest });

  test.for(["funkwhale", "pleroma", "akkoma", "writefreely", "epicyon", "unheard-of"])(
    "%s: private means leave",
    (software) => {
      expect(() => checkConsent(told(software, { private: true }))).toThrow(/private/);
      expect(() => checkConsent(told(software, { private: false }))).not.toThrow();
    },
  );

  test("Hubzilla's ones mean leave; a real lone channel with posts does not say ones", () => {
    const users = { total: 1, activeMonth: 1, activeHalfyear: 1 };
    expect(() => checkConsent(told("hubzilla", {}, { usage: { users, localPosts: 1 } }))).toThrow(/hidden/);
    expect(() => checkConsent(told("hubzilla", {}, { usage: { users, localPosts: 80 } }))).not.toThrow();
  });
});

test.for([
  ["m.example.org", null, true],
  ["m.example.org", "m.example.org", true],
  ["social.example.org", "example.org", true],
  ["m.example.org", "m.example.net", false],
] as const)("%s that says it is %s may be it: %s", ([domain, host, expected]) => {
  const check = () => checkIdentity(domain, host);
  if (expected) expect(check).not.toThrow();
  else expect(check).toThrow(/says it is/);
});
