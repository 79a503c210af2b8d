import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { openStore } from "#store/open.ts";
import { storeContract } from "./contract.ts";

const folder = mkdtempSync(join(tmpdir(), "rockpool-store-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const makeDatabase = async () => {
  files += 1;
  const file = join(folder, `${files}.sqlite`);
  new DatabaseSync(file).close();
  return `sqlite:${file}`;
};
const execute = async (url: string, statement: string) => {
  const database = new DatabaseSync(url.replace("sqlite:", ""));
  database.exec(statement);
  database.close();
};

storeContract("a store on SQLite", { makeDatabase, execute, incrementsPerProcess: 5000 });

test("a new store makes its folder, for its owner alone", async () => {
  const file = join(folder, "deep/er/rockpool.sqlite");
  const store = await openStore(`sqlite:${file}`, { migrate: true });
  await store.settings.set("secret", "x");
  await store.close();
  expect(statSync(join(folder, "deep/er")).mode & 0o777).toBe(0o700);
});

test("a store in memory works like any other", async () => {
  const store = await openStore("sqlite::memory:", { migrate: true });
  await store.settings.set("kept", "for a while");
  expect(await store.settings.get("kept")).toBe("for a while");
  await store.close();
});

test("a missing file is not made by a process that may not migrate", async () => {
  await expect(openStore(`sqlite:${folder}/none.sqlite`, { migrate: false })).rejects.toThrow(
    /no store at .*npm start/,
  );
  expect(() => statSync(join(folder, "none.sqlite"))).toThrow();
});

test("a file that is no database is refused by name", async () => {
  await expect(openStore(`sqlite:${import.meta.filename}`, { migrate: true })).rejects.toThrow(
    /The store at sqlite:.*sqlite\.test\.ts cannot be opened: .*not a database/,
  );
});
