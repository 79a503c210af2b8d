import { setImmediate } from "node:timers/promises";
import { type Expression, type SqlBool, sql } from "kysely";
import { getDomain } from "tldts";
import type { Domain } from "#core/domain.ts";
import type { Basis, CountTrend, Instance, Leads, Registrations, State } from "#core/instance.ts";
import { type Failure, REFUSALS } from "#core/visit.ts";
import { atomically, batches, type Database, keyLists } from "./database.ts";
import { withoutDeparted } from "./departures.ts";
import type { Store } from "./store.ts";
import type { InstanceRow } from "./tables.ts";

/** Rows read at a time by all(), some 10 ms of work on SQLite. */
const ROWS_PER_PAGE = 1000;
/** The same where only names are read. */
const NAMES_PER_PAGE = 5000;

export function instances(database: Database): Store["instances"] {
  const rows = () => {
    const select = database.query.selectFrom("instances").selectAll();
    // SQLite locks the whole file for a transaction; PostgreSQL must be told to hold what it reads.
    return database.query.isTransaction && database.dialect === "postgres" ? select.forUpdate() : select;
  };
  return {
    async get(domain) {
      const row = await rows().where("domain", "=", domain).executeTakeFirst();
      return row === undefined ? null : instanceOf(row);
    },
    async some(domains) {
      const found = new Map<Domain, Instance>();
      for (const batch of keyLists(domains)) {
        // In order of keys, so that two that hold rows cannot wait for each other in a circle.
        const some = await rows().where("domain", "in", batch).orderBy("domain").execute();
        for (const row of some) found.set(row.domain as Domain, instanceOf(row));
      }
      return found;
    },
    async *all() {
      let last = "";
      while (true) {
        const page = await rows().where("domain", ">", last).orderBy("domain").limit(ROWS_PER_PAGE).execute();
        for (const row of page) yield instanceOf(row);
        if (page.length < ROWS_PER_PAGE) return;
        last = page.at(-1)?.domain ?? last;
        // node:sqlite answers at once and its promises never leave the microtask queue: let requests be served in between.
        await setImmediate();
      }
    },
    async put(instances) {
      await atomically(database, async (open) => {
        const welcome = await withoutDeparted(open, instances, ({ domain }) => domain);
        for (const batch of batches(welcome, ({ domain }) => domain)) await upsert(open, batch).execute();
      });
    },
    async putUnvisited(instances) {
      return atomically(database, async (open) => {
        const left: Domain[] = [];
        const welcome = await withoutDeparted(open, instances, ({ domain }) => domain);
        for (const batch of batches(welcome, ({ domain }) => domain)) {
          const rows = await upsert(open, batch, IS_UNVISITED).returning("domain").execute();
          const written = new Set(rows.map(({ domain }) => domain));
          left.push(...batch.map(({ domain }) => domain).filter((domain) => !written.has(domain)));
        }
        return left;
      });
    },
    async remove(domain) {
      await database.query.deleteFrom("instances").where("domain", "=", domain).execute();
    },
    async count() {
      const { count } = await database.query
        .selectFrom("instances")
        .select(({ fn }) => fn.countAll().as("count"))
        .executeTakeFirstOrThrow();
      return Number(count);
    },
    async ofSite(site, most) {
      const neighbours = rows().where("site", "=", site).orderBy("added_at").orderBy("domain");
      return (await neighbours.limit(most).execute()).map(instanceOf);
    },
    async erased() {
      const rows = await database.query
        .selectFrom("instances")
        .select("domain")
        .where((expression) =>
          expression.or([expression("state", "=", "refused"), expression("failure", "in", [...REFUSALS])]),
        )
        .orderBy("domain")
        .execute();
      return rows.map(({ domain }) => domain);
    },
    async domains() {
      const domains: Domain[] = [];
      while (true) {
        const page = await database.query
          .selectFrom("instances")
          .select("domain")
          .where("domain", ">", domains.at(-1) ?? "")
          .orderBy("domain")
          .limit(NAMES_PER_PAGE)
          .execute();
        for (const { domain } of page) domains.push(domain);
        if (page.length < NAMES_PER_PAGE) return domains;
        await setImmediate();
      }
    },
  };
}

/** Whether the row that is there has seen no visit that the new one does not know of. */
const IS_UNVISITED = sql<boolean>`instances.last_visit_at is not distinct from excluded.last_visit_at`;

/** Inserts rows, and replaces those that are there, or those of them that fulfil a condition. */
function upsert({ query }: Database, batch: readonly Instance[], condition: Expression<SqlBool> = sql<boolean>`true`) {
  return query
    .insertInto("instances")
    .values(batch.map(rowOf))
    .onConflict((conflict) =>
      conflict
        .column("domain")
        .doUpdateSet(({ ref }) => Object.fromEntries(COLUMNS.map((name) => [name, ref(`excluded.${name}`)])))
        .where(condition),
    );
}

function rowOf(instance: Instance): InstanceRow {
  return {
    domain: instance.domain,
    site: getDomain(instance.domain, { allowPrivateDomains: true }) ?? instance.domain,
    software: instance.software,
    version: instance.version,
    title: instance.title,
    description: instance.description,
    languages: JSON.stringify(instance.languages),
    languages_basis: instance.languagesBasis,
    topics: JSON.stringify(instance.topics),
    topics_basis: instance.topicsBasis,
    registrations: instance.registrations,
    registrations_since: instance.registrationsSince,
    sign_up_url: instance.signUpUrl,
    minimum_age: instance.minimumAge,
    is_adult: instance.isAdult === null ? null : Number(instance.isAdult),
    is_federation_limited: Number(instance.isFederationLimited),
    monthly_active_users: instance.monthlyActiveUsers,
    weekly_active_users: instance.weeklyActiveUsers,
    daily_active_users: instance.dailyActiveUsers,
    half_year_active_users: instance.halfYearActiveUsers,
    accounts: instance.accounts,
    posts: instance.posts,
    counts_at: instance.countsAt,
    highest_monthly_active_users: instance.highestMonthlyActiveUsers,
    highest_imported_at: instance.highestImportedAt,
    recent_active_people: JSON.stringify(instance.recentActivePeople),
    doubts: JSON.stringify(instance.doubts),
    count_trend: instance.countTrend === null ? null : JSON.stringify(instance.countTrend),
    oversized_since: instance.oversizedSince,
    hosting_network: instance.hostingNetwork,
    since: instance.since,
    added_at: instance.addedAt,
    last_seen_at: instance.lastSeenAt,
    last_visit_at: instance.lastVisitAt,
    state: instance.state,
    failures: instance.failures,
    failure: instance.failure,
    leads: instance.leads === null ? null : JSON.stringify(instance.leads),
  };
}

/** Trusts its own rows: parsing 100,000 of them with zod at every start would cost more than reading them. */
function instanceOf(row: InstanceRow): Instance {
  return {
    domain: row.domain as Domain,
    software: row.software,
    version: row.version,
    title: row.title,
    description: row.description,
    languages: listOf(row.languages),
    languagesBasis: row.languages_basis as Basis | null,
    topics: listOf(row.topics),
    topicsBasis: row.topics_basis as Basis | null,
    registrations: row.registrations as Registrations,
    registrationsSince: row.registrations_since,
    signUpUrl: row.sign_up_url,
    minimumAge: row.minimum_age,
    isAdult: row.is_adult === null ? null : row.is_adult === 1,
    isFederationLimited: row.is_federation_limited === 1,
    monthlyActiveUsers: row.monthly_active_users,
    weeklyActiveUsers: row.weekly_active_users,
    dailyActiveUsers: row.daily_active_users,
    halfYearActiveUsers: row.half_year_active_users,
    accounts: row.accounts,
    posts: row.posts,
    countsAt: row.counts_at,
    highestMonthlyActiveUsers: row.highest_monthly_active_users,
    highestImportedAt: row.highest_imported_at,
    recentActivePeople: listOf(row.recent_active_people),
    doubts: listOf(row.doubts),
    countTrend: row.count_trend === null ? null : (JSON.parse(row.count_trend) as CountTrend),
    oversizedSince: row.oversized_since,
    hostingNetwork: row.hosting_network,
    since: row.since,
    addedAt: row.added_at,
    lastSeenAt: row.last_seen_at,
    lastVisitAt: row.last_visit_at,
    state: row.state as State,
    failures: row.failures,
    failure: row.failure as Failure | null,
    leads: row.leads === null ? null : (JSON.parse(row.leads) as Leads),
  };
}

function listOf<Item>(json: string): Item[] {
  return json === "[]" ? [] : (JSON.parse(json) as Item[]);
}

/** Every column but the key, as one upsert sets them. */
const COLUMNS = [
  "site",
  "software",
  "version",
  "title",
  "description",
  "languages",
  "languages_basis",
  "topics",
  "topics_basis",
  "registrations",
  "registrations_since",
  "sign_up_url",
  "minimum_age",
  "is_adult",
  "is_federation_limited",
  "monthly_active_users",
  "weekly_active_users",
  "daily_active_users",
  "half_year_active_users",
  "accounts",
  "posts",
  "counts_at",
  "highest_monthly_active_users",
  "highest_imported_at",
  "recent_active_people",
  "doubts",
  "count_trend",
  "oversized_since",
  "hosting_network",
  "since",
  "added_at",
  "last_seen_at",
  "last_visit_at",
  "state",
  "failures",
  "failure",
  "leads",
] as const satisfies readonly (keyof InstanceRow)[];
