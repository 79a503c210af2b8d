/**
 * The address of whoever asks.
 *
 * X-Forwarded-For is believed only as far as proxies of ours wrote it: with N trusted proxies, the N-th entry from the
 * end is what the outermost of them saw. Everything further left is the client's own claim.
 * @param socketAddress the other end of the connection
 * @param trustProxy how many proxies of ours stand in front, 0 or more
 */
export function clientAddress(headers: Headers, socketAddress: string, trustProxy: number): string {
  if (trustProxy === 0) return socketAddress;
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  return forwarded.at(-trustProxy) || socketAddress;
}
