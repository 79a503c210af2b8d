import type { Domain } from "#core/domain.ts";
import { Finding } from "#core/proof.ts";
import { HOUR_MS } from "#core/time.ts";
import { atomically, type Database } from "./database.ts";
import type { Proof, Store } from "./store.ts";
import type { ProofRow } from "./tables.ts";

/** Those that may wait at once: a crawler looks at so many in some minutes. */
const MOST_WAITING = 500;
/** Between two looks at one domain, whoever asks. */
const PAUSE_MS = 10_000;
/** After this time a crawler that took a domain has died. */
const LOST_MS = 120_000;
/** What a look found is kept for so long; a code that gave what it was made for stays until it ends. */
const KEPT_MS = HOUR_MS;

export function proofs(database: Database): Store["proofs"] {
  return {
    async ask({ code, domain, until }, now) {
      const askedAt = now.toISOString();
      return atomically(database, async ({ query }) => {
        await query
          .deleteFrom("proofs")
          .where((row) =>
            row.or([
              row("until", "<", askedAt),
              row.and([row("spent_at", "is", null), row("asked_at", "<", before(now, KEPT_MS))]),
            ]),
          )
          .execute();
        const { waiting } = await query
          .selectFrom("proofs")
          .select(({ fn }) => fn.countAll().as("waiting"))
          .where((row) => row.or([row("looked_at", "is", null), row("looked_at", "<", row.ref("asked_at"))]))
          .executeTakeFirstOrThrow();
        const known = await query.selectFrom("proofs").select("spent_at").where("code", "=", code).executeTakeFirst();
        if (known != null && known.spent_at !== null) return "spent";
        if (Number(waiting) >= MOST_WAITING) return "crowded";
        await query
          .insertInto("proofs")
          .values({ code, domain, until, asked_at: askedAt, findings: "[]" })
          .onConflict((conflict) => conflict.column("code").doUpdateSet({ asked_at: askedAt }))
          .execute();
        return "asked";
      });
    },

    async get(code) {
      const row = await database.query.selectFrom("proofs").selectAll().where("code", "=", code).executeTakeFirst();
      return row === undefined ? null : proofOf(row);
    },

    async take(now, most) {
      const lost = before(now, LOST_MS);
      const rows = await database.query
        .selectFrom("proofs")
        .select("domain")
        .where((row) => row.or([row("looked_at", "is", null), row("looked_at", "<", row.ref("asked_at"))]))
        .where("domain", "not in", (query) =>
          query
            .selectFrom("proofs")
            .select("domain")
            .where((row) =>
              row.or([
                row("looked_at", ">", before(now, PAUSE_MS)),
                row.and([
                  row("taken_at", ">", lost),
                  row.or([row("looked_at", "is", null), row("looked_at", "<", row.ref("taken_at"))]),
                ]),
              ]),
            ),
        )
        .groupBy("domain")
        .orderBy(({ fn }) => fn.min("asked_at"))
        .limit(most)
        .execute();
      const taken: Domain[] = [];
      for (const { domain } of rows) {
        // Of two crawlers that chose the same, the second finds it taken.
        const { numUpdatedRows } = await database.query
          .updateTable("proofs")
          .set({ taken_at: now.toISOString() })
          .where("domain", "=", domain)
          .where((row) => row.or([row("looked_at", "is", null), row("looked_at", "<", row.ref("asked_at"))]))
          .where((row) =>
            row.or([
              row("taken_at", "is", null),
              row("taken_at", "<=", lost),
              row("looked_at", ">=", row.ref("taken_at")),
            ]),
          )
          .executeTakeFirstOrThrow();
        if (numUpdatedRows > 0n) taken.push(domain as Domain);
      }
      return taken;
    },

    async report(domain, takenAt, findings) {
      const lookedAt = takenAt.toISOString();
      await database.query
        .updateTable("proofs")
        .set({ looked_at: lookedAt, findings: JSON.stringify(findings) })
        .where("domain", "=", domain)
        .where("taken_at", "=", lookedAt)
        .execute();
    },

    async spend(code, now) {
      const { numUpdatedRows } = await database.query
        .updateTable("proofs")
        .set({ spent_at: now.toISOString() })
        .where("code", "=", code)
        .where("spent_at", "is", null)
        .executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
    },

    async remove(domain) {
      await atomically(database, async ({ query }) => {
        await query.deleteFrom("proofs").where("domain", "=", domain).where("spent_at", "is", null).execute();
        await query.updateTable("proofs").set({ domain: "", findings: "[]" }).where("domain", "=", domain).execute();
      });
    },
  };
}

function before(now: Date, milliseconds: number): string {
  return new Date(now.getTime() - milliseconds).toISOString();
}

function proofOf(row: ProofRow): Proof {
  const { code, until } = row;
  const hasAnswer = row.looked_at !== null && row.looked_at >= row.asked_at;
  return {
    code,
    domain: row.domain as Domain,
    until,
    askedAt: row.asked_at,
    takenAt: row.taken_at,
    lookedAt: hasAnswer ? row.looked_at : null,
    findings: hasAnswer ? Finding.array().parse(JSON.parse(row.findings)) : [],
    spentAt: row.spent_at,
  };
}
