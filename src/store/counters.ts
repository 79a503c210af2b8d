import { sql } from "kysely";
import { type Database, inBatches } from "./database.ts";
import type { Store } from "./store.ts";

export function counters(database: Database): Store["counters"] {
  return {
    async add(counts) {
      const rows = [...counts].map(([key, value]) => ({ key, value }));
      const byKey = ({ key }: (typeof rows)[number]) => key;
      await inBatches(database, rows, byKey, async (batch, { query }) => {
        await query
          .insertInto("counters")
          .values(batch)
          .onConflict((conflict) => conflict.column("key").doUpdateSet({ value: sql`counters.value + excluded.value` }))
          .execute();
      });
    },
    async all() {
      const rows = await database.query.selectFrom("counters").selectAll().orderBy("key").execute();
      return new Map(rows.map(({ key, value }) => [key, value]));
    },
  };
}
