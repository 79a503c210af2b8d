import type { LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { buildConnector, Client } from "undici";
import type { Network } from "./client.ts";

/** Time for one of several addresses before the next is tried too. */
const ADDRESS_TIMEOUT_MS = 2_000;

/** One connection to one origin, pinned to checked addresses: one request at a time, no session kept. */
export function connect(
  url: URL,
  addresses: readonly string[],
  { labPort, secureContext, limits }: Pick<Network, "labPort" | "secureContext" | "limits">,
): Client {
  const connector = buildConnector({
    allowH2: false,
    maxCachedSessions: 0,
    timeout: limits.connectTimeoutMs,
    rejectUnauthorized: true,
    secureContext,
    lookup: pinnedTo(addresses),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS,
  });
  return new Client(url.origin, {
    connect: (options, callback) => connector({ ...options, port: String(labPort ?? 443) }, callback),
    pipelining: 1,
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.requestTimeoutMs,
    bodyTimeout: limits.requestTimeoutMs,
  });
}

/** Answers every lookup with these addresses, IPv4 first: a machine without working IPv6 must not wait for it. */
function pinnedTo(addresses: readonly string[]): LookupFunction {
  const records: LookupAddress[] = addresses
    .map((address) => ({ address, family: isIP(address) }))
    .toSorted((a, b) => a.family - b.family);
  return (_host, options, callback) => {
    const [first] = records;
    if (options.all === true) callback(null, records);
    else callback(null, first?.address ?? "", first?.family ?? 4);
  };
}
