import { sql } from "kysely";
import { type Database, inBatches } from "./database.ts";
import { withoutDeparted } from "./departures.ts";
import type { Store } from "./store.ts";

export function showings(database: Database): Store["showings"] {
  return {
    async add(day, times) {
      const welcome = await withoutDeparted(database, [...times], ([domain]) => domain);
      const rows = welcome.map(([domain, count]) => ({ domain, day, times: count }));
      const byDomain = ({ domain }: (typeof rows)[number]) => domain;
      await inBatches(database, rows, byDomain, async (batch, { query }) => {
        await query
          .insertInto("showings")
          .values(batch)
          .onConflict((conflict) =>
            conflict.columns(["domain", "day"]).doUpdateSet({ times: sql`showings.times + excluded.times` }),
          )
          .execute();
      });
    },

    async of(domain, since) {
      return database.query
        .selectFrom("showings")
        .select(["day", "times"])
        .where("domain", "=", domain)
        .where("day", ">=", since)
        .orderBy("day")
        .execute();
    },

    async remove(domain) {
      await database.query.deleteFrom("showings").where("domain", "=", domain).execute();
    },
  };
}
