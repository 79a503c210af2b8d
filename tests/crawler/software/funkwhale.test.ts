import { describe, expect, test } from "vitest";
import { judgeCounts } from "#crawler/judge/counts.ts";
import { funkwhale } from "#crawler/software/funkwhale.ts";
import { DOMAIN, read } from "./asked.ts";

const METADATA = {
  private: false,
  nodeName: "Shell Radio",
  shortDescription: "Music from the shore.",
  longDescription: "Music from the **shore**, and from [elsewhere](https://pool.example.org/about).",
  contactEmail: "ada@example.org",
  rules: "- Own what you upload\n- Be kind",
  terms: "At your own risk.",
  languages: ["pt", "es"],
  defaultUploadQuota: 2_000,
  allowList: { enabled: false, domains: null },
  library: { federationEnabled: true, anonymousCanListen: true },
  content: { topMusicCategories: [{ name: "jazz", count: 80 }] },
};

const nodeinfo = (metadata: object = {}, rest: object = {}) => ({
  version: "2.0",
  software: { name: "funkwhale", version: "1.4.1" },
  openRegistrations: true,
  usage: { users: { total: 44, activeHalfyear: 20, activeMonth: 9 }, localPosts: 0, localComments: 0 },
  metadata: { ...METADATA, ...metadata },
  ...rest,
});

const settings = (approval: unknown) => [
  { section: "users", name: "registration_enabled", value: true, help_text: "" },
  { section: "moderation", name: "signup_approval_enabled", value: approval },
  "odd",
];

const SETTINGS = "/api/v1/instance/settings";

describe("Funkwhale", () => {
  test("its NodeInfo in our words", async () => {
    const { claims, asked } = await read(funkwhale, { nodeinfo: nodeinfo(), pages: { [SETTINGS]: settings(true) } });
    expect(asked).toEqual([SETTINGS]);
    expect(claims).toMatchObject({
      title: "Shell Radio",
      description: "Music from the shore.",
      languages: ["pt", "es"],
      topics: [],
      registrations: "approval",
      isFederationLimited: false,
      accounts: 44,
      monthlyActiveUsers: 9,
      posts: null,
      details: {
        about: "Music from the shore, and from elsewhere.",
        rules: ["Own what you upload", "Be kind"],
        termsUrl: `https://${DOMAIN}/about`,
        storageMegabytes: 2_000,
      },
    });
    expect(JSON.stringify(claims)).not.toContain("ada@");
  });

  test.for([
    [true, true, "approval"],
    [true, false, "open"],
    [true, null, "approval"],
    [false, null, "closed"],
  ] as const)("NodeInfo says open %s, the settings say approval %s: %s", async ([open, approval, expected]) => {
    const pages = approval === null ? {} : { [SETTINGS]: settings(approval) };
    const { claims } = await read(funkwhale, { nodeinfo: nodeinfo({}, { openRegistrations: open }), pages });
    expect(claims.registrations).toBe(expected);
  });

  test("a closed server is not asked how one gets in", async () => {
    const closed = nodeinfo({}, { openRegistrations: false });
    const { claims, asked } = await read(funkwhale, { nodeinfo: closed, pages: { [SETTINGS]: settings(true) } });
    expect(asked).toEqual([]);
    expect(claims.registrations).toBe("closed");
  });

  test("settings in a wrong shape tell nothing", async () => {
    for (const page of [null, {}, "?", [null, { section: 7 }, { section: "moderation", name: ["?"] }]]) {
      const { claims } = await read(funkwhale, { nodeinfo: nodeinfo(), pages: { [SETTINGS]: page } });
      expect(claims.registrations).toBe("approval");
    }
  });

  test.for([{ allowList: { enabled: true, domains: ["a.example.org"] } }, { library: { federationEnabled: false } }])(
    "%j: its federation is limited",
    async (metadata) => {
      expect((await read(funkwhale, { nodeinfo: nodeinfo(metadata) })).claims.isFederationLimited).toBe(true);
    },
  );

  test("the beginning of the long text stands for a short one", async () => {
    const { claims } = await read(funkwhale, { nodeinfo: nodeinfo({ shortDescription: "" }) });
    expect(claims).toMatchObject({
      description: "Music from the shore, and from elsewhere.",
      details: { about: null },
    });
  });

  test("zeros are hidden statistics, not an empty server", async () => {
    const usage = { users: { total: 0, activeHalfyear: 0, activeMonth: 0 }, localPosts: 0 };
    const { claims } = await read(funkwhale, { nodeinfo: nodeinfo({}, { usage }) });
    expect(judgeCounts(claims, "funkwhale").counts).toMatchObject({ accounts: null, monthlyActiveUsers: null });
  });
});
