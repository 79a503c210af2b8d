import type { Details } from "#core/details.ts";
import type { Domain } from "#core/domain.ts";
import { type Database, instant } from "./database.ts";
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
    async put(details) {
      const { domain, ...rest } = rowOf(details);
      await database.query
        .insertInto("details")
        .values({ domain, ...rest })
        .onConflict((conflict) => conflict.column("domain").doUpdateSet(rest))
        .execute();
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
