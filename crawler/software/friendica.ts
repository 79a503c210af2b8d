import { type Claims, ownPageOf } from "../claims.ts";
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

/** Friendica: its own document; once a week, or in its place, Mastodon's version 1, which does not tell invitations. */
export const friendica: Reader = {
  software: ["friendica"],
  async claims(asked) {
    const site = await asked.getOptionalJson(`https://${asked.domain}/friendica/json`);
    const isV1Needed = site === null || asked.isThorough;
    const instance = isV1Needed ? await asked.getOptionalJson(`https://${asked.domain}/api/v1/instance`) : null;
    return claimsOf({ site, instance }, asked);
  },
  peers: peersOf,
};

function claimsOf(documents: { site: unknown; instance: unknown }, known: Known): Claims {
  const { base } = known;
  const site = Site.parse(documents.site);
  const common = documents.instance === null ? base : commonOfV1(documents.instance, known);
  return {
    ...common,
    title: site.site_name ?? common.title,
    description: site.info ?? common.description,
    languages: site.language === null ? common.languages : languagesOfLocale(site.language),
    registrations: REGISTRATIONS.get(site.register_policy ?? "") ?? base.registrations,
    isAdult: site.explicit_content ?? base.isAdult,
    // Only NodeInfo's: an admin can keep them out of there.
    accounts: base.accounts,
    posts: base.posts,
    host: hostOf(site.url) ?? common.host,
    // Rules are shown only with the terms they are part of. Friendica, Core/System.php.
    details: {
      ...common.details,
      termsUrl: common.details.rules.length > 0 ? ownPageOf("/tos", known.domain) : null,
    },
  };
}
