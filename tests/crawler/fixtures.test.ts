import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Details } from "#core/details.ts";
import { checkConsent } from "#crawler/judge/consent.ts";
import { jsonOf } from "#crawler/net/answers.ts";
import { HttpError } from "#crawler/net/errors.ts";
import { parseRobots } from "#crawler/net/robots-rules.ts";
import { bestLink, parseNodeInfo } from "#crawler/nodeinfo.ts";
import { readerOf } from "#crawler/software/index.ts";
import { factsOf } from "#crawler/visit.ts";
import { DOMAIN, read } from "./software/asked.ts";

/** Answers of real servers, kept beside the project. */
const FIXTURES = new URL("../../../shared/fixtures/", import.meta.url).pathname;
const files = existsSync(FIXTURES)
  ? readdirSync(FIXTURES, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"))
  : [];

interface Server {
  /** The file with its NodeInfo document. */
  nodeinfo: string;
  /** Files by the path its program is asked for. */
  pages?: Readonly<Record<string, string>>;
  facts: object;
  /** How many rules it has. */
  rules?: number;
  /** Other details, without its own words. */
  details?: object;
}

const V1 = "/api/v1/instance";
const V2 = "/api/v2/instance";
const CHART = "/api/charts/active-users?span=day&limit=30";
const toot = (name: string) => `tootsdk--${name}.json`;
const live = (server: string, page: string) => `live/${server}/${page}.json`;

/** What each program's reader makes of its own documents: everything but words, which belong to the servers. */
const SERVERS: Readonly<Record<string, Server>> = {
  akkoma: {
    nodeinfo: toot("nodeinfo_akkoma"),
    pages: { [V1]: toot("instance_akkoma") },
    facts: { registrations: "approval", accounts: 117, monthlyActiveUsers: 27, posts: 26_780, description: null },
    details: { postLength: 5_000, uploadMegabytes: 16, staff: 1 },
  },
  "catodon, its API closed": {
    nodeinfo: toot("nodeinfo_catodon"),
    facts: { software: "catodon", registrations: "open" },
    details: { postLength: 8_000 },
  },
  "firefish, its API closed": {
    nodeinfo: toot("nodeinfo_firefish"),
    facts: { software: "firefish" },
    details: { postLength: null, termsUrl: null },
  },
  "friendica, its own document closed": {
    nodeinfo: toot("nodeinfo_friendica"),
    pages: { [V1]: toot("instance_friendica_nocontact") },
    // The 0 beside figures that are kept out of NodeInfo are none.
    facts: { registrations: "approval", languages: ["fr"], isAdult: false, accounts: null, posts: null },
    details: { postLength: 200_000, termsUrl: null },
  },
  "friendica with rules": {
    nodeinfo: toot("nodeinfo_friendica"),
    pages: { [V1]: toot("instancev2_friendica") },
    facts: { languages: [] },
    rules: 30,
    details: { postLength: 200_000, uploadMegabytes: 10, termsUrl: `https://${DOMAIN}/tos` },
  },
  "gotosocial, years ago": {
    nodeinfo: toot("nodeinfo_gotosocial"),
    pages: { [V2]: toot("instancev2_gotosocial") },
    facts: { registrations: "approval", accounts: 5, posts: 3_010, monthlyActiveUsers: null, languages: [] },
    details: { postLength: 5_000, uploadMegabytes: 40 },
  },
  "gotosocial, its API opened": {
    nodeinfo: live("gotosocial-0.20.0-serve", "nodeinfo-2.1"),
    pages: { [V2]: live("gotosocial-0.20.0-serve", "api-v2-instance") },
    facts: { registrations: "approval", accounts: 2, languages: ["de", "fr"] },
    details: { postLength: 5_000, uploadMegabytes: 40 },
  },
  "iceshrimp, its API closed": {
    nodeinfo: toot("nodeinfo_iceshrimp"),
    facts: { software: "iceshrimp" },
    details: { postLength: 6_000 },
  },
  "iceshrimp.net, as it ships": {
    nodeinfo: toot("nodeinfo_iceshrimpnet"),
    pages: { [V1]: toot("instance_iceshrimpnet") },
    facts: { software: "iceshrimp.net", registrations: "closed", accounts: 2, description: null },
    details: { postLength: 8_192, uploadMegabytes: 40, termsUrl: null },
  },
  mastodon: {
    nodeinfo: toot("nodeinfo_mastodon"),
    pages: { [V2]: toot("instancev2_mastodon") },
    facts: { registrations: "open", minimumAge: null, accounts: 2_001_387, monthlyActiveUsers: 234_394, languages: [] },
    rules: 6,
    details: { privacyUrl: `https://${DOMAIN}/privacy-policy`, termsUrl: null, postLength: 500, uploadMegabytes: 99 },
  },
  "mastodon 4.5": {
    nodeinfo: toot("nodeinfo_mastodon"),
    pages: { [V2]: toot("instancev2_mastodon_4.5") },
    facts: { registrations: "open", minimumAge: 16, isFederationLimited: false },
    rules: 6,
  },
  "mastodon without a picture": {
    nodeinfo: toot("nodeinfo_mastodon"),
    pages: { [V2]: toot("instancev2_missing_thumbnail_url") },
    facts: { registrations: "open" },
    rules: 6,
  },
  misskey: {
    nodeinfo: live("misskey-2025.11.1", "nodeinfo-2.1"),
    pages: {
      "POST /api/meta": live("misskey-2025.11.1", "api-meta-POST"),
      [CHART]: live("misskey-2025.11.1", "api-charts-active-users"),
    },
    facts: { registrations: "open", languages: ["ja"], accounts: 7, monthlyActiveUsers: null, dailyActiveUsers: 0 },
    rules: 2,
    details: { postLength: 3_000, uploadMegabytes: 30, storageMegabytes: 100 },
  },
  peertube: {
    nodeinfo: live("peertube-6.3.0", "nodeinfo-2.0"),
    pages: {
      "/api/v1/config": live("peertube-6.3.0", "api-v1-config"),
      "/api/v1/config/about": live("peertube-6.3.0", "api-v1-config-about"),
      "/api/v1/server/stats": live("peertube-6.3.0", "api-v1-server-stats"),
    },
    facts: {
      ...{ registrations: "approval", minimumAge: 16, isAdult: false, languages: ["fr", "de"] },
      ...{ topics: ["education", "art"], accounts: 3, monthlyActiveUsers: 1, posts: 2 },
    },
    rules: 1,
    details: { staff: 1, termsUrl: `https://${DOMAIN}/about/instance` },
  },
  pixelfed: {
    nodeinfo: toot("nodeinfo_pixelfed"),
    pages: { [V1]: toot("instance_pixelfed") },
    facts: { registrations: "open", accounts: 116_961, monthlyActiveUsers: 9_489 },
    rules: 6,
    details: { postLength: 2_000, uploadMegabytes: 15 },
  },
  "pleroma, its API closed": {
    nodeinfo: toot("nodeinfo_pleroma"),
    facts: { registrations: "invite", accounts: 953, monthlyActiveUsers: 50 },
    details: { staff: 2, uploadMegabytes: 20 },
  },
  "sharkey, its API closed": {
    nodeinfo: toot("nodeinfo_sharkey"),
    // It says "open" where each request is read, too.
    facts: { registrations: "approval", accounts: 1_912, monthlyActiveUsers: null },
    details: { postLength: 8_000 },
  },
  snac: {
    nodeinfo: live("snac-2.94", "nodeinfo-2.1"),
    facts: { registrations: "closed", accounts: 3, posts: 3 },
  },
};

/** Counts alone, from a library's tests: they name no program. */
const WITHOUT_PROGRAM = /--(07|08|09|10|11)-usageCounters/;

describe.skipIf(files.length === 0)("answers of real servers", () => {
  test.for(Object.entries(SERVERS))(
    "%s",
    async ([, { nodeinfo: file, pages = {}, facts, rules = 0, details = {} }]) => {
      const document = documentIn(file) as Record<string, unknown>;
      const nodeinfo = parseNodeInfo(document);
      checkConsent(nodeinfo);
      const answers = Object.fromEntries(Object.entries(pages).map(([path, page]) => [path, documentIn(page)]));
      const { claims } = await read(readerOf(nodeinfo.software), { nodeinfo: document, pages: answers });
      expect(factsOf(DOMAIN, nodeinfo, claims)).toMatchObject({ doubts: [], ...facts });
      expect(claims.details.rules).toHaveLength(rules);
      expect(claims.details).toMatchObject(details);
      const kept = { domain: DOMAIN, readAt: "2026-11-01T12:00:00.000Z", topicWords: {}, ...claims.details };
      expect(Details.parse(kept)).toEqual(kept);
    },
  );

  const nodeinfos = files.filter((file) => /nodeinfo/.test(file) && !/wellknown|-guess/.test(file));

  test.for(nodeinfos.filter((file) => !WITHOUT_PROGRAM.test(file)))("%s names its program", (file) => {
    expect(parseNodeInfo(documentIn(file)).software).toMatch(/^[a-z.]+$/);
  });

  test.for(nodeinfos.filter((file) => WITHOUT_PROGRAM.test(file)))("%s is none", (file) => {
    expect(() => parseNodeInfo(documentIn(file))).toThrow("names no software");
  });

  test.for(files.filter((file) => file.includes("wellknown-nodeinfo")))("%s links to NodeInfo", (file) => {
    expect(bestLink(documentIn(file), new URL(`https://${DOMAIN}/.well-known/nodeinfo`))?.pathname).toMatch(/nodeinfo/);
  });

  test.for([
    live("gotosocial-0.20.0-serve", "api-v1-config"),
    live("misskey-2025.11.1", "api-v1-instance"),
    live("peertube-6.3.0", "api-v1-instance"),
  ])("%s is no page of that program", (file) => expect(() => documentIn(file)).toThrow(HttpError));

  test("GoToSocial's own robots.txt keeps us out, and lets us in where statistics are served", () => {
    const rules = (mode: string) =>
      parseRobots(readFileSync(join(FIXTURES, `live/gotosocial-0.20.0-${mode}/robots.txt`), "utf8"), "Rockpool");
    expect(rules("default").isAllowed("/.well-known/nodeinfo")).toBe(false);
    expect(rules("serve").isAllowed("/.well-known/nodeinfo")).toBe(true);
    expect(rules("serve").isAllowed("/api/v2/instance")).toBe(false);
    expect(rules("serve").crawlDelayMs).toBe(500_000);
  });
});

/** A document, as the client takes it. */
function documentIn(file: string): unknown {
  const body = readFileSync(join(FIXTURES, file), "utf8");
  return jsonOf({ url: new URL(`https://${DOMAIN}/`), status: statusOf(file), headers: {}, body });
}

/** The status a live answer came with; 200 where only the document was kept. */
function statusOf(file: string): number {
  const headers = join(FIXTURES, file.replace(/\.json$/, ".headers"));
  return existsSync(headers) ? Number(/^HTTP\/\S+ (\d+)/.exec(readFileSync(headers, "utf8"))?.[1]) : 200;
}
