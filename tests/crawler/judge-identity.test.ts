import { describe, expect, test } from "vitest";
import { differencesOf } from "#crawler/judge/cloaking.ts";
import { canonicalOf, checkIdentity } from "#crawler/judge/identity.ts";
import { type NodeInfo, parseNodeInfo } from "#crawler/nodeinfo.ts";

describe("who it says it is", () => {
  test.for([
    ["m.example.org", null, null],
    ["m.example.org", "m.example.org", null],
    ["m.example.org", "m.example.org.", null],
    ["social.example.org", "example.org", "example.org"],
    ["social.example.org", "example.org.", "example.org"],
    ["www.example.co.uk", "example.co.uk", "example.co.uk"],
    ["m.example.org", "localhost", null],
    ["m.example.org", "127.0.0.1", null],
    ["xn--bcher-kva.example.org", "bücher.example.org", null],
  ] as const)("%s that says it is %s has another name: %s", ([domain, host, alias]) => {
    expect(checkIdentity(domain, host)).toEqual({ alias });
  });

  test.for([
    ["m.example.org", "m.example.net"],
    ["example.co.uk", "other.co.uk"],
    ["a.github.io", "b.github.io"],
    ["proxy.example.org", "mastodon.social"],
  ] as const)("%s that says it is %s is a copy", ([domain, host]) => {
    expect(() => checkIdentity(domain, host)).toThrow(/says it is/);
  });
});

describe("the name it keeps", () => {
  test.for([
    [
      "the place to sign up says the domain of the handles",
      "social.example.org",
      "social.example.org",
      "example.org",
      false,
      "social.example.org",
    ],
    [
      "the domain of the handles leads to the place to sign up",
      "example.org",
      "social.example.org",
      "example.org",
      false,
      "social.example.org",
    ],
    ["www leads to the name without it", "www.example.org", "example.org", null, true, "example.org"],
    [
      "www answers by itself, and so does the name it says",
      "www.example.org",
      "www.example.org",
      "example.org",
      true,
      "example.org",
    ],
    ["the name it says answers nobody", "www.example.org", "www.example.org", "example.org", false, "www.example.org"],
    ["one name only", "m.example.org", "m.example.org", null, false, "m.example.org"],
    [
      "somebody else's name counts for nothing",
      "m.example.org",
      "cdn.example.net",
      "m.example.net",
      true,
      "m.example.org",
    ],
  ] as const)("%s", ([, domain, servedBy, says, isSaidNameAlive, expected]) => {
    expect(canonicalOf({ domain, servedBy, says, isSaidNameAlive })).toBe(expected);
  });

  test("the same whichever name is asked", () => {
    const asked = [
      { domain: "example.org", servedBy: "social.example.org", says: "example.org", isSaidNameAlive: false },
      { domain: "social.example.org", servedBy: "social.example.org", says: "example.org", isSaidNameAlive: false },
    ];
    expect(new Set(asked.map(canonicalOf))).toEqual(new Set(["social.example.org"]));
  });
});

describe("cloaking", () => {
  const read = (changes: Partial<NodeInfo> = {}): NodeInfo => ({
    ...parseNodeInfo({ software: { name: "mastodon" }, openRegistrations: true }),
    ...{ accounts: 2_000, monthlyActiveUsers: 400, halfYearActiveUsers: 700, posts: 90_000 },
    ...changes,
  });

  test.for<[string, Partial<NodeInfo>, Partial<NodeInfo>, string[]]>([
    ["the same twice", {}, {}, []],
    ["an hour later", {}, { accounts: 2_010, monthlyActiveUsers: 404, posts: 90_300 }, []],
    ["a newer version", { softwareVersion: "4.6.2" }, { softwareVersion: "4.6.3" }, []],
    ["CherryPick under its relative's name", { software: "cherrypick" }, { software: "misskey" }, []],
    ["another program", {}, { software: "lemmy" }, ["software"]],
    ["a tenth of the people", {}, { monthlyActiveUsers: 40 }, ["counts"]],
    ["numbers for one, none for the other", {}, { monthlyActiveUsers: null }, ["counts"]],
    ["closed to one", {}, { openRegistrations: false }, ["registrations"]],
    [
      "everything",
      {},
      { software: "pleroma", accounts: 9, openRegistrations: null },
      ["software", "counts", "registrations"],
    ],
  ])("%s", ([, one, other, expected]) => {
    expect(differencesOf(read(one), read(other))).toEqual(expected);
    expect(differencesOf(read(other), read(one))).toEqual(expected);
  });
});
