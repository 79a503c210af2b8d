import { sql } from "kysely";
import type { Domain } from "#core/domain.ts";
import type { Database } from "./database.ts";
import { departedAmong } from "./departures.ts";
import type { Store } from "./store.ts";

export function referrals(database: Database): Store["referrals"] {
  return {
    async add(domain, day) {
      if ((await departedAmong(database, [domain])).size > 0) return 0;
      const { newcomers } = await database.query
        .insertInto("referrals")
        .values({ domain, day, newcomers: 1 })
        .onConflict((conflict) =>
          conflict.columns(["day", "domain"]).doUpdateSet({ newcomers: sql`referrals.newcomers + 1` }),
        )
        .returning("newcomers")
        .executeTakeFirstOrThrow();
      return newcomers;
    },
    async takeBack(domain, day) {
      await database.query
        .updateTable("referrals")
        .set({ newcomers: sql`newcomers - 1` })
        .where("day", "=", day)
        .where("domain", "=", domain)
        .where("newcomers", ">", 0)
        .execute();
    },
    async on(day) {
      const rows = await database.query
        .selectFrom("referrals")
        .select(["domain", "newcomers"])
        .where("day", "=", day)
        .where("newcomers", ">", 0)
        .execute();
      return new Map(rows.map(({ domain, newcomers }) => [domain as Domain, newcomers]));
    },
    async of(domain, since) {
      return database.query
        .selectFrom("referrals")
        .select(["day", "newcomers"])
        .where("domain", "=", domain)
        .where("day", ">=", since)
        .where("newcomers", ">", 0)
        .orderBy("day")
        .execute();
    },
    async remove(domain) {
      await database.query.deleteFrom("referrals").where("domain", "=", domain).execute();
    },
  };
}
