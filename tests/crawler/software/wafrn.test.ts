import { describe, expect, test } from "vitest";
import { wafrn } from "#crawler/software/wafrn.ts";
import { read } from "./asked.ts";

/** It names nothing, and says open whatever the admin chose. */
const NODEINFO = {
  version: "2.0",
  software: { name: "wafrn", version: "2025.8.1" },
  openRegistrations: true,
  usage: { users: { total: 720, activeMonth: 150, activeHalfyear: 380 }, localPosts: 61_000 },
  metadata: { themeColor: "#96d8d1" },
};

const told = (environment: unknown) => read(wafrn, { nodeinfo: NODEINFO, pages: { "/api/environment": environment } });

describe("Wafrn", () => {
  test("what its front end is told, in our words", async () => {
    const { claims, asked } = await told({ reviewRegistrations: true, maxUploadSize: "250", shortenPosts: 5 });
    expect(asked).toEqual(["/api/environment"]);
    expect(claims).toMatchObject({
      title: null,
      accounts: 720,
      monthlyActiveUsers: 150,
      posts: 61_000,
      details: { uploadMegabytes: 250 },
    });
  });

  test.for([
    [{ reviewRegistrations: true }, "approval"],
    [{ reviewRegistrations: false }, "open"],
    [{}, "unknown"],
    [[], "unknown"],
  ] as const)("%j: %s", async ([environment, expected]) => {
    expect((await told(environment)).claims.registrations).toBe(expected);
  });
});
