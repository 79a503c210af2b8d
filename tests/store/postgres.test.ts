import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "#store/open.ts";
import { readPublication } from "#store/publication.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { run } from "../support/run.ts";
import { storeContract } from "./contract.ts";

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

const makeDatabase = () => postgres.makeDatabase();
const execute = async (url: string, statement: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
};

storeContract("a store on PostgreSQL", { makeDatabase, execute, incrementsPerProcess: 5000 });

test("the import command and a publication work on it", async () => {
  const url = await makeDatabase();
  const file = join(mkdtempSync(join(tmpdir(), "rockpool-import-")), "two.ndjson");
  const lines = ["a.example.org", "b.example.org"].map((domain) =>
    JSON.stringify({ domain, software: "mastodon", users_active_month: 11_000, snapshot_date: "2026-03-12" }),
  );
  writeFileSync(file, lines.join("\n"));
  const options = { environment: { DATABASE_URL: url } };
  expect((await run("src/commands/import.ts", [file], options)).output).toContain("2 new");
  expect((await run("src/commands/import.ts", [file], options)).output).toContain("2 unchanged");
  rmSync(dirname(file), { recursive: true });
  const store = await openStore(url, { migrate: false });
  expect((await readPublication(store))?.number).toBe(2);
  expect((await store.instances.get("a.example.org"))?.oversizedSince).not.toBeNull();
  await store.close();
});

test("a server that does not answer is named, without its password", async () => {
  const attempt = openStore("postgres://ada:hunter2@127.0.0.1:1/rockpool", { migrate: true });
  await expect(attempt).rejects.toThrow(/postgres:\/\/ada:…@127\.0\.0\.1:1\/rockpool cannot be opened: .*ECONNREFUSED/);
});
