import { describe, expect, test } from "vitest";
import { lemmy } from "#crawler/software/lemmy.ts";
import { DOMAIN, read, readPeers } from "./asked.ts";

const nodeinfoOf = (version: string) => ({
  software: { name: "lemmy", version },
  openRegistrations: true,
  usage: { users: { total: 300, activeMonth: 40, activeHalfyear: 80 }, localPosts: 1_200, localComments: 9_000 },
  metadata: {},
});
const NODEINFO = nodeinfoOf("0.19.13");

const LANGUAGES = [
  { id: 0, code: "und", name: "Undetermined" },
  { id: 37, code: "en", name: "English" },
  { id: 47, code: "fr", name: "Français" },
  { id: 20, code: "ca", name: "Català" },
  { id: 32, code: "de", name: "Deutsch" },
  { id: 39, code: "es", name: "Español" },
  { id: 74, code: "it", name: "Italiano" },
];

const SITE = {
  name: "Anchorage",
  sidebar: "# Welcome\n\nHarbour **news**, and [tides](https://tides.example). Write to ada@example.org.",
  description: "A harbour for links.",
  actor_id: `https://${DOMAIN}/`,
};
const LOCAL = {
  registration_mode: "RequireApplication",
  application_question: "Who are you?",
  private_instance: false,
  federation_enabled: true,
  enable_nsfw: true,
  legal_information: "Be over 16.",
};
const COUNTS = {
  users: 301,
  posts: 1_201,
  comments: 9_001,
  communities: 12,
  users_active_day: 5,
  users_active_week: 18,
  users_active_month: 41,
  users_active_half_year: 81,
};

/** A site of 0.19, with changes of its parts. */
function v3({ site = {}, local = {}, document = {} }: { site?: object; local?: object; document?: object } = {}) {
  return {
    site_view: { site: { ...SITE, ...site }, local_site: { ...LOCAL, ...local }, counts: COUNTS },
    admins: [{ person: { name: "ada" } }, { person: { name: "bo" } }],
    version: "0.19.13",
    all_languages: LANGUAGES,
    discussion_languages: [0, 47, 20],
    ...document,
  };
}

const claimsOf = async (changes: Parameters<typeof v3>[0]) =>
  (await read(lemmy, { nodeinfo: NODEINFO, pages: { "/api/v3/site": v3(changes) } })).claims;

const EXPECTED = {
  title: "Anchorage",
  description: "A harbour for links.",
  languages: ["fr", "ca"],
  registrations: "approval",
  isAdult: null,
  isFederationLimited: false,
  monthlyActiveUsers: 41,
  weeklyActiveUsers: 18,
  dailyActiveUsers: 5,
  halfYearActiveUsers: 81,
  accounts: 301,
  posts: 1_201,
  comments: 9_001,
  host: DOMAIN,
  details: {
    about: "Welcome Harbour news, and tides. Write to […].",
    rules: [],
    termsUrl: `https://${DOMAIN}/legal`,
    staff: 2,
  },
};

test("0.19 in our words, by one document", async () => {
  const { claims, asked } = await read(lemmy, { nodeinfo: NODEINFO, pages: { "/api/v3/site": v3() } });
  expect(claims).toMatchObject(EXPECTED);
  expect(asked).toEqual(["/api/v3/site"]);
  expect(JSON.stringify(claims)).not.toMatch(/\bada\b|"bo"/i);
});

describe("1.0", () => {
  const { actor_id: ap_id, description: summary, ...site } = SITE;
  const document = {
    site_view: { site: { ...site, ap_id, summary }, local_site: { ...LOCAL, ...COUNTS } },
    admins: [{ person: { name: "ada" } }, { person: { name: "bo" } }],
    all_languages: LANGUAGES,
    discussion_languages: [0, 47, 20],
  };

  test("is read by its own version of the document", async () => {
    const pages = { "/api/v4/site": document };
    const { claims, asked } = await read(lemmy, { nodeinfo: nodeinfoOf("1.0.0-beta.1"), pages });
    expect(claims).toMatchObject(EXPECTED);
    expect(asked).toEqual(["/api/v4/site"]);
  });

  test("is read by the older one where the newer is not there", async () => {
    const { claims, asked } = await read(lemmy, { nodeinfo: nodeinfoOf("1.0.0"), pages: { "/api/v3/site": v3() } });
    expect(claims).toMatchObject(EXPECTED);
    expect(asked).toEqual(["/api/v4/site", "/api/v3/site"]);
  });

  test("is not asked twice when it is busy", async () => {
    const pages = { "/api/v4/site": 503, "/api/v3/site": v3() };
    await expect(read(lemmy, { nodeinfo: nodeinfoOf("1.0.0"), pages })).rejects.toMatchObject({ status: 503 });
  });
});

test.for([
  ["Open", "open"],
  ["RequireApplication", "approval"],
  ["require_application", "approval"],
  ["RequireInvitation", "invite"],
  ["require_invitation", "invite"],
  ["Closed", "closed"],
  ["closed", "closed"],
  ["Whatever", "approval"],
  [null, "approval"],
] as const)("registration_mode %j: %s", async ([registration_mode, expected]) => {
  expect((await claimsOf({ local: { registration_mode } })).registrations).toBe(expected);
});

test.for([
  [{ open_registration: true, require_application: true }, "approval"],
  [{ open_registration: true, require_application: false }, "open"],
  [{ open_registration: false, require_application: true }, "closed"],
] as const)("until 0.16, %j: %s", async ([site, expected]) => {
  expect((await claimsOf({ site, local: { registration_mode: undefined } })).registrations).toBe(expected);
});

test.for([
  [
    [0, 47, 20],
    ["fr", "ca"],
  ],
  [[37], ["en"]],
  [[0], []],
  [[], []],
  // Every language ticked is none chosen.
  [LANGUAGES.map(({ id }) => id), []],
  [["47", null, {}, 999], ["fr"]],
  ["all", []],
] as const)("discussion_languages %j declare %j", async ([discussion_languages, expected]) => {
  expect((await claimsOf({ document: { discussion_languages } })).languages).toEqual(expected);
});

test.for([
  [{ federation_enabled: false }, true],
  [{ private_instance: true }, true],
  [{ federation_enabled: true, private_instance: false }, false],
  [{ federation_enabled: null, private_instance: null }, false],
] as const)("%j: federation is limited: %j", async ([local, expected]) => {
  expect((await claimsOf({ local })).isFederationLimited).toBe(expected);
});

test.for([
  ["Here be drawings for adults.", true],
  ["", null],
  [null, null],
] as const)("a content warning %j: for adults only: %j", async ([content_warning, expected]) => {
  expect((await claimsOf({ site: { content_warning } })).isAdult).toBe(expected);
});

test.for([
  [{ description: null }, "Welcome Harbour news, and tides. Write to […].", null],
  [{ description: null, sidebar: "Tide. ".repeat(200) }, /^Tide\. .*…$/, "Tide. ".repeat(200).trim()],
  [{ description: null, sidebar: null }, null, null],
] as const)("of %j the beginning stands for a short text", async ([site, description, about]) => {
  const claims = await claimsOf({ site });
  if (description instanceof RegExp) expect(claims.description).toMatch(description);
  else expect(claims.description).toBe(description);
  expect(claims.details.about).toBe(about);
});

test.for([null, [], {}, { site_view: null }, { site_view: { site: [], local_site: 1 } }])(
  "a document that is %j leaves NodeInfo's claims",
  async (document) => {
    const { claims } = await read(lemmy, { nodeinfo: NODEINFO, pages: { "/api/v3/site": document } });
    expect(claims).toMatchObject({ title: null, registrations: "approval", accounts: 300, monthlyActiveUsers: 40 });
    expect(claims.details).toMatchObject({ termsUrl: null, staff: null });
  },
);

describe("peers", () => {
  const linked = [{ id: 1, domain: "a.example.org", software: "lemmy" }, null, { domain: 7 }];
  const blocked = [{ id: 2, domain: "blocked.example" }];

  test("are the linked instances, never the blocked ones", async () => {
    const pages = { "/api/v3/federated_instances": { federated_instances: { linked, allowed: [], blocked } } };
    const { peers } = await readPeers(lemmy, { nodeinfo: NODEINFO, pages });
    expect(peers).toEqual(["a.example.org", 7]);
  });

  test("of 1.0 come in pages, of which one is asked for", async () => {
    const items = [{ instance: { domain: "a.example.org" }, blocked: false }, {}, null];
    const pages = { "/api/v4/federated_instances?kind=linked": { items, next_page: "Mw" } };
    const { peers, asked } = await readPeers(lemmy, { nodeinfo: nodeinfoOf("1.0.0"), pages });
    expect(peers).toEqual(["a.example.org"]);
    expect(asked).toHaveLength(1);
  });

  test("are none where federation is off", async () => {
    const pages = { "/api/v3/federated_instances": { federated_instances: null } };
    expect((await readPeers(lemmy, { nodeinfo: NODEINFO, pages })).peers).toEqual([]);
  });
});
