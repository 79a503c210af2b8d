import type { Domain } from "#core/domain.ts";
import { entryOf } from "#core/entry.ts";
import { roomAt } from "#core/intake.ts";
import type { Listing } from "#core/listing.ts";
import type { Step } from "#core/look.ts";
import type { NetworkDay } from "#core/network.ts";
import { REFUSALS } from "#core/visit.ts";
import { hasRefused } from "#crawler/refused.ts";
import type { CrawlEvent } from "#crawler/round.ts";
import { translator } from "#site/i18n/index.ts";
import { findingOf, linesOf } from "#site/i18n/look.ts";
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

/** One step of a visit, in the sentences of the site's page about it. */
export function explainStep(step: Step): string[] {
  return linesOf(findingOf(step, [], translator("en"), "en"));
}

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
    if (REFUSALS.has(visit.failure)) lines.push(translator("en")("list.look.failed.refused"));
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
