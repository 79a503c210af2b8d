import { describe, expect, test } from "vitest";
import { bonfire } from "#crawler/software/bonfire.ts";
import { readerOf } from "#crawler/software/index.ts";
import { DOMAIN, read } from "./asked.ts";

const nodeinfo = (changes: object = {}) => ({
  version: "2.1",
  software: { name: "Social", version: "1.0.0", repository: "https://github.com/bonfire-networks/bonfire-app" },
  openRegistrations: false,
  usage: { users: { total: 77 } },
  metadata: { nodeName: "Beach Fire", nodeDescription: "Stories at the fire." },
  ...changes,
});

const INSTANCE = {
  uri: `https://${DOMAIN}`,
  title: "Beach Fire",
  description: "Stories at the fire, and songs.",
  languages: ["en", "fr", "es", "it"],
  registrations: true,
  stats: { domain_count: 1, status_count: 1, user_count: 77 },
  rules: [],
};

const told = (instance: unknown, changes: object = {}) =>
  read(bonfire, { nodeinfo: nodeinfo(changes), pages: { "/api/v1/instance": instance } });

describe("Bonfire", () => {
  test("its instance document in our words; languages and counts in it mean nothing", async () => {
    const { claims, asked } = await told(INSTANCE);
    expect(asked).toEqual(["/api/v1/instance"]);
    expect(claims).toMatchObject({
      title: "Beach Fire",
      description: "Stories at the fire, and songs.",
      languages: [],
      registrations: "open",
      accounts: 77,
      posts: null,
      host: DOMAIN,
    });
  });

  test.for([
    [{ registrations: true }, true, "open"],
    [{ registrations: false }, true, "invite"],
    [404, true, "open"],
    [404, false, "invite"],
    [404, undefined, "unknown"],
  ] as const)("%j and NodeInfo's %s: %s", async ([instance, openRegistrations, expected]) => {
    expect((await told(instance, { openRegistrations })).claims.registrations).toBe(expected);
  });

  test("the title it ships with is none of its own", async () => {
    const metadata = { nodeName: "An instance of Social" };
    expect((await told({ title: "An instance of Social" }, { metadata })).claims.title).toBeNull();
  });

  test("it has a reader under its own name", () => expect(readerOf("bonfire")).toBe(bonfire));
});
