import type { Domain } from "#core/domain.ts";
import { VisitError } from "../net/errors.ts";
import { isSameParty } from "../net/names.ts";

/**
 * Throws where an answer says it comes from another instance: an alias, a proxy, or a copy.
 *
 * The same party may use two names: Mastodon's LOCAL_DOMAIN (`example.org`) and WEB_DOMAIN (`social.example.org`).
 * @param host as the answer says; null where it does not
 * @throws VisitError `other-host`
 */
export function checkIdentity(domain: Domain, host: string | null): void {
  if (host === null || host === domain || isSameParty(host, domain)) return;
  throw new VisitError("other-host", `${domain} says it is ${host}`);
}
