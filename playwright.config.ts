import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { CHROMIUM_FLAGS, findChromium } from "./src/commands/browser.ts";

const PORT = 4399;
const origin = `http://localhost:${PORT}`;

/** The real site, built and seeded as `npm start` does it, with a store of its own and without a crawler. */
export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "**/*.e2e.ts",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  forbidOnly: true,
  use: {
    baseURL: origin,
    launchOptions: { executablePath: findChromium() ?? "chromium", args: CHROMIUM_FLAGS },
  },
  webServer: {
    command: "node start.mjs",
    url: `${origin}/ready`,
    timeout: 120_000,
    env: {
      // A config file is read by each worker too; the store must be the same for none but the one that serves.
      DATABASE_URL: `sqlite:${join(mkdtempSync(join(tmpdir(), "rockpool-e2e-")), "rockpool.sqlite")}`,
      PORT: String(PORT),
      ROCKPOOL_CRAWL: "off",
      ROCKPOOL_URL: origin,
    },
  },
});
