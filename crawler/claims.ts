import type { Details } from "#core/details.ts";
import type { Domain } from "#core/domain.ts";
import type { Instance } from "#core/instance.ts";
import { programOf } from "#core/software.ts";
import { proseText } from "#core/text.ts";
import { federationIsLimited } from "./judge/consent.ts";
import { guardedUrl } from "./net/guard.ts";
import { isSameParty } from "./net/names.ts";
import type { NodeInfo } from "./nodeinfo.ts";
import { fields, flag, size } from "./tolerant.ts";

/** What an instance tells beyond the facts that picks need; a reader fills in what its program has. */
export type DetailClaims = Omit<Details, "domain" | "readAt" | "topicWords">;

/** What an instance says about itself, in our words; null where it does not say. Nothing here is believed yet. */
export interface Claims
  extends Pick<
    Instance,
    | "title"
    | "description"
    | "languages"
    | "topics"
    | "registrations"
    | "signUpUrl"
    | "minimumAge"
    | "isAdult"
    | "isFederationLimited"
    | "monthlyActiveUsers"
    | "weeklyActiveUsers"
    | "dailyActiveUsers"
    | "halfYearActiveUsers"
    | "accounts"
    | "posts"
  > {
  details: DetailClaims;
  comments: number | null;
  /** Host name it says it is. */
  host: string | null;
}

/** What several programs tell in NodeInfo's free part under the same names. Who the staff are is not kept. */
const Metadata = fields({ staffAccounts: size, explicitContent: flag });

const NO_DETAILS: DetailClaims = {
  about: null,
  rules: [],
  termsUrl: null,
  privacyUrl: null,
  postLength: null,
  uploadMegabytes: null,
  storageMegabytes: null,
  staff: null,
};

/** What NodeInfo alone tells; readers of programs put more on top. */
export function claimsOfNodeInfo(nodeinfo: NodeInfo): Claims {
  const { title, description, accounts, posts, comments, host } = nodeinfo;
  const { monthlyActiveUsers, weeklyActiveUsers, halfYearActiveUsers } = nodeinfo;
  const { staffAccounts: staff, explicitContent: isAdult } = Metadata.parse(nodeinfo.metadata);
  return {
    title,
    description,
    languages: [],
    topics: [],
    registrations: registrationsOf(nodeinfo),
    signUpUrl: null,
    minimumAge: null,
    isAdult,
    isFederationLimited: federationIsLimited(nodeinfo),
    monthlyActiveUsers,
    weeklyActiveUsers,
    dailyActiveUsers: null,
    halfYearActiveUsers,
    accounts,
    posts,
    details: { ...NO_DETAILS, staff },
    comments,
    host,
  };
}

/** The longest address of a page that is kept; core/instance.ts and core/details.ts. */
const MAX_URL_LENGTH = 500;

/**
 * The address of a page, or null where it is none or not on the instance's own registrable domain: a sign-up elsewhere
 * is not what we recommend, and no link of ours leads where a server chose to point it.
 * @param url absolute, or a path on the instance
 */
export function ownPageOf(url: string | null, domain: Domain): string | null {
  if (url === null || url === "") return null;
  try {
    const { hostname, href } = guardedUrl(url, new URL(`https://${domain}/`));
    return isSameParty(hostname, domain) && href.length <= MAX_URL_LENGTH ? href : null;
  } catch {
    return null;
  }
}

/**
 * `openRegistrations` in our words. True also stands where each request is read by a person in most programs, and false
 * where one is invited in some, so it becomes the promise we can keep (core/software.ts, `openMeans`, `closedMeans`). Of a
 * program we do not know true tells nothing.
 */
function registrationsOf({ software, openRegistrations }: NodeInfo): Claims["registrations"] {
  if (openRegistrations === null) return "unknown";
  const program = programOf(software);
  return openRegistrations ? (program?.openMeans ?? "unknown") : (program?.closedMeans ?? "closed");
}

/** How many moderate and administer it together; null where neither is told. Somebody always does. */
export function staffOf(moderators: number | null, admins: number | null): number | null {
  return (moderators ?? 0) + (admins ?? 0) || null;
}

/** The longest text about itself that is kept; core/details.ts. */
const MAX_ABOUT_LENGTH = 4_000;

/**
 * A description at length, where it says more than the short one that is kept beside it; null where it does not, or is
 * only what the program ships.
 */
export function furtherText(
  value: string | null,
  short: string | null,
  { domain, nodeinfo }: { domain: Domain; nodeinfo: NodeInfo },
): string | null {
  const text = ownText(value, MAX_ABOUT_LENGTH, { software: nodeinfo.software, host: domain });
  return text === short ? null : text;
}

/** Titles and descriptions that a program ships; what everyone has says nothing about a server. */
const DEFAULTS = new Set([
  "peertube, an activitypub-federated video streaming platform using p2p directly in your web browser.",
  "peertube, a federated (activitypub) video streaming platform using p2p (bittorrent) directly in the web browser with webtorrent and angular.",
  "welcome to this peertube instance!",
  "an iceshrimp.net instance",
  "this iceshrimp.net instance does not appear to have a description",
  "pleroma: an efficient and flexible fediverse server",
  "akkoma: the cooler fediverse server",
  "explore anything, discuss everything.",
  "minimal, federated blogging platform.",
  "pixelfed - photo sharing for everyone",
  "social reading and reviewing",
  "this instance has no description.",
  "my mobilizon instance",
  "change this to a proper description of your instance",
]);

/** The text, or null where it is only the program's default, its name or the host's. */
export function ownText(
  value: string | null,
  maxLength: number,
  { software, host }: { software: string; host: string },
): string | null {
  const text = value === null ? null : proseText(value, maxLength);
  const name = text?.toLowerCase() ?? "";
  const isDefault = DEFAULTS.has(name) || [software, programOf(software)?.name.toLowerCase(), host].includes(name);
  return isDefault ? null : text;
}
