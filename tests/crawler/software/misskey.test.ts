import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { misskey, usualDay } from "#crawler/software/misskey.ts";
import { DOMAIN, read, readPeers } from "./asked.ts";

const nodeinfoOf = (name: string, users: object = { total: 120, activeMonth: null, activeHalfyear: null }) => ({
  software: { name, version: "2025.11.1" },
  openRegistrations: true,
  usage: { users, localPosts: 54_000, localComments: 0 },
  metadata: {
    nodeName: "月の海",
    nodeDescription: "静かな場所です。",
    nodeAdmins: [{ name: "Ada", email: "ada@example.org" }],
    disableRegistration: false,
  },
});
const NODEINFO = nodeinfoOf("misskey");

const META = {
  maintainerName: "Ada",
  maintainerEmail: "ada@example.org",
  version: "2025.11.1",
  name: "月の海",
  uri: `https://${DOMAIN}`,
  description: "<p>静かな<b>場所</b>です。</p>",
  langs: ["ja"],
  tosUrl: `https://${DOMAIN}/tos`,
  privacyPolicyUrl: "https://privacy.example.net/",
  disableRegistration: false,
  emailRequiredForSignup: true,
  serverRules: ["人にやさしく", "<b>広告</b>は禁止"],
  maxNoteTextLength: 3_000,
  maxFileSize: 262_144_000,
  policies: { ltlAvailable: true, canInvite: false, driveCapacityMb: 100, maxFileSizeMb: 30 },
  federation: "all",
  ads: [],
};

const CHART_PATH = "/api/charts/active-users?span=day&limit=30";
const CHART = {
  readWrite: [1, 4, 4, 4, 4, 4, 4],
  read: [2, 10, 11, 9, 10, 400, 10],
  write: [1, 6, 6, 6, 6, 6, 6],
};

const claimsOf = async (changes: object, name = "misskey") =>
  (
    await read(misskey, {
      nodeinfo: nodeinfoOf(name),
      pages: { "POST /api/meta": { ...META, ...changes }, [CHART_PATH]: CHART },
    })
  ).claims;

test("a server in our words", async () => {
  const { claims, asked } = await read(misskey, {
    nodeinfo: NODEINFO,
    pages: { "POST /api/meta": META, [CHART_PATH]: CHART },
  });
  expect(claims).toMatchObject({
    title: "月の海",
    description: "静かな場所です。",
    languages: ["ja"],
    registrations: "open",
    isFederationLimited: false,
    monthlyActiveUsers: null,
    dailyActiveUsers: 10,
    accounts: 120,
    posts: 54_000,
    host: DOMAIN,
    details: {
      about: null,
      rules: ["人にやさしく", "広告は禁止"],
      termsUrl: `https://${DOMAIN}/tos`,
      privacyUrl: null,
      postLength: 3_000,
      uploadMegabytes: 30,
      storageMegabytes: 100,
      staff: null,
    },
  });
  expect(asked).toEqual(["POST /api/meta", CHART_PATH]);
  expect(JSON.stringify(claims)).not.toMatch(/ada/i);
});

test("where the API is closed, NodeInfo's metadata tells the same under the same names", async () => {
  const nodeinfo = nodeinfoOf("sharkey");
  const further = { langs: ["ja"], tosUrl: `https://${DOMAIN}/tos`, privacyPolicyUrl: null, maxNoteTextLength: 8_000 };
  const { claims } = await read(misskey, {
    nodeinfo: { ...nodeinfo, metadata: { ...nodeinfo.metadata, ...further } },
    pages: { "POST /api/meta": 403, [CHART_PATH]: CHART },
  });
  expect(claims).toMatchObject({
    title: "月の海",
    languages: ["ja"],
    // It knows applications; NodeInfo does not tell whether they are wanted.
    registrations: "approval",
    dailyActiveUsers: 10,
    host: null,
    details: { termsUrl: `https://${DOMAIN}/tos`, privacyUrl: null, postLength: 8_000, rules: [], staff: null },
  });
});

test("a fork that counts its people is not asked for a chart", async () => {
  const nodeinfo = nodeinfoOf("firefish", { total: 120, activeMonth: 31, activeHalfyear: 60 });
  const { claims, asked } = await read(misskey, { nodeinfo, pages: { "POST /api/meta": META, [CHART_PATH]: CHART } });
  expect(claims).toMatchObject({ monthlyActiveUsers: 31, dailyActiveUsers: null });
  expect(asked).toEqual(["POST /api/meta"]);
});

test("where NodeInfo counts nobody, only those of its own are taken from its statistics", async () => {
  const stats = {
    notesCount: 9_000_000,
    originalNotesCount: 7,
    usersCount: 800_000,
    originalUsersCount: 3,
    instances: 40,
  };
  const { claims, asked } = await read(misskey, {
    nodeinfo: { ...NODEINFO, usage: { users: {} } },
    pages: { "POST /api/meta": META, [CHART_PATH]: CHART, "POST /api/stats": stats },
  });
  expect(claims).toMatchObject({ accounts: 3, posts: 7 });
  // With robots.txt, the well-known document and NodeInfo these are six.
  expect(asked).toEqual(["POST /api/meta", CHART_PATH, "POST /api/stats"]);
});

test("a chart or statistics that cannot be had cost only what they tell", async () => {
  const { claims } = await read(misskey, { nodeinfo: NODEINFO, pages: { "POST /api/meta": META, [CHART_PATH]: 500 } });
  expect(claims).toMatchObject({ title: "月の海", registrations: "open", dailyActiveUsers: null });
});

test.for([
  ["misskey", { disableRegistration: false }, "open"],
  ["misskey", { disableRegistration: true }, "invite"],
  ["misskey", { disableRegistration: null }, "open"],
  ["cherrypick", { disableRegistration: false, approvalRequiredForSignup: true }, "approval"],
  ["sharkey", { disableRegistration: false, approvalRequiredForSignup: true }, "approval"],
  ["sharkey", { disableRegistration: false, approvalRequiredForSignup: false }, "open"],
  // It knows applications and does not say.
  ["sharkey", { disableRegistration: false }, "approval"],
  ["sharkey", { disableRegistration: true, approvalRequiredForSignup: true }, "invite"],
  ["firefish", { disableRegistration: false }, "open"],
  ["iceshrimp", { disableRegistration: true }, "invite"],
  ["foundkey", { disableRegistration: false }, "open"],
  ["magnetar", { disableRegistration: false }, "approval"],
] as const)("%s with %j: %s", async ([name, changes, expected]) => {
  expect((await claimsOf(changes, name)).registrations).toBe(expected);
});

test.for([
  ["all", false],
  ["specified", true],
  ["none", true],
  [undefined, false],
  [7, false],
] as const)("federation %j is limited: %j", async ([federation, expected]) => {
  expect((await claimsOf({ federation })).isFederationLimited).toBe(expected);
});

test.for([
  [{ policies: { driveCapacityMb: 5_000 } }, { uploadMegabytes: 250, storageMegabytes: 5_000 }],
  [
    { policies: null, driveCapacityPerLocalUserMb: 1_024 },
    { uploadMegabytes: 250, storageMegabytes: 1_024 },
  ],
  [
    { policies: [], maxFileSize: null },
    { uploadMegabytes: null, storageMegabytes: null },
  ],
  [{ maxNoteTextLength: "8192" }, { postLength: 8_192 }],
  [{ maxNoteTextLength: 0 }, { postLength: null }],
  [{ serverRules: null }, { rules: [] }],
  [{ tosUrl: null }, { termsUrl: null }],
  [{ tosUrl: "/terms" }, { termsUrl: `https://${DOMAIN}/terms` }],
] as const)("%j: %j", async ([changes, expected]) => {
  expect((await claimsOf(changes)).details).toMatchObject(expected);
});

test("a long description is the short one too, cut", async () => {
  const description = "海です。".repeat(400);
  const claims = await claimsOf({ description });
  expect(claims.description?.length).toBeLessThanOrEqual(600);
  expect(claims.details.about).toBe(description);
});

test("no languages are no declaration", async () => {
  expect((await claimsOf({ langs: [] })).languages).toEqual([]);
  expect((await claimsOf({ langs: null })).languages).toEqual([]);
});

describe("the people of a usual day", () => {
  test.for([
    ["today, which is not over, is left out", [0, 10, 10, 10], 10],
    ["one festival is not the size", [5, 10, 10, 9, 11, 4_000], 10],
    ["one outage is not the size", [5, 10, 10, 0, 10, 10], 10],
    ["days before it began are left out", [5, 12, 12, 12, 0, 0, 0, 0, 0, 0], 12],
    ["nobody is nobody", [0, 0, 0, 0], 0],
    ["who is never there on most days counts little", [3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2], 0],
    ["two days", [3, 4, 6], 5],
    ["today alone tells nothing", [7], null],
    ["no chart", [], null],
    ["what is no number is left out", [1, null, 10, null, 10], 10],
  ] as const)("%s", ([, days, expected]) => expect(usualDay(days)).toBe(expected));

  test("lies between the quietest and the busiest day", () => {
    const days = fc.array(fc.nat({ max: 100_000 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(days, (read) => {
        const usual = usualDay(read) ?? Number.NaN;
        expect(usual).toBeGreaterThanOrEqual(Math.min(...read.slice(1)));
        expect(usual).toBeLessThanOrEqual(Math.max(...read.slice(1)));
      }),
    );
  });

  test.for([
    null,
    [],
    { read: "many" },
    { read: {} },
    { read: [-1, Number.POSITIVE_INFINITY, "x"] },
    { local: { users: [1] } },
  ])("a chart that is %j tells nothing", async (chart) => {
    const pages = { "POST /api/meta": META, [CHART_PATH]: chart };
    const { claims } = await read(misskey, { nodeinfo: NODEINFO, pages });
    expect(claims.dailyActiveUsers).toBeNull();
  });
});

describe("peers", () => {
  test("are the names as sent", async () => {
    const pages = { "/api/v1/instance/peers": ["xn--bcher-kva.example"] };
    expect((await readPeers(misskey, { nodeinfo: NODEINFO, pages })).peers).toEqual(["xn--bcher-kva.example"]);
  });

  test("are the newest hundred where that list is not there", async () => {
    const pages = { "POST /api/federation/instances": [{ host: "a.example.org", usersCount: 3 }, null, {}] };
    const { peers, asked } = await readPeers(misskey, { nodeinfo: NODEINFO, pages });
    expect(peers).toEqual(["a.example.org", undefined]);
    expect(asked).toEqual(["/api/v1/instance/peers", "POST /api/federation/instances"]);
  });

  test("are not asked for twice where they are closed", async () => {
    const pages = { "/api/v1/instance/peers": 403 };
    await expect(readPeers(misskey, { nodeinfo: NODEINFO, pages })).rejects.toMatchObject({ status: 403 });
  });
});
