import type { Domain } from "#core/domain.ts";
import { atomically, batches, type Database, instant } from "./database.ts";
import type { FrontierEntry, Lease, Store } from "./store.ts";
import type { FrontierRow } from "./tables.ts";

export function frontier(database: Database): Store["frontier"] {
  return {
    async add(entries) {
      return atomically(database, async ({ query }) => {
        let added = 0;
        for (const batch of batches(entries, ({ domain }) => domain)) {
          const { numInsertedOrUpdatedRows } = await query
            .insertInto("frontier")
            .values(batch.map(rowOf))
            .onConflict((conflict) => conflict.column("domain").doNothing())
            .executeTakeFirstOrThrow();
          added += Number(numInsertedOrUpdatedRows ?? 0);
        }
        return added;
      });
    },

    async lease(now, count, leaseMs) {
      const time = now.toISOString();
      const freeAt = endOf(now, leaseMs);
      // One statement: what is chosen is taken. On PostgreSQL, rows another crawler is taking right now are passed over;
      // "materialized", or its planner may choose more than once.
      const leased = await database.query
        .with(
          (name) => name("chosen").materialized(),
          (query) => {
            const free = query
              .selectFrom("frontier")
              .select("domain")
              .where("free_at", "<=", time)
              .orderBy("priority", "desc")
              .orderBy("free_at")
              .limit(count);
            return database.dialect === "postgres" ? free.forUpdate().skipLocked() : free;
          },
        )
        .updateTable("frontier")
        .set({ free_at: freeAt })
        .where("domain", "in", (query) => query.selectFrom("chosen").select("domain"))
        .returningAll()
        .execute();
      return leased.sort((a, b) => b.priority - a.priority || (a.due_at < b.due_at ? -1 : 1)).map(leaseOf);
    },

    async leaseNamed(domains, now, leaseMs) {
      return atomically(database, async ({ query }) => {
        const leased: FrontierRow[] = [];
        for (const batch of batches(domains, (domain) => domain)) {
          const rows = await query
            .updateTable("frontier")
            .set({ free_at: endOf(now, leaseMs) })
            .where("domain", "in", batch)
            // Somebody is at a name that is free later than it is due.
            .where((row) => row.or([row("free_at", "=", row.ref("due_at")), row("free_at", "<=", now.toISOString())]))
            .returningAll()
            .execute();
          leased.push(...rows);
        }
        return leased.sort((a, b) => (a.domain < b.domain ? -1 : 1)).map(leaseOf);
      });
    },

    async release({ domain, leasedUntil }, next) {
      const { domain: _, ...rest } = rowOf(next);
      const { numUpdatedRows } = await database.query
        .updateTable("frontier")
        .set(rest)
        .where("domain", "=", domain)
        .where("free_at", "=", leasedUntil)
        .executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
    },

    async reschedule(entry) {
      const { domain, ...rest } = rowOf(entry);
      await database.query
        .insertInto("frontier")
        .values({ domain, ...rest })
        .onConflict((conflict) => conflict.column("domain").doUpdateSet(rest))
        .execute();
    },

    async get(domain) {
      const row = await database.query
        .selectFrom("frontier")
        .selectAll()
        .where("domain", "=", domain)
        .executeTakeFirst();
      return row === undefined ? null : entryOf(row);
    },

    async counts(now) {
      const { known, due } = await database.query
        .selectFrom("frontier")
        .select(({ fn }) => [
          fn.countAll().as("known"),
          fn.countAll().filterWhere("free_at", "<=", now.toISOString()).as("due"),
        ])
        .executeTakeFirstOrThrow();
      return { known: Number(known), due: Number(due) };
    },
  };
}

function rowOf({ domain, dueAt, priority, failures, software }: FrontierEntry): FrontierRow {
  const due = instant(dueAt);
  return { domain, due_at: due, free_at: due, priority, failures, software };
}

function endOf(now: Date, leaseMs: number): string {
  return new Date(now.getTime() + leaseMs).toISOString();
}

function leaseOf(row: FrontierRow): Lease {
  return { ...entryOf(row), leasedUntil: row.free_at };
}

function entryOf({ domain, due_at, priority, failures, software }: FrontierRow): FrontierEntry {
  return { domain: domain as Domain, dueAt: due_at, priority, failures, software };
}
