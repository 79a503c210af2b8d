import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../../", import.meta.url);
const path = (relative: string) => fileURLToPath(new URL(relative, ROOT));

/** The built site; running it serves. */
export const SITE_ENTRY = path("dist/server/entry.mjs");
const ASTRO = path("node_modules/astro/bin/astro.mjs");
/** Its files, by the path they are served at. */
export const SITE_FILES = path("dist/client");
/** What the last build was made from, as a hash. */
const STAMP = path("dist/.made-from");
/** Everything a build depends on. */
const SOURCES = ["src", "public", "astro.config.mjs", "tsconfig.json", "package.json", "package-lock.json"];

/** The site could not be built; what Astro said stands above it. */
export class BuildError extends Error {
  override readonly name = "BuildError";
}

/**
 * Builds the site unless what it is made from has not changed since the last build.
 * @returns whether it built
 */
export async function buildSite(log: (line: string) => void): Promise<boolean> {
  const sources = await hashOf(SOURCES);
  if (existsSync(SITE_ENTRY) && existsSync(STAMP) && (await readFile(STAMP, "utf8")) === sources) return false;
  log("Building the site; the next start will not need to …");
  const started = performance.now();
  await runAstro();
  await writeFile(STAMP, sources);
  log(`Built in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
  return true;
}

/** Runs Astro's build; its output is shown only where it fails. */
async function runAstro(): Promise<void> {
  const child = spawn(process.execPath, [ASTRO, "build"], {
    cwd: fileURLToPath(ROOT),
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  child.stdout.on("data", (text: Buffer) => output.push(text.toString()));
  child.stderr.on("data", (text: Buffer) => output.push(text.toString()));
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new BuildError(`${output.join("")}\nThe site could not be built (exit code ${code}).`);
}

/** One hash over files and folders: their paths and contents. */
async function hashOf(sources: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const file of await filesOf(source)) hash.update(`${file}\0`).update(await readFile(path(file)));
  }
  return hash.digest("hex");
}

async function filesOf(source: string): Promise<string[]> {
  if (/\.\w+$/.test(source)) return [source];
  const found = await readdir(path(source), { recursive: true, withFileTypes: true });
  const files = found.filter((item) => item.isFile()).map((item) => `${item.parentPath}/${item.name}`);
  return files.map((file) => file.slice(fileURLToPath(ROOT).length)).toSorted();
}
