import { expect, test } from "vitest";
import { ConfigError, readConfig } from "#site/config.ts";

test("an empty environment is a usable one, and empty variables count as not set", () => {
  expect(readConfig({ PORT: "", ROCKPOOL_CONTACT: "" })).toEqual({
    databaseUrl: "sqlite:.rockpool/rockpool.sqlite",
    host: "localhost",
    port: 4321,
    url: "http://localhost:4321",
    contact: undefined,
    secret: undefined,
    crawl: true,
    dns: undefined,
    safetyLists: [],
    trustProxy: 0,
    rateLimit: true,
    allowPrivateNetwork: false,
    labPort: undefined,
  });
});

test("the public origin is an origin, whatever path was given with it", () => {
  expect(readConfig({ ROCKPOOL_URL: "https://rockpool.example/start/" }).url).toBe("https://rockpool.example");
});

test("each wrong variable is named with its value and what is allowed, all at once; a secret is not shown", () => {
  const read = () =>
    readConfig({
      DATABASE_URL: "mysql://u:hunter2@h/db",
      PORT: "99999",
      ROCKPOOL_URL: "rockpool.example",
      ROCKPOOL_CRAWL: "yes",
      ROCKPOOL_SECRET: "short",
    });
  expect(read).toThrow(ConfigError);
  for (const part of [
    "DATABASE_URL=(hidden): is sqlite:<file> or postgres://",
    'PORT="99999"',
    'ROCKPOOL_URL="rockpool.example": is the public origin',
    'ROCKPOOL_CRAWL="yes"',
    "ROCKPOOL_SECRET=(hidden): has at least 16 characters",
  ]) {
    expect(read).toThrow(part);
  }
});

test("a password in a wrong address is not repeated", () => {
  expect(() => readConfig({ DATABASE_URL: "mysql://u:hunter2@h/db" })).not.toThrow("hunter2");
});

test("the lab port alone is refused: it must not be possible to set it by accident", () => {
  expect(() => readConfig({ ROCKPOOL_LAB_PORT: "8443" })).toThrow("ROCKPOOL_ALLOW_PRIVATE_NETWORK=1");
  expect(readConfig({ ROCKPOOL_LAB_PORT: "8443", ROCKPOOL_ALLOW_PRIVATE_NETWORK: "1" }).labPort).toBe(8_443);
});
