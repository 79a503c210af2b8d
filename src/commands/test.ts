import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findOrInstallChromium } from "./browser.ts";
import { buildSite } from "./start/build.ts";

/** `npm test`: types, lint and format (where these fail, nothing else runs), then all tests, then those in a browser. */

/** How many tests ended how; what the closing line adds up. */
interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const reports = await mkdtemp(join(tmpdir(), "rockpool-test-"));
try {
  process.exitCode = await testEverything();
} finally {
  await rm(reports, { recursive: true, force: true });
}

async function testEverything(): Promise<number> {
  const chromium = await findOrInstallChromium((line) => console.log(line));
  if (chromium === null) return 1;

  heading("Types, lint and format");
  if ((await run("npm", ["run", "--silent", "check"])) !== 0) return 1;

  heading("Unit, store and crawler tests");
  const unitFile = join(reports, "unit.json");
  const unit = await run("npx", [
    "vitest",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${unitFile}`,
  ]);
  const unitTally = await unitTallyOf(unitFile);

  heading("Browser tests");
  await buildSite((line) => console.log(line));
  const browserFile = join(reports, "browser.json");
  const browser = await run("npx", ["playwright", "test", "--reporter=line,json"], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: browserFile,
    CHROMIUM_PATH: chromium,
  });
  const browserTally = await browserTallyOf(browserFile);

  const { passed, failed, skipped } = add(unitTally, browserTally);
  console.log(`\nUnit: ${unitTally.passed} passed. Browser: ${browserTally.passed} passed.`);
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return unit === 0 && browser === 0 ? 0 : 1;
}

function heading(text: string): void {
  console.log(`\n── ${text} ${"─".repeat(Math.max(0, 60 - text.length))}`);
}

/** Runs a command in the foreground; answers its exit code. */
function run(command: string, args: readonly string[], environment: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "inherit", env: { ...process.env, ...environment } });
    child.once("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once("close", (code) => resolve(code ?? 1));
  });
}

async function unitTallyOf(file: string): Promise<Tally> {
  const report = await readReport<{ numPassedTests: number; numFailedTests: number; numPendingTests: number }>(file);
  return {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 1,
    skipped: report?.numPendingTests ?? 0,
  };
}

async function browserTallyOf(file: string): Promise<Tally> {
  const report = await readReport<{ stats: { expected: number; unexpected: number; flaky: number; skipped: number } }>(
    file,
  );
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected, skipped };
}

/** null where a runner died before it could report. */
async function readReport<T>(file: string): Promise<T | null> {
  return readFile(file, "utf8").then(
    (text) => JSON.parse(text) as T,
    () => null,
  );
}

function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}
