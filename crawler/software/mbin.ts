import { type Claims, furtherText, ownPageOf, staffOf } from "../claims.ts";
import { markdown } from "../markdown.ts";
import { hostOf } from "../nodeinfo.ts";
import { fields, flag, isRecord, items, prose, size, text } from "../tolerant.ts";
import { languagesOfLocale } from "./locale.ts";
import type { Known, Reader } from "./reader.ts";

const Info = fields({
  websiteDomain: text(300),
  websiteTitle: prose(120),
  websiteOpenRegistrations: flag,
  websiteFederationEnabled: flag,
  websiteDefaultLang: text(20),
  instanceModerators: size,
  instanceAdmins: size,
});

/** Pages that the admin wrote. */
const Pages = fields({ about: markdown, terms: text(100), privacyPolicy: text(100) });

const Federated = fields({ instances: items });

/** Mbin and what is left of Kbin: its settings, and once a week its pages. */
export const mbin: Reader = {
  software: ["mbin", "kbin"],
  async claims(asked) {
    const info = await asked.getJson(`https://${asked.domain}/api/info`);
    const pages = asked.isThorough ? await asked.getOptionalJson(`https://${asked.domain}/api/instance`) : null;
    return claimsOf({ info, pages }, asked);
  },
  async peers({ domain, getJson }) {
    const { instances } = Federated.parse(await getJson(`https://${domain}/api/federated`));
    return instances.map((item) => (isRecord(item) ? item["domain"] : item));
  },
};

function claimsOf(documents: { info: unknown; pages: unknown }, known: Known): Claims {
  const { domain, base } = known;
  const info = Info.parse(documents.info);
  const { about, terms, privacyPolicy } = Pages.parse(documents.pages);
  return {
    ...base,
    title: info.websiteTitle ?? base.title,
    languages: languagesOfLocale(info.websiteDefaultLang),
    registrations: registrationsOf(info.websiteOpenRegistrations) ?? base.registrations,
    isFederationLimited: info.websiteFederationEnabled === false || base.isFederationLimited,
    host: hostOf(info.websiteDomain),
    details: {
      ...base.details,
      about: furtherText(about, base.description, known),
      termsUrl: terms === null ? null : ownPageOf("/terms", domain),
      privacyUrl: privacyPolicy === null ? null : ownPageOf("/privacy-policy", domain),
      staff: staffOf(info.instanceModerators, info.instanceAdmins),
    },
  };
}

/** Nothing tells whether somebody reads each request first, so that is what we say. */
function registrationsOf(isOpen: boolean | null): Claims["registrations"] | null {
  if (isOpen === null) return null;
  return isOpen ? "approval" : "closed";
}
