import type { NetworkDay, Part, Totals } from "#core/network.ts";
import { atomically, batches, type Database } from "./database.ts";
import type { Store } from "./store.ts";
import type { NetworkDayRow } from "./tables.ts";

export function networkDays(database: Database): Store["networkDays"] {
  return {
    async put(day) {
      const rows = rowsOf(day);
      // Not all away and anew: of two crawlers that publish at once, the second would find the first one's rows.
      await atomically(database, async ({ query }) => {
        for (const batch of batches(rows, keyOf)) {
          await query
            .insertInto("network_days")
            .values(batch)
            .onConflict((conflict) =>
              conflict.columns(["day", "part", "name"]).doUpdateSet(({ ref }) => ({ totals: ref("excluded.totals") })),
            )
            .execute();
        }
        const kept = new Set(rows.map(keyOf));
        const there = await query.selectFrom("network_days").selectAll().where("day", "=", day.day).execute();
        for (const { part, name } of there.filter((row) => !kept.has(keyOf(row)))) {
          await query
            .deleteFrom("network_days")
            .where("day", "=", day.day)
            .where("part", "=", part)
            .where("name", "=", name)
            .execute();
        }
      });
    },
    async latest() {
      const rows = await database.query
        .selectFrom("network_days")
        .selectAll()
        .where("day", "=", (sub) => sub.selectFrom("network_days").select(({ fn }) => fn.max("day").as("day")))
        .execute();
      return networkDayOf(rows);
    },
    async of(part) {
      const rows = await database.query
        .selectFrom("network_days")
        .select(["day", "totals"])
        .where("part", "=", part.by)
        .where("name", "=", nameOf(part))
        .orderBy("day")
        .execute();
      return rows.map(({ day, totals }) => ({ day, totals: JSON.parse(totals) as Totals }));
    },
  };
}

function keyOf({ part, name }: NetworkDayRow): string {
  return `${part} ${name}`;
}

function nameOf(part: Part): string {
  return part.by === "all" ? "" : part.name;
}

function rowsOf({ day, all, families, languages }: NetworkDay): NetworkDayRow[] {
  const row = (part: NetworkDayRow["part"], name: string, totals: Totals): NetworkDayRow => ({
    day,
    part,
    name,
    totals: JSON.stringify(totals),
  });
  return [
    row("all", "", all),
    ...Object.entries(families).map(([name, totals]) => row("family", name, totals)),
    ...Object.entries(languages).map(([name, totals]) => row("language", name, totals)),
  ];
}

/** Rows of one day; null where there are none. */
function networkDayOf(rows: readonly NetworkDayRow[]): NetworkDay | null {
  const whole = rows.find(({ part }) => part === "all");
  if (whole === undefined) return null;
  const totalsBy = (kind: NetworkDayRow["part"]) =>
    Object.fromEntries(
      rows.filter(({ part }) => part === kind).map(({ name, totals }) => [name, JSON.parse(totals) as Totals]),
    );
  return {
    day: whole.day,
    all: JSON.parse(whole.totals) as Totals,
    families: totalsBy("family"),
    languages: totalsBy("language"),
  };
}
