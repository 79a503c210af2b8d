import { VisitError } from "../net/errors.ts";
import type { NodeInfo } from "../nodeinfo.ts";
import { fields, flag } from "../tolerant.ts";

/** Programs in which `metadata.private` is a switch of the admin's. */
const HAVE_PRIVATE_SWITCH = new Set(["funkwhale", "pleroma", "akkoma", "writefreely", "friendica", "gnusocial"]);

/** Programs that say 1 of everything where the admin hides the server in statistics. */
const HIDE_AS_ONE = new Set(["hubzilla", "redmatrix", "zap", "osada"]);

const Metadata = fields({ private: flag, federation: fields({ enabled: flag }) });

/**
 * Throws where the program's own switches say that the admin does not want the server listed.
 * Sources: Funkwhale's setting "Private mode in nodeinfo", Pleroma's and Akkoma's `public`, WriteFreely's `private`,
 * Hubzilla's `hide_in_statistics`.
 * @throws VisitError `private`
 */
export function checkConsent({ software, metadata, accounts, monthlyActiveUsers, posts, openRegistrations }: NodeInfo) {
  if (HAVE_PRIVATE_SWITCH.has(software) && Metadata.parse(metadata).private === true) {
    throw new VisitError("private", "NodeInfo says private: true");
  }
  const isAllOnes = accounts === 1 && monthlyActiveUsers === 1 && posts === 1;
  if (HIDE_AS_ONE.has(software) && isAllOnes && openRegistrations !== true) {
    throw new VisitError("private", "Statistics are hidden, which is the program's way to ask not to be listed");
  }
}

/** Whether the program says that it does not federate freely. Pleroma, Mitra, NodeBB and others; Mastodon's own: its reader. */
export function federationIsLimited({ metadata }: NodeInfo): boolean {
  return Metadata.parse(metadata).federation.enabled === false;
}
