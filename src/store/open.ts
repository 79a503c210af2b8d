import { existsSync } from "node:fs";
import { Kysely, PostgresDialect } from "kysely";
import { aliases } from "./aliases.ts";
import { blocks } from "./blocks.ts";
import { counters } from "./counters.ts";
import { atomically, type Database } from "./database.ts";
import { departures } from "./departures.ts";
import { details } from "./details.ts";
import { discoveries } from "./discoveries.ts";
import { feedback } from "./feedback.ts";
import { floods } from "./floods.ts";
import { frontier } from "./frontier.ts";
import { instances } from "./instances.ts";
import { listings } from "./listings.ts";
import { looks } from "./looks.ts";
import { migrate, requireCurrentSchema, SchemaError } from "./migrate.ts";
import { networkDays } from "./network-days.ts";
import { operations } from "./operations.ts";
import { proofs } from "./proofs.ts";
import { referrals } from "./referrals.ts";
import { sessions } from "./sessions.ts";
import { settings } from "./settings.ts";
import { showings } from "./showings.ts";
import { NodeSqliteDialect } from "./sqlite.ts";
import { StorableText } from "./storable-text.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";
import { visits } from "./visits.ts";

/** How long to wait for PostgreSQL to take a connection. */
const CONNECT_TIMEOUT_MS = 10_000;

/** The store cannot be reached or opened; the message says which and why, and never holds a password. */
export class StoreError extends Error {
  override readonly name = "StoreError";
}

export interface OpenOptions {
  /**
   * Whether to bring the tables up to date first. One process does (`npm start`, before it starts the others, and
   * commands run by hand); every other one finds them as they must be, or stops.
   */
  migrate: boolean;
}

/**
 * Opens the store.
 * @param url `sqlite:<file>`, `sqlite::memory:` or `postgres://…`
 * @throws SchemaError where the tables are older or newer than this Rockpool, saying what to run
 * @throws StoreError where the database cannot be opened
 */
export async function openStore(url: string, options: OpenOptions): Promise<Store> {
  const sqliteFile = url.startsWith("sqlite:") ? url.slice("sqlite:".length) : null;
  if (sqliteFile !== null && sqliteFile !== ":memory:" && !options.migrate && !existsSync(sqliteFile)) {
    throw new SchemaError(`There is no store at ${sqliteFile} yet. Run \`npm start\`, which makes it.`);
  }
  const dialect = sqliteFile === null ? await postgres(url) : new NodeSqliteDialect(sqliteFile);
  const query = new Kysely<Tables>({ dialect, plugins: [new StorableText()] });
  const database: Database = { query, dialect: sqliteFile === null ? "postgres" : "sqlite" };
  try {
    await (options.migrate ? migrate(database) : requireCurrentSchema(database));
  } catch (error) {
    await query.destroy();
    if (error instanceof SchemaError) throw error;
    throw new StoreError(`The store at ${withoutPassword(url)} cannot be opened: ${reasonOf(error)}`, { cause: error });
  }
  return storeOver(database);
}

/** Loads its driver only here: in a process, and a thread, on SQLite it would take 10 MB for nothing. */
async function postgres(url: string): Promise<PostgresDialect> {
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection that breaks while idle is replaced by the next query; without a listener it would end the process.
  pool.on("error", () => {});
  return new PostgresDialect({ pool });
}

function storeOver(database: Database): Store {
  return {
    instances: instances(database),
    details: details(database),
    visits: visits(database),
    frontier: frontier(database),
    networkDays: networkDays(database),
    listings: listings(database),
    referrals: referrals(database),
    showings: showings(database),
    feedback: feedback(database),
    blocks: blocks(database),
    aliases: aliases(database),
    floods: floods(database),
    discoveries: discoveries(database),
    looks: looks(database),
    proofs: proofs(database),
    departures: departures(database),
    operations: operations(database),
    sessions: sessions(database),
    counters: counters(database),
    settings: settings(database),
    transaction: (work) => atomically(database, (open) => work(storeOver(open))),
    async close() {
      if (database.query.isTransaction) throw new Error("A store is not closed inside its own transaction");
      await database.query.destroy();
    },
  };
}

function withoutPassword(url: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^:@/]*):[^@]*@/, "$1:…@");
}

/** Node says nothing in an AggregateError itself, which is what a refused connection to "localhost" is. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
