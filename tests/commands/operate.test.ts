import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { publish } from "#crawler/publish.ts";
import { parseOperateArguments } from "#site/commands/operate/options.ts";
import { LiveDirectory } from "#site/server/live-directory.ts";
import { openStore } from "#store/open.ts";
import type { Store } from "#store/store.ts";
import { instance, NOW } from "../support/instances.ts";
import { run } from "../support/run.ts";

const HERE = "m.example.org";
let folder: string;
let url: string;
let store: Store;
let live: LiveDirectory;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rockpool-operate-"));
  url = `sqlite:${join(folder, "rockpool.sqlite")}`;
  store = await openStore(url, { migrate: true });
  await store.instances.put([instance(HERE), instance("below.example.org"), instance("b.example.net")]);
  const dueAt = "2027-01-01T00:00:00.000Z";
  await store.frontier.add([{ domain: HERE, dueAt, priority: 2, failures: 0, software: "mastodon" }]);
  await publish(store, NOW);
  live = await LiveDirectory.open(store, () => NOW);
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const operate = (...words: string[]) => run("src/commands/operate.ts", words, { environment: { DATABASE_URL: url } });

test.for<[words: string[], error: string]>([
  [[], "Nothing is none of: block, unblock, forget, status, log"],
  [["delete", HERE], '"delete" is none of: block, unblock, forget, status, log'],
  [["block"], "block needs a DOMAIN such as m.example.org"],
  [["block", "not a name", "--reason", "x"], 'not "not a name"'],
  [["block", HERE], "block needs --reason TEXT, 1 to 500 characters"],
  [["forget", HERE, "--reason", "x".repeat(501)], "forget needs --reason TEXT, 1 to 500 characters"],
  [["status", HERE, "--reason", "x"], "status takes no --reason"],
  [["log", HERE, "other.example.org"], 'One DOMAIN at a time; what to do with "other.example.org"?'],
  [["block", HERE, "--why", "x"], "--why"],
])("%j is misuse", ([words, error]) => {
  expect(() => parseOperateArguments(words)).toThrow(error);
});

test("misuse is told with what is allowed, and nothing happens", async () => {
  const ran = await operate("delete", HERE);
  expect(ran.code).toBe(2);
  expect(ran.errors).toContain('"delete" is none of: block, unblock, forget, status, log');
  expect(ran.errors).toContain("Usage: npm run operate");
  expect(await store.operations.of(null)).toEqual([]);
});

test("a block takes a server, and all below its name, out of running sites; unblocking brings it back and visits it", async () => {
  expect(live.current.get(HERE)).toBeDefined();
  const blocked = await operate("block", "example.org", "--reason", "Spam, in March.");
  expect(blocked).toMatchObject({ code: 0, output: "example.org: is blocked.\n" });
  await live.refresh();
  expect(live.current.listed.map((entry) => entry.instance.domain)).toEqual(["b.example.net"]);
  expect(await store.blocks.covering(HERE)).toMatchObject({ kind: "operator", reason: "Spam, in March." });
  expect((await operate("status", HERE)).output).toContain("blocked as example.org since");

  expect(await operate("unblock", HERE, "--reason", "x")).toMatchObject({
    code: 1,
    output: `${HERE}: is blocked with all below example.org; unblock that.\n`,
  });
  expect((await operate("unblock", "example.org", "--reason", "They cleaned up.")).code).toBe(0);
  await live.refresh();
  expect(live.current.get(HERE)?.eligibility.reasons).not.toContain("blocked");
  expect((await store.frontier.get("example.org"))?.priority).toBe(9);
  expect(await operate("unblock", "example.org", "--reason", "x")).toMatchObject({ code: 1 });

  const { code, output } = await operate("log", "example.org");
  expect(code).toBe(0);
  expect(output.trim().split("\n")).toEqual([
    expect.stringMatching(/^\d{4}-.*Z block example\.org: Spam, in March\.$/),
    expect.stringMatching(/^\d{4}-.*Z unblock example\.org: They cleaned up\.$/),
  ]);
}, 20_000);

test("what safety lists agree on is theirs to unblock", async () => {
  await store.blocks.put({ domain: "bad.example.com", kind: "safety", reason: "", blockedAt: NOW.toISOString() });
  const { code, output } = await operate("unblock", "bad.example.com", "--reason", "x");
  expect([code, output]).toEqual([1, expect.stringContaining("safety lists agree")]);
  expect(await store.blocks.get("bad.example.com")).not.toBeNull();
});

test("forgetting erases everything and is dropped by running sites; the log says why", async () => {
  const { code, output } = await operate("forget", HERE, "--reason", "Asked by mail.");
  expect([code, output]).toEqual([0, `${HERE}: is forgotten; it may be found again.\n`]);
  await live.refresh();
  expect(live.current.get(HERE)).toBeUndefined();
  expect(await store.instances.get(HERE)).toBeNull();
  expect(await store.frontier.get(HERE)).toBeNull();
  const status = await operate("status", HERE);
  expect(status.code).toBe(1);
  expect(status.output).toContain("no facts are kept");
  expect(status.output).toContain(`forget ${HERE}: Asked by mail.`);
  const dueAt = NOW.toISOString();
  expect(await store.frontier.add([{ domain: HERE, dueAt, priority: 0, failures: 0, software: null }])).toBe(1);
});

test("a log without entries says so", async () => {
  expect(await operate("log", "nobody.example.org")).toMatchObject({
    code: 1,
    output: "Nothing was decided about nobody.example.org.\n",
  });
});
