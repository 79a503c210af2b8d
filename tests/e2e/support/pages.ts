import type { APIRequestContext, Page } from "@playwright/test";
import { LOOKED_AT } from "#site/commands/screenshots/looks.ts";
import { AWAITED, CLOSED } from "#site/commands/screenshots/standing-servers.ts";
import { TOLD } from "#site/commands/screenshots/told-server.ts";

/** A page as visitors meet it, in one of its states. */
export interface VisitedPage {
  name: string;
  /** From the root on, without locale. */
  path: string;
  status: number;
  /** At most so many bytes of HTML, gzipped. */
  htmlBytes: number;
}

const KB = 1_000;
const HOME = 25 * KB;
const NETWORK = 40 * KB;
const OTHERS = 20 * KB;

/** Present in the seeds for as long as they know a server above the limit; checked by a test of its own. */
export const OVERSIZED = "mastodon.social";
export const UNKNOWN = "nobody-met-this.example.org";

/** Every page there is, and those states that look different. */
export const PAGES: readonly VisitedPage[] = [
  { name: "home", path: "/", status: 200, htmlBytes: HOME },
  { name: "three picks", path: "/find?language=en&seed=1", status: 200, htmlBytes: OTHERS },
  { name: "one pick", path: "/find?language=en&count=1&seed=3", status: 200, htmlBytes: OTHERS },
  { name: "relaxed topic", path: "/find?language=de&topic=cycling&seed=1", status: 200, htmlBytes: OTHERS },
  { name: "one of the language", path: "/find?language=gd&seed=1", status: 200, htmlBytes: OTHERS },
  { name: "relaxed language", path: "/find?language=br&seed=1", status: 200, htmlBytes: OTHERS },
  { name: "many followers", path: "/find?language=en&followers=10000&seed=1", status: 200, htmlBytes: OTHERS },
  { name: "own server first", path: "/find?language=en&followers=50000&seed=1", status: 200, htmlBytes: OTHERS },
  { name: "audience", path: "/audience", status: 200, htmlBytes: OTHERS },
  { name: "audience, a group", path: "/audience?people=300&willing=yes", status: 200, htmlBytes: OTHERS },
  { name: "full, others instead", path: "/find?language=ja&seed=1", status: 200, htmlBytes: OTHERS },
  { name: "all full", path: "/find?kind=links&language=en&seed=1", status: 200, htmlBytes: OTHERS },
  { name: "nothing of that kind", path: "/find?kind=podcast&language=da&seed=1", status: 200, htmlBytes: OTHERS },
  { name: "directory", path: "/servers", status: 200, htmlBytes: OTHERS },
  { name: "directory, filtered", path: "/servers?language=de&joining=open", status: 200, htmlBytes: OTHERS },
  { name: "directory, last page", path: "/servers?page=8", status: 200, htmlBytes: OTHERS },
  { name: "directory, a typo", path: "/servers?q=mastodn.art", status: 200, htmlBytes: OTHERS },
  { name: "directory, no such name", path: "/servers?q=zzzqqqxxx", status: 200, htmlBytes: OTHERS },
  { name: "directory, nothing fits", path: "/servers?language=gd&topic=cycling", status: 200, htmlBytes: OTHERS },
  { name: "small server", path: "/servers/lou.lt", status: 200, htmlBytes: OTHERS },
  { name: "server that told everything", path: `/servers/${TOLD}`, status: 200, htmlBytes: OTHERS },
  { name: "oversized server", path: `/servers/${OVERSIZED}`, status: 200, htmlBytes: OTHERS },
  { name: "closed server", path: `/servers/${CLOSED}`, status: 200, htmlBytes: OTHERS },
  { name: "server not visited yet", path: `/servers/${AWAITED}`, status: 404, htmlBytes: OTHERS },
  { name: "unknown server", path: `/servers/${UNKNOWN}`, status: 404, htmlBytes: OTHERS },
  { name: "for apps", path: "/apps", status: 200, htmlBytes: OTHERS },
  { name: "why small", path: "/why-small", status: 200, htmlBytes: OTHERS },
  { name: "feedback", path: "/feedback", status: 200, htmlBytes: OTHERS },
  { name: "feedback about one", path: "/feedback?about=lou.lt", status: 200, htmlBytes: OTHERS },
  { name: "feedback about none", path: `/feedback?about=${UNKNOWN}`, status: 404, htmlBytes: OTHERS },
  { name: "feedback, a broken link", path: "/feedback?about=lou.lt&token=x", status: 400, htmlBytes: OTHERS },
  { name: "feedback, thanks", path: "/feedback?about=lou.lt&told=silent", status: 200, htmlBytes: OTHERS },
  { name: "list", path: "/list", status: 200, htmlBytes: OTHERS },
  { name: "list, a name filled in", path: `/list?domain=${UNKNOWN}`, status: 200, htmlBytes: OTHERS },
  { name: "look, a server that answered", path: `/list/${LOOKED_AT.seen}`, status: 200, htmlBytes: OTHERS },
  { name: "look, a server that refuses", path: `/list/${LOOKED_AT.refused}`, status: 200, htmlBytes: OTHERS },
  { name: "look, a server that fails", path: `/list/${LOOKED_AT.failed}`, status: 200, htmlBytes: OTHERS },
  { name: "look, a name left out", path: `/list/${LOOKED_AT.leftOut}`, status: 200, htmlBytes: OTHERS },
  { name: "look, waiting", path: `/list/${LOOKED_AT.waiting}`, status: 200, htmlBytes: OTHERS },
  { name: "builder of the widget", path: "/widget", status: 200, htmlBytes: OTHERS },
  { name: "builder, chosen", path: "/widget?topic=art&topic=zzz&count=1", status: 200, htmlBytes: OTHERS },
  { name: "network", path: "/network", status: 200, htmlBytes: NETWORK },
  { name: "network, a language", path: "/network?language=de", status: 200, htmlBytes: NETWORK },
  { name: "network, few servers", path: "/network?language=ja", status: 200, htmlBytes: NETWORK },
  { name: "network, none of a language", path: "/network?language=br", status: 200, htmlBytes: NETWORK },
  { name: "network, bad program", path: "/network?family=nosuch", status: 400, htmlBytes: NETWORK },
  { name: "manage, which server", path: "/manage", status: 200, htmlBytes: OTHERS },
  { name: "manage, no server's name", path: "/manage?domain=no%20name", status: 400, htmlBytes: OTHERS },
  { name: "manage, a stranger", path: "/manage/lou.lt", status: 403, htmlBytes: OTHERS },
  { name: "leaving", path: "/manage/lou.lt/leave", status: 200, htmlBytes: OTHERS },
  { name: "about", path: "/about", status: 200, htmlBytes: OTHERS },
  { name: "privacy", path: "/privacy", status: 200, htmlBytes: OTHERS },
  { name: "API", path: "/api", status: 200, htmlBytes: 40 * KB },
  { name: "crawler", path: "/bot", status: 200, htmlBytes: OTHERS },
  { name: "no such page", path: "/under/this/stone", status: 404, htmlBytes: OTHERS },
];

/** The three ways a sign-up button can read, in both languages. */
export const SIGN_UP = /^(Sign up|Ask to join|See how to get in|S’inscrire|Demander à entrer|Voir comment entrer)/;

/** Domains of the picks on the page, in order of sight. */
export function pickedDomains(page: Page): Promise<string[]> {
  return page.locator("article.pick").evaluateAll((picks) => picks.map(({ id }) => id));
}

/** Domains of the rows of a directory page; those larger than suggested are in a list of their own. */
export function listedDomains(page: Page, list = "ol.rows"): Promise<string[]> {
  return page.locator(`${list} a.name`).evaluateAll((names) => names.map((name) => name.textContent?.trim() ?? ""));
}

export async function json<T>(request: APIRequestContext, path: string): Promise<T> {
  const answer = await request.get(path);
  if (!answer.ok()) throw new Error(`${path} answers ${answer.status()}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
