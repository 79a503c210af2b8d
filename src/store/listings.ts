import type { Domain } from "#core/domain.ts";
import type { Listing } from "#core/listing.ts";
import type { Database } from "./database.ts";
import type { Store } from "./store.ts";
import type { ListingRow } from "./tables.ts";

export function listings(database: Database): Store["listings"] {
  return {
    async get(domain) {
      const row = await database.query
        .selectFrom("listings")
        .selectAll()
        .where("domain", "=", domain)
        .executeTakeFirst();
      return row === undefined ? null : listingOf(row);
    },
    async all() {
      const rows = await database.query.selectFrom("listings").selectAll().orderBy("domain").execute();
      return rows.map(listingOf);
    },
    async put(listing) {
      const { domain, ...rest } = rowOf(listing);
      await database.query
        .insertInto("listings")
        .values({ domain, ...rest })
        .onConflict((conflict) => conflict.column("domain").doUpdateSet(rest))
        .execute();
    },
    async remove(domain) {
      await database.query.deleteFrom("listings").where("domain", "=", domain).execute();
    },
  };
}

function rowOf(listing: Listing): ListingRow {
  return {
    domain: listing.domain,
    languages: listing.languages && JSON.stringify(listing.languages),
    topics: listing.topics && JSON.stringify(listing.topics),
    intake_per_day: listing.intakePerDay,
    paused_until: listing.pausedUntil,
    welcomes_below_floor: Number(listing.welcomesBelowFloor),
    auto_follow: Number(listing.autoFollow),
    updated_at: listing.updatedAt,
  };
}

function listingOf(row: ListingRow): Listing {
  return {
    domain: row.domain as Domain,
    languages: row.languages === null ? null : (JSON.parse(row.languages) as string[]),
    topics: row.topics === null ? null : (JSON.parse(row.topics) as string[]),
    intakePerDay: row.intake_per_day,
    pausedUntil: row.paused_until,
    welcomesBelowFloor: row.welcomes_below_floor === 1,
    autoFollow: row.auto_follow === 1,
    updatedAt: row.updated_at,
  };
}
