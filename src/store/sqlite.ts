import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { CompiledQuery, type DatabaseConnection, type Driver, SqliteDialect, SqliteDriver } from "kysely";

/** How long a writer waits for another process's transaction to end; the longest, an import of 100,000, takes 2 s here. */
const BUSY_TIMEOUT_MS = 15_000;

/** Statements kept ready; preparing one costs about as much as running it. */
const MAX_PREPARED = 200;

/**
 * Longer ones, in characters, are those of many rows: each number of rows makes another text, keeping one takes up to
 * 1.4 MB, and preparing it is little beside running it (6 µs of some 20 µs a row).
 */
const LONGEST_PREPARED = 4_000;

/** Kysely's SQLite dialect over Node's own SQLite; a transaction takes the write lock when it begins. */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #file: string;

  /** @param file path of the database, or ":memory:" */
  constructor(file: string) {
    super({ database: async () => open(file) });
    this.#file = file;
  }

  override createDriver(): Driver {
    return new ImmediateDriver({ database: async () => open(this.#file) });
  }
}

/**
 * Begins with `begin immediate`: a transaction that begins deferred, reads, and then wants to write is refused at once
 * when another process wrote in between, busy timeout or not.
 */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

type Prepared = ReturnType<typeof prepare>;

function prepare(database: DatabaseSync, sql: string) {
  const statement = database.prepare(sql);
  const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters: readonly unknown[]) => statement.all(...values(parameters)),
    run: (parameters: readonly unknown[]) => statement.run(...values(parameters)),
    // A statement of its own: one that is being read must not be run again meanwhile.
    iterate: (parameters: readonly unknown[]) => database.prepare(sql).iterate(...values(parameters)),
  };
}

/** Opens a database as Kysely expects one. The folder is made for its owner alone: the store holds the site's secret. */
function open(file: string) {
  if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  // With a write-ahead log readers never wait for writers; "normal" may lose the last commits to a power cut, never to a crash.
  database.exec("pragma journal_mode = wal; pragma synchronous = normal");
  const prepared = new Map<string, Prepared>();
  return {
    close: () => database.close(),
    prepare(sql: string) {
      const known = prepared.get(sql);
      if (known !== undefined) return known;
      const statement = prepare(database, sql);
      if (sql.length > LONGEST_PREPARED) return statement;
      if (prepared.size >= MAX_PREPARED) prepared.clear();
      prepared.set(sql, statement);
      return statement;
    },
  };
}
