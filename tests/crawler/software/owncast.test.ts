import { describe, expect, test } from "vitest";
import { HttpError, RefusalError } from "#crawler/net/errors.ts";
import { owncast } from "#crawler/software/owncast.ts";
import { read } from "./asked.ts";

const NODEINFO = {
  version: "2.0",
  software: { name: "owncast", version: "0.2.3" },
  openRegistrations: false,
  usage: { users: { total: 1, activeMonth: 1, activeHalfyear: 1 }, localPosts: 12 },
  metadata: { chat_enabled: true },
};

const listing = (tags: unknown) => ({
  name: "Driftwood Live",
  description: "Carving, live.",
  logo: "https://pool.example.org/logo",
  nsfw: false,
  tags,
  online: true,
  viewerCount: 3,
});

const told = (page: unknown) => read(owncast, { nodeinfo: NODEINFO, pages: { "/api/yp": page } });

describe("Owncast", () => {
  test("its entry for the directory in our words; that it has one person is said always", async () => {
    const { claims, asked } = await told(listing(["woodwork", "Craft"]));
    expect(asked).toEqual(["/api/yp"]);
    expect(claims).toMatchObject({
      title: "Driftwood Live",
      description: "Carving, live.",
      topics: ["craft"],
      isAdult: false,
      registrations: "closed",
      accounts: null,
      monthlyActiveUsers: null,
      halfYearActiveUsers: null,
      posts: 12,
    });
  });

  test.for([
    [
      ["Gaming", "linux", "opensource"],
      ["games", "free-software"],
    ],
    [["free_software"], ["free-software"]],
    [["music", "art", "film", "food"], []],
    [["constructor", "owncast"], []],
    ["music", []],
  ] as const)("tags %j are about %j", async ([tags, expected]) => {
    expect((await told(listing(tags))).claims.topics).toEqual(expected);
  });

  test("no entry means no wish to be in a directory; a failure means nothing", async () => {
    await expect(told(404)).rejects.toThrow(RefusalError);
    await expect(told(503)).rejects.toThrow(HttpError);
  });
});
