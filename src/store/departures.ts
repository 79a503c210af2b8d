import { createHmac, randomBytes } from "node:crypto";
import type { Domain } from "#core/domain.ts";
import { type Database, instant, keyLists } from "./database.ts";
import { settings } from "./settings.ts";
import type { Store } from "./store.ts";

/**
 * The key of the marks. Its own and not the site's secret, which an operator may change: whoever left would be found again.
 * It lies beside the marks, so these keep names from being read, not from being guessed one by one.
 */
const KEY = "departures key";

export function departures(database: Database): Store["departures"] {
  return {
    async add(domain, now) {
      const key = await settings(database).update(KEY, (before) => before ?? randomBytes(32).toString("base64url"));
      await database.query
        .insertInto("departures")
        .values({ mark: markOf(domain, key), left_at: instant(now.toISOString()) })
        .onConflict((conflict) => conflict.column("mark").doNothing())
        .execute();
    },
    among: (domains) => departedAmong(database, domains),
    async remove(domain) {
      const key = await settings(database).get(KEY);
      if (key === null) return;
      await database.query.deleteFrom("departures").where("mark", "=", markOf(domain, key)).execute();
    },
  };
}

/** Which of these left; asks for as good as nothing while nobody has. */
export async function departedAmong(database: Database, domains: readonly Domain[]): Promise<Set<Domain>> {
  const departed = new Set<Domain>();
  const key = domains.length === 0 ? null : await settings(database).get(KEY);
  if (key === null) return departed;
  const byMark = new Map(domains.map((domain) => [markOf(domain, key), domain]));
  for (const batch of keyLists([...byMark.keys()])) {
    const rows = await database.query.selectFrom("departures").select("mark").where("mark", "in", batch).execute();
    for (const { mark } of rows) departed.add(byMark.get(mark) ?? "");
  }
  return departed;
}

/** Rows without those of domains that left: what keeps anything of a domain asks here first. */
export async function withoutDeparted<Row>(
  database: Database,
  rows: readonly Row[],
  domainOf: (row: Row) => Domain,
): Promise<readonly Row[]> {
  const departed = await departedAmong(database, rows.map(domainOf));
  return departed.size === 0 ? rows : rows.filter((row) => !departed.has(domainOf(row)));
}

function markOf(domain: Domain, key: string): string {
  return createHmac("sha256", key).update(domain).digest("base64url");
}
