import { type Domain, namesFrom } from "#core/domain.ts";
import type { Database } from "./database.ts";
import type { Block, Store } from "./store.ts";
import type { BlockRow } from "./tables.ts";

export function blocks(database: Database): Store["blocks"] {
  return {
    async get(domain) {
      const row = await database.query.selectFrom("blocks").selectAll().where("domain", "=", domain).executeTakeFirst();
      return row === undefined ? null : blockOf(row);
    },
    async covering(domain) {
      const names = namesFrom(domain);
      const rows = await database.query.selectFrom("blocks").selectAll().where("domain", "in", names).execute();
      const [nearest] = rows.toSorted((a, b) => b.domain.length - a.domain.length);
      return nearest === undefined ? null : blockOf(nearest);
    },
    async all() {
      const rows = await database.query.selectFrom("blocks").selectAll().orderBy("domain").execute();
      return rows.map(blockOf);
    },
    async put({ domain, reason, blockedAt }) {
      const rest = { reason, blocked_at: blockedAt };
      await database.query
        .insertInto("blocks")
        .values({ domain, ...rest })
        .onConflict((conflict) => conflict.column("domain").doUpdateSet(rest))
        .execute();
    },
    async remove(domain) {
      await database.query.deleteFrom("blocks").where("domain", "=", domain).execute();
    },
  };
}

function blockOf({ domain, reason, blocked_at }: BlockRow): Block {
  return { domain: domain as Domain, reason, blockedAt: blocked_at };
}
