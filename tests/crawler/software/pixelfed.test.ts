import { expect, test } from "vitest";
import { pixelfed } from "#crawler/software/pixelfed.ts";
import { DOMAIN, read } from "./asked.ts";

const NODEINFO = {
  software: { name: "pixelfed", version: "0.12.5" },
  openRegistrations: false,
  usage: { users: { total: 420, activeMonth: 61, activeHalfyear: 130 }, localPosts: 9_000, localComments: 0 },
  metadata: { nodeName: "Silver Grain", software: { homepage: "https://pixelfed.example" } },
};

const V1 = {
  uri: DOMAIN,
  title: "Silver Grain",
  short_description: "Film photographs.",
  description: "<p>Film photographs, developed at home.</p>",
  email: "ada@example.org",
  version: "3.5.3 (compatible; Pixelfed 0.12.5)",
  urls: { streaming_api: null },
  stats: { user_count: 420, status_count: "9000", domain_count: 800 },
  languages: ["en"],
  registrations: false,
  approval_required: true,
  contact_account: { username: "ada", display_name: "Ada" },
  // A list that PHP cached as an object.
  rules: { 0: { id: "1", text: "Your own pictures only." }, 1: { id: "2", text: "Describe them." } },
  configuration: {
    statuses: { max_characters: 2_000, max_media_attachments: 10 },
    media_attachments: { image_size_limit: 15_360_000, video_size_limit: 15_360_000 },
  },
};

const claimsOf = async (changes: object) =>
  (await read(pixelfed, { nodeinfo: NODEINFO, pages: { "/api/v1/instance": { ...V1, ...changes } } })).claims;

test("a server in our words, by one document", async () => {
  const { claims, asked } = await read(pixelfed, { nodeinfo: NODEINFO, pages: { "/api/v1/instance": V1 } });
  expect(claims).toMatchObject({
    title: "Silver Grain",
    description: "Film photographs.",
    languages: [],
    registrations: "approval",
    signUpUrl: `https://${DOMAIN}/auth/sign_up`,
    monthlyActiveUsers: 61,
    accounts: 420,
    posts: 9_000,
    host: DOMAIN,
    details: {
      about: "Film photographs, developed at home.",
      rules: ["Your own pictures only.", "Describe them."],
      termsUrl: `https://${DOMAIN}/site/terms`,
      privacyUrl: `https://${DOMAIN}/site/privacy`,
      postLength: 2_000,
      uploadMegabytes: 15,
      staff: null,
    },
  });
  expect(asked).toEqual(["/api/v1/instance"]);
  expect(JSON.stringify(claims)).not.toMatch(/ada/i);
});

test.for([
  [{ registrations: true, approval_required: false }, "open", null],
  // Both cannot be meant: applications are taken only while registration is closed.
  [{ registrations: true, approval_required: true }, "open", null],
  [{ registrations: false, approval_required: true }, "approval", `https://${DOMAIN}/auth/sign_up`],
  [{ registrations: false, approval_required: false }, "closed", null],
  [{ registrations: false, approval_required: undefined }, "closed", null],
  // NodeInfo's false stands where applications are taken, too.
  [{ registrations: undefined, approval_required: undefined }, "unknown", null],
] as const)("%j: %s", async ([switches, registrations, signUpUrl]) => {
  expect(await claimsOf(switches)).toMatchObject({ registrations, signUpUrl });
});

test("its locale declares a language where somebody chose one", async () => {
  expect((await claimsOf({ languages: ["fr"] })).languages).toEqual(["fr"]);
});

test("it publishes no peers", () => expect(pixelfed.peers).toBeUndefined());
