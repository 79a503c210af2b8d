import type { Domain } from "#core/domain.ts";
import { entryOf } from "#core/entry.ts";
import { roomAt } from "#core/intake.ts";
import type { Listing } from "#core/listing.ts";
import type { NetworkDay } from "#core/network.ts";
import { type Failure, REFUSALS } from "#core/visit.ts";
import { hasRefused } from "#crawler/refused.ts";
import type { CrawlEvent } from "#crawler/round.ts";
import { translator } from "#site/i18n/index.ts";
import { verdictOf } from "#site/i18n/verdict.ts";

/** What an explanation needs besides the visit. */
export interface Surroundings {
  listings: ReadonlyMap<Domain, Listing>;
  networkDay: NetworkDay | null;
  now: Date;
}

/** Facts that say something on a line of their own; the rest is in `--json`. */
const SHOWN = [
  "software",
  "version",
  "title",
  "languages",
  "languagesBasis",
  "topics",
  "topicsBasis",
  "registrations",
  "signUpUrl",
  "minimumAge",
  "isAdult",
  "isFederationLimited",
  "monthlyActiveUsers",
  "weeklyActiveUsers",
  "dailyActiveUsers",
  "halfYearActiveUsers",
  "accounts",
  "posts",
  "doubts",
] as const;

/** What an admin can do about each reason for which a visit brought nothing. */
const ADVICE: Readonly<Record<Failure, string>> = {
  dns: "Its name has no address: check its A and AAAA records, and that the domain has not run out.",
  address:
    "Its name has an address that is not on the public internet: take it out of its A and AAAA records, because one is " +
    "enough to keep us out.",
  connect:
    "Nobody answers there on port 443, or the connection breaks off: check that the web server runs and that no " +
    "firewall closes the port, on every address that its name has.",
  tls:
    "Its certificate does not hold for this name: renew it, send the whole chain, and check that the right virtual host " +
    "answers on every address, of IPv6 too.",
  timeout:
    "It took too long: check its load, whether every address of its name answers, and that no firewall drops our " +
    "requests silently.",
  http: "It answers with an error: the logs of its web server and of its program say why, at this time and path.",
  redirect:
    "It leads us elsewhere: NodeInfo is read over https, without a port, on its own domain or one below the same " +
    "registered name. A server that moved is visited under its new name.",
  "too-large": "It answers far more than such a document needs: check what stands at this address.",
  "not-json": "It answers something else than JSON: check that the web server passes this path on to the program.",
  "no-nodeinfo":
    "NodeInfo is how servers tell what they are: switch it on in the program, and have the web server pass " +
    "/.well-known/nodeinfo on to it.",
  "bad-nodeinfo": "Its NodeInfo does not name a program: update the program, or tell its makers.",
  robots:
    "Its robots.txt keeps us out. If that is not meant, add two lines to it, `User-agent: Rockpool` and `Allow: /`, and " +
    "visit again.",
  "robots-unknown": "While its robots.txt cannot be read we stay out: it should answer 200 with rules, or 404 without.",
  forbidden:
    "It answers 403, which we take for a wish to be left alone. If that is not meant, let the User-Agent Rockpool " +
    "through its firewall, and visit again.",
  challenge:
    "A test for browsers stands before it, which no robot passes: exempt /.well-known/nodeinfo, /nodeinfo/ and /api/ " +
    "from it, or the User-Agent Rockpool.",
  gone: "It answers 410, gone for good. If that is not meant, answer anything else, and visit again.",
  private:
    "A setting of its program, or a header, asks directories to leave it out. If that is not meant, change what is " +
    "named above, and visit again.",
  "other-host":
    "It says that it is another server: visit that name, or correct the domain in the program's settings. A copy or a " +
    "proxy of another server is not listed.",
  "rate-limited":
    "It wants more time between requests than a visit has: let ten requests a day pass, or ask for a Crawl-delay of an " +
    "hour at most.",
  error: "This is a mistake of ours: please report it, with the lines above.",
};

/**
 * What a visit meant, for an admin who reads along: what was understood, whether newcomers are sent there, and what
 * stands against it with the way to change that. The sentences are those of the server's page.
 */
export function explain(
  { visit, merged }: CrawlEvent & { type: "visited" },
  { listings, networkDay, now }: Surroundings,
): string[] {
  const { instance, details, standing } = merged;
  const lines: string[] = [];
  if (visit.outcome === "failed") {
    lines.push(`this visit: ${visit.failure}: ${visit.message}`, ADVICE[visit.failure]);
    if (REFUSALS.has(visit.failure)) lines.push("everything known about it is erased; only its name is kept");
  } else if (instance !== null) {
    for (const field of SHOWN) {
      const value = instance[field];
      lines.push(
        `  ${field}: ${value === null ? "not told" : Array.isArray(value) ? value.join(", ") || "none" : value}`,
      );
    }
    for (const [topic, words] of Object.entries(details?.topicWords ?? {})) {
      lines.push(`  ${topic}, because it says: ${words.join(", ")}`);
    }
    if (visit.isPartial) lines.push("  some of it could not be read this time; what was known of that stays");
  }
  lines.push(`it is now ${standing.state}${standing.failures > 0 ? `, failures in a row: ${standing.failures}` : ""}`);
  // Of who wants to be left alone nothing is known that a verdict could rest on.
  if (instance === null || hasRefused(instance)) return lines;
  const entry = entryOf(instance, { listing: listings.get(visit.domain), isBlocked: false, networkDay, now });
  const room = roomAt(entry.intake, 0, now);
  const context = { t: translator("en"), locale: "en", now, networkDay, room, roomReturnsAt: null } as const;
  const { sentence, reason, way, also } = verdictOf(entry, context);
  return [...lines, [sentence, reason, way].filter((part) => part !== null).join(" "), ...also];
}
