import { languagesOf } from "#core/languages.ts";
import { topicsFromPeerTube } from "#core/topics.ts";
import { type Claims, furtherText, ownPageOf, staffOf } from "../claims.ts";
import { markdown, markdownPoints } from "../markdown.ts";
import { age, count, fields, firstItems, flag, megabytes, prose, raw, strings, text } from "../tolerant.ts";
import { languagesOfLocale } from "./locale.ts";
import { registrationsOf } from "./mastodon-api.ts";
import type { Known, Reader } from "./reader.ts";

const Config = fields({
  instance: fields({
    name: prose(120),
    shortDescription: prose(600),
    isNSFW: flag,
    /** Of its pages; since 7.0. */
    defaultLanguage: text(20),
  }),
  signup: fields({ allowed: flag, requiresApproval: flag, minimumAge: age }),
  user: fields({ videoQuota: megabytes }),
  federation: fields({ enabled: flag }),
});

const About = fields({
  instance: fields({
    description: markdown,
    terms: text(100),
    codeOfConduct: markdownPoints(30, 300),
    languages: strings(40, 20),
    categories: firstItems(100),
  }),
});

/** Cached for four hours by the server; each group is null where the admin does not publish it. */
const Stats = fields({
  totalUsers: count,
  totalDailyActiveUsers: count,
  totalWeeklyActiveUsers: count,
  totalMonthlyActiveUsers: count,
  totalModerators: count,
  totalAdmins: count,
  totalLocalVideos: count,
  totalLocalVideoComments: count,
});

/** One page of followers, and of who is followed; the most it gives at once. */
const PEERS = "?start=0&count=100&actorType=Application";
const Page = fields({ data: firstItems(100) });
const Follow = fields({
  follower: fields({ host: raw }),
  following: fields({ host: raw }),
});

/** PeerTube: its configuration and statistics, and once a week what it says about itself at length. */
export const peertube: Reader = {
  software: ["peertube"],
  async claims(asked) {
    const api = `https://${asked.domain}/api/v1`;
    const config = await asked.getJson(`${api}/config`);
    const about = asked.isThorough ? await asked.getOptionalJson(`${api}/config/about`) : null;
    const stats = await asked.getOptionalJson(`${api}/server/stats`);
    return claimsOf({ config, about, stats }, asked);
  },
  async peers(asked) {
    const api = `https://${asked.domain}/api/v1/server`;
    const followers = followsIn(await asked.getJson(`${api}/followers${PEERS}`));
    const following = followsIn(await asked.getOptionalJson(`${api}/following${PEERS}`));
    return [...followers.map((one) => one.follower.host), ...following.map((one) => one.following.host)];
  },
};

function followsIn(document: unknown) {
  return Page.parse(document).data.map((item) => Follow.parse(item));
}

function claimsOf(documents: { config: unknown; about: unknown; stats: unknown }, known: Known): Claims {
  const { domain, base } = known;
  const { instance, signup, user, federation } = Config.parse(documents.config);
  const about = About.parse(documents.about).instance;
  const stats = Stats.parse(documents.stats);
  const description = instance.shortDescription ?? base.description;
  const languages = languagesOf(about.languages);
  return {
    ...base,
    title: instance.name ?? base.title,
    description,
    // Chosen by hand in the administration, so worth more than the language of its pages.
    languages: languages.length > 0 ? languages : languagesOfLocale(instance.defaultLanguage),
    topics: topicsFromPeerTube(about.categories.map((id) => count.parse(id)).filter((id) => id !== null)),
    // `allowed` already knows the user limit.
    registrations:
      registrationsOf({ isEnabled: signup.allowed, needsApproval: signup.requiresApproval }) ?? base.registrations,
    minimumAge: signup.minimumAge,
    isAdult: instance.isNSFW,
    isFederationLimited: federation.enabled === null ? base.isFederationLimited : !federation.enabled,
    monthlyActiveUsers: stats.totalMonthlyActiveUsers ?? base.monthlyActiveUsers,
    weeklyActiveUsers: stats.totalWeeklyActiveUsers ?? base.weeklyActiveUsers,
    dailyActiveUsers: stats.totalDailyActiveUsers,
    accounts: stats.totalUsers ?? base.accounts,
    // NodeInfo's localPosts also counts federated videos.
    posts: stats.totalLocalVideos,
    comments: stats.totalLocalVideoComments ?? base.comments,
    details: {
      ...base.details,
      about: furtherText(about.description, description, known),
      rules: about.codeOfConduct,
      termsUrl: about.terms === null ? null : ownPageOf("/about/instance", domain),
      storageMegabytes: user.videoQuota,
      staff: staffOf(stats.totalModerators, stats.totalAdmins),
    },
  };
}
