import type { NetworkDay, Totals } from "#core/network.ts";
import type { Database } from "./database.ts";
import type { Store } from "./store.ts";
import type { NetworkDayRow } from "./tables.ts";

export function networkDays(database: Database): Store["networkDays"] {
  return {
    async put({ day, all, families }) {
      const json = { totals: JSON.stringify(all), families: JSON.stringify(families) };
      await database.query
        .insertInto("network_days")
        .values({ day, ...json })
        .onConflict((conflict) => conflict.column("day").doUpdateSet(json))
        .execute();
    },
    async latest() {
      const row = await database.query
        .selectFrom("network_days")
        .selectAll()
        .orderBy("day", "desc")
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : networkDayOf(row);
    },
    async all() {
      const rows = await database.query.selectFrom("network_days").selectAll().orderBy("day").execute();
      return rows.map(networkDayOf);
    },
  };
}

function networkDayOf({ day, totals, families }: NetworkDayRow): NetworkDay {
  return { day, all: JSON.parse(totals) as Totals, families: JSON.parse(families) as Record<string, Totals> };
}
