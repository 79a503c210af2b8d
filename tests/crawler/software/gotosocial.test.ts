import { expect, test } from "vitest";
import { gotosocial } from "#crawler/software/gotosocial.ts";
import { DOMAIN, read, readPeers } from "./asked.ts";

/** Zeros are left out, and metadata is always empty. */
const NODEINFO = {
  software: { name: "gotosocial", version: "0.20.0+git-0000000" },
  openRegistrations: true,
  usage: { users: { total: 8 } },
  metadata: {},
};

const V2 = {
  domain: `social.${DOMAIN}`,
  account_domain: DOMAIN,
  title: "Weather Station",
  version: "0.20.0+git-0000000",
  description: "<p>Clouds, <i>mostly</i>.</p>",
  description_text: "Clouds, _mostly_.",
  usage: { users: { active_month: 0 } },
  languages: ["en"],
  configuration: {
    statuses: { max_characters: 5_000 },
    media_attachments: { image_size_limit: 41_943_040, video_size_limit: 41_943_040 },
  },
  registrations: { enabled: true, approval_required: true, message: null, min_age: null, reason_required: true },
  contact: { email: "ada@example.org", account: { username: "ada" } },
  rules: [{ id: "01", text: "Look up." }],
  terms: "<p>Nobody is to blame for the weather.</p>",
  terms_text: "Nobody is to blame for the weather.",
};

test("a server in our words, where its API may be read", async () => {
  const { claims, asked } = await read(gotosocial, { nodeinfo: NODEINFO, pages: { "/api/v2/instance": V2 } });
  expect(claims).toMatchObject({
    title: "Weather Station",
    description: "Clouds, mostly.",
    languages: ["en"],
    registrations: "approval",
    minimumAge: null,
    // Never sent; the 0 here is none.
    monthlyActiveUsers: null,
    accounts: 8,
    posts: null,
    host: DOMAIN,
    details: {
      rules: ["Look up."],
      termsUrl: `https://${DOMAIN}/about`,
      privacyUrl: null,
      postLength: 5_000,
      uploadMegabytes: 40,
    },
  });
  expect(asked).toEqual(["/api/v2/instance"]);
  expect(JSON.stringify(claims)).not.toMatch(/ada/i);
});

test.for([
  [{ enabled: true, approval_required: true }, "approval"],
  // It has no other way in than by request.
  [{ enabled: true }, "approval"],
  [{ enabled: false, approval_required: true }, "closed"],
  [undefined, "approval"],
] as const)("registrations %j: %s", async ([registrations, expected]) => {
  const pages = { "/api/v2/instance": { ...V2, registrations } };
  expect((await read(gotosocial, { nodeinfo: NODEINFO, pages })).claims.registrations).toBe(expected);
});

test.for([
  ["<p>Look up, not down.</p>", `https://${DOMAIN}/about`],
  ["", null],
  [null, null],
  [undefined, null],
] as const)("terms %j stand at %j", async ([terms, expected]) => {
  const pages = { "/api/v2/instance": { ...V2, configuration: {}, terms } };
  expect((await read(gotosocial, { nodeinfo: NODEINFO, pages })).claims.details.termsUrl).toBe(expected);
});

test("no languages are no declaration", async () => {
  const pages = { "/api/v2/instance": { ...V2, languages: [] } };
  expect((await read(gotosocial, { nodeinfo: NODEINFO, pages })).claims.languages).toEqual([]);
});

test("peers answer 401 unless they are meant to be seen", async () => {
  const peers = (page: unknown) =>
    readPeers(gotosocial, { nodeinfo: NODEINFO, pages: { "/api/v1/instance/peers": page } });
  await expect(peers(401)).rejects.toMatchObject({ status: 401 });
  expect((await peers(["bücher.example"])).peers).toEqual(["bücher.example"]);
});
