import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newProgress } from "#crawler/net/client.ts";
import { visit } from "#crawler/visit.ts";
import { hostileAnywhere } from "../fediverse/hostile/index.ts";
import { type Lab, startLab } from "../fediverse/lab.ts";
import { outsideOf } from "../fediverse/outside.ts";
import { mastodon, robots, serving } from "../fediverse/programs.ts";

const cases = hostileAnywhere();
const CALM = "calm.example.org";
let lab: Lab;

beforeAll(async () => {
  const slow = { handle: serving({ ...mastodon(CALM), "/robots.txt": robots("User-agent: *", "Crawl-delay: 60") }) };
  lab = await startLab(new Map([...cases.map(({ domain, host }) => [domain, host] as const), [CALM, slow]]));
});
afterAll(() => lab.close());

describe("one visit", () => {
  test("a Mastodon server in our words", async () => {
    const result = await visit("good.mastodon.example.org", outsideOf(lab));
    expect(result).toMatchObject({
      outcome: "ok",
      isPartial: false,
      facts: {
        software: "mastodon",
        version: "4.6.2",
        title: "Tidewater",
        description: "People who mend boats, and those who would like to.",
        languages: ["cy"],
        registrations: "approval",
        minimumAge: 16,
        isFederationLimited: false,
        monthlyActiveUsers: 236,
        halfYearActiveUsers: 401,
        accounts: 812,
        posts: 90_412,
        doubts: [],
      },
    });
  });

  test("a PeerTube server in our words", async () => {
    const result = await visit("good.peertube.example.org", outsideOf(lab));
    expect(result).toMatchObject({
      outcome: "ok",
      facts: {
        software: "peertube",
        title: "Ciné du Port",
        languages: ["fr", "br"],
        registrations: "approval",
        minimumAge: 15,
        isAdult: false,
        monthlyActiveUsers: 31,
        weeklyActiveUsers: 12,
        dailyActiveUsers: 4,
        accounts: 140,
        posts: 622,
      },
    });
  });

  test("control and bidi characters and tags are not kept", async () => {
    const result = await visit("nul-and-bidi.example.org", outsideOf(lab));
    expect(result).toMatchObject({ facts: { title: "abc", description: "xy" } });
  });

  test("what only the program's API tells is missing, not wrong, while that is closed", async () => {
    const closed = await visit("api-disallowed.example.org", outsideOf(lab));
    const broken = await visit("no-api.example.org", outsideOf(lab));
    expect(closed).toMatchObject({ isPartial: false, facts: { registrations: "approval", languages: [] } });
    expect(broken).toMatchObject({ isPartial: true, facts: { monthlyActiveUsers: 236 } });
    expect(lab.asked.get("api-disallowed.example.org")).not.toContain("/api/v2/instance");
  });

  test("robots.txt is asked before anything else, and nothing after its no", async () => {
    lab.asked.clear();
    await visit("robots-all.example.org", outsideOf(lab));
    await visit("good.mastodon.example.org", outsideOf(lab));
    expect(lab.asked.get("robots-all.example.org")).toEqual(["/robots.txt"]);
    expect(lab.asked.get("good.mastodon.example.org")?.[0]).toBe("/robots.txt");
  });

  test("one that refused by its own switch is asked for robots.txt only", async () => {
    lab.asked.clear();
    const result = await visit("private-switch.example.org", outsideOf(lab), { refusal: "private" });
    expect(result).toMatchObject({ outcome: "failed", failure: "private" });
    expect(lab.asked.get("private-switch.example.org")).toEqual(["/robots.txt"]);
  });

  test("a Crawl-delay pauses the visit, which then goes on without asking anything twice", async () => {
    lab.asked.clear();
    let time = Date.parse("2026-11-01T12:00:00Z");
    const outside = { ...outsideOf(lab), now: () => new Date(time) };
    const progress = newProgress();
    for (let pauses = 0; ; pauses++) {
      const result = await visit(CALM, outside, { progress, isThorough: false });
      if (result.outcome !== "paused") {
        expect(result.outcome).toBe("ok");
        expect(pauses).toBe(3);
        break;
      }
      expect(result.resumeAt.getTime()).toBe(time + 60_000);
      time = result.resumeAt.getTime();
    }
    expect(lab.asked.get(CALM)).toEqual(["/robots.txt", "/.well-known/nodeinfo", "/nodeinfo/2.0", "/api/v2/instance"]);
  });
});
