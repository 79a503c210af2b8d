import type { Claims } from "../claims.ts";
import { age, count, fields, flag, megabytes } from "../tolerant.ts";
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
const Metadata = fields({ invitesEnabled: flag, uploadLimits: fields({ general: megabytes }) });

const DAYS_PER_YEAR = 365.25;

/** Pleroma and its forks: NodeInfo's metadata, and Mastodon's version 1, which an admin may have closed. */
export const pleroma: Reader = {
  software: ["pleroma", "akkoma", "rebased"],
  async claims(asked) {
    return claimsOf(await asked.getOptionalJson(`https://${asked.domain}/api/v1/instance`), asked);
  },
  peers: peersOf,
};

function claimsOf(document: unknown, known: Known): Claims {
  const { nodeinfo, base } = known;
  const { stats, metadata } = Own.parse(document).pleroma;
  const { invitesEnabled, uploadLimits } = Metadata.parse(nodeinfo.metadata);
  const told = registrationsOf(switchesOfV1(document)) ?? base.registrations;
  const claims = commonOfV1(document, known);
  const { details } = claims;
  return {
    ...claims,
    registrations: told === "closed" && invitesEnabled === true ? "invite" : told,
    minimumAge: metadata.birthday_required === true ? yearsOf(metadata.birthday_min_age) : null,
    monthlyActiveUsers: stats.mau ?? base.monthlyActiveUsers,
    details: { ...details, uploadMegabytes: details.uploadMegabytes ?? uploadLimits.general },
  };
}

/** The age is set in days. Pleroma, `:instance, :birthday_min_age`. */
function yearsOf(days: number | null): number | null {
  return days === null ? null : age.parse(Math.round(days / DAYS_PER_YEAR));
}
