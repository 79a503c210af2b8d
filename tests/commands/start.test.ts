import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { buildSite, SITE_ENTRY } from "#site/commands/start/build.ts";
import { freePort } from "#site/commands/start/temporary-site.ts";
import { run } from "../support/run.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SERVE = join(ROOT, "src/commands/serve.ts");
const BUILT = [SITE_ENTRY, join(ROOT, "dist/.made-from")];
/** Both processes close their store and end well within this. */
const STOPPING_MS = 8_000;

/** A running `node start.mjs` with a store of its own. */
interface Started {
  child: ChildProcess;
  origin: string;
  folder: string;
  /** Everything it and its parts have said so far. */
  said(): string;
  /** Waits until it has said something. */
  hasSaid(what: string | RegExp): Promise<void>;
}

const started: Started[] = [];
beforeAll(async () => {
  await buildSite(() => {});
}, 180_000);
afterEach(async () => {
  for (const { child, folder } of started.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      for (const pid of await childrenOf(child.pid)) killQuietly(pid);
      child.kill("SIGKILL");
      await once(child, "close");
    }
    await rm(folder, { recursive: true, force: true });
  }
});

/** Starts it without a way out: its name server is a port of loopback at which nobody listens. */
async function start(
  environment: Record<string, string> = {},
  [command, ...args]: readonly [string, ...string[]] = [process.execPath, "start.mjs"],
): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), "rockpool-start-"));
  const port = await freePort();
  const child = spawn(command, args, {
    cwd: ROOT,
    env: {
      ...process.env,
      DATABASE_URL: `sqlite:${join(folder, "rockpool.sqlite")}`,
      PORT: String(port),
      ROCKPOOL_CONTACT: "nobody@example.org",
      ROCKPOOL_DNS: `127.0.0.1:${await freePort()}`,
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  const one: Started = {
    child,
    origin: `http://localhost:${port}`,
    folder,
    said: () => said,
    hasSaid: (what) => expect.poll(() => said, { timeout: 15_000, interval: 50 }).toMatch(what),
  };
  started.push(one);
  return one;
}

/** Ends it with a signal; answers its exit code and how long it took. */
async function stop({ child }: Started, signal: "SIGTERM" | "SIGINT"): Promise<{ code: number | null; ms: number }> {
  const before = performance.now();
  const closed = once(child, "close");
  child.kill(signal);
  const [code] = (await closed) as [number | null];
  return { code, ms: performance.now() - before };
}

/** Process ids of those whose parent is this one; from /proc, so that a bare machine needs no `ps`. */
async function childrenOf(parent: number | undefined): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")));
  // "pid (name) state ppid …"; a name may hold spaces and brackets.
  return stats.flatMap((line) => {
    const ppid = line.slice(line.lastIndexOf(")") + 2).split(" ")[1];
    return ppid === String(parent) ? [Number.parseInt(line, 10)] : [];
  });
}

async function crawlersOf({ child }: Started): Promise<number[]> {
  const pids = await childrenOf(child.pid);
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return pids.filter((_, index) => commands[index]?.includes("crawl.ts"));
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended meanwhile.
  }
}

function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

describe.runIf(process.platform === "linux")("npm start", () => {
  test("serves real servers, crawls beside it, and leaves nothing running when told to stop", async () => {
    const site = await start();
    await site.hasSaid(`Rockpool is at ${site.origin}`);
    expect(site.said()).toMatch(/Loaded \d{3} servers to show/);
    const ready = await fetch(`${site.origin}/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ eligible: expect.any(Number) });
    expect(await (await fetch(site.origin)).text()).toContain("<h1");
    const parts = await childrenOf(site.child.pid);
    expect(parts).toHaveLength(2);

    const { code, ms } = await stop(site, "SIGTERM");
    expect(code).toBe(0);
    expect(ms).toBeLessThan(STOPPING_MS);
    expect(parts.filter(isRunning)).toEqual([]);
    await expect(fetch(site.origin)).rejects.toThrow();
  });

  test("a second start neither builds nor loads again, and Ctrl-C stops it as well", async () => {
    const first = await start({ ROCKPOOL_CRAWL: "off" });
    await first.hasSaid("Rockpool is at");
    expect(await childrenOf(first.child.pid)).toHaveLength(1);
    await stop(first, "SIGTERM");
    const builtAt = await Promise.all(BUILT.map(async (file) => (await stat(file)).mtimeMs));

    const again = await start({
      ROCKPOOL_CRAWL: "off",
      DATABASE_URL: `sqlite:${join(first.folder, "rockpool.sqlite")}`,
    });
    await again.hasSaid("Rockpool is at");
    expect(again.said()).not.toMatch(/Building|Loaded/);
    expect(await Promise.all(BUILT.map(async (file) => (await stat(file)).mtimeMs))).toEqual(builtAt);
    expect((await fetch(`${again.origin}/ready`)).status).toBe(200);
    expect((await stop(again, "SIGINT")).code).toBe(0);
  });

  test("SIGTERM to npm itself stops everything, as a container or a plain kill sends it", async () => {
    const site = await start({}, ["npm", "start"]);
    await site.hasSaid("Rockpool is at");
    const [supervisor] = await childrenOf(site.child.pid);
    const parts = await childrenOf(supervisor);
    expect(parts).toHaveLength(2);
    await stop(site, "SIGTERM");
    await expect.poll(() => [supervisor as number, ...parts].filter(isRunning), { timeout: STOPPING_MS }).toEqual([]);
  });

  test("a crawler that is killed is started again while the site serves on", async () => {
    const site = await start();
    await site.hasSaid("Rockpool is at");
    const [crawler] = await crawlersOf(site);
    expect(crawler).toBeTypeOf("number");
    process.kill(crawler as number, "SIGKILL");
    await site.hasSaid(/The crawler ended \(signal SIGKILL\); it starts again in 1 s/);
    expect((await fetch(`${site.origin}/ready`)).status).toBe(200);
    const others = async () => (await crawlersOf(site)).filter((pid) => pid !== crawler);
    await expect.poll(others, { timeout: 10_000 }).toHaveLength(1);
    expect((await stop(site, "SIGTERM")).code).toBe(0);
  });

  test("a machine without internet says so once and serves all the same", async () => {
    const site = await start();
    await site.hasSaid(/Nothing answers, so this machine seems to have no internet/);
    expect((await fetch(`${site.origin}/ready`)).status).toBe(200);
    expect(site.said().match(/Nothing answers/g)).toHaveLength(1);
    expect((await stop(site, "SIGTERM")).code).toBe(0);
  });

  test("a site that dies takes the crawler with it, and the exit code tells", async () => {
    const site = await start();
    await site.hasSaid("Rockpool is at");
    const parts = await childrenOf(site.child.pid);
    const crawlers = await crawlersOf(site);
    const [page] = parts.filter((pid) => !crawlers.includes(pid));
    const closed = once(site.child, "close");
    process.kill(page as number, "SIGKILL");
    expect(await closed).toEqual([1, null]);
    expect(site.said()).toContain("The site ended by itself (signal SIGKILL).");
    expect(parts.filter(isRunning)).toEqual([]);
  });

  test.for([
    { path: "/", language: "en", says: "That went wrong, and it was us." },
    { path: "/fr/servers?q=art", language: "fr", says: "Une erreur, et elle vient de nous." },
  ])(
    "a site whose store cannot be read says so at $path, and nothing about itself",
    async ({ path, language, says }) => {
      const folder = await mkdtemp(join(tmpdir(), "rockpool-broken-"));
      const port = await freePort();
      const environment = { DATABASE_URL: `sqlite:${join(folder, "never-made.sqlite")}`, PORT: String(port) };
      const child = spawn(process.execPath, [SERVE], { env: { ...process.env, ...environment }, stdio: "ignore" });
      try {
        const ask = () => fetch(`http://localhost:${port}${path}`).catch(() => null);
        await expect.poll(ask, { timeout: 15_000 }).not.toBeNull();
        const answer = await ask();
        const html = (await answer?.text()) ?? "";
        expect(answer?.status).toBe(500);
        expect(html).toContain(`<html lang="${language}"`);
        expect(html).toContain(says);
        expect(html).not.toMatch(/sqlite|\.mjs|Error:/i);
      } finally {
        child.kill("SIGKILL");
        await once(child, "close");
        await rm(folder, { recursive: true, force: true });
      }
    },
  );

  test("an environment that cannot be meant is named, with what is allowed", async () => {
    const { code, errors } = await run("start.mjs", [], { environment: { PORT: "http", ROCKPOOL_CRAWL: "perhaps" } });
    expect(code).toBe(1);
    expect(errors).toContain('PORT="http"');
    expect(errors).toContain('ROCKPOOL_CRAWL="perhaps"');
    expect(errors).not.toContain("    at ");
  });

  const old = oldNode();
  test.skipIf(old === null)(`an old Node (${old?.version ?? "none on this machine"}) is told what to do`, async () => {
    const site = await start({}, [old?.file ?? "node", "start.mjs"]);
    const [code] = await once(site.child, "close");
    expect(code).toBe(1);
    expect(site.said()).toContain(`Rockpool needs Node 24 or newer; this is Node ${old?.version}.`);
    expect(site.said()).toContain("npm ci");
    expect(site.said()).not.toContain("    at ");
  });
});

/** A Node on the path that is too old for Rockpool; the machine's own often is. */
function oldNode(): { file: string; version: string } | null {
  const files = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "node"));
  for (const file of new Set([...files, "/usr/bin/node", "/usr/local/bin/node"])) {
    if (!existsSync(file)) continue;
    const version = spawnSync(file, ["--version"], { encoding: "utf8" }).stdout.trim().replace(/^v/, "");
    if (Number.parseInt(version, 10) < 24) return { file, version };
  }
  return null;
}
