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
  timeout: 30_000,
  forbidOnly: true,
  use: {
    baseURL: origin,
    actionTimeout: 5_000,
    launchOptions: { executablePath: findChromium() ?? "chromium", args: CHROMIUM_FLAGS },
  },
  webServer: {
    command: `node tests/e2e/serve.ts ${PORT}`,
    url: `${origin}/ready`,
    timeout: 120_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
  },
});
