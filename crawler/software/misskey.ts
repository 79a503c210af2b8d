import type { z } from "zod";
import { languagesOf } from "#core/languages.ts";
import { programOf } from "#core/software.ts";
import { type Claims, furtherText, ownPageOf } from "../claims.ts";
import { hostOf } from "../nodeinfo.ts";
import {
  count,
  fields,
  firstItems,
  flag,
  isRecord,
  limit,
  megabytes,
  prose,
  proses,
  raw,
  strings,
  text,
} from "../tolerant.ts";
import { isAbsent } from "./absent.ts";
import { peersOf } from "./mastodon-api.ts";
import type { Asked, Known, Reader } from "./reader.ts";

/**
 * What it says about itself. Languages, pages, the longest post and `disableRegistration` stand in NodeInfo's metadata
 * under the same names; the `nodeAdmins` there are always one, so they count no staff.
 */
const Meta = fields({
  uri: text(300),
  name: prose(120),
  description: raw,
  langs: strings(40, 20),
  tosUrl: raw,
  privacyPolicyUrl: raw,
  disableRegistration: flag,
  /** Sharkey's and its kin's. */
  approvalRequiredForSignup: flag,
  serverRules: proses(30, 300),
  maxNoteTextLength: limit,
  maxFileSize: megabytes,
  policies: fields({ maxFileSizeMb: limit, driveCapacityMb: limit }),
  /** Until 13. */
  driveCapacityPerLocalUserMb: limit,
  /** `all`, `specified` or `none`; since 2024.10. */
  federation: text(20),
});

/** `usersCount` and `notesCount` beside them count everybody it has ever heard of. */
const Stats = fields({ originalUsersCount: count, originalNotesCount: count });

/** The newest day, which is not over, comes first. Many more days are nothing new. */
const CHART = "/api/charts/active-users?span=day&limit=30";
const Chart = fields({ read: firstItems(30) });

/** Share of the busiest and of the quietest days that are left out of the mean. */
const TRIMMED_SHARE = 0.2;

/** Misskey and its forks: what it says about itself, which is only posted to, and where it tells no figure, its chart. */
export const misskey: Reader = {
  software: [
    "misskey",
    "calckey",
    "catodon",
    "cherrypick",
    "firefish",
    "foundkey",
    "iceshrimp",
    "magnetar",
    "nexkey",
    "pulsar",
    "sharkey",
  ],
  async claims(asked) {
    const { domain, base } = asked;
    const meta = await asked.getOptionalJson(`https://${domain}/api/meta`, { post: {} });
    const isChartNeeded = base.monthlyActiveUsers === null;
    const chart = isChartNeeded ? await asked.getOptionalJson(`https://${domain}${CHART}`) : null;
    const areCountsNeeded = base.accounts === null;
    const stats = areCountsNeeded ? await asked.getOptionalJson(`https://${domain}/api/stats`, { post: {} }) : null;
    return claimsOf({ meta, chart, stats }, asked);
  },
  async peers(asked) {
    return peersOf(asked).catch((error) => {
      if (isAbsent(error)) return someInstances(asked);
      throw error;
    });
  },
};

/** The newest hundred, where the list of all is not there. */
async function someInstances({ domain, getJson }: Asked): Promise<unknown[]> {
  const instances = await getJson(`https://${domain}/api/federation/instances`, { post: { limit: 100 } });
  return Array.isArray(instances) ? instances.filter(isRecord).map(({ host }) => host) : [];
}

function claimsOf(documents: { meta: unknown; chart: unknown; stats: unknown }, known: Known): Claims {
  const { domain, nodeinfo, base } = known;
  const meta = Meta.parse({ ...nodeinfo.metadata, ...(isRecord(documents.meta) && documents.meta) });
  const stats = Stats.parse(documents.stats);
  const days = Chart.parse(documents.chart).read.map((day) => count.parse(day));
  const description = prose(600).parse(meta.description) ?? base.description;
  return {
    ...base,
    title: meta.name ?? base.title,
    description,
    // Empty until the admin fills it.
    languages: languagesOf(meta.langs),
    registrations: registrationsOf(meta, known),
    isFederationLimited: meta.federation === null ? base.isFederationLimited : meta.federation !== "all",
    dailyActiveUsers: usualDay(days),
    accounts: base.accounts ?? stats.originalUsersCount,
    posts: base.posts ?? stats.originalNotesCount,
    host: hostOf(meta.uri),
    details: {
      ...base.details,
      about: furtherText(meta.description, description, known),
      rules: meta.serverRules,
      termsUrl: ownPageOf(meta.tosUrl, domain),
      privacyUrl: ownPageOf(meta.privacyPolicyUrl, domain),
      postLength: meta.maxNoteTextLength,
      uploadMegabytes: meta.policies.maxFileSizeMb ?? meta.maxFileSize,
      storageMegabytes: meta.policies.driveCapacityMb ?? meta.driveCapacityPerLocalUserMb,
    },
  };
}

/**
 * Closed registration still takes an invitation code. Where the program knows applications and does not say whether
 * they are wanted, NodeInfo's promise stands.
 */
function registrationsOf(
  { disableRegistration, approvalRequiredForSignup: needsApproval }: z.infer<typeof Meta>,
  { nodeinfo, base }: Known,
): Claims["registrations"] {
  if (disableRegistration === null) return base.registrations;
  if (disableRegistration) return "invite";
  if (needsApproval === true) return "approval";
  if (needsApproval === false) return "open";
  return programOf(nodeinfo.software)?.openMeans ?? "unknown";
}

/**
 * How many people read there on a usual day, from the days of a chart, newest first; null where there are none.
 *
 * Whoever writes has read before, and most only read: so `read`, as Misskey's own directory takes it, not `readWrite`,
 * which counts those who did both. Days before the server began are 0 and left out, as is today; of the rest the mean,
 * without the busiest and quietest fifth, so that one festival or one outage is not the server's size.
 * @example usualDay([2, 10, 11, 9, 10, 400, 0, 0]) // => 10
 */
export function usualDay(read: readonly (number | null)[]): number | null {
  const days = read.slice(1).filter((day) => day !== null);
  if (days.length === 0) return null;
  const began = days.findLastIndex((day) => day > 0);
  if (began === -1) return 0;
  const sorted = days.slice(0, began + 1).toSorted((a, b) => a - b);
  const trimmed = Math.floor(sorted.length * TRIMMED_SHARE);
  const usual = sorted.slice(trimmed, sorted.length - trimmed);
  return Math.round(usual.reduce((sum, day) => sum + day, 0) / usual.length);
}
