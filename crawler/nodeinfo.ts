import { z } from "zod";
import type { Domain } from "#core/domain.ts";
import { ElsewhereError, HttpError, VisitError } from "./net/errors.ts";
import { isSameParty } from "./net/names.ts";
import { count, fields, flag, isRecord, prose, text } from "./tolerant.ts";

/** What a NodeInfo document says, of any version; null where it does not say. */
export interface NodeInfo {
  /** `software.name` in lower case. */
  software: string;
  softwareVersion: string | null;
  title: string | null;
  description: string | null;
  openRegistrations: boolean | null;
  accounts: number | null;
  halfYearActiveUsers: number | null;
  monthlyActiveUsers: number | null;
  weeklyActiveUsers: number | null;
  posts: number | null;
  comments: number | null;
  metadata: Readonly<Record<string, unknown>>;
  /** Host name it says it is; only NodeInfo2 has one. */
  host: string | null;
}

/** Asks for a JSON document under the rules of a visit; `post` is sent as JSON where a program answers only that. */
export type GetJson = (url: string | URL, options?: { post?: unknown }) => Promise<unknown>;

/** Best first. 2.2 comes third: only its draft exists, and few write it well. */
const VERSIONS = ["2.1", "2.0", "2.2", "1.1", "1.0"];

/** Version of a link's `rel` (or, in old Hubzilla, `type`): the tail after `/ns/schema/`. */
const SCHEMA = /\/ns\/schema\/(\d\.\d)/;

const Link = fields({ rel: z.string().catch(""), type: z.string().catch(""), href: z.string().catch("") });

const Document = fields({
  software: fields({ name: prose(50), version: prose(80), repository: text(300) }),
  /** NodeInfo2 says `server` for `software`. */
  server: fields({ name: prose(120), software: prose(50), version: prose(80), baseUrl: text(300) }),
  /** Only in 2.2. */
  instance: fields({ name: prose(120), description: prose(600) }),
  openRegistrations: flag,
  usage: fields({
    users: fields({
      total: count,
      activeHalfyear: count,
      activeHalfYear: count,
      activeMonth: count,
      activeWeek: count,
    }),
    localPosts: count,
    localComments: count,
  }),
  metadata: z.preprocess((value) => (isRecord(value) ? value : {}), z.record(z.string(), z.unknown())).prefault({}),
});

const Names = fields({
  nodeName: prose(120),
  nodeDescription: prose(600),
  /** Funkwhale's word for it. */
  shortDescription: prose(600),
});

/**
 * Finds and reads the NodeInfo of a domain: the best document that /.well-known/nodeinfo links to, the document itself
 * where a program answers with that (Epicyon), or NodeInfo2 where there is nothing else (Castopod).
 * @throws VisitError `no-nodeinfo`, `bad-nodeinfo`, or what kept it from being read
 */
export async function readNodeInfo(domain: Domain, getJson: GetJson): Promise<NodeInfo> {
  const wellKnown = new URL(`https://${domain}/.well-known/nodeinfo`);
  const index = await getJson(wellKnown).catch((error) => {
    if (offersNothing(error)) return undefined;
    throw error;
  });
  if (index === undefined) return readNodeInfo2(domain, getJson);
  if (isRecord(index) && index["links"] === undefined && index["software"] !== undefined) return parseNodeInfo(index);
  const href = bestLink(index, wellKnown);
  if (href === null) throw new VisitError("no-nodeinfo", `${wellKnown.href} links to no NodeInfo document`);
  if (!isSameParty(href.hostname, domain)) {
    const message = `${wellKnown.href} links outside ${domain}, to ${href.hostname}`;
    throw new ElsewhereError("redirect", href.hostname, message);
  }
  return parseNodeInfo(await getJson(href));
}

async function readNodeInfo2(domain: Domain, getJson: GetJson): Promise<NodeInfo> {
  const document = await getJson(`https://${domain}/.well-known/x-nodeinfo2`).catch((error) => {
    if (offersNothing(error)) throw new VisitError("no-nodeinfo", `${domain} offers no NodeInfo`, { cause: error });
    throw error;
  });
  return parseNodeInfo(document);
}

/**
 * Whether there is no such document: a status that says so (some programs choose odd ones), or a web page in its place,
 * because many answer every path with their start page.
 */
function offersNothing(error: unknown): boolean {
  if (error instanceof HttpError) return error.failure === "http" && error.status >= 400 && error.status < 500;
  return error instanceof VisitError && error.failure === "not-json" && error.cause === undefined;
}

/**
 * The link to the best version we know, or null; relative ones are resolved. Ones without a scheme are https, and so are
 * http ones: programs behind a proxy often do not know better.
 */
export function bestLink(index: unknown, wellKnown: URL): URL | null {
  const listed = isRecord(index) ? [...itemsOf(index["links"]), ...itemsOf(index)] : itemsOf(index);
  const links = listed.slice(0, 50).flatMap((item) => {
    const { rel, type, href } = Link.parse(item);
    const version = (SCHEMA.exec(rel) ?? SCHEMA.exec(type))?.[1];
    const url = URL.parse(/^[\w-]+(\.[\w-]+)+\//.test(href) ? `https://${href}` : href, wellKnown);
    if (url?.protocol === "http:") url.protocol = "https:";
    return version !== undefined && VERSIONS.includes(version) && href !== "" && url !== null ? [{ version, url }] : [];
  });
  const [best] = links.toSorted((a, b) => VERSIONS.indexOf(a.version) - VERSIONS.indexOf(b.version));
  return best?.url ?? null;
}

/** Links in any wrapping: a list, an object in place of one, and (old Hubzilla) the rest of the list beside `links`. */
function itemsOf(links: unknown): unknown[] {
  if (Array.isArray(links)) return links;
  if (!isRecord(links)) return [];
  return typeof links["href"] === "string" ? [links] : Object.values(links);
}

/**
 * Reads a NodeInfo document of any version, and NodeInfo2, as they come: numbers as text, nulls, lists in place of
 * objects, missing parts. Only the program's name must be there.
 * @throws VisitError `bad-nodeinfo`
 */
export function parseNodeInfo(document: unknown): NodeInfo {
  const { software, server, instance, openRegistrations, usage, metadata } = Document.parse(document);
  const name = software.name ?? server.software;
  if (name === null) throw new VisitError("bad-nodeinfo", "The NodeInfo document names no software");
  const names = Names.parse(metadata);
  return {
    software: programName(name, software.repository),
    softwareVersion: software.version ?? server.version,
    title: names.nodeName ?? instance.name ?? server.name,
    description: names.nodeDescription ?? instance.description ?? names.shortDescription,
    openRegistrations,
    accounts: usage.users.total,
    halfYearActiveUsers: usage.users.activeHalfyear ?? usage.users.activeHalfYear,
    monthlyActiveUsers: usage.users.activeMonth,
    weeklyActiveUsers: usage.users.activeWeek,
    posts: usage.localPosts,
    comments: usage.localComments,
    metadata,
    host: hostOf(server.baseUrl),
  };
}

/**
 * The name in lower case. Bonfire's is that of its flavour ("Social", "Open Science"), which other programs may have too,
 * so it is known by where its source is. Source: bonfire_federate_activitypub, nodeinfo_adapter.ex.
 */
function programName(name: string, repository: string | null): string {
  const isBonfire = /^bonfire\b/i.test(name) || /\/bonfire-networks\//i.test(repository ?? "");
  return isBonfire ? "bonfire" : name.toLowerCase();
}

/** The host name of a URL or of a bare name as servers send it, in ASCII; null where there is none. */
export function hostOf(value: string | null): string | null {
  if (value === null) return null;
  const url = URL.parse(/^https?:\/\//i.test(value) ? value : `https://${value}`);
  return url?.hostname || null;
}
