import type { Details } from "#core/details.ts";
import type { Domain } from "#core/domain.ts";
import type { Instance } from "#core/instance.ts";
import { programOf } from "#core/software.ts";
import { proseText } from "#core/text.ts";
import { federationIsLimited } from "./judge/consent.ts";
import { guardedUrl } from "./net/guard.ts";
import { isSameParty } from "./net/names.ts";
import type { NodeInfo } from "./nodeinfo.ts";

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

/** Programs whose `openRegistrations: false` also stands where one gets in by invitation. */
const FALSE_MEANS_INVITE = new Set([
  "misskey",
  "calckey",
  "foundkey",
  "firefish",
  "iceshrimp",
  "cherrypick",
  "catodon",
  "magnetar",
  "nexkey",
  "pulsar",
  "sharkey",
  "mitra",
]);

/** Programs whose `openRegistrations: false` also stands where one gets in by application, or whatever was chosen. */
const FALSE_MEANS_LITTLE = new Set([
  "pixelfed",
  "nodebb",
  "hubzilla",
  "redmatrix",
  "zap",
  "osada",
  "streams",
  "forte",
  "iceshrimp.net",
  "wafrn",
]);

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
  return {
    title,
    description,
    languages: [],
    topics: [],
    registrations: registrationsOf(nodeinfo),
    signUpUrl: null,
    minimumAge: null,
    isAdult: null,
    isFederationLimited: federationIsLimited(nodeinfo),
    monthlyActiveUsers,
    weeklyActiveUsers,
    dailyActiveUsers: null,
    halfYearActiveUsers,
    accounts,
    posts,
    details: NO_DETAILS,
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
 * `openRegistrations` in our words. True also stands where each request is read by a person in most programs, so it
 * becomes the promise we can keep (core/software.ts, `openMeans`); of a program we do not know it tells nothing.
 */
function registrationsOf({ software, openRegistrations }: NodeInfo): Claims["registrations"] {
  if (openRegistrations === null) return "unknown";
  if (openRegistrations) return programOf(software)?.openMeans ?? "unknown";
  if (FALSE_MEANS_LITTLE.has(software)) return "unknown";
  return FALSE_MEANS_INVITE.has(software) ? "invite" : "closed";
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
]);

/** The text, or null where it is only the program's default, its name or the host's. */
export function ownText(
  value: string | null,
  maxLength: number,
  { software, host }: { software: string; host: string },
) {
  const text = value === null ? null : proseText(value, maxLength);
  const name = text?.toLowerCase() ?? "";
  const isDefault = DEFAULTS.has(name) || [software, programOf(software)?.name.toLowerCase(), host].includes(name);
  return isDefault ? null : text;
}
