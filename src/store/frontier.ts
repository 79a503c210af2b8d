import { sql } from "kysely";
import type { Domain } from "#core/domain.ts";
import { atomically, batches, type Database, inBatches, instant, keyLists } from "./database.ts";
import { departedAmong, withoutDeparted } from "./departures.ts";
import type { FrontierEntry, Lease, LeaseEnd, Store } from "./store.ts";
import type { FrontierRow } from "./tables.ts";

export function frontier(database: Database): Store["frontier"] {
  return {
    async add(entries) {
      return atomically(database, async (database) => {
        const { query } = database;
        let added = 0;
        const welcome = await withoutDeparted(database, entries, ({ domain }) => domain);
        for (const batch of batches(welcome, ({ domain }) => domain)) {
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

    async lease(now, count, leaseMs, leastPriority) {
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
              .$if(leastPriority !== undefined, (query) => query.where("priority", ">=", leastPriority ?? 0))
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
        for (const batch of keyLists(domains)) {
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

    async release(ends) {
      const held = new Set<Domain>();
      const byDomain = ({ lease }: LeaseEnd) => lease.domain;
      await inBatches(database, ends, byDomain, async (batch, { query }) => {
        const { rows } = await sql<Pick<FrontierRow, "domain">>`
          with ends (domain, leased_until, due_at, priority, failures, software) as (values ${sql.join(batch.map(valuesOf))})
          update frontier
          set due_at = ends.due_at, free_at = ends.due_at, priority = ends.priority,
            failures = ends.failures, software = ends.software
          from ends
          where frontier.domain = ends.domain and frontier.free_at = ends.leased_until
          returning frontier.domain`.execute(query);
        for (const { domain } of rows) held.add(domain as Domain);
      });
      return held;
    },

    async reschedule(entry) {
      const { domain, ...rest } = rowOf(entry);
      if ((await departedAmong(database, [entry.domain])).size > 0) return;
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

    async knownAmong(domains) {
      const known = new Set<Domain>();
      for (const batch of keyLists(domains)) {
        const rows = await database.query
          .selectFrom("frontier")
          .select("domain")
          .where("domain", "in", batch)
          .execute();
        for (const { domain } of rows) known.add(domain as Domain);
      }
      return known;
    },

    async remove(domain) {
      await database.query.deleteFrom("frontier").where("domain", "=", domain).execute();
    },

    async waiting(priority, now) {
      const { waiting } = await database.query
        .selectFrom("frontier")
        .select(({ fn }) => fn.countAll().as("waiting"))
        .where("priority", ">=", priority)
        .where("free_at", "<=", now.toISOString())
        .executeTakeFirstOrThrow();
      return Number(waiting);
    },

    async counts(now) {
      const { known, due, oldestDueAt } = await database.query
        .selectFrom("frontier")
        .select(({ fn }) => [
          fn.countAll().as("known"),
          fn.countAll().filterWhere("free_at", "<=", now.toISOString()).as("due"),
          fn.min("due_at").filterWhere("free_at", "<=", now.toISOString()).as("oldestDueAt"),
        ])
        .executeTakeFirstOrThrow();
      return { known: Number(known), due: Number(due), oldestDueAt };
    },
  };
}

function rowOf({ domain, dueAt, priority, failures, software }: FrontierEntry): FrontierRow {
  const due = instant(dueAt);
  return { domain, due_at: due, free_at: due, priority, failures, software };
}

/** One row of `values`; PostgreSQL takes what it is not told for text. */
function valuesOf({ lease, next }: LeaseEnd) {
  const { due_at, priority, failures, software } = rowOf(next);
  return sql`(${lease.domain}, ${lease.leasedUntil}, ${due_at}, cast(${priority} as integer), cast(${failures} as integer), cast(${software} as text))`;
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
