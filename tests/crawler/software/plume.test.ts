import { describe, expect, test } from "vitest";
import { readerOf } from "#crawler/software/index.ts";
import { read } from "./asked.ts";

const NODEINFO = {
  version: "2.0",
  software: { name: "Plume", version: "0.7.2" },
  protocols: ["activitypub"],
  services: { inbound: [], outbound: [] },
  openRegistrations: true,
  usage: { users: { total: 77 }, localPosts: 640, localComments: 210 },
  metadata: { nodeName: "Gull Feather", nodeDescription: "<p>Long reads, <em>slowly</em> written.</p>" },
};

const told = (changes: object) => read(readerOf("plume"), { nodeinfo: { ...NODEINFO, ...changes } });

describe("Plume", () => {
  test("its NodeInfo in our words, which has no figure of activity", async () => {
    const { claims, asked } = await told({});
    expect(asked).toEqual([]);
    expect(claims).toMatchObject({
      title: "Gull Feather",
      description: "Long reads, slowly written.",
      accounts: 77,
      monthlyActiveUsers: null,
      halfYearActiveUsers: null,
      posts: 640,
      comments: 210,
    });
  });

  test.for([
    [true, "open"],
    [false, "closed"],
  ] as const)("openRegistrations %j: %s", async ([openRegistrations, expected]) => {
    expect((await told({ openRegistrations })).claims.registrations).toBe(expected);
  });
});
