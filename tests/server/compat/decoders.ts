import { z } from "zod";

/*
 * How strictly the clients of other directories read, each as its own language does. A list that fails one of them is a
 * list nobody sees.
 */

/** Swift's Int, which also refuses 1.0e3 and fractions; JSON.parse cannot tell 1 from 1.0, so only fractions are seen. */
const SwiftInt = z.int();
/** Java's and Kotlin's int. */
const JavaInt = z.int().min(-2_147_483_648).max(2_147_483_647);

/** Mastodon for iOS: Codable, no field but the picture's optional. */
const IosServer = z.object({
  domain: z.string(),
  version: z.string(),
  description: z.string(),
  languages: z.array(z.string()),
  region: z.string(),
  categories: z.array(z.string()),
  proxied_thumbnail: z.string().optional(),
  blurhash: z.string().optional(),
  total_users: SwiftInt,
  last_week_users: SwiftInt,
  approval_required: z.boolean(),
  language: z.string(),
  category: z.string(),
});

/** Megalodon and Moshidon: every field that is an object must be there; the numbers are Java's. */
const AndroidServer = z.strictObject({
  domain: z.string().min(1),
  version: z.string(),
  description: z.string(),
  languages: z.array(z.string().min(1)),
  region: z.enum(["europe", "north_america", "south_america", "africa", "asia", "oceania", ""]),
  categories: z.array(z.string().min(1)),
  proxied_thumbnail: z.url({ protocol: /^https?$/ }),
  blurhash: z.string().min(6),
  total_users: JavaInt.nonnegative(),
  last_week_users: JavaInt.nonnegative(),
  approval_required: z.boolean(),
  language: z.string(),
  category: z.string(),
});

/** One bad row fails the whole list, in all of them. */
export const Servers = z.array(z.intersection(IosServer, AndroidServer));

export const Categories = z.array(z.strictObject({ category: z.string().min(1), servers_count: JavaInt.positive() }));

/** The web page drops rows without a locale. */
export const Languages = z.array(
  z.strictObject({ locale: z.string().min(1), language: z.string().min(1), servers_count: JavaInt.positive() }),
);

/** iOS repeats the name `weight` times, so a large one would be a large array. */
export const DefaultServers = z.array(z.strictObject({ domain: z.string().min(1), weight: SwiftInt.min(1).max(100) }));

const Digits = z.string().regex(/^(0|[1-9]\d*)$/);

/** The web page: numbers in strings, a day each. */
export const Statistics = z.array(
  z.strictObject({
    period: z.iso.date(),
    server_count: Digits,
    user_count: Digits,
    active_user_count: Digits,
  }),
);

/** PeerTube's follower: `data` is a list and each of it has a host. */
export const Hosts = z.strictObject({
  total: JavaInt.nonnegative(),
  data: z.array(z.strictObject({ host: z.hostname() })),
});

/** Fedilab (Gson) and the joinpeertube page; fields may be missing, but never be null or of another type. */
export const PeerTubeInstances = z.strictObject({
  total: JavaInt.nonnegative(),
  data: z.array(
    z.strictObject({
      id: JavaInt.nonnegative(),
      host: z.hostname(),
      name: z.string().min(1),
      shortDescription: z.string(),
      version: z.string(),
      signupAllowed: z.boolean(),
      categories: z.array(JavaInt.min(1).max(18)),
      languages: z.array(z.string()),
      isNSFW: z.boolean(),
      totalUsers: JavaInt.nonnegative().optional(),
      totalLocalVideos: JavaInt.nonnegative().optional(),
      createdAt: z.iso.datetime(),
    }),
  ),
});

export const PeerTubeStats = z.strictObject({
  totalInstances: z.int().nonnegative(),
  totalUsers: z.int().nonnegative().optional(),
  totalVideos: z.int().nonnegative().optional(),
});

/** Apps for Lemmy: a list with one name. */
export const LemmySuggested = z.array(z.hostname()).max(1);

const LemmyCount = z.int().nonnegative().optional();

/** The page of join-lemmy: names by country with `fallback` always there, and rows by name. */
export const LemmyAll = z.strictObject({
  suggested: z.intersection(
    z.record(z.string().regex(/^([a-z]{2}|\d{3}|fallback)$/), z.array(z.hostname())),
    z.object({ fallback: z.array(z.hostname()) }),
  ),
  instances: z.record(
    z.hostname(),
    z.strictObject({
      domain: z.hostname(),
      site_info: z.strictObject({
        site_view: z.strictObject({
          site: z.strictObject({
            name: z.string().min(1),
            description: z.string().min(1).optional(),
            actor_id: z.url({ protocol: /^https$/ }),
          }),
          local_site: z.strictObject({ registration_mode: z.enum(["Open", "RequireApplication"]) }),
          counts: z.strictObject({
            users: LemmyCount,
            posts: LemmyCount,
            users_active_day: LemmyCount,
            users_active_week: LemmyCount,
            users_active_month: LemmyCount,
            users_active_half_year: LemmyCount,
          }),
        }),
        version: z.string(),
      }),
      languages: z.array(z.string()),
      topics: z.array(z.string()),
    }),
  ),
});
