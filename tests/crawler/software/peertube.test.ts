import { describe, expect, test } from "vitest";
import { topicsFromPeerTube } from "#core/topics.ts";
import { peertube } from "#crawler/software/peertube.ts";
import { DOMAIN, read, readPeers } from "./asked.ts";

const NODEINFO = {
  software: { name: "peertube", version: "7.3.0" },
  openRegistrations: true,
  usage: { users: { total: 141, activeMonth: 32, activeHalfyear: 60 }, localPosts: 55_000, localComments: 12 },
  metadata: { nodeName: "Ciné du Port", nodeDescription: "Petits films de bord de mer." },
};

const CONFIG = {
  instance: {
    name: "Ciné du Port",
    shortDescription: "Petits films de bord de mer.",
    isNSFW: false,
    defaultNSFWPolicy: "blur",
    defaultLanguage: "fr",
    serverCountry: "France",
    social: { mastodonLink: "https://m.example.org/@port" },
  },
  signup: {
    allowed: true,
    allowedForCurrentIP: true,
    requiresEmailVerification: true,
    requiresApproval: true,
    minimumAge: 15,
  },
  user: { videoQuota: 53_687_091_200, videoQuotaDaily: -1 },
  federation: { enabled: true },
  serverVersion: "7.3.0",
};

const ABOUT = {
  instance: {
    name: "Ciné du Port",
    shortDescription: "Petits films de bord de mer.",
    description: "# Bienvenue\n\nNous filmons **la mer**. Écrivez à ada@example.org.",
    terms: "Soyez là.",
    codeOfConduct: "# Règles\n\n- Restons courtois\n- Pas de publicité",
    administrator: "Ada, du port",
    languages: ["fr", "br"],
    categories: [2, 14],
  },
};

const STATS = {
  totalUsers: 140,
  totalDailyActiveUsers: 4,
  totalWeeklyActiveUsers: 12,
  totalMonthlyActiveUsers: 31,
  totalModerators: 2,
  totalAdmins: 1,
  totalLocalVideos: 622,
  totalLocalVideoComments: 90,
  totalVideos: 90_000,
};

const PAGES = { "/api/v1/config": CONFIG, "/api/v1/config/about": ABOUT, "/api/v1/server/stats": STATS };

test("a server in our words", async () => {
  const { claims, asked } = await read(peertube, { nodeinfo: NODEINFO, pages: PAGES });
  expect(claims).toMatchObject({
    title: "Ciné du Port",
    description: "Petits films de bord de mer.",
    languages: ["fr", "br"],
    topics: ["film", "activism"],
    registrations: "approval",
    minimumAge: 15,
    isAdult: false,
    isFederationLimited: false,
    monthlyActiveUsers: 31,
    weeklyActiveUsers: 12,
    dailyActiveUsers: 4,
    halfYearActiveUsers: 60,
    accounts: 140,
    posts: 622,
    comments: 90,
    details: {
      about: "Bienvenue Nous filmons la mer. Écrivez à […].",
      rules: ["Restons courtois", "Pas de publicité"],
      termsUrl: `https://${DOMAIN}/about/instance`,
      privacyUrl: null,
      postLength: null,
      uploadMegabytes: null,
      storageMegabytes: 51_200,
      staff: 3,
    },
  });
  expect(asked).toEqual(Object.keys(PAGES));
  expect(JSON.stringify(claims)).not.toMatch(/ada/i);
});

test("a daily visit leaves out what seldom changes, and says the rest alike", async () => {
  const { claims, asked } = await read(peertube, { nodeinfo: NODEINFO, pages: PAGES, isThorough: false });
  expect(asked).toEqual(["/api/v1/config", "/api/v1/server/stats"]);
  expect(claims).toMatchObject({ description: "Petits films de bord de mer.", minimumAge: 15, isAdult: false });
  expect(claims.details).toMatchObject({ storageMegabytes: 51_200, staff: 3, about: null, rules: [] });
});

test.for([
  [{ allowed: true, requiresApproval: false }, "open"],
  [{ allowed: true, requiresApproval: true }, "approval"],
  // Before 5.1 there were no applications.
  [{ allowed: true, allowedForCurrentIP: true }, "open"],
  [{ allowed: false, requiresApproval: true }, "closed"],
  [{ allowed: true, allowedForCurrentIP: false }, "open"],
  [{}, "approval"],
  [null, "approval"],
] as const)("signup %j: %s", async ([signup, expected]) => {
  const pages = { ...PAGES, "/api/v1/config": { ...CONFIG, signup } };
  expect((await read(peertube, { nodeinfo: NODEINFO, pages })).claims.registrations).toBe(expected);
});

test("statistics that the admin does not publish are not told", async () => {
  const hidden = Object.fromEntries(Object.keys(STATS).map((key) => [key, null]));
  const { claims } = await read(peertube, { nodeinfo: NODEINFO, pages: { ...PAGES, "/api/v1/server/stats": hidden } });
  expect(claims).toMatchObject({ monthlyActiveUsers: 32, accounts: 141, dailyActiveUsers: null, posts: null });
  expect(claims.details.staff).toBeNull();
});

test("old servers without these parts still tell who they are", async () => {
  const config = { instance: { name: "Ciné du Port", shortDescription: "" }, signup: { allowed: false } };
  const { claims } = await read(peertube, { nodeinfo: NODEINFO, pages: { "/api/v1/config": config } });
  expect(claims).toMatchObject({
    title: "Ciné du Port",
    description: "Petits films de bord de mer.",
    registrations: "closed",
    isAdult: null,
    posts: null,
    monthlyActiveUsers: 32,
    details: { about: null, rules: [], termsUrl: null, storageMegabytes: null, staff: null },
  });
});

test.for([
  [-1, null],
  [0, 0],
  [10_737_418_240, 10_240],
  ["5000000000", 5_000],
  [null, null],
] as const)("a quota of %j bytes is %j megabytes", async ([videoQuota, expected]) => {
  const pages = { "/api/v1/config": { ...CONFIG, user: { videoQuota } } };
  const { claims } = await read(peertube, { nodeinfo: NODEINFO, pages });
  expect(claims.details.storageMegabytes).toBe(expected);
});

test("languages that no one reads, and a list of all of them, declare nothing", async () => {
  const languages = (languages: unknown) =>
    read(peertube, {
      nodeinfo: NODEINFO,
      pages: { ...PAGES, "/api/v1/config": {}, "/api/v1/config/about": { instance: { languages, categories: "all" } } },
    }).then(({ claims }) => claims.languages);
  expect(await languages(["zxx", "pt-PT", "sgn"])).toContain("pt");
  expect(await languages(["en", "fr", "de", "es", "it", "nl", "pl"])).toEqual([]);
  expect(await languages(["en"])).toEqual(["en"]);
  expect(await languages(null)).toEqual([]);
});

test.for([
  [["br"], "fr", ["br"]],
  [[], "fr", ["fr"]],
  [["en", "fr", "de", "es", "it", "nl"], "fr", ["fr"]],
  // What its pages are in while nobody has chosen.
  [[], "en", []],
  [[], null, []],
] as const)("with languages %j and pages in %j it declares %j", async ([languages, defaultLanguage, expected]) => {
  const config = { ...CONFIG, instance: { ...CONFIG.instance, defaultLanguage } };
  const pages = { ...PAGES, "/api/v1/config": config, "/api/v1/config/about": { instance: { languages } } };
  expect((await read(peertube, { nodeinfo: NODEINFO, pages })).claims.languages).toEqual(expected);
});

test.for([["Welcome to this PeerTube instance!"], ["Petits films de bord de mer."], [""], [null]])(
  "a long text that is %j says nothing more",
  async ([description]) => {
    const pages = { ...PAGES, "/api/v1/config/about": { instance: { description } } };
    expect((await read(peertube, { nodeinfo: NODEINFO, pages })).claims.details.about).toBeNull();
  },
);

test.for([
  [[1], ["music"]],
  [[15], ["science", "tech"]],
  [
    [2, 2, 14],
    ["film", "activism"],
  ],
  [[10, 1], ["music"]],
  [[8, 10, 17], []],
  [[1, 2, 3, 4], []],
  [[99, -1], []],
  [[], []],
] as const)("categories %j are the topics %j", ([categories, expected]) => {
  expect(topicsFromPeerTube(categories)).toEqual(expected);
});

describe("peers", () => {
  const query = "?start=0&count=100&actorType=Application";
  const followers = { total: 2, data: [{ follower: { host: "a.example.org" } }, { follower: null }, null] };
  const following = { total: 1, data: [{ following: { host: "b.example.org" }, state: "accepted" }] };

  test("are the hosts that follow it and that it follows", async () => {
    const pages = { [`/api/v1/server/followers${query}`]: followers, [`/api/v1/server/following${query}`]: following };
    const { peers, asked } = await readPeers(peertube, { nodeinfo: NODEINFO, pages });
    expect(peers.filter((name) => name !== null)).toEqual(["a.example.org", "b.example.org"]);
    expect(asked).toEqual(Object.keys(pages));
  });

  test("are those of one list where the other is closed", async () => {
    const pages = { [`/api/v1/server/followers${query}`]: { data: followers.data.slice(0, 1) } };
    expect((await readPeers(peertube, { nodeinfo: NODEINFO, pages })).peers).toEqual(["a.example.org"]);
  });
});
