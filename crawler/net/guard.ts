import { lookup, Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import pLimit from "p-limit";
import type { Domain } from "#core/domain.ts";
import { VisitError } from "./errors.ts";
import { visitableName } from "./names.ts";

/** A name server is asked again after this time, twice in all; so long, because some ask others far away. */
const DNS_TIMEOUT_MS = 3_000;
const DNS_TRIES = 2;
/** Names asked for at a time: name servers, and the way to them, drop what comes in larger bursts. */
const DNS_AT_ONCE = 50;

/**
 * Addresses of a name that are kept; servers have a few. Each one is held against other visits, so a name that lists
 * every address of a hosting company would keep all visits there waiting.
 */
const MAX_ADDRESSES = 16;

/** Ranges a lab may use on top of public ones; link-local (cloud metadata) stays refused there too. */
const LAB_RANGES = new Set(["loopback", "private", "uniqueLocal"]);

/** The addresses given out to hosts of the public IPv6 internet. Source: IANA IPv6 address space, 2000::/3. */
const PUBLIC_IPV6 = ipaddr.IPv6.parseCIDR("2000::/3");

/** Longer ones are not asked; every pattern of a robots.txt is tried on them. The longest real one has 90 characters. */
const MAX_URL_LENGTH = 1_000;

/** All addresses of a name. */
export type Resolve = (host: Domain) => Promise<string[]>;

/**
 * The URL, when it may be asked at all: https, no port, no credentials, and a name as `visitableName` wants it. The URL
 * parser has turned every spelling of an IPv4 address (`2130706433`, `0x7f.1`, full-width digits) into dots before.
 * @throws VisitError `redirect` for anything else
 */
export function guardedUrl(input: string | URL, base?: URL): URL {
  const url = URL.parse(input, base);
  if (url === null) throw new VisitError("redirect", `${shown(input)} is not a URL`);
  if (url.href.length > MAX_URL_LENGTH) throw new VisitError("redirect", `${shown(input)}… is too long`);
  if (url.protocol !== "https:") throw new VisitError("redirect", `${shown(input)} is not https`);
  if (url.port !== "") throw new VisitError("redirect", `${shown(input)} names a port`);
  if (url.username !== "" || url.password !== "") throw new VisitError("redirect", `${shown(input)} has credentials`);
  if (visitableName(url.hostname) !== url.hostname) {
    throw new VisitError("redirect", `${shown(input)} is not a public host name`);
  }
  url.hash = "";
  return url;
}

/**
 * The addresses to connect to: all that the name has, and only when every one of them may be reached. The connection is
 * pinned to these, so a second answer of the name server changes nothing.
 * @throws VisitError `dns` or `address`
 */
export async function guardedAddresses(
  host: Domain,
  { resolve, allowPrivateNetwork }: { resolve: Resolve; allowPrivateNetwork: boolean },
): Promise<string[]> {
  const addresses = await resolve(host);
  if (addresses.length === 0) throw new VisitError("dns", `${host} has no address`);
  for (const address of addresses) {
    if (!isPublicAddress(address) && !(allowPrivateNetwork && isLabAddress(address))) {
      throw new VisitError("address", `${host} has the address ${address}, which is not public`);
    }
  }
  return [...new Set(addresses)].slice(0, MAX_ADDRESSES);
}

/**
 * Whether an address belongs to a host of the public internet. IPv4 inside IPv6 is judged as IPv4 where the machine
 * would connect to that (mapped), and refused where a gateway would (NAT64, 6to4, Teredo, compatible).
 */
export function isPublicAddress(address: string): boolean {
  const parsed = parsedAddress(address);
  if (parsed?.range() !== "unicast") return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(PUBLIC_IPV6);
}

function isLabAddress(address: string): boolean {
  return LAB_RANGES.has(parsedAddress(address)?.range() ?? "");
}

/**
 * An address as a name server gives it; null for any other text. Node takes a zone for part of one (`::%.`), which names
 * an interface of this machine, and ipaddr.js takes `127.1`: only what both take, and no zone, is one here.
 */
function parsedAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (isIP(address) === 0 || address.includes("%")) return null;
  return ipaddr.process(address);
}

/**
 * Asks the system's name servers, or the one at `host:port`.
 *
 * Not `dns.lookup`: it holds one of Node's four pool threads for each name. So names in /etc/hosts are not known here.
 */
export async function createResolve(
  server?: string,
  { timeoutMs = DNS_TIMEOUT_MS }: { timeoutMs?: number } = {},
): Promise<Resolve> {
  const resolver = await openResolver(server, timeoutMs);
  const limit = pLimit(DNS_AT_ONCE);
  return (host) => limit(resolve, host);

  async function resolve(host: Domain): Promise<string[]> {
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    const addresses = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    if (addresses.length > 0) return addresses;
    const [reason] = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason as Error] : []));
    throw new VisitError("dns", `${host} does not resolve: ${reason?.message ?? "no address"}`, { cause: reason });
  }
}

/** Asks the system's name servers, or the one at `host:port`. */
export async function openResolver(server: string | undefined, timeoutMs = DNS_TIMEOUT_MS): Promise<Resolver> {
  const resolver = new Resolver({ timeout: timeoutMs, maxTimeout: timeoutMs, tries: DNS_TRIES });
  if (server !== undefined) resolver.setServers([await addressOfServer(server)]);
  return resolver;
}

async function addressOfServer(server: string): Promise<string> {
  const { hostname, port } = new URL(`dns://${server}`);
  const name = hostname.replace(/^\[|\]$/g, "");
  const address = isIP(name) === 0 ? (await lookup(name)).address : name;
  return isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

function shown(input: string | URL): string {
  return JSON.stringify(String(input).slice(0, 200));
}
