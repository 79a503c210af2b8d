import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { visit } from "#crawler/visit.ts";
import { type Lab, startLab } from "../../fediverse/lab.ts";
import { outsideOf } from "../../fediverse/outside.ts";
import { nodeinfo, type Pages, robots, serving, status } from "../../fediverse/programs.ts";

const USAGE = { users: { total: 64, activeMonth: 21, activeHalfyear: 40 }, localPosts: 900 };
const NAMES = { nodeName: "Small Cove", nodeDescription: "A cove of our own." };

function told(name: string, changes: Record<string, unknown> = {}, version = "2.0", path?: string): Pages {
  const software = { name, version: "1.2.3" };
  return nodeinfo({ software, openRegistrations: true, usage: USAGE, metadata: NAMES, ...changes }, version, path);
}

const ABOUT = "/api/v1/page/content?slug=platform/about";
const PEERS = "/api/v1/instance/peers";
const RULES_OF_LOOPS = robots("User-agent: *", "Disallow: /api/", "Allow: /api/v1/page/content");
const BEHIND_PROXY = {
  links: [
    {
      rel: "http://nodeinfo.diaspora.software/ns/schema/2.0",
      href: "http://bookwyrm.example.org/nodeinfo/2.0",
    },
  ],
};

interface Case {
  name: string;
  pages: Pages;
  facts: object;
  details?: object;
  /** After robots.txt. */
  asked: string[];
}

const cases: readonly Case[] = [
  {
    name: "castopod",
    pages: {
      "/.well-known/nodeinfo": status(404),
      "/.well-known/x-nodeinfo2": {
        version: "1.0",
        server: {
          baseUrl: "https://castopod.example.org/",
          name: "Sea Casts",
          software: "Castopod",
          version: "1.13.5",
        },
        usage: USAGE,
        openRegistrations: false,
      },
    },
    facts: { software: "castopod", title: "Sea Casts", registrations: "closed", monthlyActiveUsers: 21 },
    asked: ["/.well-known/nodeinfo", "/.well-known/x-nodeinfo2"],
  },
  {
    name: "mobilizon",
    pages: {
      ...told("Mobilizon", { usage: { users: { total: 64 } } }, "2.1", "/.well-known/nodeinfo/2.1"),
      "/api": { data: { config: { name: "Ebb and Flow", registrationsOpen: true, languages: ["fr"] } } },
    },
    facts: { software: "mobilizon", title: "Ebb and Flow", registrations: "open", languages: ["fr"], accounts: 64 },
    details: { termsUrl: "https://mobilizon.example.org/terms" },
    asked: ["/.well-known/nodeinfo", "/.well-known/nodeinfo/2.1", "/api"],
  },
  {
    name: "hubzilla",
    pages: {
      ...told("hubzilla"),
      "/siteinfo.json": { site_name: "Rock Garden", register_policy: "REGISTER_APPROVE", hide_in_statistics: 0 },
    },
    facts: { software: "hubzilla", title: "Rock Garden", registrations: "approval", accounts: 64 },
    asked: ["/.well-known/nodeinfo", "/nodeinfo/2.0", "/siteinfo.json"],
  },
  {
    name: "bookwyrm",
    pages: {
      ...told("bookwyrm"),
      "/.well-known/nodeinfo": BEHIND_PROXY,
      "/api/v1/instance": {
        uri: "bookwyrm.example.org",
        title: "Tide Table",
        registrations: false,
        approval_required: true,
      },
      [PEERS]: ["other.example.net"],
    },
    facts: { title: "Tide Table", registrations: "approval", signUpUrl: "https://bookwyrm.example.org/invite-request" },
    asked: ["/.well-known/nodeinfo", "/nodeinfo/2.0", "/api/v1/instance"],
  },
  {
    name: "loops",
    pages: {
      ...told("loops", {}, "2.1"),
      "/robots.txt": RULES_OF_LOOPS,
      [ABOUT]: { data: { content: "<p>Short films of the tide.</p>" } },
    },
    facts: { software: "loops", title: "Small Cove", registrations: "approval", posts: 900 },
    details: { about: "Short films of the tide." },
    asked: ["/.well-known/nodeinfo", "/nodeinfo/2.1", ABOUT],
  },
  {
    name: "funkwhale",
    pages: {
      ...told("funkwhale", {}, "2.0", "/api/v1/instance/nodeinfo/2.0/"),
      "/api/v1/instance/settings": [{ section: "moderation", name: "signup_approval_enabled", value: false }],
    },
    facts: { software: "funkwhale", registrations: "open", monthlyActiveUsers: 21, posts: null },
    asked: ["/.well-known/nodeinfo", "/api/v1/instance/nodeinfo/2.0/", "/api/v1/instance/settings"],
  },
  {
    name: "unheard-of",
    pages: told("Brand New"),
    facts: { software: "brand new", title: "Small Cove", registrations: "unknown", accounts: 64, posts: 900 },
    asked: ["/.well-known/nodeinfo", "/nodeinfo/2.0"],
  },
];

let lab: Lab;
beforeAll(async () => {
  lab = await startLab(new Map(cases.map(({ name, pages }) => [`${name}.example.org`, { handle: serving(pages) }])));
});
afterAll(() => lab.close());

describe("a visit to a server of", () => {
  test.for(cases)("$name", async ({ name, facts, details = {}, asked }) => {
    const domain = `${name}.example.org`;
    lab.asked.clear();
    const result = await visit(domain, outsideOf(lab));
    expect(result).toMatchObject({ outcome: "ok", isPartial: false, facts, details });
    const paths = (lab.asked.get(domain) ?? []).filter((path) => path !== PEERS && !path.endsWith("host-meta"));
    expect(paths).toEqual(["/robots.txt", ...asked]);
    expect(lab.asked.get(domain)?.length).toBeLessThanOrEqual(10);
  });

  test.for(cases)("$name, daily, takes at most six requests", async ({ name, facts }) => {
    const domain = `${name}.example.org`;
    lab.asked.clear();
    expect(await visit(domain, outsideOf(lab), { isThorough: false })).toMatchObject({ outcome: "ok", facts });
    expect(lab.asked.get(domain)?.length).toBeLessThanOrEqual(6);
  });
});
