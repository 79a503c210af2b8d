import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** What the files of this folder work on: queries, and the few places where the two databases differ. */
export interface Database {
  /** Kysely over a connection pool, or over one open transaction. */
  readonly query: Kysely<Tables>;
  readonly dialect: "sqlite" | "postgres";
}

/** Most rows per statement: at 34 columns 17,000 values, half of what SQLite binds at once (32,766). */
const ROWS_PER_STATEMENT = 500;

/** Runs all of `work` or nothing of it; joins the transaction that is open already. */
export async function atomically<T>(database: Database, work: (database: Database) => Promise<T>): Promise<T> {
  if (database.query.isTransaction) return work(database);
  return database.query.transaction().execute((query) => work({ ...database, query }));
}

/**
 * Rows in statement-sized groups, one per key (the last wins) and in order of keys: PostgreSQL refuses to touch a row
 * twice in one statement, and two writers that lock rows in the same order cannot wait for each other in a circle.
 */
export function batches<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const ordered = [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const groups = [];
  for (let start = 0; start < ordered.length; start += ROWS_PER_STATEMENT) {
    groups.push(ordered.slice(start, start + ROWS_PER_STATEMENT));
  }
  return groups;
}

/**
 * Keys in lists for `in`, each as long as a power of two (the last key repeated), so that there are few different texts
 * of statements, each made ready once.
 */
export function keyLists<Key extends string>(keys: readonly Key[]): Key[][] {
  return batches(keys, (key) => key).map((list) => {
    const length = 2 ** Math.ceil(Math.log2(list.length));
    return Array.from({ length }, (_, index) => list[Math.min(index, list.length - 1)] as Key);
  });
}

/**
 * Writes rows in such groups, all or none. One group alone is one statement and needs no transaction: two of those at
 * once in one process, over two connections to one SQLite file, would wait for each other for ever.
 */
export async function inBatches<Row>(
  database: Database,
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  write: (batch: readonly Row[], database: Database) => Promise<void>,
): Promise<void> {
  const groups = batches(rows, keyOf);
  const writeAll = async (open: Database) => {
    for (const group of groups) await write(group, open);
  };
  await (groups.length > 1 ? atomically(database, writeAll) : writeAll(database));
}

/** An instant in the one spelling that sorts as text: UTC, milliseconds, Z. */
export function instant(time: string): string {
  return new Date(time).toISOString();
}
