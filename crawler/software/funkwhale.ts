import { languagesOf } from "#core/languages.ts";
import { type Claims, furtherText, ownPageOf } from "../claims.ts";
import { markdown, markdownPoints } from "../markdown.ts";
import { fields, firstItems, flag, limit, prose, strings, text } from "../tolerant.ts";
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

/** Some eighty. */
const Settings = firstItems(500);
const Setting = fields({ section: text(40), name: text(60), value: flag });

/** Funkwhale: its NodeInfo tells nearly all; whether somebody reads each request stands among its settings. */
export const funkwhale: Reader = {
  software: ["funkwhale"],
  async claims(asked) {
    if (asked.nodeinfo.openRegistrations === false) return claimsOf(null, asked);
    return claimsOf(await asked.getOptionalJson(`https://${asked.domain}/api/v1/instance/settings`), asked);
  },
};

function claimsOf(settings: unknown, known: Known): Claims {
  const { domain, nodeinfo, base } = known;
  const metadata = Metadata.parse(nodeinfo.metadata);
  const description = base.description ?? prose(600).parse(metadata.longDescription);
  return {
    ...base,
    description,
    languages: languagesOf(metadata.languages),
    registrations: registrationsOf(settings, nodeinfo.openRegistrations) ?? base.registrations,
    isFederationLimited: base.isFederationLimited || metadata.library.federationEnabled === false,
    // Always 0: what people upload is counted elsewhere.
    posts: null,
    comments: null,
    details: {
      ...base.details,
      about: furtherText(metadata.longDescription, description, known),
      rules: metadata.rules,
      termsUrl: metadata.terms === null ? null : ownPageOf("/about", domain),
      storageMegabytes: metadata.defaultUploadQuota,
    },
  };
}

/** Null where NodeInfo does not say open, or the settings do not say whether requests are read. */
function registrationsOf(settings: unknown, isOpen: boolean | null): Claims["registrations"] | null {
  if (isOpen !== true) return null;
  const all = Settings.parse(settings).map((item) => Setting.parse(item));
  const needsApproval = all.find(
    (one) => one.section === "moderation" && one.name === "signup_approval_enabled",
  )?.value;
  return needsApproval == null ? null : needsApproval ? "approval" : "open";
}
