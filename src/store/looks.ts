import { z } from "zod";
import type { Domain } from "#core/domain.ts";
import {
  BETWEEN_LOOKS_MS,
  BROKEN_OFF_MS,
  LOOK_KEPT_MS,
  type Look,
  type LookEnd,
  MOST_LOOKS,
  REFUSED_LOOK_KEPT_MS,
  type SeenStep,
  SeenStep as SeenStepSchema,
} from "#core/look.ts";
import { REFUSALS } from "#core/visit.ts";
import { atomically, type Database } from "./database.ts";
import type { Store } from "./store.ts";
import type { LookRow } from "./tables.ts";

/** Another Rockpool on the same store may know other steps: then none are told rather than wrong ones. */
const Steps = z.array(SeenStepSchema).catch([]);

export function looks(database: Database): Store["looks"] {
  return {
    async get(domain, now) {
      const row = await database.query
        .selectFrom("looks")
        .selectAll()
        .where("domain", "=", domain)
        .where("kept_until", ">", now.toISOString())
        .executeTakeFirst();
      return row === undefined ? null : lookOf(row);
    },

    async ask(domain, isNew, now) {
      return atomically(database, async (open) => {
        const asked = {
          asked_at: now.toISOString(),
          begun_at: null,
          ended_at: null,
          end_kind: null,
          steps: "[]",
          again_at: after(now, BETWEEN_LOOKS_MS),
          kept_until: after(now, LOOK_KEPT_MS),
          is_new: isNew ? 1 : 0,
        };
        // One statement: of two who ask at the same instant, the second finds what the first has written.
        const { numInsertedOrUpdatedRows } = await open.query
          .insertInto("looks")
          .values({ domain, ...asked })
          .onConflict((conflict) =>
            conflict.column("domain").doUpdateSet(asked).where("looks.again_at", "<=", now.toISOString()),
          )
          .executeTakeFirstOrThrow();
        if (Number(numInsertedOrUpdatedRows ?? 0) === 0) return false;
        await forgetOld(open, now);
        return true;
      });
    },

    async begin(domain, now) {
      const row = await database.query
        .updateTable("looks")
        .set({ begun_at: now.toISOString(), steps: "[]", again_at: after(now, BROKEN_OFF_MS) })
        .where("domain", "=", domain)
        .where("ended_at", "is", null)
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : lookOf(row);
    },

    async keep(domain, steps, againAt) {
      await database.query
        .updateTable("looks")
        .set({ steps: JSON.stringify(steps), again_at: againAt.toISOString() })
        .where("domain", "=", domain)
        .where("begun_at", "is not", null)
        .where("ended_at", "is", null)
        .execute();
    },

    async end(domain, end, steps, now) {
      const keptMs = hasRefused(steps) || end === "left-out" ? REFUSED_LOOK_KEPT_MS : LOOK_KEPT_MS;
      await database.query
        .updateTable("looks")
        .set({
          steps: JSON.stringify(steps),
          end_kind: end,
          ended_at: now.toISOString(),
          again_at: after(now, BETWEEN_LOOKS_MS),
          kept_until: after(now, keptMs),
        })
        .where("domain", "=", domain)
        .where("begun_at", "is not", null)
        .where("ended_at", "is", null)
        .execute();
    },

    async forget(domain) {
      await database.query.deleteFrom("looks").where("domain", "=", domain).execute();
    },

    async remove(domain) {
      await database.query.deleteFrom("looks").where("domain", "=", domain).where("ended_at", "is not", null).execute();
    },
  };
}

async function forgetOld({ query }: Database, now: Date): Promise<void> {
  await query.deleteFrom("looks").where("kept_until", "<=", now.toISOString()).execute();
  const [first] = await query
    .selectFrom("looks")
    .select("kept_until")
    .orderBy("kept_until", "desc")
    .offset(MOST_LOOKS)
    .limit(1)
    .execute();
  if (first !== undefined) await query.deleteFrom("looks").where("kept_until", "<=", first.kept_until).execute();
}

function hasRefused(steps: readonly SeenStep[]): boolean {
  return steps.some(({ step }) => step.code === "failed" && REFUSALS.has(step.failure));
}

function after(now: Date, milliseconds: number): string {
  return new Date(now.getTime() + milliseconds).toISOString();
}

function lookOf(row: LookRow): Look {
  return {
    domain: row.domain as Domain,
    askedAt: row.asked_at,
    begunAt: row.begun_at,
    endedAt: row.ended_at,
    end: row.end_kind as LookEnd | null,
    steps: Steps.parse(JSON.parse(row.steps)),
    againAt: row.again_at,
    isNew: row.is_new === 1,
  };
}
