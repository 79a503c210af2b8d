import { domainToASCII } from "node:url";
import { getDomain, parse } from "tldts";
import { Domain } from "#core/domain.ts";

/** In the Public Suffix List, yet no hosts of the public internet. Sources: RFC 7686, RFC 3172. */
const NOT_PUBLIC = new Set(["onion", "arpa"]);

/**
 * The host name in the one spelling we visit, or null where it may not be visited: no address in any spelling, a suffix
 * that ICANN has delegated (so not `localhost`, `.internal` or `.test`), and a name of its own below that suffix.
 */
export function visitableName(name: string): Domain | null {
  const known = visitable.get(name);
  if (known !== undefined) return known;
  const found = judgedName(name);
  if (visitable.size >= MAX_KEPT) visitable.clear();
  if (name.length <= LONGEST_KEPT) visitable.set(name, found);
  return found;
}

/** The names of the visits under way: each is asked for several times. */
const visitable = new Map<string, Domain | null>();
const MAX_KEPT = 1_000;
const LONGEST_KEPT = 253;

function judgedName(name: string): Domain | null {
  const domain = Domain.safeParse(domainToASCII(name)).data;
  if (domain === undefined || NOT_PUBLIC.has(domain.slice(domain.lastIndexOf(".") + 1))) return null;
  const { isIcann, isIp, domain: registrable } = parse(domain, { allowPrivateDomains: false });
  return isIcann === true && isIp !== true && registrable !== null ? domain : null;
}

/**
 * What one party registered: `social.example.co.uk` → `example.co.uk`. Names below a suffix that a hoster gives out
 * (`a.github.io`) count as separate parties.
 */
export function registrableDomain(domain: Domain): Domain {
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain;
}

/** Whether two names belong to the same party. */
export function isSameParty(a: Domain, b: Domain): boolean {
  return registrableDomain(a) === registrableDomain(b);
}
