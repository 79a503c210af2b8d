import { languagesOf } from "#core/languages.ts";
import type { Claims } from "../claims.ts";
import { count, fields, flag, prose, strings } from "../tolerant.ts";
import type { Known, Reader } from "./reader.ts";

const Config = fields({
  instance: fields({ name: prose(120), shortDescription: prose(600), isNSFW: flag }),
  signup: fields({ allowed: flag, requiresApproval: flag, minimumAge: count }),
});

const About = fields({ instance: fields({ description: prose(600), languages: strings(40, 20) }) });

/** Cached for four hours by the server; each group is null where the admin does not publish it. */
const Stats = fields({
  totalUsers: count,
  totalDailyActiveUsers: count,
  totalWeeklyActiveUsers: count,
  totalMonthlyActiveUsers: count,
  totalLocalVideos: count,
  totalLocalVideoComments: count,
});

/** PeerTube: its configuration, what it says about itself, and its statistics. */
export const peertube: Reader = {
  software: ["peertube"],
  async claims(asked) {
    const api = `https://${asked.domain}/api/v1`;
    const config = await asked.getJson(`${api}/config`);
    const about = await asked.getOptionalJson(`${api}/config/about`);
    const stats = await asked.getOptionalJson(`${api}/server/stats`);
    return claimsOf({ config, about, stats }, asked);
  },
};

export function claimsOf(
  documents: { config: unknown; about: unknown; stats: unknown },
  { base }: Pick<Known, "base">,
): Claims {
  const { instance, signup } = Config.parse(documents.config);
  const about = About.parse(documents.about).instance;
  const stats = Stats.parse(documents.stats);
  return {
    ...base,
    title: instance.name ?? base.title,
    description: instance.shortDescription ?? about.description ?? base.description,
    // Chosen by hand in the administration, so worth more than a locale.
    languages: languagesOf(about.languages),
    registrations: registrationsOf(signup.allowed, signup.requiresApproval) ?? base.registrations,
    minimumAge: signup.minimumAge !== null && signup.minimumAge <= 150 ? signup.minimumAge : null,
    isAdult: instance.isNSFW,
    monthlyActiveUsers: stats.totalMonthlyActiveUsers ?? base.monthlyActiveUsers,
    weeklyActiveUsers: stats.totalWeeklyActiveUsers ?? base.weeklyActiveUsers,
    dailyActiveUsers: stats.totalDailyActiveUsers,
    accounts: stats.totalUsers ?? base.accounts,
    // NodeInfo's localPosts also counts federated videos.
    posts: stats.totalLocalVideos,
    comments: stats.totalLocalVideoComments ?? base.comments,
  };
}

/** `allowed` already knows the user limit; it stays true where each request is read by a person. */
function registrationsOf(
  isAllowed: boolean | null,
  needsApproval: boolean | null,
): "open" | "approval" | "closed" | null {
  if (isAllowed === null) return null;
  if (!isAllowed) return "closed";
  return needsApproval === true ? "approval" : "open";
}
