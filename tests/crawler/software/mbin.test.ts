import { expect, test } from "vitest";
import { mbin } from "#crawler/software/mbin.ts";
import { DOMAIN, read, readPeers } from "./asked.ts";

const NODEINFO = {
  software: { name: "mbin", version: "1.10.1" },
  openRegistrations: true,
  usage: { users: { total: 95, activeMonth: 17, activeHalfyear: 30 }, localPosts: 600, localComments: 2_000 },
  metadata: { nodeName: "Magpie", nodeDescription: "Shiny things." },
};

const INFO = {
  softwareName: "mbin",
  softwareVersion: "1.10.1",
  websiteDomain: DOMAIN,
  websiteContactEmail: "ada@example.org",
  websiteTitle: "Magpie",
  websiteOpenRegistrations: true,
  websiteFederationEnabled: true,
  websiteDefaultLang: "nl",
  instanceModerators: [{ username: "bo" }, { username: "cy" }],
  instanceAdmins: [{ username: "ada" }],
};

const PAGES_OF_IT = {
  about: "## About\n\nWe collect **shiny** things.",
  contact: "ada@example.org",
  faq: "",
  terms: "Do not steal.",
  privacyPolicy: "",
  downvotesMode: "enabled",
};

const claimsOf = async (changes: object) =>
  (await read(mbin, { nodeinfo: NODEINFO, pages: { "/api/info": { ...INFO, ...changes } } })).claims;

test("a server in our words", async () => {
  const pages = { "/api/info": INFO, "/api/instance": PAGES_OF_IT };
  const { claims, asked } = await read(mbin, { nodeinfo: NODEINFO, pages });
  expect(claims).toMatchObject({
    title: "Magpie",
    description: "Shiny things.",
    languages: ["nl"],
    registrations: "approval",
    isFederationLimited: false,
    monthlyActiveUsers: 17,
    accounts: 95,
    posts: 600,
    host: DOMAIN,
    details: {
      about: "About We collect shiny things.",
      termsUrl: `https://${DOMAIN}/terms`,
      privacyUrl: null,
      staff: 3,
    },
  });
  expect(asked).toEqual(["/api/info", "/api/instance"]);
  expect(JSON.stringify(claims)).not.toMatch(/ada|"bo"|"cy"/i);
});

test("a daily visit asks for its settings alone", async () => {
  const pages = { "/api/info": INFO, "/api/instance": PAGES_OF_IT };
  expect((await read(mbin, { nodeinfo: NODEINFO, pages, isThorough: false })).asked).toEqual(["/api/info"]);
});

test.for([
  // Nothing tells whether a person reads each request.
  [{ websiteOpenRegistrations: true }, { registrations: "approval" }],
  [{ websiteOpenRegistrations: false }, { registrations: "closed" }],
  [{ websiteOpenRegistrations: null }, { registrations: "approval" }],
  [{ websiteFederationEnabled: false }, { isFederationLimited: true }],
  [{ websiteDefaultLang: "en" }, { languages: [] }],
  [{ websiteDefaultLang: null }, { languages: [] }],
  [{ instanceModerators: null, instanceAdmins: [] }, { details: { staff: null } }],
  [{ instanceModerators: [] }, { details: { staff: 1 } }],
] as const)("%j gives %j", async ([changes, expected]) => {
  expect(await claimsOf(changes)).toMatchObject(expected);
});

test("peers are the instances it federates with", async () => {
  const instances = [{ domain: "a.example.org", software: "lemmy", version: "0.19.13" }, "b.example.org"];
  const pages = { "/api/federated": { instances } };
  expect((await readPeers(mbin, { nodeinfo: NODEINFO, pages })).peers).toEqual(["a.example.org", "b.example.org"]);
});
