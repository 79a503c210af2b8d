import { describe, expect, test } from "vitest";
import { RefusalError } from "#crawler/net/errors.ts";
import { hubzilla } from "#crawler/software/hubzilla.ts";
import { readerOf } from "#crawler/software/index.ts";
import { DOMAIN, read } from "./asked.ts";

/** What the addon tells; without it there is no NodeInfo at all. */
const NODEINFO = {
  version: "2.0",
  software: { name: "hubzilla", version: "9.4.3" },
  services: [],
  openRegistrations: false,
  usage: { users: { total: 61, activeHalfyear: 30, activeMonth: 17 }, localPosts: 5_300, localComments: 900 },
  metadata: { nodeName: "Rock Garden" },
};

const SITE = {
  url: `https://${DOMAIN}`,
  site_name: "Rock Garden",
  platform: "hubzilla",
  info: "[b]Gardeners[/b] and [url=https://pool.example.org/help]their helpers[/url]. [img]https://pool.example.org/a.png[/img]",
  language: "nl",
  register_policy: "REGISTER_APPROVE",
  invitation_only: 0,
  hide_in_statistics: 0,
  admin: [{ name: "Ada", address: "ada@pool.example.org", channel: `https://${DOMAIN}/channel/ada` }, { name: "Bo" }],
  channels_total: 62,
  channels_active_monthly: 18,
  channels_active_halfyear: 31,
  local_posts: 5_301,
};

const told = (changes: object = {}, nodeinfo: object = {}) =>
  read(hubzilla, { nodeinfo: { ...NODEINFO, ...nodeinfo }, pages: { "/siteinfo.json": { ...SITE, ...changes } } });

describe("Hubzilla", () => {
  test("its site information in our words, its administrators only counted", async () => {
    const { claims, asked } = await told();
    expect(asked).toEqual(["/siteinfo.json"]);
    expect(claims).toMatchObject({
      title: "Rock Garden",
      description: "Gardeners and their helpers.",
      languages: ["nl"],
      registrations: "approval",
      accounts: 61,
      monthlyActiveUsers: 17,
      halfYearActiveUsers: 30,
      posts: 5_300,
      host: DOMAIN,
      details: { about: null, staff: 2 },
    });
    expect(JSON.stringify(claims)).not.toMatch(/Ada|ada@/);
  });

  test.for([
    ["REGISTER_OPEN", 0, "open"],
    ["REGISTER_OPEN", 1, "invite"],
    ["REGISTER_APPROVE", 0, "approval"],
    ["REGISTER_CLOSED", 0, "closed"],
    ["REGISTER_CLOSED", true, "invite"],
    ["REGISTER_SOMEHOW", 0, "unknown"],
    [null, null, "unknown"],
  ] as const)("policy %s, invitation only %s: %s", async ([register_policy, invitation_only, expected]) => {
    expect((await told({ register_policy, invitation_only })).claims.registrations).toBe(expected);
  });

  test.for([1, true, "1", "true"])("hide_in_statistics %j is a wish to be left alone", async (hide_in_statistics) => {
    await expect(told({ hide_in_statistics })).rejects.toThrow(RefusalError);
  });

  test("what does not fit into a description is kept at length", async () => {
    const info = "[p]We garden [i]by the sea[/i].[/p] ".repeat(40);
    const { claims } = await told({ info }, { metadata: {} });
    expect(claims.description).toMatch(/^We garden by the sea\. .*…$/);
    expect(claims.details.about).toBe("We garden by the sea. ".repeat(40).trim());
  });

  test("(streams), which tells no figures anywhere", async () => {
    const figures = ["channels_total", "channels_active_monthly", "channels_active_halfyear", "local_posts"];
    const silent = Object.fromEntries(figures.map((name) => [name, undefined]));
    const streams = { software: { name: "streams", version: "25.3.9" }, openRegistrations: true, usage: [] };
    const { claims } = await told({ ...silent, register_policy: "REGISTER_OPEN", invitation_only: false }, streams);
    expect(readerOf("streams")).toBe(hubzilla);
    expect(claims).toMatchObject({
      title: "Rock Garden",
      registrations: "open",
      accounts: null,
      details: { staff: 2 },
    });
  });

  test("marks that never end take no time", async () => {
    const started = performance.now();
    for (const mark of ["[img", "[img]", "[url=", "[*", "["]) await told({ info: mark.repeat(200_000) });
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test("English is what nobody chose, and counts come from here where NodeInfo has none", async () => {
    const { claims } = await told({ language: "en" }, { usage: [] });
    expect(claims).toMatchObject({ languages: [], accounts: 62, monthlyActiveUsers: 18, posts: 5_301 });
  });
});
