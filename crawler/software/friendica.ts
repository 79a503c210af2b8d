import type { Claims } from "../claims.ts";
import { hostOf } from "../nodeinfo.ts";
import { fields, flag, prose, text } from "../tolerant.ts";
import { languagesOfLocale } from "./locale.ts";
import { commonOfV1, peersOf } from "./mastodon-api.ts";
import type { Known, Reader } from "./reader.ts";

const Site = fields({
  url: text(300),
  site_name: prose(120),
  info: prose(600),
  language: text(20),
  register_policy: text(40),
  explicit_content: flag,
});

const REGISTRATIONS: ReadonlyMap<string, Claims["registrations"]> = new Map([
  ["REGISTER_OPEN", "open"],
  ["REGISTER_APPROVE", "approval"],
  ["REGISTER_INVITATION", "invite"],
  ["REGISTER_CLOSED", "closed"],
]);

/** Friendica: its own document, and once a week the rules and limits of Mastodon's version 1. */
export const friendica: Reader = {
  software: ["friendica"],
  async claims(asked) {
    const site = await asked.getJson(`https://${asked.domain}/friendica/json`);
    const instance = asked.isThorough ? await asked.getOptionalJson(`https://${asked.domain}/api/v1/instance`) : null;
    return claimsOf({ site, instance }, asked);
  },
  peers: peersOf,
};

/** Of the figures only NodeInfo's are kept: an admin can keep them out of there. */
function claimsOf(documents: { site: unknown; instance: unknown }, known: Known): Claims {
  const { base } = known;
  const site = Site.parse(documents.site);
  return {
    ...base,
    title: site.site_name ?? base.title,
    description: site.info ?? base.description,
    languages: site.language === null ? [] : languagesOfLocale([site.language]),
    registrations: REGISTRATIONS.get(site.register_policy ?? "") ?? base.registrations,
    isAdult: site.explicit_content,
    host: hostOf(site.url),
    details: documents.instance === null ? base.details : commonOfV1(documents.instance, known).details,
  };
}
