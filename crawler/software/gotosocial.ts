import { languagesOf } from "#core/languages.ts";
import { type Claims, ownPageOf } from "../claims.ts";
import { hostOf } from "../nodeinfo.ts";
import { fields, strings, text } from "../tolerant.ts";
import { commonOfV2, peersOf, registrationsOf, switchesOfV2 } from "./mastodon-api.ts";
import type { Known, Reader } from "./reader.ts";

/** What is its own in version 2. */
const Own = fields({ account_domain: text(300), languages: strings(40, 20), terms: text(100) });

/**
 * GoToSocial: Mastodon's version 2, where an admin opened it: the robots.txt it ships lets nobody read its API, and then
 * NodeInfo stands alone. Peers answer 401 unless they are meant to be seen.
 */
export const gotosocial: Reader = {
  software: ["gotosocial"],
  async claims(asked) {
    return claimsOf(await asked.getJson(`https://${asked.domain}/api/v2/instance`), asked);
  },
  peers: peersOf,
};

function claimsOf(document: unknown, known: Known): Claims {
  const { domain, base } = known;
  const { account_domain, languages, terms } = Own.parse(document);
  const { isEnabled, needsApproval } = switchesOfV2(document);
  const claims = commonOfV2(document, known);
  const { termsUrl } = claims.details;
  return {
    ...claims,
    // A list of its own, empty until the admin fills it.
    languages: languagesOf(languages),
    registrations: registrationsOf({ isEnabled, needsApproval: needsApproval ?? true }) ?? base.registrations,
    // Statistics are served in NodeInfo or not at all; here they may be zero or random.
    monthlyActiveUsers: base.monthlyActiveUsers,
    host: hostOf(account_domain) ?? claims.host,
    // Its terms stand on the page about the server.
    details: { ...claims.details, termsUrl: termsUrl ?? (terms === null ? null : ownPageOf("/about", domain)) },
  };
}
