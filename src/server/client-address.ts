import ipaddr from "ipaddr.js";

/**
 * The address of whoever asks.
 *
 * X-Forwarded-For is believed only as far as proxies of ours wrote it: with N trusted proxies, the N-th entry from the
 * end is what the outermost of them saw. Everything further left is the client's own claim.
 * @param forwardedFor the header X-Forwarded-For, as sent
 * @param socketAddress the other end of the connection
 * @param trustProxy how many proxies of ours stand in front, 0 or more
 */
export function clientAddress(
  forwardedFor: string | null | undefined,
  socketAddress: string,
  trustProxy: number,
): string {
  if (trustProxy === 0) return socketAddress;
  const forwarded = (forwardedFor ?? "").split(",").map((part) => part.trim());
  return forwarded.at(-trustProxy) || socketAddress;
}

/** How many leading bits of an address name a network. */
export interface Prefix {
  /** 8, 16, 24 or 32. */
  ipv4: number;
  /** A multiple of 8 up to 128. */
  ipv6: number;
}

/** One line to the net: with IPv6 it has a whole /64. */
export const ONE_ADDRESS: Prefix = { ipv4: 32, ipv6: 64 };
/** One house, or one company. */
export const ONE_NETWORK: Prefix = { ipv4: 24, ipv6: 48 };

/** The network an address belongs to; what is no address is a network of its own. */
export function networkOf(address: string, prefix: Prefix): string {
  const bare = address
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, "$1")
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
  if (!ipaddr.isValid(bare)) return bare;
  const parsed = ipaddr.process(bare);
  const bytes = parsed.toByteArray().slice(0, prefix[parsed.kind()] / 8);
  return `${parsed.kind()} ${bytes.join(".")}`;
}
