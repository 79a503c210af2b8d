import { type Claims, furtherText, ownPageOf } from "../claims.ts";
import { HttpError } from "../net/errors.ts";
import { fields, raw } from "../tolerant.ts";
import { isAbsent } from "./absent.ts";
import { commonOfV1, commonOfV2, peersOf, registrationsOf, switchesOfV1, switchesOfV2 } from "./mastodon-api.ts";
import type { Asked, Known, Reader } from "./reader.ts";

/** What the admin wrote for the page about the server, since 4.0; before, version 1 has it. */
const ExtendedDescription = fields({ content: raw });

/** Mastodon and its close forks: /api/v2/instance since 4.0, /api/v1/instance before. */
export const mastodon: Reader = {
  software: ["mastodon", "hometown", "kmyblue", "ecko", "fedibird"],
  async claims(asked) {
    const url = `https://${asked.domain}/api/v2/instance`;
    try {
      const document = await asked.getJson(url).catch((error) => {
        if (isAbsent(error)) return undefined;
        throw error;
      });
      return document === undefined ? await oldClaims(asked) : await newClaims(document, asked);
    } catch (error) {
      // Until 4.4, limited federation mode closed these documents to everybody without an account.
      if (error instanceof HttpError && error.status === 401) return { ...asked.base, isFederationLimited: true };
      throw error;
    }
  },
  peers: peersOf,
};

async function oldClaims(asked: Asked): Promise<Claims> {
  return claimsOfV1(await asked.getJson(`https://${asked.domain}/api/v1/instance`), asked);
}

async function newClaims(document: unknown, asked: Asked): Promise<Claims> {
  const claims = claimsOfV2(document, asked);
  if (!asked.isThorough) return claims;
  const url = `https://${asked.domain}/api/v1/instance/extended_description`;
  const { content } = ExtendedDescription.parse(await asked.getOptionalJson(url));
  return {
    ...claims,
    details: { ...claims.details, about: furtherText(content, claims.description, asked) ?? claims.details.about },
  };
}

function claimsOfV2(document: unknown, known: Known): Claims {
  const claims = commonOfV2(document, known);
  const { details } = claims;
  return {
    ...claims,
    registrations: registrationsOf(switchesOfV2(document)) ?? known.base.registrations,
    // The page is there since 4.0, its address in this document since 4.4.
    details: { ...details, privacyUrl: details.privacyUrl ?? ownPageOf("/privacy-policy", known.domain) },
  };
}

/** Old ones say in `invites_enabled` that everybody there may invite; where sign-up is closed, that is the way in. */
function claimsOfV1(document: unknown, known: Known): Claims {
  const { isByInvitation, ...switches } = switchesOfV1(document);
  const told = registrationsOf(switches) ?? known.base.registrations;
  const registrations = told === "closed" && isByInvitation === true ? "invite" : told;
  return { ...commonOfV1(document, known), registrations };
}
