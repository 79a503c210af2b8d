import { describe, expect, test } from "vitest";
import { parseNodeInfo } from "#crawler/nodeinfo.ts";
import { readerOf } from "#crawler/software/index.ts";
import { DOMAIN, read } from "./asked.ts";

/** NodeInfo2, which is in another shape and says whose it is; there is nothing else. */
const NODEINFO2 = {
  version: "1.0",
  server: { baseUrl: `https://${DOMAIN}/`, name: "Sea Casts", software: "Castopod", version: "1.13.5" },
  protocols: ["activitypub"],
  openRegistrations: false,
  usage: { users: { total: 4, activeMonth: 2, activeHalfyear: 3 }, localPosts: 61, localComments: 9 },
};

const told = (changes: object) => read(readerOf("castopod"), { nodeinfo: { ...NODEINFO2, ...changes } });

describe("Castopod", () => {
  test("its NodeInfo2 in our words", async () => {
    const { claims, asked } = await told({});
    expect(parseNodeInfo(NODEINFO2)).toMatchObject({ software: "castopod", softwareVersion: "1.13.5" });
    expect(asked).toEqual([]);
    expect(claims).toMatchObject({
      title: "Sea Casts",
      accounts: 4,
      monthlyActiveUsers: 2,
      halfYearActiveUsers: 3,
      posts: 61,
      comments: 9,
      host: DOMAIN,
    });
  });

  test.for([
    [true, "open"],
    [false, "closed"],
  ] as const)("openRegistrations %j: %s", async ([openRegistrations, expected]) => {
    expect((await told({ openRegistrations })).claims.registrations).toBe(expected);
  });

  test.for([null, {}, { baseUrl: 7 }, { baseUrl: "not a name" }])(
    "a server part that is %j names no host",
    async (it) => {
      const server = { ...it, software: "castopod" };
      expect((await told({ server })).claims).toMatchObject({ host: null, accounts: 4 });
    },
  );
});
