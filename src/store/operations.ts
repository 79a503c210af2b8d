import type { Domain } from "#core/domain.ts";
import type { Database } from "./database.ts";
import type { OperationKind, Store } from "./store.ts";

export function operations(database: Database): Store["operations"] {
  return {
    async add({ at, kind, domain, reason }) {
      await database.query
        .insertInto("operations")
        .values({ at, kind, domain, reason })
        .onConflict((conflict) => conflict.columns(["at", "domain"]).doUpdateSet({ kind, reason }))
        .execute();
    },
    async of(domain) {
      const all = database.query.selectFrom("operations").selectAll().orderBy("at").orderBy("domain");
      const rows = await (domain === null ? all : all.where("domain", "=", domain)).execute();
      return rows.map((row) => ({ ...row, domain: row.domain as Domain, kind: row.kind as OperationKind }));
    },
    async remove(domain) {
      await database.query.deleteFrom("operations").where("domain", "=", domain).execute();
    },
  };
}
