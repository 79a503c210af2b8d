import { sql } from "kysely";
import type { Domain } from "#core/domain.ts";
import type { HistoryDay, VisitRecord } from "#core/visit.ts";
import { atomically, type Database, inBatches, instant, keyLists } from "./database.ts";
import type { Store } from "./store.ts";
import type { VisitRow } from "./tables.ts";

export function visits(database: Database): Store["visits"] {
  return {
    async add(visits) {
      const byKey = ({ domain, visited_at }: VisitRow) => `${domain} ${visited_at}`;
      await inBatches(database, visits.map(rowOf), byKey, async (batch, { query }) => {
        await query
          .insertInto("visits")
          .values(batch)
          .onConflict((conflict) =>
            conflict.columns(["domain", "visited_at"]).doUpdateSet(({ ref }) => ({
              failure: ref("excluded.failure"),
              duration_ms: ref("excluded.duration_ms"),
              monthly_active_users: ref("excluded.monthly_active_users"),
              accounts: ref("excluded.accounts"),
            })),
          )
          .execute();
      });
    },

    async history(domain, from = "") {
      // One question, not two: a day could be rolled up in between and be counted twice or not at all.
      const parts = await database.query
        .selectFrom("history_days")
        .select(["day", sql<string>`''`.as("time"), "visits", "failures", "monthly_active_users", "accounts"])
        .where("domain", "=", domain)
        .where("day", ">=", from)
        .unionAll((query) =>
          query
            .selectFrom("visits")
            .select([
              sql<string>`substr(visited_at, 1, 10)`.as("day"),
              "visited_at as time",
              sql<number>`1`.as("visits"),
              sql<number>`case when failure is null then 0 else 1 end`.as("failures"),
              "monthly_active_users",
              "accounts",
            ])
            .where("domain", "=", domain)
            .where("visited_at", ">=", from),
        )
        .orderBy("day")
        .orderBy("time")
        .execute();
      const days = new Map<string, HistoryDay>();
      for (const { day, visits, failures, monthly_active_users, accounts } of parts) {
        const before = days.get(day);
        days.set(day, {
          domain,
          day,
          visits: (before?.visits ?? 0) + visits,
          failures: (before?.failures ?? 0) + failures,
          monthlyActiveUsers: monthly_active_users ?? before?.monthlyActiveUsers ?? null,
          accounts: accounts ?? before?.accounts ?? null,
        });
      }
      return [...days.values()];
    },

    async highest(domains, since) {
      const from = instant(since);
      const highest = new Map<Domain, number>();
      for (const batch of keyLists(domains)) {
        const highestIn = (table: "visits" | "history_days", time: "visited_at" | "day", first: string) =>
          database.query
            .selectFrom(table)
            .select(({ fn }) => ["domain", fn.max("monthly_active_users").as("figure")])
            .where("domain", "in", batch)
            .where(sql.ref<string>(time), ">=", first)
            .groupBy("domain");
        const single = highestIn("visits", "visited_at", from);
        const rows = await single.unionAll(highestIn("history_days", "day", from.slice(0, 10))).execute();
        for (const { domain, figure } of rows) {
          if (figure !== null) highest.set(domain as Domain, Math.max(figure, highest.get(domain as Domain) ?? 0));
        }
      }
      return highest;
    },

    async rollUp(before) {
      const end = instant(before);
      let rolledUp = 0;
      // A day at a time: each transaction is whole by itself and ends long before another process gives up waiting.
      while (true) {
        const count = await rollUpOldestDay(database, end);
        if (count === 0) return rolledUp;
        rolledUp += count;
      }
    },

    async remove(domain) {
      await atomically(database, async ({ query }) => {
        await query.deleteFrom("visits").where("domain", "=", domain).execute();
        await query.deleteFrom("history_days").where("domain", "=", domain).execute();
      });
    },
  };
}

function rowOf({ domain, visitedAt, failure, durationMs, monthlyActiveUsers, accounts }: VisitRecord): VisitRow {
  return {
    domain,
    visited_at: instant(visitedAt),
    failure,
    duration_ms: durationMs,
    monthly_active_users: monthlyActiveUsers,
    accounts,
  };
}

/** Answers how many single visits became part of the history; 0 when none before `end` is left. */
async function rollUpOldestDay(database: Database, end: string): Promise<number> {
  return atomically(database, async ({ query }) => {
    const { oldest } = await query
      .selectFrom("visits")
      .select(({ fn }) => fn.min("visited_at").as("oldest"))
      .where("visited_at", "<", end)
      .executeTakeFirstOrThrow();
    if (oldest === null) return 0;
    const day = oldest.slice(0, 10);
    const until = end.slice(0, 10) === day ? end : `${day}T99`;
    await query
      .insertInto("history_days")
      .columns(["domain", "day", "visits", "failures", "monthly_active_users", "accounts"])
      .expression((expression) =>
        expression
          .selectFrom("visits")
          .select(({ fn }) => [
            "domain",
            sql<string>`cast(${day} as text)`.as("day"),
            fn.countAll<number>().as("visits"),
            fn.count<number>("failure").as("failures"),
            lastTold("monthly_active_users").as("monthly_active_users"),
            lastTold("accounts").as("accounts"),
          ])
          .where("visited_at", "<", until)
          .groupBy("domain"),
      )
      .onConflict((conflict) =>
        conflict.columns(["domain", "day"]).doUpdateSet({
          visits: sql`history_days.visits + excluded.visits`,
          failures: sql`history_days.failures + excluded.failures`,
          monthly_active_users: sql`coalesce(excluded.monthly_active_users, history_days.monthly_active_users)`,
          accounts: sql`coalesce(excluded.accounts, history_days.accounts)`,
        }),
      )
      .execute();
    const { numDeletedRows } = await query
      .deleteFrom("visits")
      .where("visited_at", "<", until)
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  });
}

/**
 * The figure of the last visit in a group that told one. The greatest text of time and figure is the latest one, and
 * both databases know `max` of text; all times are 24 characters long.
 */
function lastTold(column: "monthly_active_users" | "accounts") {
  const told = sql.ref(column);
  return sql<
    number | null
  >`cast(substr(max(case when ${told} is not null then visited_at || cast(${told} as text) end), 25) as integer)`;
}
