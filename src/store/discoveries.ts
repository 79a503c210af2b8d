import type { Domain } from "#core/domain.ts";
import { atomically, batches, type Database, keyLists } from "./database.ts";
import type { Store } from "./store.ts";

export function discoveries(database: Database): Store["discoveries"] {
  return {
    async add(found, day) {
      await atomically(database, async ({ query }) => {
        for (const batch of batches(found, ({ domain }) => domain)) {
          await query
            .insertInto("discoveries")
            .values(batch.map((discovery) => ({ ...discovery, day })))
            .onConflict((conflict) => conflict.column("domain").doUpdateSet({ day }))
            .execute();
        }
      });
    },
    async on(day, source) {
      const { total, of_source } = await database.query
        .selectFrom("discoveries")
        .select(({ fn }) => [
          fn.countAll().as("total"),
          fn.countAll().filterWhere("source", "=", source).as("of_source"),
        ])
        .where("day", "=", day)
        .executeTakeFirstOrThrow();
      return { total: Number(total), ofSource: Number(of_source) };
    },
    async countsOf(column, names, day) {
      const counts = new Map<Domain, number>();
      for (const batch of keyLists(names)) {
        const rows = await database.query
          .selectFrom("discoveries")
          .select(({ fn }) => [column, fn.countAll().as("count")])
          .where("day", "=", day)
          .where(column, "in", batch)
          .groupBy(column)
          .execute();
        for (const row of rows) counts.set(row[column] as Domain, Number(row.count));
      }
      return counts;
    },
    async remove(domain) {
      await database.query.deleteFrom("discoveries").where("domain", "=", domain).execute();
    },
    async forgetBefore(day) {
      await database.query.deleteFrom("discoveries").where("day", "<", day).execute();
    },
  };
}
