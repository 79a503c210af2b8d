import { describe, expect, test } from "vitest";
import { readerOf } from "#crawler/software/index.ts";
import { read } from "./asked.ts";

/** Version 1.0, with objects where later versions have lists. */
const NODEINFO = {
  version: "1.0",
  software: { name: "diaspora", version: "0.9.0.0-p2dc4f7a" },
  protocols: { inbound: ["diaspora"], outbound: ["diaspora"] },
  services: { inbound: [], outbound: ["wordpress"] },
  openRegistrations: true,
  usage: { users: { total: 310, activeHalfyear: 120, activeMonth: 64 }, localPosts: 41_000, localComments: 98_000 },
  metadata: {
    nodeName: "Small Cove",
    camo: { markdown: false, opengraph: false },
    adminAccount: "podmin",
  },
};

const told = (changes: object) => read(readerOf("diaspora"), { nodeinfo: { ...NODEINFO, ...changes } });

describe("diaspora*", () => {
  test("its NodeInfo in our words, without its administrator", async () => {
    const { claims, asked } = await told({});
    expect(asked).toEqual([]);
    expect(claims).toMatchObject({
      title: "Small Cove",
      description: null,
      accounts: 310,
      monthlyActiveUsers: 64,
      halfYearActiveUsers: 120,
      posts: 41_000,
      comments: 98_000,
    });
    expect(JSON.stringify(claims)).not.toContain("podmin");
  });

  test.for([[{ users: {} }], [{ users: [] }], [[]], [undefined]])(
    "statistics that are off (usage: %j), as they are unless somebody wants them, tell no count",
    async ([usage]) => {
      const counts = {
        accounts: null,
        monthlyActiveUsers: null,
        halfYearActiveUsers: null,
        posts: null,
        comments: null,
      };
      expect((await told({ usage })).claims).toMatchObject(counts);
    },
  );

  test.for([
    [true, "open"],
    [false, "closed"],
  ] as const)("openRegistrations %j: %s", async ([openRegistrations, expected]) => {
    expect((await told({ openRegistrations })).claims.registrations).toBe(expected);
  });
});
