import type { Registrations } from "./instance.ts";

/** What a server is for. */
export const KINDS = [
  "microblog",
  "photos",
  "video",
  "links",
  "blog",
  "forum",
  "events",
  "books",
  "audio",
  "podcast",
  "streaming",
] as const;
export type Kind = (typeof KINDS)[number];

/** A server program: what people use it for, and how one gets in. */
export interface Program {
  /** NodeInfo `software.name`, lower case; the key. */
  software: string;
  /** Its name as its makers write it. */
  name: string;
  kind: Kind;
  /** The program it is, or is a fork of; oversize is judged within a family. */
  family: string;
  /** Whether strangers can get an account at all; single-owner programs, relays and bridges are not joinable. */
  isJoinable: boolean;
  /** Path of the sign-up page. */
  signUpPath: string;
  /** Path of a public page where a newcomer can look around without an account. */
  lookPath: string;
  /**
   * What NodeInfo's `openRegistrations: true` means when nothing else is known. In most programs it is also true where
   * a person reads each request, so "approval" is the promise we can keep. Source: each program's NodeInfo code.
   */
  openMeans: Extract<Registrations, "open" | "approval" | "unknown">;
  /**
   * What `openRegistrations: false` means when nothing else is known. "unknown" where it also stands for servers that
   * take applications or invite, so that nobody is turned away from an open door.
   */
  closedMeans: Extract<Registrations, "closed" | "invite" | "unknown">;
  /**
   * Oldest supported major.minor; null where its makers name none. Older ones are not suggested once visited.
   * Sources, read 2026-11: Mastodon's and Lemmy's security policies, PeerTube's release notes.
   */
  oldestSupported: string | null;
}

type Row = [software: string, name: string, kind: Kind, family: string, signUpPath: string, lookPath: string];

/** Programs people can join. A fork stands with its own name and its family's. */
const JOINABLE: readonly Row[] = [
  ["mastodon", "Mastodon", "microblog", "mastodon", "/auth/sign_up", "/public/local"],
  ["hometown", "Hometown", "microblog", "mastodon", "/auth/sign_up", "/public/local"],
  ["kmyblue", "kmyblue", "microblog", "mastodon", "/auth/sign_up", "/public/local"],
  ["ecko", "Ecko", "microblog", "mastodon", "/auth/sign_up", "/public/local"],
  ["fedibird", "Fedibird", "microblog", "mastodon", "/auth/sign_up", "/public/local"],
  ["pleroma", "Pleroma", "microblog", "pleroma", "/registration", "/main/public"],
  ["akkoma", "Akkoma", "microblog", "pleroma", "/registration", "/main/public"],
  ["rebased", "Rebased", "microblog", "pleroma", "/registration", "/main/public"],
  ["misskey", "Misskey", "microblog", "misskey", "/", "/explore"],
  ["sharkey", "Sharkey", "microblog", "misskey", "/", "/explore"],
  ["firefish", "Firefish", "microblog", "misskey", "/", "/explore"],
  ["calckey", "Calckey", "microblog", "misskey", "/", "/explore"],
  ["foundkey", "FoundKey", "microblog", "misskey", "/", "/explore"],
  ["cherrypick", "CherryPick", "microblog", "misskey", "/", "/explore"],
  ["magnetar", "Magnetar", "microblog", "misskey", "/", "/explore"],
  ["catodon", "Catodon", "microblog", "misskey", "/", "/explore"],
  ["nexkey", "Nexkey", "microblog", "misskey", "/", "/explore"],
  ["pulsar", "Pulsar", "microblog", "misskey", "/", "/explore"],
  ["iceshrimp", "Iceshrimp", "microblog", "misskey", "/", "/explore"],
  ["iceshrimp.net", "Iceshrimp.NET", "microblog", "iceshrimp.net", "/", "/"],
  ["gotosocial", "GoToSocial", "microblog", "gotosocial", "/signup", "/"],
  ["friendica", "Friendica", "microblog", "friendica", "/register", "/community"],
  ["hubzilla", "Hubzilla", "microblog", "hubzilla", "/register", "/pubstream"],
  ["redmatrix", "Red Matrix", "microblog", "hubzilla", "/register", "/pubstream"],
  ["zap", "Zap", "microblog", "hubzilla", "/register", "/pubstream"],
  ["osada", "Osada", "microblog", "hubzilla", "/register", "/pubstream"],
  ["streams", "(streams)", "microblog", "hubzilla", "/register", "/"],
  ["forte", "Forte", "microblog", "hubzilla", "/register", "/"],
  ["diaspora", "diaspora*", "microblog", "diaspora", "/users/sign_up", "/"],
  ["mitra", "Mitra", "microblog", "mitra", "/", "/"],
  ["wafrn", "Wafrn", "microblog", "wafrn", "/register", "/dashboard/exploreLocal"],
  ["bonfire", "Bonfire", "microblog", "bonfire", "/signup", "/"],
  ["takahe", "Takahē", "microblog", "takahe", "/auth/signup/", "/"],
  ["gnusocial", "GNU social", "microblog", "gnusocial", "/main/register", "/main/public"],
  ["smithereen", "Smithereen", "microblog", "smithereen", "/account/register", "/"],
  ["socialhome", "Socialhome", "microblog", "socialhome", "/accounts/signup/", "/streams/public/"],
  ["pixelfed", "Pixelfed", "photos", "pixelfed", "/register", "/site/about"],
  ["peertube", "PeerTube", "video", "peertube", "/signup", "/videos/local"],
  ["loops", "Loops", "video", "loops", "/register", "/"],
  ["lemmy", "Lemmy", "links", "lemmy", "/signup", "/?listingType=Local"],
  ["mbin", "Mbin", "links", "mbin", "/register", "/"],
  ["kbin", "Kbin", "links", "mbin", "/register", "/"],
  ["lotide", "lotide", "links", "lotide", "/signup", "/all"],
  ["piefed", "PieFed", "links", "piefed", "/auth/register", "/home"],
  ["writefreely", "WriteFreely", "blog", "writefreely", "/signup", "/read"],
  ["plume", "Plume", "blog", "plume", "/users/new", "/"],
  ["nodebb", "NodeBB", "forum", "nodebb", "/register", "/categories"],
  ["mobilizon", "Mobilizon", "events", "mobilizon", "/register/user", "/search"],
  ["gancio", "Gancio", "events", "gancio", "/register", "/"],
  ["bookwyrm", "BookWyrm", "books", "bookwyrm", "/register", "/discover"],
  ["neodb", "NeoDB", "books", "neodb", "/account/login", "/discover/"],
  ["funkwhale", "Funkwhale", "audio", "funkwhale", "/signup", "/library"],
  ["castopod", "Castopod", "podcast", "castopod", "/cp-auth/register", "/"],
];

/** Programs recognised and kept out of every pick: one owner each, or machines among themselves. */
const NOT_JOINABLE: readonly [software: string, name: string, kind: Kind][] = [
  ["wordpress", "WordPress", "blog"],
  ["ghost", "Ghost", "blog"],
  ["drupal", "Drupal", "blog"],
  ["goblog", "GoBlog", "blog"],
  ["hatsu", "Hatsu", "blog"],
  ["pelican-activitypub", "Pelican", "blog"],
  ["sutty-distributed-press", "Sutty", "blog"],
  ["hollo", "Hollo", "microblog"],
  ["snac", "snac", "microblog"],
  ["microblogpub", "microblog.pub", "microblog"],
  ["ktistec", "Ktistec", "microblog"],
  ["epicyon", "Epicyon", "microblog"],
  ["honk", "honk", "microblog"],
  ["bovine", "bovine", "microblog"],
  ["ocamlot", "OCamlot", "microblog"],
  ["tafarn", "tafarn", "microblog"],
  ["pubgate", "PubGate", "microblog"],
  ["wildebeest", "Wildebeest", "microblog"],
  ["owncast", "Owncast", "streaming"],
  ["betula", "Betula", "links"],
  ["activityrelay", "ActivityRelay", "microblog"],
  ["activity-relay", "Activity Relay", "microblog"],
  ["pub-relay", "pub-relay", "microblog"],
  ["aoderelay", "AodeRelay", "microblog"],
  ["buzzrelay", "buzzrelay", "microblog"],
  ["selective-relay", "Selective Relay", "microblog"],
  ["feditools-relay", "FediTools Relay", "microblog"],
  ["guppe groups", "Guppe Groups", "microblog"],
  ["guppegroups", "Guppe Groups", "microblog"],
  ["birdsitelive", "BirdsiteLIVE", "microblog"],
  ["bridgy-fed", "Bridgy Fed", "microblog"],
  ["mostr", "Mostr", "microblog"],
  ["rss-parrot", "RSS Parrot", "microblog"],
];

/** Programs whose NodeInfo says true only where anyone gets in at once. */
const OPEN_MEANS_OPEN: ReadonlySet<string> = new Set([
  "bonfire",
  "bookwyrm",
  "castopod",
  "diaspora",
  "gnusocial",
  "mobilizon",
  "plume",
  "writefreely",
  "hubzilla",
  "redmatrix",
  "zap",
  "osada",
  "streams",
  "forte",
  "nodebb",
  "pixelfed",
  "misskey",
  "calckey",
  "foundkey",
  "firefish",
  "iceshrimp",
  "cherrypick",
  "catodon",
  "nexkey",
]);

/** Programs whose NodeInfo says the same whatever the admin chose. */
const OPEN_MEANS_NOTHING: ReadonlySet<string> = new Set(["wafrn", "iceshrimp.net"]);

const OLDEST_SUPPORTED: Readonly<Record<string, string>> = { mastodon: "4.4", lemmy: "0.19", peertube: "6.0" };

/** Families in which whoever holds an invitation gets in while `openRegistrations` is false. */
const CLOSED_MEANS_INVITE: ReadonlySet<string> = new Set(["misskey", "mitra"]);

/** Families whose `openRegistrations: false` also stands for applications, for invitations, or for whatever was chosen. */
const CLOSED_MEANS_NOTHING: ReadonlySet<string> = new Set([
  "bookwyrm",
  "hubzilla",
  "iceshrimp.net",
  "mobilizon",
  "nodebb",
  "pixelfed",
  "wafrn",
]);

function openMeans(software: string): Program["openMeans"] {
  if (OPEN_MEANS_OPEN.has(software)) return "open";
  return OPEN_MEANS_NOTHING.has(software) ? "unknown" : "approval";
}

function closedMeans(family: string): Program["closedMeans"] {
  if (CLOSED_MEANS_INVITE.has(family)) return "invite";
  return CLOSED_MEANS_NOTHING.has(family) ? "unknown" : "closed";
}

const PROGRAMS: ReadonlyMap<string, Program> = new Map([
  ...JOINABLE.map(([software, name, kind, family, signUpPath, lookPath]): [string, Program] => [
    software,
    {
      software,
      name,
      kind,
      family,
      isJoinable: true,
      signUpPath,
      lookPath,
      openMeans: openMeans(software),
      closedMeans: closedMeans(family),
      oldestSupported: OLDEST_SUPPORTED[software] ?? null,
    },
  ]),
  ...NOT_JOINABLE.map(([software, name, kind]): [string, Program] => [
    software,
    {
      software,
      name,
      kind,
      family: software,
      isJoinable: false,
      signUpPath: "/",
      lookPath: "/",
      openMeans: "unknown",
      closedMeans: "closed",
      oldestSupported: null,
    },
  ]),
]);

/** The program behind a NodeInfo name, or undefined for one we do not know. */
export function programOf(software: string): Program | undefined {
  return PROGRAMS.get(software);
}

/**
 * Whether a version is older than the oldest its makers support; false where either cannot be told.
 * @param version as NodeInfo tells it: "4.6.3+glitch", "v0.19.13", "2025.12.2"
 */
export function isOutdated(program: Program, version: string | null): boolean {
  if (program.oldestSupported === null || version === null) return false;
  const told = /^v?(\d+)\.(\d+)/.exec(version);
  const oldest = /^(\d+)\.(\d+)$/.exec(program.oldestSupported);
  if (told === null || oldest === null) return false;
  const [major, minor] = [Number(told[1]), Number(told[2])];
  const [oldestMajor, oldestMinor] = [Number(oldest[1]), Number(oldest[2])];
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}
