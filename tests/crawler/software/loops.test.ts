import { describe, expect, test } from "vitest";
import { loops } from "#crawler/software/loops.ts";
import { DOMAIN, read } from "./asked.ts";

const NODEINFO = {
  version: "2.1",
  software: { name: "loops", version: "1.0.0-beta.9" },
  openRegistrations: true,
  usage: { users: { total: 610, activeMonth: 88, activeHalfyear: 301 }, localPosts: 2_400 },
  metadata: { nodeName: "Whirlpool", nodeDescription: "Short films of the tide." },
};

const ABOUT = "/api/v1/page/content?slug=platform/about";

describe("Loops", () => {
  test("once a week its own page about itself", async () => {
    const page = { data: { title: "About", content: "<p>Short films of the tide, <em>made here</em>.</p>" } };
    const { claims, asked } = await read(loops, { nodeinfo: NODEINFO, pages: { [ABOUT]: page } });
    expect(asked).toEqual([ABOUT]);
    expect(claims).toMatchObject({
      title: "Whirlpool",
      description: "Short films of the tide.",
      registrations: "approval",
      monthlyActiveUsers: 88,
      posts: 2_400,
      details: { about: "Short films of the tide, made here.", termsUrl: `https://${DOMAIN}/terms` },
    });
  });

  test.for([true, false])("thorough %s, without such a page: the rest stands", async (isThorough) => {
    const { claims, asked } = await read(loops, { nodeinfo: NODEINFO, isThorough });
    expect(asked).toEqual(isThorough ? [ABOUT] : []);
    expect(claims).toMatchObject({ title: "Whirlpool", accounts: 610, details: { about: null } });
  });
});
