import ipaddr from "ipaddr.js";

/** What hosting companies are given in one piece, in bits: a /24 of IPv4, a /48 of IPv6. */
const IPV4_BITS = 24;
const IPV6_BITS = 48;

/**
 * The network of an instance's addresses, from the lowest one, IPv4 before IPv6; null without an address. Instances in
 * one network often stand on one machine or belong to one party.
 * @param addresses as the name server gave them, valid
 * @example hostingNetworkOf(["198.51.100.7"]) // => "198.51.100.0/24"
 */
export function hostingNetworkOf(addresses: readonly string[]): string | null {
  const [first] = addresses
    .map((address) => networkOf(address))
    .toSorted((a, b) => a.bits - b.bits || compare(a.base, b.base));
  return first === undefined ? null : `${first.base}/${first.bits}`;
}

function networkOf(address: string): { base: string; bits: number } {
  const parsed = ipaddr.process(address);
  const bits = parsed instanceof ipaddr.IPv4 ? IPV4_BITS : IPV6_BITS;
  const bytes = parsed.toByteArray().fill(0, bits / 8);
  return { base: ipaddr.fromByteArray(bytes).toString(), bits };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
