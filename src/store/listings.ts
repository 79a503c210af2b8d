import type { Domain } from "#core/domain.ts";
import { changesBetween, type Listing, type ListingField, unsaid } from "#core/listing.ts";
import { atomically, type Database } from "./database.ts";
import { LISTING_CHANGES_KEY } from "./publication.ts";
import { settings } from "./settings.ts";
import type { ListingChange, ListingWay, Store } from "./store.ts";
import type { ListingChangeRow, ListingRow } from "./tables.ts";

/** So many revisions back an admin can see what was changed. */
const REVISIONS_KEPT = 50;

export function listings(database: Database): Store["listings"] {
  return {
    get: (domain) => get(database, domain),

    async all() {
      const rows = await database.query.selectFrom("listings").selectAll().orderBy("domain").execute();
      return rows.map(listingOf);
    },

    async put(listing, way) {
      return atomically(database, async (open) => {
        const before = await get(open, listing.domain);
        if ((before?.revision ?? 0) !== listing.revision - 1) return false;
        if (!(await write(open, listing))) return false;
        await keepChanges(open, before, listing, way);
        await tellSites(open);
        return true;
      });
    },

    async changes(domain) {
      const rows = await database.query
        .selectFrom("listing_changes")
        .selectAll()
        .where("domain", "=", domain)
        .orderBy("revision", "desc")
        .execute();
      return rows.map(changeOf);
    },

    async remove(domain) {
      await atomically(database, async (open) => {
        const { numDeletedRows } = await open.query
          .deleteFrom("listings")
          .where("domain", "=", domain)
          .executeTakeFirstOrThrow();
        await open.query.deleteFrom("listing_changes").where("domain", "=", domain).execute();
        if (numDeletedRows > 0) await tellSites(open);
      });
    },
  };
}

async function get({ query }: Database, domain: Domain): Promise<Listing | null> {
  const row = await query.selectFrom("listings").selectAll().where("domain", "=", domain).executeTakeFirst();
  return row === undefined ? null : listingOf(row);
}

/** false where another process was faster: each revision is written once. */
async function write({ query }: Database, listing: Listing): Promise<boolean> {
  const { domain, ...rest } = rowOf(listing);
  if (listing.revision === 1) {
    const { numInsertedOrUpdatedRows } = await query
      .insertInto("listings")
      .values({ domain, ...rest })
      .onConflict((conflict) => conflict.column("domain").doNothing())
      .executeTakeFirstOrThrow();
    return Number(numInsertedOrUpdatedRows ?? 0) === 1;
  }
  const { numUpdatedRows } = await query
    .updateTable("listings")
    .set(rest)
    .where("domain", "=", domain)
    .where("revision", "=", listing.revision - 1)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

async function keepChanges({ query }: Database, before: Listing | null, after: Listing, way: ListingWay) {
  const { domain, revision, updatedAt } = after;
  const rows = changesBetween(before ?? unsaid(domain, new Date(updatedAt)), after).map((change) => ({
    domain,
    revision,
    field: change.field,
    before: JSON.stringify(change.before),
    after: JSON.stringify(change.after),
    way,
    changed_at: updatedAt,
  }));
  if (rows.length > 0) await query.insertInto("listing_changes").values(rows).execute();
  await query
    .deleteFrom("listing_changes")
    .where("domain", "=", domain)
    .where("revision", "<=", revision - REVISIONS_KEPT)
    .execute();
}

async function tellSites(database: Database): Promise<void> {
  await settings(database).update(LISTING_CHANGES_KEY, (count) => String(Number(count ?? 0) + 1));
}

function rowOf(listing: Listing): ListingRow {
  return {
    domain: listing.domain,
    revision: listing.revision,
    languages: listing.languages && JSON.stringify(listing.languages),
    topics: listing.topics && JSON.stringify(listing.topics),
    sentences: JSON.stringify(listing.sentences),
    intake_per_day: listing.intakePerDay,
    paused_until: listing.pausedUntil,
    pause_link_at: listing.pauseLinkAt,
    welcomes_below_floor: Number(listing.welcomesBelowFloor),
    auto_follow: Number(listing.autoFollow),
    code_of_conduct: listing.codeOfConduct,
    staff: listing.staff,
    updated_at: listing.updatedAt,
  };
}

function listingOf(row: ListingRow): Listing {
  return {
    domain: row.domain as Domain,
    revision: row.revision,
    languages: row.languages === null ? null : (JSON.parse(row.languages) as string[]),
    topics: row.topics === null ? null : (JSON.parse(row.topics) as string[]),
    sentences: JSON.parse(row.sentences) as Record<string, string>,
    intakePerDay: row.intake_per_day,
    pausedUntil: row.paused_until,
    pauseLinkAt: row.pause_link_at,
    welcomesBelowFloor: row.welcomes_below_floor === 1,
    autoFollow: row.auto_follow === 1,
    codeOfConduct: row.code_of_conduct,
    staff: row.staff,
    updatedAt: row.updated_at,
  };
}

function changeOf(row: ListingChangeRow): ListingChange {
  return {
    revision: row.revision,
    field: row.field as ListingField,
    before: JSON.parse(row.before) as ListingChange["before"],
    after: JSON.parse(row.after) as ListingChange["after"],
    way: row.way as ListingWay,
    changedAt: row.changed_at,
  };
}
