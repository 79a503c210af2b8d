import type { Domain } from "#core/domain.ts";
import type { Place } from "#core/proof.ts";
import type { Database } from "./database.ts";
import type { Session, Store } from "./store.ts";
import type { SessionRow } from "./tables.ts";

export function sessions(database: Database): Store["sessions"] {
  return {
    async add({ id, domain, place, provenAt, endsAt }) {
      const row = { id, domain, place, proven_at: provenAt, ends_at: endsAt, ended_at: null };
      await database.query.insertInto("sessions").values(row).execute();
    },
    async get(id) {
      const row = await database.query.selectFrom("sessions").selectAll().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : sessionOf(row);
    },
    async of(domain, now) {
      await database.query.deleteFrom("sessions").where("ends_at", "<=", now.toISOString()).execute();
      const rows = await database.query
        .selectFrom("sessions")
        .selectAll()
        .where("domain", "=", domain)
        .orderBy("proven_at", "desc")
        .orderBy("id")
        .execute();
      return rows.map(sessionOf);
    },
    async end(domain, id, now) {
      const lasting = database.query
        .updateTable("sessions")
        .set({ ended_at: now.toISOString() })
        .where("domain", "=", domain)
        .where("ended_at", "is", null);
      await (id === null ? lasting : lasting.where("id", "=", id)).execute();
    },
    async remove(domain) {
      await database.query.deleteFrom("sessions").where("domain", "=", domain).execute();
    },
  };
}

function sessionOf({ id, domain, place, proven_at, ends_at, ended_at }: SessionRow): Session {
  return {
    id,
    domain: domain as Domain,
    place: place as Place,
    provenAt: proven_at,
    endsAt: ends_at,
    endedAt: ended_at,
  };
}
