import { sql } from "kysely";
import type { Database } from "../database.ts";

/** Everything Rockpool keeps from its first version on. */
export async function up({ query: { schema }, dialect }: Database): Promise<void> {
  // Keys sort by code unit in both databases, whatever collation PostgreSQL was set up with.
  const key = dialect === "postgres" ? sql`text collate "C"` : sql`text`;
  const oneOf = (column: string, values: readonly string[]) =>
    sql`${sql.ref(column)} in (${sql.join(values.map((value) => sql.lit(value)))})`;

  await schema
    .createTable("instances")
    .addColumn("domain", key, (column) => column.primaryKey())
    .addColumn("site", key, (column) => column.notNull())
    .addColumn("software", "text", (column) => column.notNull())
    .addColumn("version", "text")
    .addColumn("title", "text")
    .addColumn("description", "text")
    .addColumn("languages", "text", (column) => column.notNull())
    .addColumn("languages_basis", "text")
    .addColumn("topics", "text", (column) => column.notNull())
    .addColumn("topics_basis", "text")
    .addColumn("registrations", "text", (column) =>
      column.notNull().check(oneOf("registrations", ["open", "approval", "invite", "closed", "unknown"])),
    )
    .addColumn("registrations_since", "text")
    .addColumn("sign_up_url", "text")
    .addColumn("minimum_age", "integer")
    .addColumn("is_adult", "integer")
    .addColumn("is_federation_limited", "integer", (column) => column.notNull())
    .addColumn("monthly_active_users", "integer")
    .addColumn("weekly_active_users", "integer")
    .addColumn("daily_active_users", "integer")
    .addColumn("half_year_active_users", "integer")
    .addColumn("accounts", "integer")
    .addColumn("posts", "integer")
    .addColumn("counts_at", "text")
    .addColumn("highest_monthly_active_users", "integer")
    .addColumn("highest_imported_at", "text")
    .addColumn("recent_active_people", "text", (column) => column.notNull())
    .addColumn("doubts", "text", (column) => column.notNull())
    .addColumn("count_trend", "text")
    .addColumn("oversized_since", "text")
    .addColumn("hosting_network", "text")
    .addColumn("since", "text")
    .addColumn("added_at", "text", (column) => column.notNull())
    .addColumn("last_seen_at", "text")
    .addColumn("last_visit_at", "text")
    .addColumn("state", "text", (column) =>
      column.notNull().check(oneOf("state", ["unvisited", "alive", "failing", "gone", "moved", "refused"])),
    )
    .addColumn("failures", "integer", (column) => column.notNull())
    .addColumn("failure", "text")
    .addColumn("leads", "text")
    .execute();
  await schema.createIndex("instances_by_site").on("instances").column("site").execute();

  await schema
    .createTable("details")
    .addColumn("domain", key, (column) => column.primaryKey())
    .addColumn("read_at", "text", (column) => column.notNull())
    .addColumn("about", "text")
    .addColumn("rules", "text", (column) => column.notNull())
    .addColumn("terms_url", "text")
    .addColumn("privacy_url", "text")
    .addColumn("post_length", "integer")
    .addColumn("upload_megabytes", "integer")
    .addColumn("storage_megabytes", "integer")
    .addColumn("staff", "integer")
    .addColumn("topic_words", "text", (column) => column.notNull())
    .execute();

  await schema
    .createTable("visits")
    .addColumn("domain", key, (column) => column.notNull())
    .addColumn("visited_at", key, (column) => column.notNull())
    .addColumn("failure", "text")
    .addColumn("duration_ms", "integer", (column) => column.notNull())
    .addColumn("monthly_active_users", "integer")
    .addColumn("accounts", "integer")
    .addPrimaryKeyConstraint("visits_key", ["domain", "visited_at"])
    .execute();
  await schema.createIndex("visits_by_time").on("visits").column("visited_at").execute();

  await schema
    .createTable("history_days")
    .addColumn("domain", key, (column) => column.notNull())
    .addColumn("day", key, (column) => column.notNull())
    .addColumn("visits", "integer", (column) => column.notNull())
    .addColumn("failures", "integer", (column) => column.notNull())
    .addColumn("monthly_active_users", "integer")
    .addColumn("accounts", "integer")
    .addPrimaryKeyConstraint("history_days_key", ["domain", "day"])
    .execute();

  await schema
    .createTable("frontier")
    .addColumn("domain", key, (column) => column.primaryKey())
    .addColumn("due_at", key, (column) => column.notNull())
    .addColumn("free_at", key, (column) => column.notNull())
    .addColumn("priority", "integer", (column) => column.notNull())
    .addColumn("failures", "integer", (column) => column.notNull())
    .addColumn("software", "text")
    .execute();
  await schema.createIndex("frontier_by_urgency").on("frontier").columns(["priority desc", "free_at"]).execute();

  await schema
    .createTable("network_days")
    .addColumn("day", key, (column) => column.notNull())
    .addColumn("part", key, (column) => column.notNull().check(oneOf("part", ["all", "family", "language"])))
    .addColumn("name", key, (column) => column.notNull())
    .addColumn("totals", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("network_days_key", ["day", "part", "name"])
    .execute();
  await schema.createIndex("network_days_by_part").on("network_days").columns(["part", "name", "day"]).execute();

  await schema
    .createTable("listings")
    .addColumn("domain", key, (column) => column.primaryKey())
    .addColumn("revision", "integer", (column) => column.notNull())
    .addColumn("languages", "text")
    .addColumn("topics", "text")
    .addColumn("sentences", "text", (column) => column.notNull())
    .addColumn("intake_per_day", "integer")
    .addColumn("paused_until", "text")
    .addColumn("pause_link_at", "text")
    .addColumn("welcomes_below_floor", "integer", (column) => column.notNull())
    .addColumn("auto_follow", "integer", (column) => column.notNull())
    .addColumn("code_of_conduct", "text")
    .addColumn("staff", "integer")
    .addColumn("updated_at", "text", (column) => column.notNull())
    .execute();

  await schema
    .createTable("listing_changes")
    .addColumn("domain", key, (column) => column.notNull())
    .addColumn("revision", "integer", (column) => column.notNull())
    .addColumn("field", key, (column) => column.notNull())
    .addColumn("before", "text", (column) => column.notNull())
    .addColumn("after", "text", (column) => column.notNull())
    .addColumn("way", "text", (column) => column.notNull().check(oneOf("way", ["form", "link"])))
    .addColumn("changed_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("listing_changes_key", ["domain", "revision", "field"])
    .execute();

  await schema
    .createTable("referrals")
    .addColumn("day", key, (column) => column.notNull())
    .addColumn("domain", key, (column) => column.notNull())
    .addColumn("newcomers", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("referrals_key", ["day", "domain"])
    .execute();
  await schema.createIndex("referrals_by_domain").on("referrals").columns(["domain", "day"]).execute();

  await schema
    .createTable("showings")
    .addColumn("domain", key, (column) => column.notNull())
    .addColumn("day", key, (column) => column.notNull())
    .addColumn("times", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("showings_key", ["domain", "day"])
    .execute();

  await schema
    .createTable("feedback")
    .addColumn("domain", key, (column) => column.notNull())
    .addColumn("week", key, (column) => column.notNull())
    .addColumn("worked", "integer", (column) => column.notNull())
    .addColumn("refused", "integer", (column) => column.notNull())
    .addColumn("silent", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("feedback_key", ["domain", "week"])
    .execute();
  await schema
    .createTable("spent_tokens")
    .addColumn("token", key, (column) => column.primaryKey())
    .addColumn("until", key, (column) => column.notNull())
    .execute();
  await schema.createIndex("spent_tokens_by_until").on("spent_tokens").column("until").execute();

  await schema
    .createTable("blocks")
    .addColumn("domain", key, (column) => column.primaryKey())
    .addColumn("kind", "text", (column) => column.notNull().check(oneOf("kind", ["operator", "safety"])))
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("blocked_at", "text", (column) => column.notNull())
    .execute();

  await schema
    .createTable("aliases")
    .addColumn("domain", key, (column) => column.primaryKey())
    .addColumn("leads_to", key, (column) => column.notNull())
    .addColumn("basis", "text", (column) => column.notNull().check(oneOf("basis", ["served", "host-meta", "says"])))
    .addColumn("is_settled", "integer", (column) => column.notNull())
    .addColumn("seen_at", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("aliases_by_target").on("aliases").column("leads_to").execute();

  await schema
    .createTable("floods")
    .addColumn("root", key, (column) => column.primaryKey())
    .addColumn("kept", "text")
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("names", "integer", (column) => column.notNull())
    .addColumn("found_at", "text", (column) => column.notNull())
    .execute();

  await schema
    .createTable("discoveries")
    .addColumn("domain", key, (column) => column.primaryKey())
    .addColumn("site", key, (column) => column.notNull())
    .addColumn("party", key, (column) => column.notNull())
    .addColumn("source", key, (column) => column.notNull())
    .addColumn("day", key, (column) => column.notNull())
    .execute();
  await schema.createIndex("discoveries_by_site").on("discoveries").columns(["day", "site"]).execute();
  await schema.createIndex("discoveries_by_source").on("discoveries").columns(["day", "source"]).execute();
  await schema.createIndex("discoveries_by_party").on("discoveries").columns(["day", "party"]).execute();

  await schema
    .createTable("proofs")
    .addColumn("code", key, (column) => column.primaryKey())
    .addColumn("domain", key, (column) => column.notNull())
    .addColumn("until", key, (column) => column.notNull())
    .addColumn("asked_at", key, (column) => column.notNull())
    .addColumn("taken_at", key)
    .addColumn("looked_at", key)
    .addColumn("findings", "text", (column) => column.notNull())
    .addColumn("spent_at", key)
    .execute();
  await schema.createIndex("proofs_by_domain").on("proofs").column("domain").execute();

  await schema
    .createTable("departures")
    .addColumn("mark", key, (column) => column.primaryKey())
    .addColumn("left_at", "text", (column) => column.notNull())
    .execute();

  await schema
    .createTable("operations")
    .addColumn("at", key, (column) => column.notNull())
    .addColumn("domain", key, (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull().check(oneOf("kind", ["block", "unblock", "forget"])))
    .addColumn("reason", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("operations_key", ["at", "domain"])
    .execute();
  await schema.createIndex("operations_by_domain").on("operations").column("domain").execute();

  await schema
    .createTable("sessions")
    .addColumn("id", key, (column) => column.primaryKey())
    .addColumn("domain", key, (column) => column.notNull())
    .addColumn("place", "text", (column) => column.notNull())
    .addColumn("proven_at", key, (column) => column.notNull())
    .addColumn("ends_at", key, (column) => column.notNull())
    .addColumn("ended_at", key)
    .execute();
  await schema.createIndex("sessions_by_domain").on("sessions").column("domain").execute();

  await schema
    .createTable("looks")
    .addColumn("domain", key, (column) => column.primaryKey())
    .addColumn("asked_at", key, (column) => column.notNull())
    .addColumn("begun_at", "text")
    .addColumn("ended_at", "text")
    .addColumn("end_kind", "text", (column) => column.check(oneOf("end_kind", ["seen", "failed", "left-out"])))
    .addColumn("steps", "text", (column) => column.notNull())
    .addColumn("again_at", key, (column) => column.notNull())
    .addColumn("kept_until", key, (column) => column.notNull())
    .addColumn("is_new", "integer", (column) => column.notNull())
    .execute();
  await schema.createIndex("looks_by_end").on("looks").column("kept_until").execute();

  await schema
    .createTable("counters")
    .addColumn("key", key, (column) => column.primaryKey())
    // Bytes outgrow an integer of PostgreSQL's; whole numbers stay exact up to 2^53.
    .addColumn("value", "double precision", (column) => column.notNull())
    .execute();

  await schema
    .createTable("settings")
    .addColumn("key", key, (column) => column.primaryKey())
    .addColumn("value", "text")
    .execute();
}
