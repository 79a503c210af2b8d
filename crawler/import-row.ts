import { z } from "zod";
import { domainOf } from "#core/domain.ts";
import { blankInstance, type Instance } from "#core/instance.ts";
import { languagesOf } from "#core/languages.ts";
import { programOf } from "#core/software.ts";
import { plainText, proseText } from "#core/text.ts";
import { ADULT_TOPIC, topicsFromJoinMastodon } from "#core/topics.ts";
import { judgeCounts } from "./judge/counts.ts";
import { hasRefused } from "./refused.ts";

const Count = z.int().nonnegative().max(2_147_483_647).nullish();
const Flag = z.boolean().nullish();
const Text = z.string().max(20_000).nullish();

/** One line of an import file: what somebody collected about one server on one day. Unknown fields are ignored. */
export const ImportRow = z.object({
  /** Host name; capitals, other scripts and a pasted address are understood. */
  domain: z.string().transform((value, context) => {
    const domain = domainOf(value);
    if (domain !== null) return domain;
    context.addIssue({ code: "custom", message: `${JSON.stringify(value.slice(0, 80))} is not a host name` });
    return z.NEVER;
  }),
  /** NodeInfo `software.name`. */
  software: z.string().trim().toLowerCase().min(1).max(50),
  version: Text,
  title: Text,
  description: Text,
  /** Language tags, the main one first; more than five count as none. */
  languages: z.array(z.string().max(50)).max(1000).nullish(),
  /**
   * Who said so: `human` a person who knows the server, `self` the server in a field that means something,
   * `stopword-guess` a guess from its text, `self-default` the program's default, which is worth nothing.
   */
  languages_basis: z.enum(["human", "self", "self-default", "stopword-guess"]).nullish(),
  /** joinmastodon.org's categories. */
  categories: z.array(z.string().max(50)).max(100).nullish(),
  /** Local accounts; 0 means not known. Not believed of rows a human curated, see countsOf. */
  users_total: Count,
  users_active_month: Count,
  users_active_week: Count,
  posts: Count,
  registrations_open: Flag,
  /** Whether a person reads each request to join. */
  approval_required: Flag,
  /** The day these facts were told. */
  snapshot_date: z.iso.date(),
  /** The last day it was seen up, when that is another one. */
  last_seen_up: z.iso.date().nullish(),
});
export type ImportRow = z.infer<typeof ImportRow>;

/** The instance an imported row describes: not visited by us, its counts as doubted as any. */
export function instanceOf(row: ImportRow, now: Date): Instance {
  const hasBasis = row.languages_basis != null && row.languages_basis !== "self-default";
  const languages = hasBasis ? languagesOf(row.languages ?? []) : [];
  const topics = topicsFromJoinMastodon(row.categories ?? []);
  const { counts, doubts } = judgeCounts(countsOf(row), row.software);
  const hasCounts = Object.values(counts).some((count) => count !== null);
  const toldAt = `${row.snapshot_date}T00:00:00.000Z`;
  // A doubted figure is no highest one, or one lie would count for 90 days.
  const highest = doubts.length === 0 ? counts.monthlyActiveUsers : null;
  const days = [row.snapshot_date, row.last_seen_up ?? row.snapshot_date].sort();
  return {
    ...blankInstance(row.domain, row.software, now.toISOString()),
    version: plainText(row.version ?? "", 80),
    title: proseText(row.title ?? "", 120),
    description: proseText(row.description ?? "", 600),
    languages,
    languagesBasis: languages.length === 0 ? null : row.languages_basis === "stopword-guess" ? "detected" : "declared",
    topics,
    topicsBasis: topics.length === 0 ? null : "declared",
    registrations: registrationsOf(row),
    isAdult: topics.includes(ADULT_TOPIC) ? true : null,
    ...counts,
    doubts,
    countsAt: hasCounts ? toldAt : null,
    highestMonthlyActiveUsers: highest,
    highestImportedAt: highest === null ? null : toldAt,
    since: days[0] ?? null,
  };
}

/**
 * The counts of a row, without those known to be something else.
 *
 * Rows a human curated come from joinmastodon.org. Its `total_users` is not the account count: the median is 0.31 of it,
 * and an account count bounds the people there can be, so one that is too low would do harm. Its weekly figure is sound;
 * the monthly one beside it was told on another day, and is left out where a week has more people than it.
 */
function countsOf(row: ImportRow) {
  const isCurated = row.languages_basis === "human" || (row.categories ?? []).length > 0;
  const monthly = row.users_active_month ?? null;
  const weekly = row.users_active_week ?? null;
  const isOvertaken = isCurated && monthly !== null && weekly !== null && weekly > monthly;
  return {
    accounts: isCurated ? null : row.users_total || null,
    posts: row.posts ?? null,
    comments: null,
    monthlyActiveUsers: isOvertaken ? null : monthly,
    weeklyActiveUsers: weekly,
    dailyActiveUsers: null,
    halfYearActiveUsers: null,
  };
}

/**
 * "Open" where nothing is said about approval promises too much: most programs say it also where a person reads each
 * request. So it is what the program's own flag means, as in NodeInfo.
 */
function registrationsOf({ registrations_open, approval_required, software }: ImportRow): Instance["registrations"] {
  if (registrations_open == null) return "unknown";
  if (!registrations_open) return "closed";
  if (approval_required == null) return programOf(software)?.openMeans ?? "unknown";
  return approval_required ? "approval" : "open";
}

/** What became of an imported row: `kept` where what we had stands, `unchanged` where it says the same. */
export type ImportOutcome = "new" | "updated" | "unchanged" | "kept";

/**
 * What to keep where an imported instance is known already.
 *
 * A wish to be left alone stands. Our own visit stands unless the import is younger. Otherwise the younger of both
 * fills in first and the older one closes its gaps. We heard of it when we first did, and it is as old as either knows.
 * @param importedDay day the imported facts were told
 * @returns the known instance itself where nothing changes
 */
export function mergeImport(
  known: Instance | null,
  imported: Instance,
  importedDay: string,
): { instance: Instance; outcome: ImportOutcome } {
  if (known === null) return { instance: imported, outcome: "new" };
  if (hasRefused(known)) return { instance: known, outcome: "kept" };
  const since = [known.since, imported.since].filter((day) => day !== null).sort()[0] ?? null;
  const knownDay = (known.lastSeenAt ?? known.countsAt ?? "").slice(0, 10);
  if (known.lastSeenAt !== null && importedDay <= knownDay) {
    return { instance: since === known.since ? known : { ...known, since }, outcome: "kept" };
  }

  const [newer, older] = importedDay < knownDay ? [known, imported] : [imported, known];
  const counts = newer.countsAt === null ? older : newer;
  const languages = newer.languages.length === 0 ? older : newer;
  const topics = newer.topics.length === 0 ? older : newer;
  const isHigher = (imported.highestMonthlyActiveUsers ?? 0) > (known.highestMonthlyActiveUsers ?? 0);
  const highest = isHigher ? imported : known;
  const instance: Instance = {
    ...known,
    software: newer.software,
    version: newer.version ?? older.version,
    title: newer.title ?? older.title,
    description: newer.description ?? older.description,
    languages: languages.languages,
    languagesBasis: languages.languagesBasis,
    topics: topics.topics,
    topicsBasis: topics.topicsBasis,
    registrations: newer.registrations === "unknown" ? older.registrations : newer.registrations,
    isAdult: newer.isAdult ?? older.isAdult,
    monthlyActiveUsers: counts.monthlyActiveUsers,
    weeklyActiveUsers: counts.weeklyActiveUsers,
    dailyActiveUsers: counts.dailyActiveUsers,
    halfYearActiveUsers: counts.halfYearActiveUsers,
    accounts: counts.accounts,
    posts: counts.posts,
    countsAt: counts.countsAt,
    doubts: counts.doubts,
    highestMonthlyActiveUsers: highest.highestMonthlyActiveUsers,
    highestImportedAt: highest.highestImportedAt,
    since,
  };
  const isSame = JSON.stringify(instance) === JSON.stringify(known);
  return isSame ? { instance: known, outcome: "unchanged" } : { instance, outcome: "updated" };
}
