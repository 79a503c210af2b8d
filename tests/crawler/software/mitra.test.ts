import { expect, test } from "vitest";
import { claimsOfNodeInfo } from "#crawler/claims.ts";
import { parseNodeInfo } from "#crawler/nodeinfo.ts";
import { mitra } from "#crawler/software/mitra.ts";
import { DOMAIN, read, readPeers } from "./asked.ts";

const NODEINFO = {
  software: { name: "mitra", version: "4.12.0" },
  openRegistrations: true,
  usage: { users: { total: 30, activeMonth: 14, activeHalfyear: 20 }, localPosts: 4_000 },
  metadata: {
    nodeName: "Lantern",
    nodeDescription: "A quiet place.",
    federation: { enabled: true },
    staffAccounts: [`https://${DOMAIN}/users/ada`],
  },
};

const V1 = {
  uri: DOMAIN,
  title: "Lantern",
  short_description: "A quiet place.",
  description: "<p>A quiet place, by the sea.</p>",
  version: "4.0.0 (compatible; Mitra 4.12.0)",
  registrations: true,
  approval_required: false,
  invites_enabled: false,
  stats: { user_count: 30, status_count: 4_000, domain_count: 700 },
  configuration: { statuses: { max_characters: 5_000 }, media_attachments: { image_size_limit: 10_000_000 } },
  rules: [],
  contact_account: null,
  login_message: "Sign in",
  blockchains: [],
};

test("a server in our words", async () => {
  const { claims, asked } = await read(mitra, { nodeinfo: NODEINFO, pages: { "/api/v1/instance": V1 } });
  expect(claims).toMatchObject({
    title: "Lantern",
    description: "A quiet place.",
    monthlyActiveUsers: 14,
    accounts: 30,
    host: DOMAIN,
    details: { about: "A quiet place, by the sea.", postLength: 5_000, uploadMegabytes: 10, staff: 1 },
  });
  expect(asked).toEqual(["/api/v1/instance"]);
  expect(JSON.stringify(claims)).not.toMatch(/ada/i);
});

test.for([
  // True also where each request is read, and nothing tells which.
  [{ registrations: true, invites_enabled: false }, "approval"],
  [{ registrations: false, invites_enabled: true }, "invite"],
  [{ registrations: false, invites_enabled: false }, "closed"],
  [{ registrations: undefined, invites_enabled: undefined }, "approval"],
] as const)("%j: %s", async ([switches, expected]) => {
  const pages = { "/api/v1/instance": { ...V1, ...switches } };
  expect((await read(mitra, { nodeinfo: NODEINFO, pages })).claims.registrations).toBe(expected);
});

test("NodeInfo's false is an invitation, its only other way in", () => {
  const nodeinfo = parseNodeInfo({ ...NODEINFO, openRegistrations: false });
  expect(claimsOfNodeInfo(nodeinfo).registrations).toBe("invite");
});

test("one that does not federate says so in NodeInfo", async () => {
  const nodeinfo = { ...NODEINFO, metadata: { federation: { enabled: false } } };
  const { claims } = await read(mitra, { nodeinfo, pages: { "/api/v1/instance": V1 } });
  expect(claims).toMatchObject({ isFederationLimited: true, details: { staff: null } });
});

test("peers are the names as sent", async () => {
  const pages = { "/api/v1/instance/peers": ["a.example.org"] };
  expect((await readPeers(mitra, { nodeinfo: NODEINFO, pages })).peers).toEqual(["a.example.org"]);
});
