import type { Domain } from "#core/domain.ts";
import type { Instance } from "#core/instance.ts";
import { ElsewhereError } from "../net/errors.ts";
import { isSameParty, visitableName } from "../net/names.ts";

/** What a visit shows of an instance's names. */
export interface Names {
  /** The name asked. */
  domain: Domain;
  /** The name whose server gave the NodeInfo document, after redirects and the link in /.well-known/nodeinfo. */
  servedBy: Domain;
  /** The name the answer says, see checkIdentity; null where it says none or the same. */
  says: Domain | null;
  /** Whether the name it says is known as an instance of its own that answers under that very name. */
  isSaidNameAlive: boolean;
}

/**
 * The one name under which an instance keeps its row; all other names are aliases, not listed.
 *
 * It is the name where people sign up. Whoever asks `example.org` and is sent to `social.example.org` has found an alias,
 * or the domain of the handles (Mastodon's LOCAL_DOMAIN, GoToSocial's account-domain). Who is not sent on but told another
 * name has found either the place to sign up (WEB_DOMAIN says LOCAL_DOMAIN) or an alias that answers by itself (`www.`):
 * the same words, so what counts is whether the other name answers for itself, too.
 */
export function canonicalOf({ domain, servedBy, says, isSaidNameAlive }: Names): Domain {
  if (servedBy !== domain && isSameParty(servedBy, domain)) return servedBy;
  return says !== null && isSaidNameAlive && isSameParty(says, domain) ? says : domain;
}

/**
 * Throws where an answer says it comes from another instance: a proxy, a copy, or somebody else's alias.
 *
 * Names that nobody can visit (`localhost`, an address) are left over from somebody's set-up and say nothing. Handles
 * below a domain of another owner are possible in Mastodon, yet only that domain could prove them, so they count as a copy.
 * @param host as the answer says; null where it does not
 * @returns another name of the same party that the answer says; null where it says none or the one asked
 * @throws VisitError `other-host`
 */
export function checkIdentity(domain: Domain, host: string | null): { alias: Domain | null } {
  const said = host === null ? null : visitableName(host.replace(/\.$/, ""));
  if (said === null || said === domain) return { alias: null };
  if (isSameParty(said, domain)) return { alias: said };
  throw new ElsewhereError("other-host", said, `${domain} says it is ${said}`);
}

/** Counts of one server, read under two names or with days between, differ by no more than this share and so many. */
const TOLERANCE = 0.1;
const SLACK = 10;

/** Whether two answers look like those of one server: the same program and name, and about as many accounts. */
export function isSameServer(one: Likeness, other: Likeness): boolean {
  return one.software === other.software && one.title === other.title && isNear(one.accounts, other.accounts);
}

type Likeness = Pick<Instance, "software" | "title" | "accounts">;

function isNear(one: number | null, other: number | null): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one - other) <= Math.max(one, other) * TOLERANCE + SLACK;
}
