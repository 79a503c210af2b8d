import { sql } from "kysely";
import { atomically, type Database } from "./database.ts";
import { up as firstTables } from "./migrations/0001-first-tables.ts";

/**
 * Every change of the tables, in order; the first has number 1. Imported here one by one because the built server has
 * no folder to look into. A released one is never changed: what comes later goes into the next file.
 */
const MIGRATIONS: readonly ((database: Database) => Promise<void>)[] = [firstTables];

/** Held while migrating PostgreSQL, so that two processes that start together do it once. Any number of our own. */
const MIGRATION_LOCK = 726_552_001;

/** The store's tables are not those this version of Rockpool works with; the message says what to run. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
}

/** Brings the tables up to date, all or nothing. */
export async function migrate(database: Database): Promise<void> {
  await atomically(database, async (open) => {
    if (open.dialect === "postgres") await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(open.query);
    await open.query.schema
      .createTable("rockpool_schema")
      .ifNotExists()
      .addColumn("number", "integer", (column) => column.primaryKey())
      .addColumn("applied_at", "text", (column) => column.notNull())
      .execute();
    const version = await schemaVersion(open);
    refuseNewer(version);
    for (const [index, up] of MIGRATIONS.entries()) {
      const number = index + 1;
      if (number <= version) continue;
      await up(open);
      await open.query.insertInto("rockpool_schema").values({ number, applied_at: new Date().toISOString() }).execute();
    }
  });
}

/** @throws SchemaError where the tables are older or newer than this version of Rockpool */
export async function requireCurrentSchema(database: Database): Promise<void> {
  const tables = await database.query.introspection.getTables();
  const version = tables.some(({ name }) => name === "rockpool_schema") ? await schemaVersion(database) : 0;
  refuseNewer(version);
  if (version < MIGRATIONS.length) {
    const found = version === 0 ? "has no tables yet" : `has the tables of schema ${version}`;
    throw new SchemaError(
      `The store ${found}; this Rockpool works with schema ${MIGRATIONS.length}. Run \`npm start\`, which brings it up to date.`,
    );
  }
}

function refuseNewer(version: number): void {
  if (version <= MIGRATIONS.length) return;
  throw new SchemaError(
    `The store has the tables of schema ${version}; this Rockpool knows schemas up to ${MIGRATIONS.length}. ` +
      "A newer Rockpool has used it: run that version (or a later one), or restore a backup made before the update.",
  );
}

async function schemaVersion(database: Database): Promise<number> {
  const { version } = await database.query
    .selectFrom("rockpool_schema")
    .select((expression) => expression.fn.max("number").as("version"))
    .executeTakeFirstOrThrow();
  return Number(version ?? 0);
}
