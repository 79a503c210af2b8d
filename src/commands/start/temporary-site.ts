import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openStore } from "#store/open.ts";
import type { Store } from "#store/store.ts";
import { buildSite } from "./build.ts";
import { prepareStore } from "./prepare-store.ts";

/** The built site with a store of its own on loopback; gone with the store after stop(). */
export interface TemporarySite {
  /** `http://localhost:<port>`, without a trailing slash. */
  origin: string;
  stop(): Promise<void>;
}

export interface TemporarySiteOptions {
  /** A free one where not given. */
  port?: number;
  /** Adds to the seeded store before the site opens it. */
  fill?: (store: Store) => Promise<void>;
  log: (line: string) => void;
}

const SERVE = fileURLToPath(new URL("../serve.ts", import.meta.url));
const READY_TIMEOUT_MS = 30_000;
const READY_EVERY_MS = 100;
const STOPPING_MS = 5_000;

/**
 * Builds the site where needed and serves it with freshly seeded servers, without a crawler and without rate limits.
 * @throws where it does not answer within half a minute
 */
export async function startTemporarySite({ port, fill, log }: TemporarySiteOptions): Promise<TemporarySite> {
  await buildSite(log);
  const folder = await mkdtemp(join(tmpdir(), "rockpool-site-"));
  const databaseUrl = `sqlite:${join(folder, "rockpool.sqlite")}`;
  await prepareStore(databaseUrl, new Date(), log);
  if (fill !== undefined) await withStore(databaseUrl, fill);

  const served = await serveStore(databaseUrl, { port, environment: { ROCKPOOL_RATE_LIMIT: "off" } }).catch(
    async (error: unknown) => {
      await rm(folder, { recursive: true, force: true });
      throw error;
    },
  );
  return {
    origin: served.origin,
    async stop() {
      await served.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface ServeOptions {
  /** A free one where not given. */
  port?: number | undefined;
  environment?: Readonly<Record<string, string>>;
}

/**
 * Serves a store that is there, in a process of its own, with the site as it was built last.
 * @throws where it does not answer within half a minute
 */
export async function serveStore(
  databaseUrl: string,
  { port, environment }: ServeOptions = {},
): Promise<TemporarySite> {
  const usedPort = port ?? (await freePort());
  const origin = `http://localhost:${usedPort}`;
  const site = spawn(process.execPath, [SERVE], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      HOST: "localhost",
      PORT: String(usedPort),
      ROCKPOOL_URL: origin,
      ...environment,
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const stop = () => stopped(site);
  try {
    await ready(`${origin}/ready`, site);
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin, stop };
}

/** A port of loopback that nobody listens at just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("The system gave no port");
  return address.port;
}

async function withStore(databaseUrl: string, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore(databaseUrl, { migrate: false });
  await work(store).finally(() => store.close());
}

async function ready(address: string, site: ChildProcess): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline && site.exitCode === null) {
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, READY_EVERY_MS));
  }
  throw new Error(`The site does not answer at ${address}`);
}

async function stopped(site: ChildProcess): Promise<void> {
  if (site.exitCode !== null || site.signalCode !== null) return;
  const last = setTimeout(() => site.kill("SIGKILL"), STOPPING_MS);
  const exit = once(site, "exit");
  site.kill("SIGTERM");
  await exit;
  clearTimeout(last);
}
