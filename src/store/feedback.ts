import { sql } from "kysely";
import type { Domain } from "#core/domain.ts";
import type { Database } from "./database.ts";
import type { Store } from "./store.ts";

const COUNTS = ["worked", "refused", "silent"] as const;

export function feedback(database: Database): Store["feedback"] {
  return {
    async add(domain, week, outcome) {
      return database.query
        .insertInto("feedback")
        .values({ domain, week, worked: 0, refused: 0, silent: 0, [outcome]: 1 })
        .onConflict((conflict) =>
          conflict.columns(["domain", "week"]).doUpdateSet({ [outcome]: sql`${sql.ref(`feedback.${outcome}`)} + 1` }),
        )
        .returning(COUNTS)
        .executeTakeFirstOrThrow();
    },

    async of(domain) {
      return database.query
        .selectFrom("feedback")
        .select(["week", ...COUNTS])
        .where("domain", "=", domain)
        .orderBy("week")
        .execute();
    },

    async between(from, before) {
      const rows = await database.query
        .selectFrom("feedback")
        .select(({ fn }) => ["domain", ...COUNTS.map((outcome) => fn.sum<number | string>(outcome).as(outcome))])
        .where("week", ">=", from)
        .where("week", "<", before)
        .groupBy("domain")
        .execute();
      return new Map(
        rows.map(({ domain, worked, refused, silent }) => [
          domain as Domain,
          { worked: Number(worked), refused: Number(refused), silent: Number(silent) },
        ]),
      );
    },

    async remove(domain) {
      await database.query.deleteFrom("feedback").where("domain", "=", domain).execute();
    },

    async spend(token, until, today) {
      await database.query.deleteFrom("spent_tokens").where("until", "<", today).execute();
      const { numInsertedOrUpdatedRows } = await database.query
        .insertInto("spent_tokens")
        .values({ token, until })
        .onConflict((conflict) => conflict.column("token").doNothing())
        .executeTakeFirstOrThrow();
      return Number(numInsertedOrUpdatedRows ?? 0) === 1;
    },

    async isSpent(token) {
      const row = await database.query
        .selectFrom("spent_tokens")
        .select("token")
        .where("token", "=", token)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
