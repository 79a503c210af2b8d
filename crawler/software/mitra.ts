import type { Claims } from "../claims.ts";
import { commonOfV1, peersOf, switchesOfV1 } from "./mastodon-api.ts";
import type { Known, Reader } from "./reader.ts";

/** Mitra: Mastodon's version 1. */
export const mitra: Reader = {
  software: ["mitra"],
  async claims(asked) {
    return claimsOf(await asked.getJson(`https://${asked.domain}/api/v1/instance`), asked);
  },
  peers: peersOf,
};

function claimsOf(document: unknown, known: Known): Claims {
  return { ...commonOfV1(document, known), registrations: registrationsOf(document) ?? known.base.registrations };
}

/** `registrations` is true also where each request is read by a person, and `approval_required` never. */
function registrationsOf(document: unknown): Claims["registrations"] | null {
  const { isEnabled, isByInvitation } = switchesOfV1(document);
  if (isEnabled === true) return "approval";
  if (isByInvitation === true) return "invite";
  return isEnabled === false ? "closed" : null;
}
