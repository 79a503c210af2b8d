import { type Domain, namesFrom } from "#core/domain.ts";
import { atomically, batches, type Database, keyLists } from "./database.ts";
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
    async coveringEach(domains) {
      const above = new Map(domains.map((domain) => [domain, namesFrom(domain)]));
      const found = new Map<string, Block>();
      for (const batch of keyLists([...above.values()].flat())) {
        const rows = await database.query.selectFrom("blocks").selectAll().where("domain", "in", batch).execute();
        for (const row of rows) found.set(row.domain, blockOf(row));
      }
      const covering = new Map<Domain, Block>();
      for (const [domain, names] of above) {
        const nearest = names.map((name) => found.get(name)).find((block) => block !== undefined);
        if (nearest !== undefined) covering.set(domain, nearest);
      }
      return covering;
    },
    async all() {
      const rows = await database.query.selectFrom("blocks").selectAll().orderBy("domain").execute();
      return rows.map(blockOf);
    },
    async put(block) {
      const { domain, ...rest } = rowOf(block);
      await database.query
        .insertInto("blocks")
        .values({ domain, ...rest })
        .onConflict((conflict) => conflict.column("domain").doUpdateSet(rest))
        .execute();
    },
    async addMissing(blocks) {
      return atomically(database, async ({ query }) => {
        let added = 0;
        for (const batch of batches(blocks, ({ domain }) => domain)) {
          const { numInsertedOrUpdatedRows } = await query
            .insertInto("blocks")
            .values(batch.map(rowOf))
            .onConflict((conflict) => conflict.column("domain").doNothing())
            .executeTakeFirstOrThrow();
          added += Number(numInsertedOrUpdatedRows ?? 0);
        }
        return added;
      });
    },
    async remove(domain) {
      await database.query.deleteFrom("blocks").where("domain", "=", domain).execute();
    },
  };
}

function rowOf({ domain, kind, reason, blockedAt }: Block): BlockRow {
  return { domain, kind, reason, blocked_at: blockedAt };
}

function blockOf({ domain, kind, reason, blocked_at }: BlockRow): Block {
  return { domain: domain as Domain, kind: kind as Block["kind"], reason, blockedAt: blocked_at };
}
