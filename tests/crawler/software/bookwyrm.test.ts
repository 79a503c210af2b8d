import { describe, expect, test } from "vitest";
import { parseNodeInfo } from "#crawler/nodeinfo.ts";
import { bookwyrm } from "#crawler/software/bookwyrm.ts";
import { factsOf } from "#crawler/visit.ts";
import { DOMAIN, read, readPeers } from "./asked.ts";

/** Without services and metadata, as it comes. */
const NODEINFO = {
  version: "2.0",
  software: { name: "bookwyrm", version: "0.9.2" },
  protocols: ["activitypub"],
  usage: { users: { total: 410, activeMonth: 83, activeHalfyear: 190 }, localPosts: 9_020 },
  openRegistrations: false,
};

const INSTANCE = {
  uri: DOMAIN,
  title: "Tide Table Books",
  short_description: "Readers by the sea.",
  description: "<p>Readers by the sea, and <b>far</b> from it. Write to ada@example.org.</p>",
  version: "0.9.2",
  stats: { user_count: 411, status_count: 9_021 },
  languages: ["en"],
  registrations: false,
  approval_required: true,
  email: "ada@example.org",
};

const told = (changes: object = {}) =>
  read(bookwyrm, { nodeinfo: NODEINFO, pages: { "/api/v1/instance": { ...INSTANCE, ...changes } } });

describe("BookWyrm", () => {
  test("its instance document in our words, without the e-mail address", async () => {
    const { claims, asked } = await told();
    expect(asked).toEqual(["/api/v1/instance"]);
    expect(claims).toMatchObject({
      title: "Tide Table Books",
      description: "Readers by the sea.",
      accounts: 410,
      monthlyActiveUsers: 83,
      posts: 9_020,
      host: DOMAIN,
      details: { privacyUrl: `https://${DOMAIN}/privacy`, about: expect.stringContaining("far from it") },
    });
    expect(JSON.stringify(claims)).not.toContain("ada@");
  });

  test.for([
    [true, false, "open", null],
    [false, true, "approval", `https://${DOMAIN}/invite-request`],
    [false, false, "closed", null],
    // NodeInfo's false stands where one may ask for an invitation, too.
    [null, null, "unknown", null],
  ] as const)("registrations %s, approval required %s: %s", async ([registrations, approval_required, ...expected]) => {
    const { claims } = await told({ registrations, approval_required });
    expect([claims.registrations, claims.signUpUrl]).toEqual(expected);
  });

  test.for([
    [["en"], []],
    [["fr"], ["fr"]],
  ] as const)("languages %j declare %j", async ([languages, expected]) => {
    expect((await told({ languages })).claims.languages).toEqual(expected);
  });

  test("the texts it ships with are nobody's own", async () => {
    const shipped = {
      title: "BookWyrm",
      short_description: "Social Reading and Reviewing",
      description: "This instance has no description.",
    };
    const { claims } = await told(shipped);
    expect(factsOf(DOMAIN, parseNodeInfo(NODEINFO), claims)).toMatchObject({ title: null, description: null });
    expect(claims.details.about).toBeNull();
  });

  test("its peers are those it publishes", async () => {
    const path = "/api/v1/instance/peers";
    const pages = { [path]: ["a.example.org", "b.example.org"] };
    expect(await readPeers(bookwyrm, { nodeinfo: NODEINFO, pages })).toEqual({ peers: pages[path], asked: [path] });
  });
});
