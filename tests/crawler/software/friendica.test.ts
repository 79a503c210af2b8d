import { expect, test } from "vitest";
import { friendica } from "#crawler/software/friendica.ts";
import { DOMAIN, read, readPeers } from "./asked.ts";

const NODEINFO = {
  software: { name: "friendica", version: "2024.12" },
  openRegistrations: true,
  usage: { users: { total: 51, activeMonth: 19, activeHalfyear: 30 }, localPosts: 40_000, localComments: 9_000 },
  metadata: { nodeName: "Kaffeekranz", nodeDescription: "Kuchen.", explicitContent: false },
};

const SITE = {
  version: "2024.12",
  url: `https://${DOMAIN}`,
  addons: ["blockem"],
  locked_features: [],
  explicit_content: 0,
  language: "de",
  register_policy: "REGISTER_APPROVE",
  admin: { name: "Ada", profile: `https://${DOMAIN}/profile/ada` },
  site_name: "Kaffeekranz",
  platform: "friendica",
  info: "<p>Kuchen und <b>gute Worte</b>. Fragen an ada@example.org.</p>",
};

const V1 = {
  uri: DOMAIN,
  title: "Kaffeekranz",
  description: "Kuchen und gute Worte.",
  email: "ada@example.org,bo@example.org",
  stats: { user_count: 51, status_count: 49_000 },
  registrations: true,
  approval_required: false,
  contact_account: [],
  max_toot_chars: 200_000,
  rules: [{ id: "1", text: "Niemand isst allein." }],
};

const PAGES = { "/friendica/json": SITE, "/api/v1/instance": V1 };

test("a server in our words", async () => {
  const { claims, asked } = await read(friendica, { nodeinfo: NODEINFO, pages: PAGES });
  expect(claims).toMatchObject({
    title: "Kaffeekranz",
    description: "Kuchen und gute Worte. Fragen an […].",
    languages: ["de"],
    registrations: "approval",
    isAdult: false,
    monthlyActiveUsers: 19,
    accounts: 51,
    posts: 40_000,
    host: DOMAIN,
    details: {
      rules: ["Niemand isst allein."],
      termsUrl: `https://${DOMAIN}/tos`,
      postLength: 200_000,
      staff: null,
    },
  });
  expect(asked).toEqual(["/friendica/json", "/api/v1/instance"]);
  expect(JSON.stringify(claims)).not.toMatch(/\bada\b/i);
});

test("a daily visit asks for its own document alone", async () => {
  const { claims, asked } = await read(friendica, { nodeinfo: NODEINFO, pages: PAGES, isThorough: false });
  expect(asked).toEqual(["/friendica/json"]);
  expect(claims).toMatchObject({ title: "Kaffeekranz", languages: ["de"], registrations: "approval" });
});

test.for([
  ["REGISTER_OPEN", "open"],
  ["REGISTER_APPROVE", "approval"],
  ["REGISTER_INVITATION", "invite"],
  ["REGISTER_CLOSED", "closed"],
  ["REGISTER_SOMEHOW", "approval"],
  [null, "approval"],
] as const)("register_policy %j: %s", async ([register_policy, expected]) => {
  const pages = { "/friendica/json": { ...SITE, register_policy } };
  expect((await read(friendica, { nodeinfo: NODEINFO, pages })).claims.registrations).toBe(expected);
});

test.for([
  [1, true],
  ["1", true],
  [0, false],
  // NodeInfo says it, too.
  [null, false],
] as const)("explicit_content %j: adults only: %j", async ([explicit_content, expected]) => {
  const pages = { "/friendica/json": { ...SITE, explicit_content } };
  expect((await read(friendica, { nodeinfo: NODEINFO, pages })).claims.isAdult).toBe(expected);
});

test.for([{ users: {} }, [], { users: [] }, undefined])(
  "figures kept out of NodeInfo (usage: %j) are not taken from elsewhere",
  async (usage) => {
    const { claims } = await read(friendica, { nodeinfo: { ...NODEINFO, usage }, pages: PAGES });
    expect(claims).toMatchObject({ accounts: null, monthlyActiveUsers: null, posts: null });
  },
);

test("where its own document is not to be had, Mastodon's says what it can", async () => {
  const pages = { "/api/v1/instance": { ...V1, languages: ["fr"], stats: { user_count: 0, status_count: 0 } } };
  const { claims, asked } = await read(friendica, { nodeinfo: NODEINFO, pages, isThorough: false });
  expect(claims).toMatchObject({
    title: "Kaffeekranz",
    description: "Kuchen und gute Worte.",
    languages: ["fr"],
    // Its switches leave invitations out, so NodeInfo's promise stands.
    registrations: "approval",
    isAdult: false,
    accounts: 51,
    posts: 40_000,
    host: DOMAIN,
  });
  expect(asked).toEqual(["/friendica/json", "/api/v1/instance"]);
});

test("a server that shows no terms has no rules, and no page of terms", async () => {
  const pages = { ...PAGES, "/api/v1/instance": { ...V1, rules: [] } };
  expect((await read(friendica, { nodeinfo: NODEINFO, pages })).claims.details).toMatchObject({
    rules: [],
    termsUrl: null,
  });
});

test("the language that it is set up with declares nothing", async () => {
  const pages = { "/friendica/json": { ...SITE, language: "en" } };
  expect((await read(friendica, { nodeinfo: NODEINFO, pages })).claims.languages).toEqual([]);
});

test("peers are the names as sent", async () => {
  const pages = { "/api/v1/instance/peers": ["a.example.org"] };
  expect((await readPeers(friendica, { nodeinfo: NODEINFO, pages })).peers).toEqual(["a.example.org"]);
});
