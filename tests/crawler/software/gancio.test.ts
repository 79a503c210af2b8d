import { describe, expect, test } from "vitest";
import { gancio } from "#crawler/software/gancio.ts";
import { readerOf } from "#crawler/software/index.ts";
import { read } from "./asked.ts";

const NODEINFO = {
  version: "2.1",
  software: { name: "gancio", version: "1.24.2", repository: "https://git.example.org/gancio" },
  protocols: ["activitypub"],
  services: { inbound: [], outbound: ["rss2.0"] },
  openRegistrations: true,
  usage: { users: { total: 38 }, localPosts: 2_410, localComments: 95 },
  metadata: {
    nodeName: "Quay Calendar",
    nodeDescription: "What is on at the <b>quay</b>.",
    nodeLabel: "The Quay",
    nodeTimezone: "Europe/Rome",
    nodeActor: "events",
  },
};

describe("Gancio", () => {
  test("its NodeInfo in our words; what it calls comments are other servers' answers", async () => {
    const { claims, asked } = await read(gancio, { nodeinfo: NODEINFO });
    expect(asked).toEqual([]);
    expect(claims).toMatchObject({
      title: "Quay Calendar",
      description: "What is on at the quay.",
      accounts: 38,
      monthlyActiveUsers: null,
      posts: 2_410,
      comments: null,
    });
  });

  test.for([
    // Each new account waits for an admin.
    [true, "approval"],
    [false, "closed"],
    [null, "unknown"],
  ] as const)("openRegistrations %j: %s", async ([openRegistrations, expected]) => {
    const { claims } = await read(gancio, { nodeinfo: { ...NODEINFO, openRegistrations } });
    expect(claims.registrations).toBe(expected);
  });

  test("it has a reader under its name", () => expect(readerOf("gancio")).toBe(gancio));
});
