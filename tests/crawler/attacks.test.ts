import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { jsonOf } from "#crawler/net/answers.ts";
import { newProgress, type Progress } from "#crawler/net/client.ts";
import { messageOf } from "#crawler/net/errors.ts";
import { lemmy } from "#crawler/software/lemmy.ts";
import { peertube } from "#crawler/software/peertube.ts";
import { type Outside, type Visit, visit } from "#crawler/visit.ts";
import { type Host, type Lab, startLab } from "../fediverse/lab.ts";
import { outsideOf } from "../fediverse/outside.ts";
import { mastodon, robots, serving, status } from "../fediverse/programs.ts";
import { read, readPeers } from "./software/asked.ts";

const DOMAIN = "m.example.org";

let lab: Lab | undefined;

beforeEach(() => {
  lab = undefined;
});
afterEach(async () => lab?.close());

async function serve(hosts: Record<string, Host>): Promise<Lab> {
  lab = await startLab(new Map(Object.entries(hosts)));
  return lab;
}

/** What became of a visit each time it paused, and at last. */
async function inParts(outside: Outside, progress: Progress): Promise<Visit[]> {
  const parts: Visit[] = [];
  let now = new Date();
  for (;;) {
    const result = await visit(DOMAIN, { ...outside, now: () => now }, { progress });
    parts.push(result);
    if (result.outcome !== "paused") return parts;
    now = new Date(result.resumeAt.getTime() + 1);
  }
}

async function tookMs(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

describe("a crawler's time is not taken by", () => {
  const many = Array(499_000).fill(0);

  test("half a million followers where a page has a hundred", async () => {
    const nodeinfo = { software: { name: "peertube", version: "7.0" } };
    const pages = { "/api/v1/server/followers?start=0&count=100&actorType=Application": { data: many } };
    expect(await tookMs(() => readPeers(peertube, { nodeinfo, pages }))).toBeLessThan(1_000);
  });

  test("half a million languages", async () => {
    const nodeinfo = { software: { name: "lemmy", version: "0.19.5" } };
    const pages = { "/api/v3/site": { all_languages: many, discussion_languages: many } };
    expect(await tookMs(() => read(lemmy, { nodeinfo, pages }))).toBeLessThan(1_000);
  });
});

describe("a crawler's memory is not filled by", () => {
  const answer = (body: string) => ({ url: new URL(`https://${DOMAIN}/`), status: 200, headers: {}, body });

  test.for([
    ["a document of tiny values", `[${"{},".repeat(20_000)}0]`, false],
    ["a list of tiny values", `[${"{},".repeat(500_000)}0]`, true],
  ] as const)("%s", ([, body, isList]) => {
    expect(() => jsonOf(answer(body), isList)).toThrow(/of more than \d+ values/);
  });

  test("what merely looks like values, inside of a text", () => {
    const document = { description: '[{,"'.repeat(50_000) };
    expect(jsonOf(answer(JSON.stringify(document)))).toEqual(document);
  });

  test("what visits must keep while they pause", async () => {
    const pad = "x".repeat(250_000);
    const pages = mastodon(DOMAIN, { nodeinfo: { pad } });
    const handle = serving({ ...pages, "/robots.txt": robots("User-agent: *", "Crawl-delay: 1") });
    const outside = outsideOf(await serve({ [DOMAIN]: { handle } }));
    const progress = newProgress();
    // NodeInfo alone is too much to be kept until its API may be asked.
    expect(await inParts(outside, progress)).toMatchObject([
      { outcome: "paused" },
      { outcome: "paused" },
      { outcome: "ok", isPartial: true },
    ]);
    expect(progress.kept).toBeLessThan(300_000);
  });

  test("long answers where there is no pause to keep them for", async () => {
    const pages = mastodon(DOMAIN, { nodeinfo: { pad: "x".repeat(250_000) } });
    const outside = outsideOf(await serve({ [DOMAIN]: { handle: serving(pages) } }));
    const progress = newProgress();
    expect(await visit(DOMAIN, outside, { progress })).toMatchObject({ outcome: "ok" });
    expect(progress.kept).toBeLessThan(20_000);
  });
});

test("a long robots.txt that asks for pauses is asked for once", async () => {
  const lines = Array.from({ length: 3_000 }, (_, index) => `Disallow: /${index}`);
  const rules = robots("User-agent: *", "Crawl-delay: 1", ...lines);
  const own = await serve({ [DOMAIN]: { handle: serving({ ...mastodon(DOMAIN), "/robots.txt": rules }) } });
  expect((await inParts(outsideOf(own), newProgress())).at(-1)).toMatchObject({ outcome: "ok", isPartial: false });
  expect(own.asked.get(DOMAIN)?.filter((path) => path === "/robots.txt")).toHaveLength(1);
});

test("a giant that tells NodeInfo a small month and its own API the true one is doubted", async () => {
  const pages = mastodon(DOMAIN, { instance: { usage: { users: { active_month: 60_000 } } } });
  const outside = outsideOf(await serve({ [DOMAIN]: { handle: serving(pages) } }));
  expect(await visit(DOMAIN, outside)).toMatchObject({
    facts: { monthlyActiveUsers: 60_000, doubts: expect.arrayContaining(["sources-disagree"]) },
  });
});

describe("what is said of a failure", () => {
  test.for([
    ["a Location", status(302, "", { location: "https://\u009b31mred\u009d/" })],
    ["a Content-Encoding", status(200, "x", { "content-encoding": "\u009b2J\u0085forged: ok" })],
  ] as const)("is one line that no terminal obeys, though it is made of %s", async ([, handle]) => {
    const pages = { ...mastodon(DOMAIN), "/.well-known/nodeinfo": handle };
    const result = await visit(DOMAIN, outsideOf(await serve({ [DOMAIN]: { handle: serving(pages) } })));
    expect(result).toMatchObject({ outcome: "failed", message: expect.stringMatching(/^[\x20-\x7e]+$/) });
  });

  test("names every address that was tried", () => {
    const refused = ["198.51.100.7", "2001:db8::7"].map((address) => new Error(`connect ECONNREFUSED ${address}:443`));
    expect(messageOf(new AggregateError(refused))).toBe(
      "connect ECONNREFUSED 198.51.100.7:443; connect ECONNREFUSED 2001:db8::7:443",
    );
  });
});
