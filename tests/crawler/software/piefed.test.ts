import { describe, expect, test } from "vitest";
import { piefed } from "#crawler/software/piefed.ts";
import { DOMAIN, read, readPeers } from "./asked.ts";

/** Without `services` and `metadata`, as 2.0 comes. */
const NODEINFO = {
  software: { name: "PieFed", version: "1.6.18" },
  openRegistrations: true,
  usage: { users: { total: 210, activeMonth: 33, activeHalfyear: 70 }, localPosts: 800, localComments: 4_000 },
};

const CHOOSER = {
  name: "Crust",
  elevator_pitch: "Baking, and what goes with it.",
  description: "A place for bakers.",
  about: "<p>Since <b>2024</b>.</p>",
  sidebar: "<p>Tea at four.</p>",
  language: { id: 3, code: "fr", name: "French" },
  nsfw: false,
  newbie_friendly: true,
  maturity: "High",
  mau: 34,
  can_make_communities: true,
  defederation: ["blocked.example"],
  trusts: ["trusted.example"],
  tos_url: `https://${DOMAIN}/tos`,
  registration_mode: "RequireApplication",
};

const SITE = {
  version: "1.6.18",
  admins: [{ person: { user_name: "ada" } }, { person: { user_name: "bo" } }],
  site: {
    name: "Crust",
    description: "A place for bakers.",
    sidebar: "<p>Tea at four.</p>",
    sidebar_md: "Tea at four.",
    actor_id: `https://${DOMAIN}/`,
    user_count: 210,
    registration_mode: "Open",
    all_languages: [{ id: 3, code: "fr", name: "French" }],
  },
};

const CHOOSER_PATH = "/api/alpha/site/instance_chooser";

describe("where the admin opened the document for directories", () => {
  const pages = { [CHOOSER_PATH]: CHOOSER, "/api/alpha/site": SITE };

  test("a server in our words", async () => {
    const { claims, asked } = await read(piefed, { nodeinfo: NODEINFO, pages });
    expect(claims).toMatchObject({
      title: "Crust",
      description: "Baking, and what goes with it.",
      languages: ["fr"],
      registrations: "approval",
      isAdult: false,
      monthlyActiveUsers: 33,
      accounts: 210,
      posts: 800,
      host: DOMAIN,
      details: { about: "Since 2024.", termsUrl: `https://${DOMAIN}/tos`, staff: 2 },
    });
    expect(asked).toEqual([CHOOSER_PATH, "/api/alpha/site"]);
    expect(JSON.stringify(claims)).not.toMatch(/ada|blocked|trusted/i);
  });

  test("a daily visit asks for nothing else", async () => {
    const { claims, asked } = await read(piefed, { nodeinfo: NODEINFO, pages, isThorough: false });
    expect(asked).toEqual([CHOOSER_PATH]);
    expect(claims).toMatchObject({ description: "Baking, and what goes with it.", details: { staff: null } });
  });

  test.for([
    [{ elevator_pitch: "" }, { description: "A place for bakers." }],
    [{ about: "" }, { details: { about: "Tea at four." } }],
    // Allowed there, which does not make it a place for adults.
    [{ nsfw: true }, { isAdult: null }],
    // The one its makers ship.
    [{ tos_url: "https://piefed.example/tos" }, { details: { termsUrl: null } }],
    [{ language: null }, { languages: [] }],
    [{ registration_mode: "Closed" }, { registrations: "closed" }],
    [{ registration_mode: "Open" }, { registrations: "open" }],
    [{ registration_mode: null }, { registrations: "approval" }],
  ] as const)("%j gives %j", async ([changes, expected]) => {
    const changed = { ...pages, [CHOOSER_PATH]: { ...CHOOSER, ...changes } };
    expect((await read(piefed, { nodeinfo: NODEINFO, pages: changed })).claims).toMatchObject(expected);
  });
});

describe("elsewhere", () => {
  test("the document for apps tells", async () => {
    const { claims, asked } = await read(piefed, { nodeinfo: NODEINFO, pages: { "/api/alpha/site": SITE } });
    expect(claims).toMatchObject({
      title: "Crust",
      description: "A place for bakers.",
      languages: [],
      registrations: "open",
      host: DOMAIN,
      details: { about: "Tea at four.", termsUrl: null, staff: 2 },
    });
    expect(asked).toEqual([CHOOSER_PATH, "/api/alpha/site"]);
  });

  test("the beginning of the long text stands for a short one", async () => {
    const pages = { "/api/alpha/site": { ...SITE, site: { ...SITE.site, description: undefined } } };
    const { claims } = await read(piefed, { nodeinfo: NODEINFO, pages });
    expect(claims).toMatchObject({ description: "Tea at four.", details: { about: null } });
  });

  test.for([
    [{ registrations: true, approval_required: true }, "approval"],
    [{ registrations: true, approval_required: false }, "open"],
    [{ registrations: false, approval_required: false }, "closed"],
    [{}, "approval"],
  ] as const)("or, in old ones, Mastodon's version 1: %j: %s", async ([switches, expected]) => {
    const pages = { "/api/v1/instance": { title: "Crust", uri: DOMAIN, ...switches } };
    const { claims, asked } = await read(piefed, { nodeinfo: NODEINFO, pages });
    expect(claims).toMatchObject({ title: "Crust", registrations: expected });
    expect(asked).toEqual([CHOOSER_PATH, "/api/alpha/site", "/api/v1/instance"]);
  });

  test("or NodeInfo alone", async () => {
    const { claims } = await read(piefed, { nodeinfo: NODEINFO });
    expect(claims).toMatchObject({ title: null, registrations: "approval", accounts: 210 });
  });
});

test("peers are the linked instances, never the blocked ones", async () => {
  const federated_instances = {
    linked: [{ domain: "a.example.org" }],
    allowed: [],
    blocked: [{ domain: "b.example" }],
  };
  const pages = { "/api/v3/federated_instances": { federated_instances } };
  expect((await readPeers(piefed, { nodeinfo: NODEINFO, pages })).peers).toEqual(["a.example.org"]);
});
