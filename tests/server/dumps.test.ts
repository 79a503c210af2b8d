import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { writeResponse } from "astro/app/node";
import { afterEach, expect, test } from "vitest";
import { type Dump, DumpedInstance, Dumps, dumpResponse } from "#site/server/dumps.ts";
import { breakOffLate } from "#site/server/late.ts";
import { directoryOf, entry, instance, NOW } from "../support/instances.ts";

const ORIGIN = "https://rockpool.example";
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS).toISOString();
const asking = (headers: Record<string, string> = {}) => new Request(`${ORIGIN}/dumps/instances.csv`, { headers });

const SOME = [
  entry("a-plain.example.org", {
    languages: ["fr", "en"],
    topics: ["art"],
    title: "A title",
    description: "We paint.",
  }),
  entry("b-formula.example.org", { version: '=HYPERLINK("http://evil.example","4,5")', since: null }),
  entry("c-quoted.example.org", { version: 'a "b"\nc', monthlyActiveUsers: null, accounts: null }),
];

async function linesOf(dump: Promise<Dump>): Promise<unknown[]> {
  const text = gunzipSync((await dump).gzip).toString();
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

test("a dump has the facts of every listed server, and nobody's words", async () => {
  const lines = await linesOf(new Dumps(ORIGIN, () => NOW).of(SOME, "ndjson"));
  expect(lines.map((line) => DumpedInstance.parse(line))).toEqual(lines);
  expect(lines.map((line) => (line as { domain: string }).domain)).toEqual(SOME.map((one) => one.instance.domain));
  expect(lines[0]).toMatchObject({ languages: ["fr", "en"], topics: ["art"], size: { activePeople: 400 } });
  expect(JSON.stringify(lines)).not.toMatch(/title|We paint/i);
});

test("who was never visited, not for a month, or asked to be left alone, is in none", async () => {
  const directory = await directoryOf(
    [
      instance("a-seen.example.org", { lastSeenAt: daysAgo(30), state: "failing", failures: 4 }),
      instance("b-long-ago.example.org", { lastSeenAt: daysAgo(30.01), state: "failing", failures: 4 }),
      instance("c-seed.example.org", { state: "unvisited", lastSeenAt: null, lastVisitAt: null }),
      instance("d-refused.example.org", { state: "refused" }),
      instance("e-gone.example.org", { state: "gone" }),
      instance("f-blocked.example.org"),
    ],
    { blocked: new Set(["f-blocked.example.org"]) },
  );
  expect(directory.listed.map((one) => one.instance.domain)).toContain("c-seed.example.org");
  const dumps = new Dumps(ORIGIN, () => NOW);
  expect(await linesOf(dumps.of(directory.listed, "ndjson"))).toEqual([
    expect.objectContaining({ domain: "a-seen.example.org" }),
  ]);
  const { plain } = await dumps.of(directory.listed, "csv");
  expect(plain?.toString().match(/^.+?\.example\.org,/gm)).toEqual(["a-seen.example.org,"]);
});

test("the table has the same facts: RFC 4180, and no cell that a spreadsheet would run", async () => {
  const { plain, gzip } = await new Dumps(ORIGIN, () => NOW).of(SOME, "csv");
  const text = plain?.toString() ?? "";
  expect(gunzipSync(gzip).toString()).toBe(text);
  const [head, first, second, third, fourth, ...end] = text.split("\r\n");
  expect(head).toBe(
    "domain,software,version,family,kind,languages,topics,registrations,size.activePeople,size.basis,size.atMost," +
      "size.monthlyActiveUsers,size.class,size.asOf,since,lastSeenAt,url,eligible,reasons,state",
  );
  expect(first).toBe(
    "a-plain.example.org,mastodon,4.6.3,mastodon,microblog,fr en,art,open,400,reported,2000,400,small," +
      `${NOW.toISOString()},2025-01-01,${NOW.toISOString()},${ORIGIN}/servers/a-plain.example.org,true,,alive`,
  );
  expect(second).toContain(`,"'=HYPERLINK(""http://evil.example"",""4,5"")",mastodon,`);
  expect(third).toContain(',"a ""b""\nc",mastodon,microblog,en,,open,,,,,,,2025-01-01,');
  expect([fourth, end]).toEqual(["", []]);
});

test("a dump is made once for a list, keeps its time while it says the same, and else has another second", async () => {
  let now = NOW;
  const dumps = new Dumps(ORIGIN, () => now);
  const [first, again] = await Promise.all([dumps.of(SOME, "ndjson"), dumps.of(SOME, "ndjson")]);
  expect(again).toBe(first);
  now = new Date(NOW.getTime() + 1_000);
  const same = await dumps.of([...SOME], "ndjson");
  expect([same.hash, same.lastModified]).toEqual([first.hash, first.lastModified]);
  now = NOW;
  const other = await dumps.of(SOME.slice(1), "ndjson");
  expect(other.hash).not.toBe(first.hash);
  expect(other.lastModified.getTime()).toBe(first.lastModified.getTime() + 1_000);
});

test("whoever has it already is told so, by tag or by date; the tag counts more", async () => {
  const dump = await new Dumps(ORIGIN, () => NOW).of(SOME, "csv");
  const whole = dumpResponse(asking(), dump);
  const [etag, date] = [whole.headers.get("etag") ?? "", whole.headers.get("last-modified") ?? ""];
  expect(Number(whole.headers.get("content-length"))).toBe((await whole.bytes()).length);
  const earlier = new Date(Date.parse(date) - 1_000).toUTCString();
  for (const [headers, status] of [
    [{ "if-none-match": etag }, 304],
    [{ "if-modified-since": date }, 304],
    [{ "if-modified-since": earlier }, 200],
    [{ "if-modified-since": "yesterday" }, 200],
    [{ "if-none-match": '"other"', "if-modified-since": date }, 200],
    [{ "if-none-match": etag, "accept-encoding": "gzip" }, 200],
  ] as const) {
    const { status: answered, headers: told } = dumpResponse(asking(headers), dump);
    expect([answered, told.get("last-modified")], JSON.stringify(headers)).toEqual([status, date]);
  }
  const packed = dumpResponse(asking({ "accept-encoding": "br, gzip" }), dump);
  expect([packed.headers.get("content-encoding"), packed.headers.get("vary")]).toEqual(["gzip", "Accept-Encoding"]);
  expect(gunzipSync(await packed.bytes())).toEqual(dump.plain);
});

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server that sends a dump as the site does: by the framework's own writer, which waits for no reader. */
async function serving(dump: Dump, lateMs: number): Promise<{ server: Server; port: number; asked: () => number }> {
  let asked = 0;
  const server = createServer((request, response) => {
    breakOffLate(response, lateMs);
    asked++;
    const encoding = request.headers["accept-encoding"];
    void writeResponse(
      dumpResponse(asking(encoding === undefined ? {} : { "accept-encoding": encoding }), dump),
      response,
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  servers.push(server);
  return { server, port: (server.address() as AddressInfo).port, asked: () => asked };
}

async function askSlowly(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  socket.pause();
  socket.write("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
  return socket;
}

const openFiles = () => readdirSync("/proc/self/fd").length;
const buffers = () => process.memoryUsage().arrayBuffers;
const open = (server: Server) => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
const MB = 1_000_000;

async function manyEntries(count: number) {
  const one = entry("a.example.org");
  return Array.from({ length: count }, (_, at) => ({
    ...one,
    instance: { ...one.instance, domain: `s${at}.example.org`, version: `4.6.${(at * 7919) % 1_000_003}` },
  }));
}

test("60 readers who do not read, and then hang up, cost no copy of the file, no file handle, and nobody's time", async () => {
  const dump = await new Dumps(ORIGIN, () => NOW).of(await manyEntries(40_000), "csv");
  const size = dump.plain?.length ?? 0;
  expect(size).toBeGreaterThan(6 * MB);
  const { server, port, asked } = await serving(dump, 60_000);
  const [before, files] = [buffers(), openFiles()];
  const slow = await Promise.all(Array.from({ length: 60 }, () => askSlowly(port)));
  await expect.poll(asked, { timeout: 10_000 }).toBe(60);
  await wait(200);
  expect(await open(server)).toBe(60);
  // A copy for each would be 60 times the file.
  expect(buffers() - before).toBeLessThan(2 * size);

  const started = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { "accept-encoding": "identity" } });
  expect(Buffer.from(await answer.arrayBuffer()).equals(dump.plain ?? Buffer.of())).toBe(true);
  expect(performance.now() - started).toBeLessThan(5_000);

  for (const socket of slow) socket.destroy();
  await expect.poll(() => open(server)).toBeLessThan(2);
  await expect.poll(openFiles).toBeLessThan(files + 5);
});

test("an answer that is not read to its end in time is broken off", async () => {
  const dump = await new Dumps(ORIGIN, () => NOW).of(await manyEntries(40_000), "csv");
  const { server, port, asked } = await serving(dump, 1_000);
  const socket = await askSlowly(port);
  await expect.poll(asked).toBe(1);
  expect(await open(server)).toBe(1);
  await expect.poll(() => open(server), { timeout: 5_000 }).toBe(0);
  socket.destroy();
});
