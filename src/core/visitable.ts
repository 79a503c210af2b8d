import { parse } from "tldts";
import type { Domain } from "./domain.ts";

/** In the Public Suffix List, yet no hosts of the public internet. Sources: RFC 7686, RFC 3172. */
const NOT_PUBLIC = new Set(["onion", "arpa"]);

/**
 * Whether a name may be visited: below a suffix that ICANN has delegated (so not `localhost`, `.internal` or `.test`),
 * and more than that suffix.
 * @example isPublicName("m.example.org") // => true
 */
export function isPublicName(domain: Domain): boolean {
  if (NOT_PUBLIC.has(domain.slice(domain.lastIndexOf(".") + 1))) return false;
  const { isIcann, isIp, domain: registrable } = parse(domain, { allowPrivateDomains: false });
  return isIcann === true && isIp !== true && registrable !== null;
}
