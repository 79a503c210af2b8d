import { getDomain } from "tldts";
import type { Domain } from "#core/domain.ts";
import type { Discovery } from "#store/store.ts";
import { registrableDomain } from "../net/names.ts";

/** New names of a day, over all sources: what a crawler visits in a few minutes, and the network's growth of a year. */
export const NEW_PER_DAY = 5_000;
/** Of them from one source: its lists can neither fill the frontier nor crowd out those of others. */
export const NEW_PER_SOURCE = 500;
/** The same from one without a past, or a handful of fresh servers would fill each day. */
export const NEW_PER_YOUNG_SOURCE = 50;
/** Below one registrable domain: an organisation seldom starts more servers in a day, a wildcard has no end of them. */
export const NEW_PER_SITE = 3;
/** Below a suffix that a hoster or a dynamic DNS gives out (`duckdns.org`), where a new party costs nothing … */
export const NEW_PER_SHARED_SITE = 10;
/** … one for each party of it … */
const NEW_PER_SHARED_PARTY = 1;
/** … and below those of tunnels, whose names last for hours, next to nothing. */
const NEW_PER_TUNNEL_SITE = 1;

const TUNNELS: ReadonlySet<Domain> = new Set([
  "bore.pub",
  "localhost.run",
  "localtunnel.me",
  "loca.lt",
  "lhr.life",
  "ngrok.app",
  "ngrok.dev",
  "ngrok.io",
  "ngrok-free.app",
  "ngrok-free.dev",
  "pagekite.me",
  "pinggy.link",
  "serveo.net",
  "serveousercontent.com",
  "trycloudflare.com",
]);

/** What the day has brought already. */
export interface Used {
  total: number;
  ofSource: number;
  /** The most that the source may bring. */
  mostOfSource: number;
  bySite: ReadonlyMap<Domain, number>;
  byParty: ReadonlyMap<Domain, number>;
}

/** A name with what the quotas count it by. */
export function discoveryOf(domain: Domain, source: Domain): Discovery {
  const site = siteOf(domain);
  return { domain, site, party: registrableDomain(domain), source: siteOf(source) };
}

/** Registrable below an official suffix: who gets names from a hoster is no source of its own, or each would cost nothing. */
export function siteOf(domain: Domain): Domain {
  return getDomain(domain, { allowPrivateDomains: false }) ?? domain;
}

/** Those of new names that the day's quotas let in, in their order. All come from one source. */
export function admitted(found: readonly Discovery[], used: Used): Discovery[] {
  const bySite = new Map(used.bySite);
  const byParty = new Map(used.byParty);
  const room = Math.max(0, Math.min(NEW_PER_DAY - used.total, used.mostOfSource - used.ofSource));
  const admitted: Discovery[] = [];
  for (const discovery of found) {
    if (admitted.length >= room) break;
    const { site, party } = discovery;
    const ofSite = bySite.get(site) ?? 0;
    const ofParty = byParty.get(party) ?? 0;
    const isShared = party !== site;
    if (ofSite >= limitOf(site, isShared) || (isShared && ofParty >= NEW_PER_SHARED_PARTY)) continue;
    bySite.set(site, ofSite + 1);
    byParty.set(party, ofParty + 1);
    admitted.push(discovery);
  }
  return admitted;
}

function limitOf(site: Domain, isShared: boolean): number {
  if (TUNNELS.has(site)) return NEW_PER_TUNNEL_SITE;
  return isShared ? NEW_PER_SHARED_SITE : NEW_PER_SITE;
}
