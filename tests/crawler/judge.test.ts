import { describe, expect, test } from "vitest";
import { checkConsent } from "#crawler/judge/consent.ts";
import { parseNodeInfo } from "#crawler/nodeinfo.ts";

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
