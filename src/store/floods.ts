import { type Domain, namesFrom } from "#core/domain.ts";
import { type Database, instant } from "./database.ts";
import type { Flood, Store } from "./store.ts";
import type { FloodRow } from "./tables.ts";

export function floods(database: Database): Store["floods"] {
  return {
    async covering(domain) {
      const names = namesFrom(domain);
      const rows = await database.query.selectFrom("floods").selectAll().where("root", "in", names).execute();
      const floods = rows.filter(({ kept }) => kept !== domain).map(floodOf);
      return floods.toSorted((a, b) => b.root.length - a.root.length)[0] ?? null;
    },
    async all() {
      const rows = await database.query.selectFrom("floods").selectAll().orderBy("root").execute();
      return rows.map(floodOf);
    },
    async add({ root, kept, reason, names, foundAt }) {
      await database.query
        .insertInto("floods")
        .values({ root, kept, reason, names, found_at: instant(foundAt) })
        .onConflict((conflict) => conflict.column("root").doNothing())
        .execute();
    },
    async remove(root) {
      await database.query.deleteFrom("floods").where("root", "=", root).execute();
    },
  };
}

function floodOf({ root, kept, reason, names, found_at }: FloodRow): Flood {
  return { root: root as Domain, kept: kept as Domain | null, reason, names, foundAt: found_at };
}
