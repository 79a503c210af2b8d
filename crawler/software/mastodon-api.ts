import { z } from "zod";
import { type Claims, ownPageOf } from "../claims.ts";
import { hostOf } from "../nodeinfo.ts";
import { age, count, fields, flag, megabytes, prose, proses, strings, text } from "../tolerant.ts";
import { languagesOfLocale } from "./locale.ts";
import type { Asked, Known } from "./reader.ts";

/*
 * Mastodon's two documents about an instance, which many programs answer too. Here is what all of them mean alike; how
 * one gets in differs, and each reader says how it reads there.
 */

const Configuration = {
  statuses: fields({ max_characters: count }),
  media_attachments: fields({ image_size_limit: megabytes, video_size_limit: megabytes }),
};

/** /api/v1/instance, since Mastodon 1.1. */
const InstanceV1 = fields({
  uri: text(300),
  title: prose(120),
  short_description: prose(600),
  description: prose(600),
  languages: strings(40, 20),
  rules: proses(30, 300),
  stats: fields({ user_count: count, status_count: count }),
  configuration: fields(Configuration),
  /** Characters in a post: Pleroma's and glitch-soc's word for it. */
  max_toot_chars: count,
  /** Pleroma's. */
  upload_limit: megabytes,
});

/** /api/v2/instance, since Mastodon 4.0. */
const InstanceV2 = fields({
  domain: text(300),
  title: prose(120),
  description: prose(600),
  languages: strings(40, 20),
  rules: proses(30, 300),
  usage: fields({ users: fields({ active_month: count }) }),
  configuration: fields({
    ...Configuration,
    limited_federation: flag,
    urls: fields({
      terms_of_service: z.string().nullable().catch(null),
      privacy_policy: z.string().nullable().catch(null),
    }),
  }),
  registrations: fields({ min_age: age, url: z.string().nullable().catch(null) }),
});

const Long = fields({ description: prose(4_000) });

const RegistrationsV1 = fields({ registrations: flag, approval_required: flag, invites_enabled: flag });
const RegistrationsV2 = fields({ registrations: fields({ enabled: flag, approval_required: flag }) });

/** Version 1 in our words; how one gets in is as NodeInfo says. */
export function commonOfV1(document: unknown, { domain: _domain, base }: Known): Claims {
  const { configuration, stats, ...instance } = InstanceV1.parse(document);
  const { description: long } = Long.parse(document);
  const { media_attachments: files } = configuration;
  const description = instance.short_description ?? instance.description ?? base.description;
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
      about: long !== description ? long : null,
      rules: instance.rules,
      postLength: configuration.statuses.max_characters ?? instance.max_toot_chars,
      uploadMegabytes: larger(files.image_size_limit, files.video_size_limit) ?? instance.upload_limit,
    },
  };
}

/** Version 2 in our words; how one gets in is as NodeInfo says. */
export function commonOfV2(document: unknown, { domain, base }: Known): Claims {
  const { registrations, usage, configuration, ...instance } = InstanceV2.parse(document);
  const { description: long } = Long.parse(document);
  const { urls, statuses, media_attachments: files } = configuration;
  const description = instance.description ?? base.description;
  return {
    ...base,
    title: instance.title ?? base.title,
    description,
    languages: languagesOfLocale(instance.languages),
    signUpUrl: ownPageOf(registrations.url, domain),
    minimumAge: registrations.min_age,
    isFederationLimited: configuration.limited_federation ?? base.isFederationLimited,
    // The same figure as NodeInfo's, except that it is 0 in limited federation mode.
    monthlyActiveUsers: base.monthlyActiveUsers ?? usage.users.active_month,
    host: hostOf(instance.domain),
    details: {
      ...base.details,
      about: long !== description ? long : null,
      rules: instance.rules,
      termsUrl: ownPageOf(urls.terms_of_service, domain),
      privacyUrl: ownPageOf(urls.privacy_policy, domain),
      postLength: statuses.max_characters,
      uploadMegabytes: larger(files.image_size_limit, files.video_size_limit),
    },
  };
}

/** The switches of version 1, as they stand there. */
export function switchesOfV1(document: unknown) {
  const { registrations, approval_required, invites_enabled } = RegistrationsV1.parse(document);
  return { isEnabled: registrations, needsApproval: approval_required, isByInvitation: invites_enabled };
}

/** The switches of version 2, as they stand there. */
export function switchesOfV2(document: unknown) {
  const { enabled, approval_required } = RegistrationsV2.parse(document).registrations;
  return { isEnabled: enabled, needsApproval: approval_required };
}

/**
 * How one gets in where the two switches mean what they say: `enabled` stays true where each request is read by a
 * person. Null where it is not told.
 */
export function registrationsOf(
  isEnabled: boolean | null,
  needsApproval: boolean | null,
): "open" | "approval" | "closed" | null {
  if (isEnabled === null) return null;
  if (!isEnabled) return "closed";
  return needsApproval === true ? "approval" : "open";
}

/** The names of other instances that it publishes. */
export async function peersOf({ domain, getJson }: Pick<Asked, "domain" | "getJson">): Promise<unknown[]> {
  const peers = await getJson(`https://${domain}/api/v1/instance/peers`);
  return Array.isArray(peers) ? peers : [];
}

function larger(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
