import type { Domain } from "#core/domain.ts";
import type { Answer } from "./net/client.ts";
import { PauseError } from "./net/errors.ts";
import { isSameParty, visitableName } from "./net/names.ts";

/** Of an XRD: where webfinger lies, `https://social.example.org/.well-known/webfinger?resource={uri}`. */
const WEBFINGER = /\btemplate\s*=\s*["']https:\/\/([^/"'\s]+)\/\.well-known\/webfinger/i;

/**
 * The name that a domain without NodeInfo names as the server of its people (Mastodon's WEB_DOMAIN, GoToSocial's host),
 * from its /.well-known/host-meta; null where it names none of the same party, or cannot be read.
 */
export async function serverOfPeople(domain: Domain, get: (url: string) => Promise<Answer>): Promise<Domain | null> {
  try {
    const { url, status, body } = await get(`https://${domain}/.well-known/host-meta`);
    const named = status >= 200 && status <= 299 ? visitableName(WEBFINGER.exec(body)?.[1] ?? "") : null;
    const found = named ?? url.hostname;
    return found !== domain && isSameParty(found, domain) ? found : null;
  } catch (error) {
    if (error instanceof PauseError) throw error;
    return null;
  }
}
