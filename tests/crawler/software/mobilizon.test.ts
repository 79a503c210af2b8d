import { describe, expect, test } from "vitest";
import { z } from "zod";
import { claimsOfNodeInfo } from "#crawler/claims.ts";
import { parseNodeInfo } from "#crawler/nodeinfo.ts";
import { mobilizon } from "#crawler/software/mobilizon.ts";
import { DOMAIN, read } from "./asked.ts";

const NODEINFO = {
  version: "2.0",
  software: { name: "Mobilizon", version: "5.1.2" },
  openRegistrations: true,
  usage: { users: { total: 95 }, localComments: 12, localPosts: 310 },
  metadata: { nodeName: "Ebb and Flow", nodeDescription: "Events on the coast." },
};

const CONFIG = {
  name: "Ebb and Flow",
  description: "Events on the coast.",
  longDescription: "<p>Events on the coast, from <i>regattas</i> to readings.</p>",
  languages: ["fr", "br"],
  registrationsOpen: true,
  registrationsAllowlist: false,
  demoMode: false,
  federating: true,
  rules: "<ul><li>Be kind</li><li><p>No ads</p></li></ul>",
  terms: { url: null },
  privacy: { url: "https://elsewhere.example.net/privacy" },
  uploadLimits: { default: 10_485_760 },
};
const STATISTICS = { numberOfUsers: 96, numberOfLocalEvents: 311, numberOfLocalComments: 13 };

const told = (config: object = {}) =>
  read(mobilizon, {
    nodeinfo: NODEINFO,
    pages: { "POST /api": { data: { config: { ...CONFIG, ...config }, statistics: STATISTICS } } },
  });

describe("Mobilizon", () => {
  test("one question brings all of it", async () => {
    const { claims, asked } = await told();
    expect(asked).toEqual(["POST /api"]);
    expect(claims).toMatchObject({
      title: "Ebb and Flow",
      description: "Events on the coast.",
      languages: ["fr", "br"],
      registrations: "open",
      isFederationLimited: false,
      monthlyActiveUsers: null,
      accounts: 95,
      posts: 311,
      comments: 13,
      details: {
        about: "Events on the coast, from regattas to readings.",
        rules: ["Be kind", "No ads"],
        termsUrl: `https://${DOMAIN}/terms`,
        privacyUrl: `https://${DOMAIN}/privacy`,
        uploadMegabytes: 10,
      },
    });
  });

  test.for([
    [true, false, false, "open"],
    [false, true, false, "invite"],
    [false, false, false, "closed"],
    [true, false, true, "closed"],
    [null, null, null, "open"],
  ] as const)("open %s, allow-list %s, demo %s: %s", async ([open, list, demo, expected]) => {
    const { claims } = await told({ registrationsOpen: open, registrationsAllowlist: list, demoMode: demo });
    expect(claims.registrations).toBe(expected);
  });

  test("the beginning of the long text stands for a short one", async () => {
    const { claims } = await read(mobilizon, {
      nodeinfo: { ...NODEINFO, metadata: {} },
      pages: { "POST /api": { data: { config: { ...CONFIG, description: "" } } } },
    });
    const description = "Events on the coast, from regattas to readings.";
    expect(claims).toMatchObject({ description, details: { about: null } });
  });

  test("one that does not federate says so", async () => {
    expect((await told({ federating: false })).claims.isFederationLimited).toBe(true);
  });

  test("an old version, which answers a question with fields it does not know by errors alone, is asked for less", async () => {
    const nodeinfo = parseNodeInfo(NODEINFO);
    const queries: string[] = [];
    const getJson = async (_url: unknown, { post }: { post?: unknown } = {}) => {
      const { query } = z.object({ query: z.string() }).parse(post);
      queries.push(query);
      if (query.includes("demoMode"))
        return { errors: [{ message: 'Cannot query field "demoMode" on type "Config".' }] };
      return { data: { config: { name: "Old Ebb", registrationsOpen: false, languages: ["br"] }, statistics: null } };
    };
    const base = claimsOfNodeInfo(nodeinfo);
    const asked = { domain: DOMAIN, nodeinfo, base, isThorough: true, getJson, getOptionalJson: getJson };
    const claims = await mobilizon.claims(asked);
    expect(queries).toHaveLength(2);
    expect(claims).toMatchObject({ title: "Old Ebb", registrations: "closed", languages: ["br"], accounts: 95 });
  });
});
