import type { Claims } from "../claims.ts";
import { age, count, fields, flag, size } from "../tolerant.ts";
import { commonOfV1, peersOf, registrationsOf, switchesOfV1 } from "./mastodon-api.ts";
import type { Known, Reader } from "./reader.ts";

/** What is Pleroma's own in version 1. */
const Own = fields({
  pleroma: fields({
    stats: fields({ mau: count }),
    metadata: fields({ birthday_required: flag, birthday_min_age: count }),
  }),
});

/** NodeInfo's metadata. What it refuses of others (`federation.mrf_simple`) is not read. */
const Metadata = fields({ invitesEnabled: flag, staffAccounts: size });

const DAYS_PER_YEAR = 365.25;

/** Pleroma and its forks: Mastodon's version 1, and NodeInfo's metadata. */
export const pleroma: Reader = {
  software: ["pleroma", "akkoma", "rebased"],
  async claims(asked) {
    return claimsOf(await asked.getJson(`https://${asked.domain}/api/v1/instance`), asked);
  },
  peers: peersOf,
};

function claimsOf(document: unknown, known: Known): Claims {
  const { nodeinfo, base } = known;
  const { stats, metadata } = Own.parse(document).pleroma;
  const { invitesEnabled, staffAccounts } = Metadata.parse(nodeinfo.metadata);
  const { isEnabled, needsApproval } = switchesOfV1(document);
  const told = registrationsOf(isEnabled, needsApproval) ?? base.registrations;
  const claims = commonOfV1(document, known);
  return {
    ...claims,
    registrations: told === "closed" && invitesEnabled === true ? "invite" : told,
    minimumAge: metadata.birthday_required === true ? yearsOf(metadata.birthday_min_age) : null,
    monthlyActiveUsers: base.monthlyActiveUsers ?? stats.mau,
    details: { ...claims.details, staff: staffAccounts },
  };
}

/** The age is set in days. Pleroma, `:instance, :birthday_min_age`. */
function yearsOf(days: number | null): number | null {
  return days === null ? null : age.parse(Math.round(days / DAYS_PER_YEAR));
}
