import { languagesOf } from "#core/languages.ts";
import { type Claims, furtherText, ownPageOf } from "../claims.ts";
import { markdown, markdownPoints } from "../markdown.ts";
import { fields, flag, isRecord, limit, strings, text } from "../tolerant.ts";
import type { Known, Reader } from "./reader.ts";

const Metadata = fields({
  longDescription: markdown,
  rules: markdownPoints(30, 300),
  terms: text(100),
  /** Since NodeInfo 2.1; chosen by hand. */
  languages: strings(40, 20),
  /** Megabytes. */
  defaultUploadQuota: limit,
  library: fields({ federationEnabled: flag }),
});

const Setting = fields({ section: text(40), name: text(60), value: flag });

/** Funkwhale: its NodeInfo tells nearly all; whether somebody reads each request stands among its settings. */
export const funkwhale: Reader = {
  software: ["funkwhale"],
  async claims(asked) {
    const settings = await asked.getOptionalJson(`https://${asked.domain}/api/v1/instance/settings`);
    return claimsOf(settings, asked);
  },
};

function claimsOf(settings: unknown, known: Known): Claims {
  const { domain, nodeinfo, base } = known;
  const metadata = Metadata.parse(nodeinfo.metadata);
  return {
    ...base,
    languages: languagesOf(metadata.languages),
    registrations: registrationsOf(settings, nodeinfo.openRegistrations) ?? base.registrations,
    isFederationLimited: base.isFederationLimited || metadata.library.federationEnabled === false,
    // Always 0: what people upload is counted elsewhere.
    posts: null,
    comments: null,
    details: {
      ...base.details,
      about: furtherText(metadata.longDescription, base.description, known),
      rules: metadata.rules,
      termsUrl: metadata.terms === null ? null : ownPageOf("/about", domain),
      storageMegabytes: metadata.defaultUploadQuota,
    },
  };
}

function registrationsOf(settings: unknown, isOpen: boolean | null): Claims["registrations"] | null {
  const told = new Map(
    (Array.isArray(settings) ? settings : []).slice(0, 500).flatMap((item): [string, boolean | null][] => {
      if (!isRecord(item)) return [];
      const { section, name, value } = Setting.parse(item);
      return [[`${section}.${name}`, value]];
    }),
  );
  const mayJoin = told.get("users.registration_enabled") ?? isOpen;
  const needsApproval = told.get("moderation.signup_approval_enabled") ?? null;
  if (mayJoin === false) return "closed";
  if (mayJoin === null || needsApproval === null) return null;
  return needsApproval ? "approval" : "open";
}
