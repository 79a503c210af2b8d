import { type Claims, ownPageOf } from "../claims.ts";
import { commonOfV1, peersOf, type Switches, switchesOfV1 } from "./mastodon-api.ts";
import type { Known, Reader } from "./reader.ts";

/** BookWyrm: Mastodon's old document, in which "approval" has another meaning. */
export const bookwyrm: Reader = {
  software: ["bookwyrm"],
  async claims(asked) {
    return claimsOf(await asked.getJson(`https://${asked.domain}/api/v1/instance`), asked);
  },
  peers: peersOf,
};

function claimsOf(document: unknown, known: Known): Claims {
  const { domain, base } = known;
  const claims = commonOfV1(document, known);
  const registrations = registrationsOf(switchesOfV1(document)) ?? base.registrations;
  return {
    ...claims,
    registrations,
    signUpUrl: registrations === "approval" ? ownPageOf("/invite-request", domain) : null,
    details: { ...claims.details, privacyUrl: ownPageOf("/privacy", domain) },
  };
}

/** `approval_required` is only true where registrations are false: one may then ask to be invited. */
function registrationsOf({ isEnabled, needsApproval }: Switches): Claims["registrations"] | null {
  if (isEnabled === null) return null;
  if (isEnabled) return "open";
  return needsApproval === true ? "approval" : "closed";
}
