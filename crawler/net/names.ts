import { domainToASCII } from "node:url";
import { getDomain } from "tldts";
import { Domain } from "#core/domain.ts";
import { isPublicName } from "#core/visitable.ts";

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
  return domain !== undefined && isPublicName(domain) ? domain : null;
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
