import { type Claims, ownPageOf } from "../claims.ts";
import { commonOfV1, peersOf, switchesOfV1 } from "./mastodon-api.ts";
import type { Known, Reader } from "./reader.ts";

/** BookWyrm: Mastodon's old document, in which "approval" has another meaning. */
export const bookwyrm: Reader = {
  software: ["bookwyrm"],
  async claims(asked) {
    return claimsOfBookWyrm(await asked.getJson(`https://${asked.domain}/api/v1/instance`), asked);
  },
  peers: peersOf,
};

export function claimsOfBookWyrm(document: unknown, known: Known): Claims {
  const { domain, base } = known;
  const common = commonOfV1(document, known);
  const registrations = registrationsOf(switchesOfV1(document)) ?? base.registrations;
  return {
    ...common,
    registrations,
    signUpUrl: registrations === "approval" ? ownPageOf("/invite-request", domain) : null,
    details: { ...common.details, privacyUrl: ownPageOf("/privacy", domain) },
  };
}

/** `approval_required` is only true where registrations are false: one may then ask to be invited. */
function registrationsOf({
  isEnabled,
  needsApproval,
}: Pick<ReturnType<typeof switchesOfV1>, "isEnabled" | "needsApproval">): Claims["registrations"] | null {
  if (isEnabled === null) return null;
  if (isEnabled) return "open";
  return needsApproval === true ? "approval" : "closed";
}
