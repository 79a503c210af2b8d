import { domainToASCII } from "node:url";
import type { Domain } from "#core/domain.ts";
import { uniform } from "#core/random.ts";
import type { Failure } from "#core/visit.ts";
import { BEHAVIOURS } from "./behaviours.ts";
import { PROGRAMS } from "./programs/index.ts";
import type { Behaviour, Server } from "./server.ts";
import { ACTIVE_SHARE, POSTS_PER_ACCOUNT, sizeAt } from "./sizes.ts";
import { oneOf, wordsOf } from "./words.ts";

export interface NetworkOptions {
  instances: number;
  /** The same seed and options make the same network. */
  seed: number;
  /** Shares of all servers, each 0 to 1. */
  faults: number;
  refusals: number;
  hostile: number;
  /** What a Crawl-delay is multiplied with, so that a test need not wait for minutes. */
  delayScale: number;
}

export const USUAL_NETWORK: Omit<NetworkOptions, "instances"> = {
  seed: 1,
  faults: 0.05,
  refusals: 0.03,
  hostile: 0.01,
  delayScale: 1,
};

/** A second name of a server. */
export interface Alias {
  domain: Domain;
  server: Server;
  /** `www` leads to the server, path by path; `local-domain` only answers for its people's addresses. */
  kind: "www" | "local-domain";
}

/** A domain below which every name exists, and every one says the same. */
export interface Flood {
  /** `flood-1.int`; all names below it resolve. */
  apex: Domain;
  address: string;
}

export interface Plan {
  options: NetworkOptions;
  servers: readonly Server[];
  aliases: readonly Alias[];
  floods: readonly Flood[];
}

/**
 * No name in the whole simulation is given out on the internet: `.int` is kept for organisations that states founded by
 * treaty, and `example.net` for examples.
 */
const SUFFIX = "int";
const HOSTER_SUFFIX = "example.net";

/** Servers that share an address with others, at hosting companies of this many customers. */
const HOSTED_SHARE = 0.1;
const CUSTOMERS = 250;

const WWW_SHARE = 0.03;
const SPLIT_SHARE = 0.02;
const IDN_SHARE = 0.01;

/** One domain of endless names for so many servers. */
const SERVERS_PER_FLOOD = 1_000;

/** Names in a peers list: a few that everybody knows, some of one's own, dead ones, and a flood's. */
const MOST_PEERS = 60;
const DEAD_PEER_SHARE = 0.2;
const FLOOD_PEER_SHARE = 0.05;

/** Makes a network: which servers there are and what is true of each. Nothing is random. */
export function planNetwork(options: NetworkOptions): Plan {
  const servers: Server[] = [];
  const floods = Array.from(
    { length: Math.max(1, Math.round(options.instances / SERVERS_PER_FLOOD)) },
    (_, index): Flood => ({ apex: `flood-${index}.${SUFFIX}`, address: `127.3.${index >> 8}.${index & 0xff || 1}` }),
  );
  for (let index = 0; index < options.instances; index++) {
    servers.push(makeServer(index, options, (server) => peersOf(server, servers, floods, options)));
  }
  return { options, servers, aliases: servers.flatMap(aliasesOf), floods };
}

/** What a visit must make of a server. */
export function expectedOf({ behaviour, program }: Server): "ok" | Failure {
  if (program.refusal !== undefined) return program.refusal;
  return behaviour?.expected ?? "ok";
}

/** A name below a flooding domain; there is no end of them. */
export function floodName({ apex }: Flood, index: number): Domain {
  return `${Math.floor(uniform(index, 77) * 1e9).toString(36)}.${apex}`;
}

function makeServer(index: number, options: NetworkOptions, peers: (server: Server) => string[]): Server {
  const draw = (what: string) => uniform(options.seed, Math.imul(index + 1, 0x9e3779b1) ^ saltOf(what));
  // The first servers are one of each program, so that none is missing in a small network.
  const program = PROGRAMS[index] ?? weighted(PROGRAMS, (program) => program.share, draw("program"));
  const { word, ...words } = wordsOf(index, draw);
  const accounts = Math.max(1, Math.round(sizeAt(program.accounts, draw("accounts"))));
  const activeMonth = Math.min(accounts, Math.ceil(accounts * sizeAt(ACTIVE_SHARE, draw("active"))));
  const posts = Math.round(accounts * sizeAt(POSTS_PER_ACCOUNT, draw("posts")));
  const prefix = oneOf(program.prefixes, draw("prefix"));
  const isHosted = draw("hosted") < HOSTED_SHARE;
  const hosters = Math.max(1, Math.round((options.instances * HOSTED_SHARE) / CUSTOMERS));
  const hoster = Math.floor(draw("hoster") * hosters);
  const own = draw("script") < IDN_SHARE ? `bücher-${word}-${index}` : `${word}-${index}`;
  // Every other hosting company gives its customers names below its own.
  const apex = isHosted && hoster % 2 === 0 ? `${own}.hoster-${hoster}.${HOSTER_SUFFIX}` : `${own}.${SUFFIX}`;
  const domain = domainToASCII(prefix === "" || apex.endsWith(HOSTER_SUFFIX) ? apex : `${prefix}.${apex}`);
  const isSplit = domain !== domainToASCII(apex) && program.software === "mastodon" && draw("split") < SPLIT_SHARE;
  const server: Server = {
    index,
    domain,
    address: isHosted ? `127.2.${hoster >> 8}.${hoster & 0xff || 1}` : ownAddress(index),
    program,
    behaviour: program.refusal === undefined ? behaviourOf(options, draw) : null,
    localDomain: isSplit ? domainToASCII(apex) : domain,
    ...words,
    registrations: oneOf(program.registrations, draw("registrations")),
    accounts,
    activeMonth,
    activeHalfYear: Math.min(accounts, Math.ceil(activeMonth * 1.6)),
    posts: Math.min(posts, 2_000_000_000),
    comments: Math.min(2_000_000_000, posts * 3),
    peers: () => peers(server),
  };
  return server;
}

function behaviourOf({ faults, refusals, hostile }: NetworkOptions, draw: (what: string) => number): Behaviour | null {
  const place = draw("behaviour");
  const shares = { fault: faults, refusal: refusals, hostile };
  let from = 0;
  for (const [kind, share] of Object.entries(shares)) {
    const ofKind = BEHAVIOURS.filter((behaviour) => behaviour.kind === kind);
    if (place < from + share) return weighted(ofKind, ({ weight }) => weight, (place - from) / share);
    from += share;
  }
  return null;
}

function aliasesOf(server: Server): Alias[] {
  const { domain, localDomain, index } = server;
  if (localDomain !== domain) return [{ domain: localDomain, server, kind: "local-domain" }];
  const hasNoPrefix = domain.split(".").length === 2;
  return hasNoPrefix && uniform(11, index) < WWW_SHARE ? [{ domain: `www.${domain}`, server, kind: "www" }] : [];
}

/** Deterministic, and made anew each time: kept lists of a large network would fill the memory. */
function peersOf(
  { index }: Server,
  servers: readonly Server[],
  floods: readonly Flood[],
  { seed }: NetworkOptions,
): string[] {
  const count = 3 + Math.floor(MOST_PEERS * uniform(seed + 21, index));
  return Array.from({ length: count }, (_, place) => {
    const u = (salt: number) => uniform(seed + salt, Math.imul(index + 1, 7919) + place);
    if (u(22) < DEAD_PEER_SHARE) return `dead-${Math.floor(u(23) * 1e6)}.${SUFFIX}`;
    if (u(22) > 1 - FLOOD_PEER_SHARE) return floodName(oneOf(floods, u(24)), Math.floor(u(25) * 1e6));
    // Early servers are known best.
    return oneOf(servers, u(23) ** 2).domain;
  });
}

/** 127.16.0.1, 127.16.0.2 …: all of 127.0.0.0/8 is this machine on Linux. */
function ownAddress(index: number): string {
  const last = index % 254;
  const rest = Math.floor(index / 254);
  return `127.${16 + (rest >> 8)}.${rest & 0xff}.${last + 1}`;
}

function weighted<T>(items: readonly T[], weightOf: (item: T) => number, place: number): T {
  let left = place * items.reduce((sum, item) => sum + weightOf(item), 0);
  for (const item of items) {
    left -= weightOf(item);
    if (left < 0) return item;
  }
  return items[items.length - 1] as T;
}

const salts = new Map<string, number>();

function saltOf(what: string): number {
  const known = salts.get(what);
  if (known !== undefined) return known;
  const salt = [...what].reduce((hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619), 7);
  salts.set(what, salt);
  return salt;
}
