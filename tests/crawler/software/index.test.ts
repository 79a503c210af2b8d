import { describe, expect, test } from "vitest";
import { programOf } from "#core/software.ts";
import { readerOf } from "#crawler/software/index.ts";
import { nodeinfoOnly } from "#crawler/software/nodeinfo-only.ts";
import { read } from "./asked.ts";

const told = (name: string, changes: object = {}) =>
  read(readerOf(name), {
    nodeinfo: {
      software: { name, version: "0.1" },
      openRegistrations: true,
      usage: { users: { total: 5, activeMonth: 3 }, localPosts: 40 },
      metadata: {
        nodeName: "Small Cove",
        nodeDescription: "A cove of our own.",
        staffAccounts: ["https://pool.example.org/users/ada"],
      },
      ...changes,
    },
  });

test("an unknown program still yields an instance, though nobody knows how one gets in", async () => {
  const { claims, asked } = await told("brand new");
  expect(asked).toEqual([]);
  expect(claims).toMatchObject({
    title: "Small Cove",
    description: "A cove of our own.",
    registrations: "unknown",
    accounts: 5,
    monthlyActiveUsers: 3,
    posts: 40,
    details: { staff: 1 },
  });
  expect(JSON.stringify(claims)).not.toContain("ada");
});

test("no name of a program is a reader by accident", () => {
  for (const name of ["constructor", "__proto__", "toString", ""]) expect(readerOf(name)).toBe(nodeinfoOnly);
});

/** Programs whose own API or metadata tells more than any NodeInfo does. */
test.for([
  ...["mastodon", "hometown", "peertube", "pixelfed", "lemmy", "mbin", "kbin", "piefed", "misskey", "sharkey"],
  ...["firefish", "iceshrimp", "iceshrimp.net", "cherrypick", "pleroma", "akkoma", "gotosocial", "friendica"],
  ...["hubzilla", "streams", "bookwyrm", "mobilizon", "funkwhale", "writefreely", "owncast", "gancio", "nodebb"],
  ...["mitra", "wafrn", "loops", "bonfire"],
])("%s has a reader of its own, under the name in the table of programs", (name) => {
  expect(readerOf(name)).not.toBe(nodeinfoOnly);
  expect(readerOf(name).software).toContain(name);
  expect(programOf(name)).toBeDefined();
});

describe("programs that nobody can join", () => {
  test.for([
    ...["wordpress", "ghost", "hollo", "snac", "microblogpub", "epicyon", "ktistec", "owncast", "honk"],
    ...["activityrelay", "aoderelay", "birdsitelive", "bridgy-fed"],
  ])("%s is known as one of them", (name) => expect(programOf(name)?.isJoinable).toBe(false));

  test.for(["wordpress", "ghost", "hollo", "snac"])("%s is asked for nothing but NodeInfo", async (name) => {
    const { claims, asked } = await told(name, { openRegistrations: false });
    expect(asked).toEqual([]);
    expect(claims).toMatchObject({ title: "Small Cove", registrations: "closed" });
  });
});
