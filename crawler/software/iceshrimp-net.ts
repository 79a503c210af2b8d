import type { Claims } from "../claims.ts";
import { fields, proses } from "../tolerant.ts";
import { commonOfV1, switchesOfV1 } from "./mastodon-api.ts";
import type { Known, Reader } from "./reader.ts";

/** In version 2 alone, and in newer releases. */
const Rules = fields({ rules: proses(30, 300) });

/**
 * Iceshrimp.NET: Mastodon's version 1, and once a week the rules of version 2, which does not tell invitations from
 * applications. Its NodeInfo is silent about names and always says that sign-up is closed.
 */
export const iceshrimpNet: Reader = {
  software: ["iceshrimp.net"],
  async claims(asked) {
    const v1 = await asked.getJson(`https://${asked.domain}/api/v1/instance`);
    const v2 = asked.isThorough ? await asked.getOptionalJson(`https://${asked.domain}/api/v2/instance`) : null;
    return claimsOf({ v1, v2 }, asked);
  },
};

function claimsOf({ v1, v2 }: { v1: unknown; v2: unknown }, known: Known): Claims {
  const claims = commonOfV1(v1, known);
  // What it says while the admin has written nothing.
  const isDefault = claims.description?.endsWith(" on Iceshrimp.NET") ?? false;
  const { rules } = claims.details;
  return {
    ...claims,
    description: isDefault ? null : claims.description,
    registrations: registrationsOf(v1) ?? known.base.registrations,
    details: { ...claims.details, rules: rules.length > 0 ? rules : Rules.parse(v2).rules },
  };
}

/** One switch in three: `registrations`, `invites_enabled`, and `approval_required`, which means closed. */
function registrationsOf(document: unknown): Claims["registrations"] | null {
  const { isEnabled, isByInvitation } = switchesOfV1(document);
  if (isEnabled === true) return "open";
  if (isByInvitation === true) return "invite";
  return isEnabled === false ? "closed" : null;
}
