import type { Details } from "#core/details.ts";
import type { Domain } from "#core/domain.ts";
import { type Database, inBatches, instant, keyLists } from "./database.ts";
import type { Store } from "./store.ts";
import type { DetailsRow } from "./tables.ts";

export function details(database: Database): Store["details"] {
  return {
    async get(domain) {
      const row = await database.query
        .selectFrom("details")
        .selectAll()
        .where("domain", "=", domain)
        .executeTakeFirst();
      return row === undefined ? null : detailsOf(row);
    },
    async some(domains) {
      const found = new Map<Domain, Details>();
      for (const batch of keyLists(domains)) {
        const rows = await database.query.selectFrom("details").selectAll().where("domain", "in", batch).execute();
        for (const row of rows) found.set(row.domain as Domain, detailsOf(row));
      }
      return found;
    },
    async readTimes(domains) {
      const found = new Map<Domain, string>();
      for (const batch of keyLists(domains)) {
        const rows = await database.query
          .selectFrom("details")
          .select(["domain", "read_at"])
          .where("domain", "in", batch)
          .execute();
        for (const { domain, read_at } of rows) found.set(domain as Domain, read_at);
      }
      return found;
    },
    async put(details) {
      const byDomain = ({ domain }: Details) => domain;
      await inBatches(database, details, byDomain, async (batch, { query }) => {
        await query
          .insertInto("details")
          .values(batch.map(rowOf))
          .onConflict((conflict) =>
            conflict
              .column("domain")
              .doUpdateSet(({ ref }) => Object.fromEntries(COLUMNS.map((name) => [name, ref(`excluded.${name}`)]))),
          )
          .execute();
      });
    },
    async remove(domain) {
      await database.query.deleteFrom("details").where("domain", "=", domain).execute();
    },
  };
}

function rowOf(details: Details): DetailsRow {
  return {
    domain: details.domain,
    read_at: instant(details.readAt),
    about: details.about,
    rules: JSON.stringify(details.rules),
    terms_url: details.termsUrl,
    privacy_url: details.privacyUrl,
    post_length: details.postLength,
    upload_megabytes: details.uploadMegabytes,
    storage_megabytes: details.storageMegabytes,
    staff: details.staff,
    topic_words: JSON.stringify(details.topicWords),
  };
}

function detailsOf(row: DetailsRow): Details {
  return {
    domain: row.domain as Domain,
    readAt: row.read_at,
    about: row.about,
    rules: JSON.parse(row.rules) as string[],
    termsUrl: row.terms_url,
    privacyUrl: row.privacy_url,
    postLength: row.post_length,
    uploadMegabytes: row.upload_megabytes,
    storageMegabytes: row.storage_megabytes,
    staff: row.staff,
    topicWords: JSON.parse(row.topic_words) as Details["topicWords"],
  };
}

/** Every column but the key, as one upsert sets them. */
const COLUMNS = [
  "read_at",
  "about",
  "rules",
  "terms_url",
  "privacy_url",
  "post_length",
  "upload_megabytes",
  "storage_megabytes",
  "staff",
  "topic_words",
] as const satisfies readonly (keyof DetailsRow)[];
