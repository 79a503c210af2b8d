import type { Claims } from "../claims.ts";
import { commonOfV1, switchesOfV1 } from "./mastodon-api.ts";
import type { Known, Reader } from "./reader.ts";

/** Iceshrimp.NET: Mastodon's version 1. Its NodeInfo is silent about names and always says that sign-up is closed. */
export const iceshrimpNet: Reader = {
  software: ["iceshrimp.net"],
  async claims(asked) {
    return claimsOf(await asked.getJson(`https://${asked.domain}/api/v1/instance`), asked);
  },
};

function claimsOf(document: unknown, known: Known): Claims {
  const claims = commonOfV1(document, known);
  // What it says while the admin has written nothing.
  const isDefault = claims.description?.endsWith(" on Iceshrimp.NET") ?? false;
  return {
    ...claims,
    description: isDefault ? null : claims.description,
    registrations: registrationsOf(document) ?? known.base.registrations,
  };
}

/** One switch in three: `registrations`, `invites_enabled`, and `approval_required`, which means closed. */
function registrationsOf(document: unknown): Claims["registrations"] | null {
  const { isEnabled, isByInvitation } = switchesOfV1(document);
  if (isEnabled === true) return "open";
  if (isByInvitation === true) return "invite";
  return isEnabled === false ? "closed" : null;
}
