import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "#store/open.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
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

storeContract("a store on PostgreSQL", { makeDatabase, execute, incrementsPerProcess: 1000 });

test("a server that does not answer is named, without its password", async () => {
  const attempt = openStore("postgres://ada:hunter2@127.0.0.1:1/rockpool", { migrate: true });
  await expect(attempt).rejects.toThrow(/postgres:\/\/ada:…@127\.0\.0\.1:1\/rockpool cannot be opened: .*ECONNREFUSED/);
});
