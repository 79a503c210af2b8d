import { z } from "zod";
import { languagesOf } from "#core/languages.ts";
import { type Claims, ownPageOf } from "../claims.ts";
import { HttpError, VisitError } from "../net/errors.ts";
import { hostOf } from "../nodeinfo.ts";
import { count, fields, flag, prose, strings, text } from "../tolerant.ts";
import type { Known, Reader } from "./reader.ts";

const InstanceV2 = fields({
  domain: text(300),
  title: prose(120),
  description: prose(600),
  languages: strings(40, 20),
  usage: fields({ users: fields({ active_month: count }) }),
  configuration: fields({ limited_federation: flag }),
  registrations: fields({
    enabled: flag,
    approval_required: flag,
    min_age: count,
    url: z.string().nullable().catch(null),
  }),
});

const InstanceV1 = fields({
  uri: text(300),
  title: prose(120),
  short_description: prose(600),
  description: prose(600),
  languages: strings(40, 20),
  stats: fields({ user_count: count, status_count: count }),
  registrations: flag,
  approval_required: flag,
  invites_enabled: flag,
});

/** Mastodon and its close forks: /api/v2/instance since 4.0, /api/v1/instance before. */
export const mastodon: Reader = {
  software: ["mastodon", "hometown", "kmyblue", "ecko"],
  async claims(asked) {
    const v2 = await asked.getJson(`https://${asked.domain}/api/v2/instance`).catch((error) => {
      if (isWithoutV2(error)) return null;
      throw error;
    });
    if (v2 !== null) return claimsOfV2(v2, asked);
    return claimsOfV1(await asked.getJson(`https://${asked.domain}/api/v1/instance`), asked);
  },
};

/** No such page, or the start page in its place. Any other answer is about us or the moment, not about the version. */
function isWithoutV2(error: unknown): boolean {
  if (error instanceof HttpError) return error.status === 404;
  return error instanceof VisitError && error.failure === "not-json";
}

export function claimsOfV2(document: unknown, { domain, base }: Known): Claims {
  const { registrations, usage, configuration, ...instance } = InstanceV2.parse(document);
  return {
    ...base,
    title: instance.title ?? base.title,
    description: instance.description ?? base.description,
    languages: declared(instance.languages),
    registrations: registrationsOf(registrations.enabled, registrations.approval_required) ?? base.registrations,
    signUpUrl: ownPageOf(registrations.url, domain),
    minimumAge: registrations.min_age !== null && registrations.min_age <= 150 ? registrations.min_age : null,
    isFederationLimited: configuration.limited_federation ?? base.isFederationLimited,
    // The same figure as NodeInfo's, except that it is 0 in limited federation mode.
    monthlyActiveUsers: base.monthlyActiveUsers ?? usage.users.active_month,
    host: hostOf(instance.domain),
  };
}

export function claimsOfV1(document: unknown, { base }: Known): Claims {
  const { stats, registrations, approval_required, invites_enabled, ...instance } = InstanceV1.parse(document);
  const told = registrationsOf(registrations, approval_required);
  return {
    ...base,
    title: instance.title ?? base.title,
    description: instance.short_description ?? instance.description ?? base.description,
    languages: declared(instance.languages),
    registrations: (told === "closed" && invites_enabled === true ? "invite" : told) ?? base.registrations,
    accounts: base.accounts ?? stats.user_count,
    posts: base.posts ?? stats.status_count,
    host: hostOf(instance.uri),
  };
}

/** `enabled` stays true where each request is read by a person. */
function registrationsOf(
  isEnabled: boolean | null,
  needsApproval: boolean | null,
): "open" | "approval" | "closed" | null {
  if (isEnabled === null) return null;
  if (!isEnabled) return "closed";
  return needsApproval === true ? "approval" : "open";
}

/**
 * Mastodon sends only its default locale. `en` is what an admin has who never chose (944 of 1,024 servers), so it
 * declares nothing; another language was set by hand.
 */
function declared(tags: readonly string[]): string[] {
  const languages = languagesOf(tags);
  return languages.length === 1 && languages[0] === "en" ? [] : languages;
}
