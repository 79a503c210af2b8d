import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/e2e/**"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // PostgreSQL and the TLS servers of the tests share two cores with everything else.
    maxWorkers: 2,
  },
});
