import type { Claims } from "../claims.ts";
import { fields, size } from "../tolerant.ts";
import { commonOfV1, peersOf, switchesOfV1 } from "./mastodon-api.ts";
import type { Known, Reader } from "./reader.ts";

/** Published where the admin chose so. */
const Metadata = fields({ staffAccounts: size });

/** Mitra: Mastodon's version 1, and NodeInfo's metadata. */
export const mitra: Reader = {
  software: ["mitra"],
  async claims(asked) {
    return claimsOf(await asked.getJson(`https://${asked.domain}/api/v1/instance`), asked);
  },
  peers: peersOf,
};

function claimsOf(document: unknown, known: Known): Claims {
  const claims = commonOfV1(document, known);
  const { staffAccounts } = Metadata.parse(known.nodeinfo.metadata);
  return {
    ...claims,
    registrations: registrationsOf(document) ?? known.base.registrations,
    details: { ...claims.details, staff: staffAccounts },
  };
}

/** `registrations` is true also where each request is read by a person, and `approval_required` never. */
function registrationsOf(document: unknown): Claims["registrations"] | null {
  const { isEnabled, isByInvitation } = switchesOfV1(document);
  if (isEnabled === true) return "approval";
  if (isByInvitation === true) return "invite";
  return isEnabled === false ? "closed" : null;
}
