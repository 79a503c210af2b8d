import type { IncomingMessage, ServerResponse } from "node:http";
import { text as bodyOf } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Domain } from "#core/domain.ts";
import { DAILY_LIMITS } from "#crawler/net/client.ts";
import { visit } from "#crawler/visit.ts";
import { type Host, type Lab, startLab } from "../../fediverse/lab.ts";
import { outsideOf } from "../../fediverse/outside.ts";
import { json, nodeinfo, type Pages, robots, serving } from "../../fediverse/programs.ts";

/** What each program is asked over TLS, daily and weekly, and what a visit then knows. */
interface Case {
  pages: (domain: Domain) => Pages;
  daily: string[];
  weekly: string[];
  facts: object;
  details?: object;
}

const API = "/api/v1/instance";

function program(name: string, changes: object = {}): Pages {
  return nodeinfo({
    software: { name, version: "1.0" },
    openRegistrations: true,
    usage: { users: { total: 120, activeMonth: 31, activeHalfyear: 60 }, localPosts: 5_000 },
    metadata: {},
    ...changes,
  });
}

/** Answers JSON to a POST of JSON, and nothing else. */
function posted(document: unknown) {
  return async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request);
    const isRight = request.method === "POST" && request.headers["content-type"] === "application/json";
    if (isRight && typeof JSON.parse(body) === "object") json(response, document);
    else response.writeHead(405).end();
  };
}

const v1 = (domain: Domain) => ({
  uri: domain,
  title: "Tidewater",
  short_description: "Boats.",
  registrations: true,
  approval_required: true,
  rules: [{ id: "1", text: "Be kind." }],
});
const chart = "/api/charts/active-users?span=day&limit=30";
const noFigures = { usage: { users: { total: 120, activeMonth: null, activeHalfyear: null } } };
const site = { site_view: { site: { name: "Tidewater" }, local_site: { registration_mode: "Open" } }, admins: [{}] };

const CASES: Readonly<Record<string, Case>> = {
  mastodon: {
    pages: (domain) => ({
      ...program("mastodon"),
      "/api/v2/instance": { domain, title: "Tidewater", registrations: { enabled: true, approval_required: true } },
      [`${API}/extended_description`]: { content: "<p>A slipway.</p>" },
    }),
    daily: ["/api/v2/instance"],
    weekly: ["/api/v2/instance", `${API}/extended_description`],
    facts: { title: "Tidewater", registrations: "approval", monthlyActiveUsers: 31 },
    details: { about: "A slipway." },
  },
  hometown: {
    pages: (domain) => ({ ...program("hometown"), [API]: v1(domain) }),
    daily: ["/api/v2/instance", API],
    weekly: ["/api/v2/instance", API],
    facts: { title: "Tidewater", registrations: "approval" },
    details: { rules: ["Be kind."] },
  },
  peertube: {
    pages: () => ({
      ...program("peertube"),
      "/api/v1/config": { instance: { name: "Tidewater" }, signup: { allowed: true, requiresApproval: false } },
      "/api/v1/config/about": { instance: { languages: ["fr"], categories: [1], codeOfConduct: "Be kind." } },
      "/api/v1/server/stats": { totalUsers: 120, totalDailyActiveUsers: 3, totalAdmins: 1, totalLocalVideos: 70 },
    }),
    daily: ["/api/v1/config", "/api/v1/server/stats"],
    weekly: ["/api/v1/config", "/api/v1/config/about", "/api/v1/server/stats"],
    facts: { registrations: "open", languages: ["fr"], topics: ["music"], dailyActiveUsers: 3, posts: 70 },
    details: { rules: ["Be kind."], staff: 1 },
  },
  pixelfed: {
    pages: (domain) => ({
      ...program("pixelfed", { openRegistrations: false }),
      [API]: { ...v1(domain), registrations: false },
    }),
    daily: [API],
    weekly: [API],
    facts: { registrations: "approval", signUpUrl: "https://pixelfed.example.org/auth/sign_up" },
  },
  lemmy: {
    pages: () => ({ ...program("lemmy", { software: { name: "lemmy", version: "0.19.13" } }), "/api/v3/site": site }),
    daily: ["/api/v3/site"],
    weekly: ["/api/v3/site"],
    facts: { title: "Tidewater", registrations: "open" },
    details: { staff: 1 },
  },
  "new-lemmy": {
    pages: () => ({ ...program("lemmy"), "/api/v4/site": site }),
    daily: ["/api/v4/site"],
    weekly: ["/api/v4/site"],
    facts: { title: "Tidewater", registrations: "open" },
  },
  "closed-lemmy": {
    pages: () => ({
      ...program("lemmy"),
      "/api/v4/site": site,
      "/robots.txt": robots("User-agent: *", "Disallow: /login", "Disallow: /api"),
    }),
    daily: [],
    weekly: [],
    facts: { title: null, registrations: "approval", monthlyActiveUsers: 31, accounts: 120 },
  },
  mbin: {
    pages: (domain) => ({
      ...program("mbin"),
      "/api/info": { websiteDomain: domain, websiteTitle: "Tidewater", websiteOpenRegistrations: false },
      "/api/instance": { about: "**Boats.**" },
    }),
    daily: ["/api/info"],
    weekly: ["/api/info", "/api/instance"],
    facts: { title: "Tidewater", registrations: "closed" },
    details: { about: "Boats." },
  },
  piefed: {
    pages: (domain) => ({ ...program("piefed"), [API]: v1(domain) }),
    daily: ["/api/alpha/site/instance_chooser", "/api/alpha/site", API],
    weekly: ["/api/alpha/site/instance_chooser", "/api/alpha/site", API],
    facts: { title: "Tidewater", registrations: "approval" },
  },
  misskey: {
    pages: () => ({
      ...program("misskey", noFigures),
      "/api/meta": posted({ name: "Tidewater", disableRegistration: true, serverRules: ["Be kind."] }),
      [chart]: { read: [1, 10, 12, 11] },
    }),
    daily: ["/api/meta", chart],
    weekly: ["/api/meta", chart],
    facts: { title: "Tidewater", registrations: "invite", dailyActiveUsers: 11, monthlyActiveUsers: null },
    details: { rules: ["Be kind."] },
  },
  "silent-sharkey": {
    pages: () => ({
      ...program("sharkey", { usage: { users: {} } }),
      "/api/meta": posted({ name: "Tidewater", disableRegistration: false, approvalRequiredForSignup: true }),
      "/api/stats": posted({ usersCount: 900_000, originalUsersCount: 90, originalNotesCount: 800 }),
      [chart]: { read: [1, 10, 12, 11] },
    }),
    daily: ["/api/meta", chart, "/api/stats"],
    weekly: ["/api/meta", chart, "/api/stats"],
    facts: { registrations: "approval", dailyActiveUsers: 11, accounts: 90, posts: 800 },
  },
  "iceshrimp-net": {
    pages: (domain) => ({
      ...program("Iceshrimp.NET", { openRegistrations: false }),
      [API]: { ...v1(domain), registrations: false, invites_enabled: true, approval_required: false },
    }),
    daily: [API],
    weekly: [API, "/api/v2/instance"],
    facts: { software: "iceshrimp.net", registrations: "invite" },
  },
  akkoma: {
    pages: (domain) => ({ ...program("akkoma"), [API]: v1(domain) }),
    daily: [API],
    weekly: [API],
    facts: { title: "Tidewater", registrations: "approval" },
  },
  gotosocial: {
    pages: (domain) => ({
      ...program("gotosocial", { usage: { users: { total: 8 } } }),
      "/api/v2/instance": { domain, title: "Tidewater", registrations: { enabled: true, approval_required: true } },
    }),
    daily: ["/api/v2/instance"],
    weekly: ["/api/v2/instance"],
    facts: { title: "Tidewater", registrations: "approval", accounts: 8, monthlyActiveUsers: null },
  },
  "serving-gotosocial": {
    pages: () => ({
      ...program("gotosocial", { usage: { users: { total: 8 } } }),
      "/robots.txt": robots("User-agent: *", "Disallow: /api/", "Disallow: /signup"),
    }),
    daily: [],
    weekly: [],
    facts: { title: null, registrations: "approval", accounts: 8 },
  },
  friendica: {
    pages: (domain) => ({
      ...program("friendica"),
      "/friendica/json": { url: `https://${domain}`, site_name: "Tidewater", register_policy: "REGISTER_INVITATION" },
      [API]: v1(domain),
    }),
    daily: ["/friendica/json"],
    weekly: ["/friendica/json", API],
    facts: { title: "Tidewater", registrations: "invite" },
    details: { rules: ["Be kind."] },
  },
  mitra: {
    pages: (domain) => ({ ...program("mitra"), [API]: { ...v1(domain), approval_required: false } }),
    daily: [API],
    weekly: [API],
    facts: { title: "Tidewater", registrations: "approval" },
  },
};

/** Before the reader's requests: robots.txt, the well-known document and NodeInfo. */
const FIRST = ["/robots.txt", "/.well-known/nodeinfo", "/nodeinfo/2.0"];
/** What consent is looked up in, where NodeInfo does not say; not the reader's. */
const OF_CONSENT = new Set(["/api/statusnet/config.json"]);

const domainOf = (name: string): Domain => `${name}.example.org`;
const names = Object.keys(CASES);

let lab: Lab;
beforeAll(async () => {
  const hosts = Object.entries(CASES).map(([name, { pages }]): [Domain, Host] => {
    const domain = domainOf(name);
    return [domain, { handle: serving(pages(domain)) }];
  });
  lab = await startLab(new Map(hosts));
});
afterAll(() => lab.close());
beforeEach(() => lab.asked.clear());

/** A visit, how many requests it took, and which of them were its reader's own. */
async function visited(name: string, isThorough: boolean) {
  const result = await visit(domainOf(name), outsideOf(lab), { isThorough });
  const asked = lab.asked.get(domainOf(name)) ?? [];
  expect(asked.slice(0, FIRST.length)).toEqual(FIRST);
  const paths = asked.slice(FIRST.length).filter((path) => !OF_CONSENT.has(path));
  return { result, paths, requests: asked.length };
}

test.for(names)("%s, once a week", async (name) => {
  const { weekly, facts, details = {} } = CASES[name] as Case;
  const { result, paths, requests } = await visited(name, true);
  expect(result).toMatchObject({ outcome: "ok", isPartial: false, facts, details });
  expect(paths).toEqual(weekly);
  expect(requests).toBeLessThanOrEqual(DAILY_LIMITS.maxRequests + DAILY_LIMITS.moreRequests);
});

test.for(names)("%s, daily", async (name) => {
  const { daily } = CASES[name] as Case;
  const { result, paths, requests } = await visited(name, false);
  expect(result).toMatchObject({ outcome: "ok", isPartial: false });
  expect(paths).toEqual(daily);
  expect(requests).toBeLessThanOrEqual(DAILY_LIMITS.maxRequests);
});
