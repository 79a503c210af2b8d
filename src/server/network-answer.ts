import { z } from "zod";
import { LARGEST_SHARES } from "#core/evidence.ts";
import { type Part, type PartDay, Totals } from "#core/network.ts";
import type { NetworkToday, PartTotals } from "#core/network-today.ts";
import { SIZE_CLASSES } from "#core/size.ts";

/** What `GET /api/v1/network` takes; one of them at most. */
export const NetworkParameters = z.object({
  family: z.string().max(50).optional().describe("Only servers of a family of programs, forks included, e.g. mastodon"),
  language: z.string().max(35).optional().describe("Only servers in a language, as a BCP 47 tag, or und for not told"),
});

const SizeClassTotals = z.object({
  class: z
    .enum(SIZE_CLASSES)
    .describe("personal: fewer than 10 people; small: up to 999; medium: up to 3,999; large; oversized"),
  instances: z.int().nonnegative(),
  activePeople: z.int().nonnegative(),
});

const Today = z.object({
  judgedAt: z.iso.datetime().describe("When it was judged who is still there"),
  notTold: z.int().nonnegative().describe("Instances there whose size is not told, or not believed"),
  ...Totals.shape,
  sizes: z.array(SizeClassTotals),
});

/** What `GET /api/v1/network` answers: how concentrated the network is, or a part of it, today and before. */
export const NetworkAnswer = z.object({
  family: z.string().nullable().describe("The family asked for; null for all"),
  language: z.string().nullable().describe("The language asked for; null for all"),
  today: Today.nullable().describe("From the directory of this moment; null for a part of fewer than 3 instances"),
  families: z.array(z.object({ family: z.string(), ...Totals.shape })).describe("Most instances first"),
  languages: z
    .array(z.object({ language: z.string(), ...Totals.shape }))
    .describe("Most instances first; one of two languages counts in both"),
  days: z.array(z.object({ day: z.iso.date(), ...Totals.shape })).describe("As published, oldest first"),
  stated: z
    .array(z.object({ day: z.iso.date(), family: z.string(), instances: z.int(), largestShareOfAccounts: z.number() }))
    .describe("From before our days, counted by others and in accounts: not to be put in one line with ours"),
});
export type NetworkAnswer = z.infer<typeof NetworkAnswer>;

/** What the API answers about a part. */
export function networkAnswer(network: NetworkToday, part: Part, days: readonly PartDay[]): NetworkAnswer {
  const today = network.of(part);
  const isWhole = part.by === "all";
  return {
    family: part.by === "family" ? part.name : null,
    language: part.by === "language" ? part.name : null,
    today: today === null ? null : todayAnswer(network, today, today.untold),
    families: isWhole ? [...network.families].map(([family, { totals }]) => ({ family, ...totals })) : [],
    languages: isWhole ? [...network.languages].map(([language, { totals }]) => ({ language, ...totals })) : [],
    days: days.map(({ day, totals }) => ({ day, ...totals })),
    stated: isStatedFor(part)
      ? LARGEST_SHARES.map(({ day, share, servers }) => ({
          day,
          family: "mastodon",
          instances: servers,
          largestShareOfAccounts: share,
        }))
      : [],
  };
}

/** Whether figures of others about Mastodon's servers say something about a part. */
export function isStatedFor(part: Part): boolean {
  return part.by === "all" || (part.by === "family" && part.name === "mastodon");
}

function todayAnswer(network: NetworkToday, { totals, classes }: PartTotals, notTold: number): NetworkAnswer["today"] {
  const sizes = classes.map(({ sizeClass, ...counts }) => ({ class: sizeClass, ...counts }));
  return { judgedAt: network.judgedAt.toISOString(), notTold, ...totals, sizes };
}
