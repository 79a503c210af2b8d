import type { Claims } from "../claims.ts";
import { fields, limit, prose, text } from "../tolerant.ts";
import { languagesOfLocale } from "./locale.ts";
import type { Known, Reader } from "./reader.ts";

const Config = fields({
  siteTitle: prose(120),
  defaultLang: text(20),
  /** Only where a theme or plugin asks for it. */
  registrationType: text(40),
  maximumPostLength: limit,
  /** Kilobytes. */
  maximumFileSize: limit,
});

const REGISTRATIONS: ReadonlyMap<string | null, Claims["registrations"]> = new Map([
  ["normal", "open"],
  ["admin-approval", "approval"],
  ["admin-approval-ip", "approval"],
  ["invite-only", "invite"],
  ["admin-invite-only", "invite"],
  ["disabled", "closed"],
]);

/** NodeBB: NodeInfo, and the public part of its configuration. */
export const nodebb: Reader = {
  software: ["nodebb"],
  async claims(asked) {
    return claimsOf(await asked.getJson(`https://${asked.domain}/api/config`), asked);
  },
};

function claimsOf(document: unknown, { base }: Known): Claims {
  const config = Config.parse(document);
  return {
    ...base,
    title: base.title ?? config.siteTitle,
    languages: languagesOfLocale(config.defaultLang),
    registrations: REGISTRATIONS.get(config.registrationType) ?? base.registrations,
    details: {
      ...base.details,
      postLength: config.maximumPostLength,
      uploadMegabytes: config.maximumFileSize === null ? null : Math.round(config.maximumFileSize / 1024) || null,
    },
  };
}
