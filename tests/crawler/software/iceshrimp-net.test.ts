import { expect, test } from "vitest";
import { parseNodeInfo } from "#crawler/nodeinfo.ts";
import { iceshrimpNet } from "#crawler/software/iceshrimp-net.ts";
import { readerOf } from "#crawler/software/index.ts";
import { factsOf } from "#crawler/visit.ts";
import { DOMAIN, read } from "./asked.ts";

const NODEINFO = {
  software: { name: "Iceshrimp.NET", version: "2025.1-beta5.patch3" },
  // Whatever the admin chose.
  openRegistrations: false,
  usage: { users: { total: 9, activeMonth: 6, activeHalfyear: 8 }, localPosts: 3_000 },
  metadata: {
    nodeName: "Iceshrimp.NET",
    nodeDescription: "An Iceshrimp.NET instance",
    maintainer: { name: "todo" },
    tosUrl: "todo",
  },
};

const V1 = {
  uri: DOMAIN,
  title: "Krill",
  short_description: "Small and many.",
  description: "Small and many.",
  version: "4.2.1 (compatible; Iceshrimp.NET/2025.1-beta5)",
  email: "ada@example.org",
  registrations: false,
  invites_enabled: false,
  approval_required: true,
  max_toot_chars: 8_192,
  stats: { user_count: 9, status_count: 3_000, domain_count: 1_500 },
  configuration: {
    statuses: { max_characters: 8_192 },
    media_attachments: { image_size_limit: 10_485_760, video_size_limit: 41_943_040 },
  },
};

const factsWith = async (changes: object) => {
  const pages = { "/api/v1/instance": { ...V1, ...changes } };
  const { claims } = await read(iceshrimpNet, { nodeinfo: NODEINFO, pages });
  return factsOf(DOMAIN, parseNodeInfo(NODEINFO), claims);
};

/** What version 2 says besides, where `enabled` is also true for invitations. */
const V2 = {
  domain: DOMAIN,
  title: "Krill",
  registrations: { enabled: true, approval_required: true, message: null, url: null },
  rules: [{ id: "1", text: "Stay in the swarm.", hint: null }],
};

test("a server in our words", async () => {
  const pages = { "/api/v1/instance": V1, "/api/v2/instance": V2 };
  const { claims, asked } = await read(iceshrimpNet, { nodeinfo: NODEINFO, pages });
  expect(claims).toMatchObject({
    title: "Krill",
    description: "Small and many.",
    monthlyActiveUsers: 6,
    accounts: 9,
    registrations: "closed",
    details: {
      about: null,
      rules: ["Stay in the swarm."],
      termsUrl: null,
      postLength: 8_192,
      uploadMegabytes: 40,
    },
  });
  expect(asked).toEqual(["/api/v1/instance", "/api/v2/instance"]);
});

test("a daily visit, and a server without version 2, do without rules", async () => {
  const pages = { "/api/v1/instance": V1 };
  for (const isThorough of [false, true]) {
    const { claims, asked } = await read(iceshrimpNet, { nodeinfo: NODEINFO, pages, isThorough });
    expect(claims).toMatchObject({ title: "Krill", details: { rules: [] } });
    expect(asked.length).toBe(isThorough ? 2 : 1);
  }
});

test.for([
  [{ registrations: true, invites_enabled: false, approval_required: false }, "open"],
  [{ registrations: false, invites_enabled: true, approval_required: false }, "invite"],
  [{ registrations: false, invites_enabled: false, approval_required: true }, "closed"],
  [{ registrations: undefined, invites_enabled: undefined, approval_required: true }, "unknown"],
] as const)("%j: %s", async ([switches, expected]) => {
  expect((await factsWith(switches)).registrations).toBe(expected);
});

test.for([`${DOMAIN} on Iceshrimp.NET`, "This Iceshrimp.NET instance does not appear to have a description"])(
  "%j is nobody's own description",
  async (text) => {
    expect(await factsWith({ title: DOMAIN, short_description: text, description: text })).toMatchObject({
      title: null,
      description: null,
    });
  },
);

test("its name, with capitals and a dot, finds its reader", () => {
  expect(readerOf(parseNodeInfo(NODEINFO).software)).toBe(iceshrimpNet);
});
