import type { Domain } from "#core/domain.ts";
import { type Database, instant, keyLists } from "./database.ts";
import { departedAmong } from "./departures.ts";
import type { Alias, Store } from "./store.ts";
import type { AliasRow } from "./tables.ts";

export function aliases(database: Database): Store["aliases"] {
  return {
    async get(domain) {
      const row = await database.query
        .selectFrom("aliases")
        .selectAll()
        .where("domain", "=", domain)
        .executeTakeFirst();
      return row === undefined ? null : aliasOf(row);
    },
    async all() {
      const rows = await database.query.selectFrom("aliases").selectAll().orderBy("domain").execute();
      return rows.map(aliasOf);
    },
    async touching(domains) {
      const found = new Map<string, Alias>();
      for (const batch of keyLists(domains)) {
        for (const column of ["domain", "leads_to"] as const) {
          const rows = await database.query.selectFrom("aliases").selectAll().where(column, "in", batch).execute();
          for (const row of rows) found.set(row.domain, aliasOf(row));
        }
      }
      return [...found.values()];
    },
    async put({ domain, leadsTo, basis, isSettled, seenAt }) {
      if ((await departedAmong(database, [domain, leadsTo])).size > 0) return;
      const rest = { leads_to: leadsTo, basis, is_settled: Number(isSettled), seen_at: instant(seenAt) };
      await database.query
        .insertInto("aliases")
        .values({ domain, ...rest })
        .onConflict((conflict) => conflict.column("domain").doUpdateSet(rest))
        .execute();
    },
    async remove(domain) {
      await database.query.deleteFrom("aliases").where("domain", "=", domain).execute();
    },
  };
}

function aliasOf({ domain, leads_to, basis, is_settled, seen_at }: AliasRow): Alias {
  return {
    domain: domain as Domain,
    leadsTo: leads_to as Domain,
    basis: basis as Alias["basis"],
    isSettled: is_settled === 1,
    seenAt: seen_at,
  };
}
