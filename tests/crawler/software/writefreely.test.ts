import { describe, expect, test } from "vitest";
import { ownText } from "#crawler/claims.ts";
import { writefreely } from "#crawler/software/writefreely.ts";
import { DOMAIN, read } from "./asked.ts";

const nodeinfo = (metadata: object = {}, rest: object = {}) => ({
  version: "2.0",
  software: { name: "writefreely", version: "0.15.0" },
  openRegistrations: true,
  usage: { users: { total: 380, activeHalfyear: 60, activeMonth: 14 }, localPosts: 4_020 },
  metadata: {
    nodeName: "Sand Letters",
    nodeDescription: "Words by the sea.",
    private: false,
    maxBlogs: 5,
    ...metadata,
  },
  ...rest,
});

const told = async (metadata: object = {}, rest: object = {}) =>
  read(writefreely, { nodeinfo: nodeinfo(metadata, rest) });

describe("WriteFreely", () => {
  test("tells all in NodeInfo, and asks for no more", async () => {
    const { claims, asked } = await told();
    expect(asked).toEqual([]);
    expect(claims).toMatchObject({
      title: "Sand Letters",
      description: "Words by the sea.",
      registrations: "open",
      monthlyActiveUsers: 14,
      posts: 4_020,
      details: { privacyUrl: `https://${DOMAIN}/privacy` },
    });
  });

  test.for([
    [1, 380],
    [5, null],
    [0, null],
    [undefined, null],
  ] as const)("with at most %s blogs each, its blogs count as %s people", async ([maxBlogs, expected]) => {
    expect((await told({ maxBlogs })).claims.accounts).toBe(expected);
  });

  test.for([
    [true, false, "open"],
    [false, true, "invite"],
    [false, false, "closed"],
  ] as const)("open %s, invitations %s: %s", async ([openRegistrations, invites, expected]) => {
    expect((await told({ invites }, { openRegistrations })).claims.registrations).toBe(expected);
  });

  test("the description it ships with is none of its own", async () => {
    const { claims } = await told({ nodeDescription: "Minimal, federated blogging platform." });
    expect(ownText(claims.description, 600, { software: "writefreely", host: DOMAIN })).toBeNull();
  });
});
