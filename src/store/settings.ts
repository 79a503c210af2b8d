import { atomically, type Database } from "./database.ts";
import type { Store } from "./store.ts";

export function settings(database: Database): Store["settings"] {
  return {
    async get(key) {
      const row = await database.query.selectFrom("settings").select("value").where("key", "=", key).executeTakeFirst();
      return row?.value ?? null;
    },
    async set(key, value) {
      await database.query
        .insertInto("settings")
        .values({ key, value })
        .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
        .execute();
    },
    async update(key, change) {
      return atomically(database, async ({ query }) => {
        // Writing the key onto itself takes the row's lock on both databases, whether the row was there or not.
        const { value } = await query
          .insertInto("settings")
          .values({ key, value: null })
          .onConflict((conflict) => conflict.column("key").doUpdateSet({ key }))
          .returning("value")
          .executeTakeFirstOrThrow();
        const changed = change(value);
        await query.updateTable("settings").set({ value: changed }).where("key", "=", key).execute();
        return changed;
      });
    },
  };
}
