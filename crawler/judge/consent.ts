import { RefusalError, VisitError } from "../net/errors.ts";
import type { NodeInfo } from "../nodeinfo.ts";
import type { Asked } from "../software/reader.ts";
import { fields, flag } from "../tolerant.ts";

/** Programs with a setting `hide_in_statistics`, which replaces what NodeInfo tells. */
const HIDE_IN_STATISTICS = new Set(["hubzilla", "redmatrix", "zap", "osada", "streams", "forte"]);

/** Versions that stand for a hidden one. Sources: Hubzilla's addon "statistics", Zap's NodeInfo code. */
const HIDDEN_VERSIONS = new Set(["0.0", "N/A"]);

/** Programs with a configuration in StatusNet's form, which NodeInfo does not repeat. */
const HAVE_STATUSNET_CONFIG = new Set(["friendica", "gnusocial"]);

const Metadata = fields({
  private: flag,
  federation: fields({ enabled: flag }),
  /** Funkwhale's: it federates with listed servers only. */
  allowList: fields({ enabled: flag }),
});

const StatusnetConfig = fields({ site: fields({ private: flag }) });

/**
 * Throws where NodeInfo says that the admin does not want the server listed: `private` of Funkwhale's setting "Private
 * mode in nodeinfo", of Pleroma and Akkoma without public timelines, of WriteFreely, of Epicyon; or hidden statistics.
 * @throws VisitError `private`
 */
export function checkConsent(nodeinfo: NodeInfo): void {
  if (Metadata.parse(nodeinfo.metadata).private === true) {
    throw new VisitError("private", "NodeInfo says private: true");
  }
  if (HIDE_IN_STATISTICS.has(nodeinfo.software) && isHidden(nodeinfo)) {
    throw new VisitError("private", "Statistics are hidden, which is the program's way to ask not to be listed");
  }
}

/** Hubzilla says 1 of everything; Zap and its kin 0, and no version (a new server says 0, too, and its version). */
function isHidden({ softwareVersion, accounts, monthlyActiveUsers, posts, openRegistrations }: NodeInfo): boolean {
  const isAll = (count: number) => accounts === count && monthlyActiveUsers === count && posts === count;
  if (isAll(1) && openRegistrations !== true) return true;
  return softwareVersion === null ? isAll(0) : HIDDEN_VERSIONS.has(softwareVersion);
}

/**
 * The same where a program has its switch elsewhere. Costs a request, so only a thorough visit asks; where the document
 * is not there or closed to us, nobody has said no.
 * @throws RefusalError
 */
export async function checkFurtherConsent({
  domain,
  nodeinfo,
  isThorough,
  getOptionalJson,
}: Pick<Asked, "domain" | "nodeinfo" | "isThorough" | "getOptionalJson">): Promise<void> {
  if (!isThorough || !HAVE_STATUSNET_CONFIG.has(nodeinfo.software)) return;
  const config = await getOptionalJson(`https://${domain}/api/statusnet/config.json`);
  if (StatusnetConfig.parse(config).site.private === true) throw new RefusalError("Its configuration says private");
}

/** Whether NodeInfo says that it does not federate freely. Programs that tell it elsewhere: their readers. */
export function federationIsLimited({ metadata }: Pick<NodeInfo, "metadata">): boolean {
  const { federation, allowList } = Metadata.parse(metadata);
  return federation.enabled === false || allowList.enabled === true;
}
