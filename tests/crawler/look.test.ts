import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { blankInstance } from "#core/instance.ts";
import type { Look } from "#core/look.ts";
import { type CrawlerOptions, createCrawler } from "#crawler/round.ts";
import { saveIn } from "#crawler/save.ts";
import { Looks } from "#site/server/looks.ts";
import { openStore } from "#store/open.ts";
import type { Store } from "#store/store.ts";
import { type Host, type Lab, startLab } from "../fediverse/lab.ts";
import { outsideOf } from "../fediverse/outside.ts";
import { mastodon, nodeinfo, robots, serving } from "../fediverse/programs.ts";

const GOOD = "good.example.org";
const GOTOSOCIAL = "gts.example.org";
const LEMMY = "lemmy.example.org";
const SLOW = "slow.example.org";
const INSIDE = "inside.example.org";
const BROKEN = "broken.example.org";
const DELAYED = "delayed.example.org";
const NOBODY = "nobody.example.org";
const STEP_MS = 150;

let lab: Lab;
let store: Store;
let stop: AbortController;
let running: Promise<unknown>[];

beforeAll(async () => {
  const lemmyInfo = nodeinfo({
    software: { name: "lemmy", version: "0.19.11" },
    usage: { users: { total: 90, activeMonth: 31 } },
    openRegistrations: true,
  });
  const slowly = serving(mastodon(SLOW));
  lab = await startLab(
    new Map<string, Host>([
      [GOOD, { handle: serving(mastodon(GOOD)) }],
      [
        GOTOSOCIAL,
        {
          handle: serving({
            ...mastodon(GOTOSOCIAL),
            "/robots.txt": robots(
              "# Nothing to see here",
              "",
              "User-agent: *",
              "Disallow: /nodeinfo/",
              "Disallow: /.well-known/nodeinfo",
            ),
          }),
        },
      ],
      [LEMMY, { handle: serving({ ...lemmyInfo, "/robots.txt": robots("User-Agent: *", "Disallow: /api") }) }],
      [
        SLOW,
        {
          handle: (request, response) => void setTimeout(() => slowly(request, response), STEP_MS),
        },
      ],
      [INSIDE, { handle: () => {}, addresses: ["169.254.169.254"] }],
      [BROKEN, { handle: serving({}) }],
      [
        DELAYED,
        { handle: serving({ ...mastodon(DELAYED), "/robots.txt": robots("User-agent: *", "Crawl-delay: 600") }) },
      ],
    ]),
  );
});
afterAll(() => lab.close());
beforeEach(async () => {
  store = await openStore("sqlite::memory:", { migrate: true });
  stop = new AbortController();
  running = [];
});
afterEach(async () => {
  stop.abort();
  await Promise.all(running);
  await store.close();
});

/** A crawler that waits for names, as `npm start` runs it. */
function startCrawler(options: Partial<CrawlerOptions> = {}): void {
  const crawler = createCrawler({
    store,
    save: saveIn(store),
    outside: outsideOf(lab, { requestTimeoutMs: 2_000 }),
    concurrency: 8,
    isReachable: true,
    report: () => {},
    signal: stop.signal,
    ...options,
  });
  running.push(crawler.round({ isEndless: true }));
}

const ask = (domain: string) => new Looks(store, false).ask(domain, "192.0.2.1", new Date());

/** The look as soon as it is so, seen every 20 ms. */
async function until(domain: string, isSo: (look: Look) => boolean): Promise<Look> {
  for (const deadline = Date.now() + 8_000; Date.now() < deadline; await sleep(20)) {
    const look = await store.looks.get(domain, new Date());
    if (look !== null && isSo(look)) return look;
  }
  throw new Error(`Not so in time: ${JSON.stringify(await store.looks.get(domain, new Date()))}`);
}
const ended = (look: Look) => look.endedAt !== null;
const codesOf = ({ steps }: Look) => steps.map(({ step }) => step.code);

describe("a look", () => {
  test("begins within a second while nothing is due, and ends with every step", async () => {
    startCrawler();
    await sleep(200);
    const asked = performance.now();
    expect(await ask(GOOD)).toEqual({ outcome: "taken" });
    await until(GOOD, ({ begunAt }) => begunAt !== null);
    const tookMs = performance.now() - asked;
    console.log(`a look began ${Math.round(tookMs)} ms after it was asked for`);
    expect(tookMs).toBeLessThan(2_000);
    const look = await until(GOOD, ended);
    expect(look.end).toBe("seen");
    expect(codesOf(look)).toEqual([
      "resolved",
      "robots",
      "answered",
      "answered",
      "nodeinfo",
      "answered",
      "api",
      "answered",
      "compared",
    ]);
    expect(await store.instances.get(GOOD)).toMatchObject({ state: "alive", monthlyActiveUsers: 236 });
  });

  test("shows each step while the visit goes on", async () => {
    startCrawler();
    await ask(SLOW);
    const early = await until(SLOW, ({ steps }) => steps.length > 0);
    expect(codesOf(early)).toEqual(["resolved"]);
    const later = await until(SLOW, ({ steps }) => steps.length > 2);
    expect(codesOf(later).slice(0, 3)).toEqual(["resolved", "robots", "answered"]);
    expect(later.endedAt).toBeNull();
    const look = await until(SLOW, ended);
    const [first, second, third] = look.steps.map(({ afterMs }) => afterMs);
    expect(second).toBeGreaterThanOrEqual((first ?? 0) + STEP_MS - 50);
    expect(third).toBeGreaterThanOrEqual((second ?? 0) + STEP_MS - 50);
  });

  test("names the line of robots.txt that keeps us out of GoToSocial, and erases what was known", async () => {
    await store.instances.put([
      { ...blankInstance(GOTOSOCIAL, "gotosocial", "2026-01-01T00:00:00.000Z"), accounts: 3 },
    ]);
    startCrawler();
    await ask(GOTOSOCIAL);
    const look = await until(GOTOSOCIAL, ended);
    expect(look).toMatchObject({ end: "failed" });
    expect(look.steps.at(-1)?.step).toMatchObject({
      code: "failed",
      failure: "robots",
      forbidden: {
        url: `https://${GOTOSOCIAL}/.well-known/nodeinfo`,
        rule: { line: 5, text: "Disallow: /.well-known/nodeinfo", agent: "*" },
      },
    });
    expect(await store.instances.get(GOTOSOCIAL)).toMatchObject({ state: "refused", accounts: null });
    // A daily visit that is refused erases what an earlier look saw.
    await store.frontier.reschedule({
      domain: GOTOSOCIAL,
      dueAt: new Date().toISOString(),
      priority: 2,
      failures: 0,
      software: null,
    });
    for (
      const deadline = Date.now() + 5_000;
      (await store.looks.get(GOTOSOCIAL, new Date())) !== null && Date.now() < deadline;
    )
      await sleep(50);
    expect(await store.looks.get(GOTOSOCIAL, new Date())).toBeNull();
  });

  test("names the line that keeps Lemmy's API from us, and goes on", async () => {
    startCrawler();
    await ask(LEMMY);
    const look = await until(LEMMY, ended);
    expect(look.end).toBe("seen");
    expect(look.steps.find(({ step }) => step.code === "api")?.step).toMatchObject({
      failure: "robots",
      forbidden: { rule: { line: 2, text: "Disallow: /api", agent: "*" } },
    });
  });

  test("tells nobody what addresses our own network knows", async () => {
    startCrawler();
    await ask(INSIDE);
    const look = await until(INSIDE, ended);
    expect(look.steps.map(({ step }) => step)).toEqual([
      { code: "failed", failure: "address", message: null, forbidden: null },
    ]);
    expect(JSON.stringify(look)).not.toContain("169.254");
    expect(lab.asked.get(INSIDE)).toBeUndefined();
  });

  test("leaves nothing of names that nobody knew and that are nothing", async () => {
    startCrawler();
    const names = [NOBODY, BROKEN, INSIDE];
    for (const domain of names) await ask(domain);
    for (const domain of names) {
      await until(domain, ended);
      expect(await store.frontier.get(domain), domain).toBeNull();
      expect(await store.instances.get(domain), domain).toBeNull();
      expect(await store.visits.history(domain), domain).toEqual([]);
    }
  });

  test("keeps a name that was known before, also where it does not answer", async () => {
    await store.frontier.add([
      { domain: BROKEN, dueAt: "2099-01-01T00:00:00.000Z", priority: 1, failures: 0, software: null },
    ]);
    startCrawler();
    await ask(BROKEN);
    await until(BROKEN, ended);
    expect(await store.frontier.get(BROKEN)).toMatchObject({ failures: 1 });
  });

  test("of a blocked name says only that it was left out, and asks nothing", async () => {
    lab.asked.delete(GOOD);
    await store.blocks.put({ domain: GOOD, kind: "operator", reason: "secret", blockedAt: new Date().toISOString() });
    startCrawler();
    await ask(GOOD);
    expect(await until(GOOD, ended)).toMatchObject({ end: "left-out", steps: [] });
    expect(lab.asked.get(GOOD)).toBeUndefined();
  });

  test("waits as long as a Crawl-delay asks, and says until when", async () => {
    startCrawler();
    await ask(DELAYED);
    const look = await until(DELAYED, ({ steps }) => steps.at(-1)?.step.code === "paused");
    const last = look.steps.at(-1)?.step;
    const untilMs = last?.code === "paused" ? Date.parse(last.until) : 0;
    expect(untilMs).toBeGreaterThan(Date.now() + 590_000);
    expect(Date.parse(look.againAt)).toBeGreaterThan(untilMs);
    expect(await ask(DELAYED)).toEqual({ outcome: "lately" });
  });

  test("is of visits that somebody asked for, and of no others", async () => {
    await store.frontier.add([
      { domain: GOOD, dueAt: new Date().toISOString(), priority: 9, failures: 0, software: null },
    ]);
    startCrawler();
    for (const deadline = Date.now() + 5_000; (await store.instances.get(GOOD)) === null && Date.now() < deadline; )
      await sleep(20);
    expect(await store.instances.get(GOOD)).not.toBeNull();
    expect(await store.looks.get(GOOD, new Date())).toBeNull();
  });

  test("comes soon also while more names are due than a crawler takes", async () => {
    const names = Array.from({ length: 300 }, (_, index) => `busy${index}.example.org`);
    const at = new Date(Date.now() - 60_000).toISOString();
    await store.frontier.add(
      names.map((domain) => ({ domain, dueAt: at, priority: 2, failures: 0, software: "mastodon" })),
    );
    const resolve = async (name: string) =>
      name === GOOD ? lab.resolve(name) : sleep(30_000, [], { signal: stop.signal });
    const outside = { ...outsideOf(lab), resolve };
    startCrawler({ outside, concurrency: 2 });
    await sleep(300);
    const asked = performance.now();
    await ask(GOOD);
    await until(GOOD, ended);
    const tookMs = performance.now() - asked;
    console.log(`a look was over ${Math.round(tookMs)} ms after it was asked for, with every place taken`);
    expect(tookMs).toBeLessThan(3_000);
  });

  test("a crawler that never heard of anybody still looks when names are asked for that never answer", async () => {
    startCrawler();
    for (let index = 0; index < 30; index++) await ask(`dead${index}.example.org`);
    await until("dead29.example.org", ended);
    await ask(GOOD);
    expect(await until(GOOD, ended)).toMatchObject({ end: "seen" });
  });
});

test("a look whose crawler was killed can be asked for anew after a minute, and the next crawler takes it", async () => {
  await ask(SLOW);
  // What a crawler leaves behind that is killed in the middle: a lease and a look that do not end.
  await store.frontier.lease(new Date(), 1, 600_000);
  await store.looks.begin(SLOW, new Date());
  await store.looks.keep(SLOW, [{ step: { code: "peers", count: 1 }, afterMs: 5 }], new Date(Date.now() + 60_000));
  expect(await ask(SLOW)).toEqual({ outcome: "lately" });
  expect(await new Looks(store, false).ask(SLOW, "192.0.2.1", new Date(Date.now() + 61_000))).toEqual({
    outcome: "taken",
  });
  startCrawler({ outside: { ...outsideOf(lab), now: () => new Date(Date.now() + 61_000) } });
  expect(codesOf(await until(SLOW, ended))).not.toContain("peers");
});
