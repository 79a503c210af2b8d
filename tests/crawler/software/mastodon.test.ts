import { describe, expect, test } from "vitest";
import { mastodon } from "#crawler/software/mastodon.ts";
import { DOMAIN, read, readPeers } from "./asked.ts";

const NODEINFO = {
  software: { name: "mastodon", version: "4.6.3+glitch" },
  openRegistrations: true,
  usage: { users: { total: 812, activeMonth: 236, activeHalfyear: 401 }, localPosts: 90_412 },
  metadata: { nodeName: "Tidewater", nodeDescription: "People who mend boats." },
};

const V2 = {
  domain: DOMAIN,
  title: "Tidewater",
  version: "4.6.3+glitch",
  description: "People who mend boats, and those who would like to.",
  usage: { users: { active_month: 236 } },
  languages: ["cy"],
  configuration: {
    urls: {
      about: `https://${DOMAIN}/about`,
      privacy_policy: `https://${DOMAIN}/about/privacy`,
      terms_of_service: `https://${DOMAIN}/terms-of-service`,
    },
    statuses: { max_characters: 5_000 },
    media_attachments: { image_size_limit: 16_777_216, video_size_limit: 103_809_024 },
    limited_federation: false,
  },
  registrations: { enabled: true, approval_required: true, reason_required: true, min_age: 16, url: null },
  contact: { email: "ada@example.org", account: { username: "ada", display_name: "Ada" } },
  rules: [
    { id: "1", text: "Be kind.", hint: "" },
    { id: "2", text: "Write to <b>ada@example.org</b> before you advertise.", hint: "", translations: {} },
  ],
};

const V1 = {
  uri: DOMAIN,
  title: "Tidewater",
  short_description: "People who mend boats.",
  description: "<p>We have mended boats <em>since 1998</em>.</p>",
  email: "ada@example.org",
  version: "3.5.19",
  stats: { user_count: 812, status_count: 90_412, domain_count: 9_000 },
  languages: ["en"],
  registrations: true,
  approval_required: false,
  invites_enabled: false,
  contact_account: null,
  rules: [{ id: "1", text: "Be kind." }],
};

describe("version 2", () => {
  test("a server in our words", async () => {
    const { claims, asked } = await read(mastodon, {
      nodeinfo: NODEINFO,
      pages: {
        "/api/v2/instance": V2,
        "/api/v1/instance/extended_description": {
          updated_at: null,
          content: "<p>We have a slipway.</p><p>And tea.</p>",
        },
      },
    });
    expect(claims).toMatchObject({
      title: "Tidewater",
      description: "People who mend boats, and those who would like to.",
      languages: ["cy"],
      registrations: "approval",
      signUpUrl: null,
      minimumAge: 16,
      isAdult: null,
      isFederationLimited: false,
      monthlyActiveUsers: 236,
      halfYearActiveUsers: 401,
      accounts: 812,
      posts: 90_412,
      host: DOMAIN,
      details: {
        about: "We have a slipway. And tea.",
        rules: ["Be kind.", "Write to […] before you advertise."],
        termsUrl: `https://${DOMAIN}/terms-of-service`,
        privacyUrl: `https://${DOMAIN}/about/privacy`,
        postLength: 5_000,
        uploadMegabytes: 99,
        storageMegabytes: null,
        staff: null,
      },
    });
    expect(asked).toEqual(["/api/v2/instance", "/api/v1/instance/extended_description"]);
    expect(JSON.stringify(claims)).not.toMatch(/ada/i);
  });

  test("a daily visit asks for one document", async () => {
    const { claims, asked } = await read(mastodon, {
      nodeinfo: NODEINFO,
      pages: { "/api/v2/instance": V2 },
      isThorough: false,
    });
    expect(asked).toEqual(["/api/v2/instance"]);
    expect(claims.details).toMatchObject({ about: null, rules: [{}, {}].map(() => expect.any(String)) });
  });

  test("a long text that is not there costs nothing else", async () => {
    const { claims } = await read(mastodon, { nodeinfo: NODEINFO, pages: { "/api/v2/instance": V2 } });
    expect(claims).toMatchObject({ title: "Tidewater", details: { about: null, postLength: 5_000 } });
  });

  test.for([
    [{ enabled: true, approval_required: false }, "open"],
    [{ enabled: true, approval_required: true }, "approval"],
    [{ enabled: "true", approval_required: 1 }, "approval"],
    [{ enabled: false, approval_required: true, message: "<p>Closed</p>" }, "closed"],
    [{ enabled: false, approval_required: false }, "closed"],
    [{ enabled: null }, "approval"],
    [[], "approval"],
    [undefined, "approval"],
  ] as const)("registrations %j: %s", async ([registrations, expected]) => {
    const pages = { "/api/v2/instance": { ...V2, registrations } };
    expect((await read(mastodon, { nodeinfo: NODEINFO, pages })).claims.registrations).toBe(expected);
  });

  test.for([
    [16, 16],
    ["18", 18],
    [0, null],
    [-1, null],
    [900, null],
    [null, null],
  ] as const)("a minimum age of %j is %j", async ([min_age, expected]) => {
    const pages = { "/api/v2/instance": { ...V2, registrations: { enabled: true, min_age } } };
    expect((await read(mastodon, { nodeinfo: NODEINFO, pages })).claims.minimumAge).toBe(expected);
  });

  test("pages elsewhere, rules of a wrong kind and limits that are none are left out", async () => {
    const configuration = {
      urls: { terms_of_service: "https://terms.example.net/", privacy_policy: ["?"] },
      statuses: [],
      media_attachments: { image_size_limit: "8388608", video_size_limit: -5 },
    };
    const rules = { 0: { id: 1, text: "One." }, 1: { text: null }, 2: "Two." };
    const pages = { "/api/v2/instance": { ...V2, configuration, rules } };
    expect((await read(mastodon, { nodeinfo: NODEINFO, pages })).claims.details).toMatchObject({
      rules: ["One.", "Two."],
      termsUrl: null,
      // There since 4.0, wherever the document points.
      privacyUrl: `https://${DOMAIN}/privacy-policy`,
      postLength: null,
      uploadMegabytes: 8,
    });
  });

  test.for([
    ["https://join.example.org/sign-up", "https://join.example.org/sign-up"],
    ["/auth/join", `https://${DOMAIN}/auth/join`],
    ["https://login.example.net/", null],
    [`http://${DOMAIN}/`, null],
    ["javascript:alert(1)", null],
    [`https://${DOMAIN}/${"x".repeat(500)}`, null],
    [{}, null],
    ["", null],
  ] as const)("a sign-up page at %j is kept as %j", async ([url, expected]) => {
    const pages = { "/api/v2/instance": { ...V2, registrations: { enabled: true, url } } };
    expect((await read(mastodon, { nodeinfo: NODEINFO, pages })).claims.signUpUrl).toBe(expected);
  });

  test.for([
    [["en"], []],
    [["en-US"], []],
    [["fr"], ["fr"]],
    [["pt-BR"], ["pt"]],
    [["zh-TW"], ["zh-Hant"]],
    [["nonsense!"], []],
    ["fr", []],
  ] as const)("languages %j declare %j", async ([languages, expected]) => {
    const pages = { "/api/v2/instance": { ...V2, languages } };
    expect((await read(mastodon, { nodeinfo: NODEINFO, pages })).claims.languages).toEqual(expected);
  });

  test("limited federation is told, and does not make its people disappear", async () => {
    const limited = { usage: { users: { active_month: 0 } }, configuration: { limited_federation: true } };
    const pages = { "/api/v2/instance": { ...V2, ...limited } };
    const { claims } = await read(mastodon, { nodeinfo: NODEINFO, pages });
    expect(claims).toMatchObject({ isFederationLimited: true, monthlyActiveUsers: 236 });
  });

  test("before 4.4, limited federation closed the document itself", async () => {
    const { claims, asked } = await read(mastodon, { nodeinfo: NODEINFO, pages: { "/api/v2/instance": 401 } });
    expect(claims).toMatchObject({ title: "Tidewater", isFederationLimited: true, registrations: "approval" });
    expect(asked).toEqual(["/api/v2/instance"]);
  });

  test.for([null, [], "", true])("a document that is %j leaves NodeInfo's claims", async (document) => {
    const { claims } = await read(mastodon, { nodeinfo: NODEINFO, pages: { "/api/v2/instance": document } });
    expect(claims).toMatchObject({ title: "Tidewater", registrations: "approval", accounts: 812, languages: [] });
  });
});

describe("version 1, of servers before 4.0", () => {
  const old = (changes: object, nodeinfo: object = {}) =>
    read(mastodon, {
      nodeinfo: { ...NODEINFO, software: { name: "hometown", version: "1.1.1" }, metadata: [], ...nodeinfo },
      pages: { "/api/v1/instance": { ...V1, ...changes } },
    });

  test("a server in our words", async () => {
    const { claims, asked } = await old({ max_toot_chars: 1_312 });
    expect(claims).toMatchObject({
      title: "Tidewater",
      description: "People who mend boats.",
      languages: [],
      registrations: "open",
      accounts: 812,
      posts: 90_412,
      host: DOMAIN,
      details: { about: "We have mended boats since 1998.", rules: ["Be kind."], postLength: 1_312 },
    });
    expect(asked).toEqual(["/api/v2/instance", "/api/v1/instance"]);
  });

  test.for([
    [{ registrations: true, approval_required: true }, "approval"],
    [{ registrations: false, invites_enabled: true }, "invite"],
    [{ registrations: false, invites_enabled: false }, "closed"],
    [{ registrations: true, invites_enabled: true }, "open"],
    // 2.x has none of these.
    [{ registrations: undefined, approval_required: undefined, invites_enabled: undefined }, "approval"],
  ] as const)("%j: %s", async ([switches, expected]) => {
    expect((await old(switches)).claims.registrations).toBe(expected);
  });

  test("without a short text the long one stands for it, cut", async () => {
    const description = "<p>Boats.</p> ".repeat(100);
    const { claims } = await old({ short_description: undefined, description });
    expect(claims.description?.length).toBeLessThanOrEqual(600);
    expect(claims.description).toMatch(/^Boats\. Boats\..*…$/);
    expect(claims.details.about).toBe("Boats. ".repeat(100).trim());
  });

  test("totals that NodeInfo lacks come from here, also as text", async () => {
    const stats = { user_count: "12", status_count: "345" };
    expect((await old({ stats }, { usage: [] })).claims).toMatchObject({ accounts: 12, posts: 345 });
  });
});

describe("peers", () => {
  test("are the names as sent", async () => {
    const names = ["a.example.org", "Bücher.example", 7, null];
    const pages = { "/api/v1/instance/peers": names };
    const { peers, asked } = await readPeers(mastodon, { nodeinfo: NODEINFO, pages });
    expect(peers).toEqual(names);
    expect(asked).toEqual(["/api/v1/instance/peers"]);
  });

  test("are none where the answer is no list, and an error where they are not published", async () => {
    const peers = (page: unknown) =>
      readPeers(mastodon, { nodeinfo: NODEINFO, pages: { "/api/v1/instance/peers": page } });
    expect((await peers({ error: "?" })).peers).toEqual([]);
    await expect(peers(404)).rejects.toMatchObject({ status: 404 });
    await expect(peers(401)).rejects.toMatchObject({ status: 401 });
  });
});
