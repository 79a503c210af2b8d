import { describe, expect, test } from "vitest";
import { nodebb } from "#crawler/software/nodebb.ts";
import { read } from "./asked.ts";

const nodeinfo = (changes: object = {}) => ({
  version: "2.0",
  software: { name: "NodeBB", version: "4.15.1" },
  openRegistrations: false,
  usage: { users: { total: "230", activeMonth: "41", activeHalfyear: "90" }, localPosts: "800", localComments: "6200" },
  metadata: { nodeName: "Barnacle Forum", nodeDescription: "Boats &amp; barnacles.", federation: { enabled: true } },
  ...changes,
});

const CONFIG = { siteTitle: "Barnacle Forum", defaultLang: "de", maximumPostLength: 32_767, maximumFileSize: 2_048 };

const told = (config: object = {}, changes: object = {}) =>
  read(nodebb, { nodeinfo: nodeinfo(changes), pages: { "/api/config": { ...CONFIG, ...config } } });

describe("NodeBB", () => {
  test("its NodeInfo, with numbers as text, and its configuration in our words", async () => {
    const { claims, asked } = await told();
    expect(asked).toEqual(["/api/config"]);
    expect(claims).toMatchObject({
      title: "Barnacle Forum",
      description: "Boats & barnacles.",
      languages: ["de"],
      accounts: 230,
      monthlyActiveUsers: 41,
      halfYearActiveUsers: 90,
      posts: 800,
      comments: 6_200,
      details: { postLength: 32_767, uploadMegabytes: 2 },
    });
  });

  test.for([
    [false, undefined, "unknown"],
    [true, undefined, "open"],
    [false, "normal", "open"],
    [false, "admin-approval", "approval"],
    [false, "admin-approval-ip", "approval"],
    [false, "invite-only", "invite"],
    [false, "admin-invite-only", "invite"],
    [false, "disabled", "closed"],
    [false, "something", "unknown"],
  ] as const)("NodeInfo says open %s, the type is %s: %s", async ([openRegistrations, registrationType, expected]) => {
    expect((await told({ registrationType }, { openRegistrations })).claims.registrations).toBe(expected);
  });

  test("the language it ships with declares nothing", async () => {
    expect((await told({ defaultLang: "en-GB" })).claims.languages).toEqual([]);
  });

  test("a forum that does not federate says so", async () => {
    const metadata = { federation: { enabled: false } };
    expect((await told({}, { metadata })).claims.isFederationLimited).toBe(true);
  });
});
