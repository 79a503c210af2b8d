import { describe, expect, test } from "vitest";
import { programOf } from "#core/software.ts";
import { parseNodeInfo } from "#crawler/nodeinfo.ts";
import { readerOf } from "#crawler/software/index.ts";
import { DOMAIN, read } from "./asked.ts";

const NAMES = { nodeName: "Small Cove", nodeDescription: "A cove of our own." };

describe("programs that tell all in NodeInfo", () => {
  test.for([
    ["diaspora", true, "open"],
    ["diaspora", false, "closed"],
    ["plume", true, "open"],
    ["gancio", true, "approval"],
    ["gancio", false, "closed"],
    ["castopod", true, "open"],
  ] as const)("%s says %s: %s, and nothing more is asked", async ([name, openRegistrations, expected]) => {
    const nodeinfo = {
      software: { name, version: "1.0" },
      openRegistrations,
      usage: { users: { total: 64 }, localPosts: 900 },
      metadata: NAMES,
    };
    const { claims, asked } = await read(readerOf(name), { nodeinfo });
    expect(asked).toEqual([]);
    expect(claims).toMatchObject({
      title: "Small Cove",
      description: "A cove of our own.",
      registrations: expected,
      accounts: 64,
      monthlyActiveUsers: null,
      posts: 900,
    });
  });

  test("a diaspora* pod with statistics off tells no count, and its administrator is not kept", async () => {
    const nodeinfo = {
      version: "1.0",
      software: { name: "diaspora", version: "0.9.0.0" },
      protocols: { inbound: ["diaspora"], outbound: ["diaspora"] },
      openRegistrations: true,
      usage: { users: {} },
      metadata: { nodeName: "Small Cove", adminAccount: "podmin", camo: { markdown: false } },
    };
    const { claims } = await read(readerOf("diaspora"), { nodeinfo });
    expect(claims).toMatchObject({ title: "Small Cove", accounts: null, posts: null });
    expect(JSON.stringify(claims)).not.toContain("podmin");
  });

  test("Castopod's NodeInfo2, which is in another shape and says whose it is", async () => {
    const nodeinfo = {
      version: "1.0",
      server: { baseUrl: `https://${DOMAIN}/`, name: "Sea Casts", software: "Castopod", version: "1.13.5" },
      usage: { users: { total: 4, activeMonth: 2, activeHalfyear: 3 }, localPosts: 61, localComments: 9 },
      openRegistrations: false,
    };
    const { claims } = await read(readerOf(parseNodeInfo(nodeinfo).software), { nodeinfo });
    expect(claims).toMatchObject({
      title: "Sea Casts",
      registrations: "closed",
      accounts: 4,
      monthlyActiveUsers: 2,
      posts: 61,
      comments: 9,
      host: DOMAIN,
    });
  });

  test("an unknown program still yields an instance", async () => {
    const nodeinfo = {
      software: { name: "Brand New", version: "0.1" },
      openRegistrations: true,
      usage: { users: { total: 5, activeMonth: 3 } },
      metadata: NAMES,
    };
    const { claims } = await read(readerOf("brand new"), { nodeinfo });
    expect(claims).toMatchObject({ title: "Small Cove", registrations: "unknown", accounts: 5, monthlyActiveUsers: 3 });
  });
});

describe("programs that nobody can join", () => {
  test.for([
    "wordpress",
    "ghost",
    "hollo",
    "snac",
    "microblogpub",
    "epicyon",
    "ktistec",
    "owncast",
    "honk",
    "activityrelay",
    "aoderelay",
    "birdsitelive",
    "bridgy-fed",
  ])("%s is known as one of them", (name) => expect(programOf(name)?.isJoinable).toBe(false));
});
