import type { Instance } from "#core/instance.ts";
import type { Step } from "#core/look.ts";
import { fnv1a } from "#core/random.ts";
import { programOf } from "#core/software.ts";
import { utcDay } from "#core/time.ts";
import { differencesOf } from "./judge/cloaking.ts";
import type { GetOptions } from "./net/client.ts";
import { PauseError } from "./net/errors.ts";
import { type NodeInfo, parseNodeInfo } from "./nodeinfo.ts";
import type { Facts } from "./visit.ts";

/** Of so many thorough visits one is checked, by chance. */
const ONE_IN = 50;

/**
 * Whether a visit asks NodeInfo once more under the crawler's second name, to see whether a server tells everybody the
 * same: at any visit while it did not, when it becomes one that could be suggested, and else on a sample.
 * @param known the instance before the visit
 */
export function wantsSecondLook(known: Instance | null, facts: Facts, isThorough: boolean, visitedAt: Date): boolean {
  if (hasCloaked(known)) return true;
  const isNew = couldBeSuggested(facts) && (known?.lastSeenAt == null || !couldBeSuggested(known));
  if (isNew) return true;
  return isThorough && known !== null && fnv1a(`${utcDay(visitedAt)} ${known.domain}`) % ONE_IN === 0;
}

/** Whether it told different visitors different things the last time that was looked at. */
export function hasCloaked(known: Instance | null): boolean {
  return known?.doubts.includes("cloaking") === true;
}

function couldBeSuggested({ software, registrations, monthlyActiveUsers }: Facts | Instance): boolean {
  const letsPeopleIn = registrations === "open" || registrations === "approval";
  return letsPeopleIn && monthlyActiveUsers !== null && programOf(software)?.isJoinable === true;
}

/**
 * Asks for NodeInfo again under another honest name and compares; null where it is not answered, which may be a limit on
 * requests as well as a lie.
 * @param first what was told, and where
 * @throws PauseError where the host's Crawl-delay is not over
 */
export async function isToldOtherwise(
  first: { nodeinfo: NodeInfo; url: URL },
  { getJson, userAgent, trace }: SecondLook,
): Promise<boolean | null> {
  try {
    const second = parseNodeInfo(await getJson(first.url, { headers: { "user-agent": userAgent } }));
    const differences = differencesOf(first.nodeinfo, second);
    trace({ code: "compared", as: userAgent, differences });
    return differences.length > 0;
  } catch (error) {
    if (error instanceof PauseError) throw error;
    return null;
  }
}

interface SecondLook {
  getJson: (url: URL, options: GetOptions) => Promise<unknown>;
  userAgent: string;
  trace: (step: Step) => void;
}
