import { describe, expect, test } from "vitest";
import { checkConsent, federationIsLimited } from "#crawler/judge/consent.ts";
import { parseNodeInfo } from "#crawler/nodeinfo.ts";

const told = (name: string, metadata: unknown, rest: object = {}) =>
  parseNodeInfo({ software: { name, version: "1.2" }, metadata, ...rest });

/** The same number everywhere, and one of posts. */
const usage = (people: number, localPosts: number) => ({
  usage: { users: { total: people, activeMonth: people, activeHalfyear: people }, localPosts },
});

describe("consent", () => {
  test.for(["funkwhale", "pleroma", "akkoma", "writefreely", "epicyon", "unheard-of"])(
    "%s: private means leave",
    (software) => {
      for (const no of [true, 1, "true"]) {
        expect(() => checkConsent(told(software, { private: no }))).toThrow(/private/);
      }
      for (const yes of [false, 0, null, undefined, "?"]) {
        expect(() => checkConsent(told(software, { private: yes }))).not.toThrow();
      }
    },
  );

  test.for<[name: string, software: string, rest: object, isHidden: boolean]>([
    ["Hubzilla's ones", "hubzilla", usage(1, 1), true],
    ["a lone channel with posts", "hubzilla", usage(1, 80), false],
    ["a lone open channel", "hubzilla", { ...usage(1, 1), openRegistrations: true }, false],
    ["Zap's zeros without a version", "zap", { ...usage(0, 0), software: { name: "zap", version: "" } }, true],
    ["a new server's zeros", "zap", usage(0, 0), false],
    ["no figures at all", "streams", { software: { name: "streams" } }, false],
    [
      "a version that is hidden",
      "redmatrix",
      { ...usage(1, 1), software: { name: "redmatrix", version: "0.0" } },
      true,
    ],
    ["another one", "streams", { software: { name: "streams", version: "N/A" } }, true],
    ["one person elsewhere", "mastodon", usage(1, 1), false],
  ])("%s (%s): hidden statistics, %s", ([, software, rest, isHidden]) => {
    const check = () => checkConsent(told(software, {}, rest));
    if (isHidden) expect(check).toThrow(/hidden/);
    else expect(check).not.toThrow();
  });
});

test.for([
  [{ federation: { enabled: false } }, true],
  [{ federation: { enabled: true } }, false],
  [{ federation: [] }, false],
  [{ allowList: { enabled: true, domains: null } }, true],
  [{ allowList: { enabled: false } }, false],
  [[], false],
] as const)("NodeInfo that says %j: federation is limited, %s", ([metadata, expected]) => {
  expect(federationIsLimited(told("pleroma", metadata))).toBe(expected);
});
