import { type Claims, furtherText, ownPageOf } from "../claims.ts";
import { hostOf } from "../nodeinfo.ts";
import { age, count, fields, flag, limit, megabytes, prose, proses, raw, strings, text } from "../tolerant.ts";
import { languagesOfLocale } from "./locale.ts";
import type { Asked, Known } from "./reader.ts";

/*
 * Mastodon's two documents about an instance, which many programs answer too. Here is what all of them mean alike; how
 * one gets in differs, and each reader says how it reads there.
 */

/** What both versions call alike. */
const COMMON = {
  title: prose(120),
  languages: strings(40, 20),
  rules: proses(30, 300),
};

const CONFIGURATION = {
  statuses: fields({ max_characters: limit }),
  media_attachments: fields({ image_size_limit: megabytes, video_size_limit: megabytes }),
};

/** /api/v1/instance, since Mastodon 1.1. */
const InstanceV1 = fields({
  ...COMMON,
  uri: text(300),
  short_description: prose(600),
  description: raw,
  stats: fields({ user_count: count, status_count: count }),
  configuration: fields(CONFIGURATION),
  /** Characters in a post: Pleroma's and glitch-soc's word for it. */
  max_toot_chars: limit,
  /** Pleroma's. */
  upload_limit: megabytes,
});

/** /api/v2/instance, since Mastodon 4.0. */
const InstanceV2 = fields({
  ...COMMON,
  domain: text(300),
  description: raw,
  usage: fields({ users: fields({ active_month: count }) }),
  configuration: fields({
    ...CONFIGURATION,
    limited_federation: flag,
    urls: fields({ terms_of_service: raw, privacy_policy: raw }),
  }),
  registrations: fields({ min_age: age, url: raw }),
});

const SwitchesV1 = fields({ registrations: flag, approval_required: flag, invites_enabled: flag });
const SwitchesV2 = fields({ registrations: fields({ enabled: flag, approval_required: flag }) });

/** Version 1 in our words; how one gets in is as NodeInfo says. */
export function commonOfV1(document: unknown, known: Known): Claims {
  const { base } = known;
  const { configuration, stats, ...instance } = InstanceV1.parse(document);
  const { statuses, media_attachments: files } = configuration;
  const description = instance.short_description ?? prose(600).parse(instance.description) ?? base.description;
  return {
    ...base,
    title: instance.title ?? base.title,
    description,
    languages: languagesOfLocale(instance.languages),
    accounts: base.accounts ?? stats.user_count,
    posts: base.posts ?? stats.status_count,
    host: hostOf(instance.uri),
    details: {
      ...base.details,
      about: furtherText(instance.description, description, known),
      rules: instance.rules,
      postLength: statuses.max_characters ?? instance.max_toot_chars ?? base.details.postLength,
      uploadMegabytes: largestOf(files) ?? (instance.upload_limit || base.details.uploadMegabytes),
    },
  };
}

/** Version 2 in our words; how one gets in is as NodeInfo says. */
export function commonOfV2(document: unknown, known: Known): Claims {
  const { domain, base } = known;
  const { registrations, usage, configuration, ...instance } = InstanceV2.parse(document);
  const { urls, statuses, media_attachments: files } = configuration;
  const description = prose(600).parse(instance.description) ?? base.description;
  return {
    ...base,
    title: instance.title ?? base.title,
    description,
    languages: languagesOfLocale(instance.languages),
    signUpUrl: ownPageOf(registrations.url, domain),
    minimumAge: registrations.min_age,
    isFederationLimited: configuration.limited_federation ?? base.isFederationLimited,
    // The same figure as NodeInfo's, except that it is 0 in limited federation mode; the judge compares them.
    monthlyActiveUsers: usage.users.active_month || (base.monthlyActiveUsers ?? usage.users.active_month),
    host: hostOf(instance.domain),
    details: {
      ...base.details,
      about: furtherText(instance.description, description, known),
      rules: instance.rules,
      termsUrl: ownPageOf(urls.terms_of_service, domain),
      privacyUrl: ownPageOf(urls.privacy_policy, domain),
      postLength: statuses.max_characters,
      uploadMegabytes: largestOf(files),
    },
  };
}

/** How sign-up is switched on and off, as it stands in either version; what it means differs by program. */
export interface Switches {
  isEnabled: boolean | null;
  needsApproval: boolean | null;
}

export function switchesOfV1(document: unknown): Switches & { isByInvitation: boolean | null } {
  const { registrations, approval_required, invites_enabled } = SwitchesV1.parse(document);
  return { isEnabled: registrations, needsApproval: approval_required, isByInvitation: invites_enabled };
}

export function switchesOfV2(document: unknown): Switches {
  const { enabled, approval_required } = SwitchesV2.parse(document).registrations;
  return { isEnabled: enabled, needsApproval: approval_required };
}

/**
 * How one gets in where the two switches mean what they say: `enabled` stays true where each request is read by a
 * person. Null where it is not told.
 */
export function registrationsOf({ isEnabled, needsApproval }: Switches): "open" | "approval" | "closed" | null {
  if (isEnabled === null) return null;
  if (!isEnabled) return "closed";
  return needsApproval === true ? "approval" : "open";
}

/** The names of other instances that it publishes. */
export async function peersOf({ domain, getJson }: Pick<Asked, "domain" | "getJson">): Promise<unknown[]> {
  const peers = await getJson(`https://${domain}/api/v1/instance/peers`);
  return Array.isArray(peers) ? peers : [];
}

/** The larger of two limits, in megabytes; null where neither is told, or both are 0. */
function largestOf(files: { image_size_limit: number | null; video_size_limit: number | null }): number | null {
  return Math.max(files.image_size_limit ?? 0, files.video_size_limit ?? 0) || null;
}
