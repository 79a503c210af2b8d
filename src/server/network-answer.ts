import { z } from "zod";
import { LARGEST_SHARES } from "#core/evidence.ts";
import { type Part, type PartDay, Totals } from "#core/network.ts";
import type { NetworkToday, PartTotals } from "#core/network-today.ts";
import { SIZE_CLASSES } from "#core/size.ts";

const SizeClassTotals = z
  .strictObject({
    class: z.enum(SIZE_CLASSES),
    instances: z.int().nonnegative(),
    activePeople: z.int().nonnegative(),
  })
  .meta({ id: "SizeClassTotals" });

const Today = z
  .strictObject({
    judgedAt: z.iso.datetime(),
    notTold: z.int().nonnegative(),
    ...Totals.shape,
    sizes: z.array(SizeClassTotals),
  })
  .meta({ id: "NetworkToday" });

const Family = z.strictObject({ family: z.string(), ...Totals.shape }).meta({ id: "FamilyTotals" });
const Language = z.strictObject({ language: z.string(), ...Totals.shape }).meta({ id: "LanguageTotals" });
const Day = z.strictObject({ day: z.iso.date(), ...Totals.shape }).meta({ id: "DayTotals" });
const Stated = z
  .strictObject({
    day: z.iso.date(),
    family: z.string(),
    instances: z.int(),
    largestShareOfAccounts: z.number().min(0).max(1),
  })
  .meta({ id: "StatedShare" });

/** What `GET /api/v1/network` answers: how concentrated the network is, or a part of it, today and before. */
export const NetworkAnswer = z
  .strictObject({
    family: z.string().nullable(),
    language: z.string().nullable(),
    today: Today.nullable(),
    families: z.array(Family),
    languages: z.array(Language),
    days: z.array(Day),
    stated: z.array(Stated),
  })
  .meta({ id: "Network" });
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
