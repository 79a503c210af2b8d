import { type Claims, ownPageOf } from "../claims.ts";
import { commonOfV1, switchesOfV1 } from "./mastodon-api.ts";
import type { Known, Reader } from "./reader.ts";

/** Where one applies, while registration is closed and applications are taken ("curated onboarding"). */
const APPLICATION_PATH = "/auth/sign_up";

/** Pixelfed: Mastodon's version 1. It publishes no peers. */
export const pixelfed: Reader = {
  software: ["pixelfed"],
  async claims(asked) {
    return claimsOf(await asked.getJson(`https://${asked.domain}/api/v1/instance`), asked);
  },
};

function claimsOf(document: unknown, known: Known): Claims {
  const claims = commonOfV1(document, known);
  const registrations = registrationsOf(document) ?? known.base.registrations;
  return {
    ...claims,
    registrations,
    signUpUrl: registrations === "approval" ? ownPageOf(APPLICATION_PATH, known.domain) : null,
    details: {
      ...claims.details,
      // Every Pixelfed has these pages, with its makers' text where the admin wrote none.
      termsUrl: ownPageOf("/site/terms", known.domain),
      privacyUrl: ownPageOf("/site/privacy", known.domain),
    },
  };
}

/** Applications are only taken while registration is closed; so both switches off means closed, and not before. */
function registrationsOf(document: unknown): Claims["registrations"] | null {
  const { isEnabled, needsApproval } = switchesOfV1(document);
  if (isEnabled === true) return "open";
  if (needsApproval === true) return "approval";
  return isEnabled === false ? "closed" : null;
}
