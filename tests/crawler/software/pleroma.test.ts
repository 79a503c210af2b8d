import { expect, test } from "vitest";
import { parseNodeInfo } from "#crawler/nodeinfo.ts";
import { pleroma } from "#crawler/software/pleroma.ts";
import { factsOf } from "#crawler/visit.ts";
import { DOMAIN, read, readPeers } from "./asked.ts";

const NODEINFO = {
  software: { name: "pleroma", version: "2.9.1" },
  openRegistrations: true,
  usage: { users: { total: 64, activeMonth: 21, activeHalfyear: 40 }, localPosts: 7_000 },
  metadata: {
    nodeName: "Night Shift",
    nodeDescription: "For those awake.",
    private: false,
    invitesEnabled: false,
    staffAccounts: [`https://${DOMAIN}/users/ada`, `https://${DOMAIN}/users/bo`],
    federation: { enabled: true, mrf_simple: { reject: ["blocked.example"] }, quarantined_instances: [] },
  },
};

const V1 = {
  uri: `https://${DOMAIN}`,
  title: "Night Shift",
  short_description: "For those awake.",
  description: "<p>Nurses, bakers, <b>sysadmins</b>.</p>",
  email: "ada@example.org",
  version: "2.7.2 (compatible; Pleroma 2.9.1)",
  stats: { user_count: 64, status_count: 7_000, domain_count: 900 },
  languages: ["en"],
  registrations: true,
  approval_required: false,
  contact_account: null,
  rules: [{ id: "1", text: "Whisper.", hint: "" }],
  max_toot_chars: 5_000,
  upload_limit: 16_000_000,
  pleroma: { stats: { mau: 22 }, metadata: { birthday_required: false, birthday_min_age: 0 } },
};

const claimsOf = async (changes: object, metadata: object = {}, nodeinfo: object = {}) =>
  (
    await read(pleroma, {
      nodeinfo: { ...NODEINFO, metadata: { ...NODEINFO.metadata, ...metadata }, ...nodeinfo },
      pages: { "/api/v1/instance": { ...V1, ...changes } },
    })
  ).claims;

test("a server in our words, without its people and whom it blocks", async () => {
  const { claims, asked } = await read(pleroma, { nodeinfo: NODEINFO, pages: { "/api/v1/instance": V1 } });
  expect(claims).toMatchObject({
    title: "Night Shift",
    description: "For those awake.",
    languages: [],
    registrations: "open",
    minimumAge: null,
    isFederationLimited: false,
    monthlyActiveUsers: 22,
    accounts: 64,
    host: DOMAIN,
    details: {
      about: "Nurses, bakers, sysadmins.",
      rules: ["Whisper."],
      postLength: 5_000,
      uploadMegabytes: 16,
      staff: 2,
    },
  });
  expect(asked).toEqual(["/api/v1/instance"]);
  expect(JSON.stringify(claims)).not.toMatch(/ada|blocked\.example/i);
});

test.for([
  [{ registrations: true, approval_required: true }, {}, "approval"],
  [{ registrations: true, approval_required: false }, {}, "open"],
  [{ registrations: false, approval_required: true }, {}, "closed"],
  [{ registrations: false }, { invitesEnabled: true }, "invite"],
  [{ registrations: true }, { invitesEnabled: true }, "open"],
  [{ registrations: undefined, approval_required: undefined }, {}, "approval"],
] as const)("%j with %j: %s", async ([switches, metadata, expected]) => {
  expect((await claimsOf(switches, metadata)).registrations).toBe(expected);
});

test.for([
  [true, 4_748, 13],
  [true, 6_574, 18],
  [true, 0, null],
  [true, null, null],
  [false, 6_574, null],
] as const)("a birthday required: %s, %j days ago at least: %j years", async ([required, days, expected]) => {
  const metadata = { birthday_required: required, birthday_min_age: days };
  expect((await claimsOf({ pleroma: { metadata } })).minimumAge).toBe(expected);
});

test("Akkoma, which has no rules and one text", async () => {
  const akkoma = { software: { name: "akkoma", version: "3.16.0-0-g0000000" } };
  const claims = await claimsOf({ rules: undefined, short_description: undefined, description: "Owls." }, {}, akkoma);
  expect(claims).toMatchObject({ description: "Owls.", details: { about: null, rules: [] } });
});

test("the text that every such server ships says nothing", async () => {
  const nodeinfo = parseNodeInfo({ ...NODEINFO, software: { name: "akkoma" } });
  const text = "Akkoma: The cooler fediverse server";
  const claims = await claimsOf({ title: "Akkoma", short_description: text, description: text });
  expect(factsOf(DOMAIN, nodeinfo, claims)).toMatchObject({ title: null, description: null });
});

test("active people come from here where NodeInfo has none", async () => {
  const claims = await claimsOf({}, {}, { usage: { users: { total: 64 } } });
  expect(claims.monthlyActiveUsers).toBe(22);
});

test("metadata that PHP or a proxy emptied is none", async () => {
  const { claims } = await read(pleroma, {
    nodeinfo: { ...NODEINFO, metadata: [] },
    pages: { "/api/v1/instance": { ...V1, pleroma: [], stats: null, configuration: "?" } },
  });
  expect(claims).toMatchObject({ title: "Night Shift", details: { staff: null, uploadMegabytes: 16 } });
});

test("where the API is closed, NodeInfo's metadata still tells its staff, its limit and that it invites", async () => {
  const metadata = { ...NODEINFO.metadata, invitesEnabled: true, uploadLimits: { general: 50_000_000, avatar: 1 } };
  const nodeinfo = { ...NODEINFO, openRegistrations: false, metadata };
  const { claims } = await read(pleroma, { nodeinfo, pages: { "/api/v1/instance": 403 } });
  expect(claims).toMatchObject({
    title: "Night Shift",
    registrations: "invite",
    accounts: 64,
    details: { staff: 2, uploadMegabytes: 50, rules: [] },
  });
});

test("peers are the names as sent", async () => {
  const pages = { "/api/v1/instance/peers": ["a.example.org"] };
  expect((await readPeers(pleroma, { nodeinfo: NODEINFO, pages })).peers).toEqual(["a.example.org"]);
});
