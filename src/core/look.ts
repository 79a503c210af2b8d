import { z } from "zod";
import type { Domain } from "./domain.ts";
import { Failure } from "./visit.ts";

/*
 * A look: a visit that somebody asked for, with every step as the crawler saw it. The sentences for it are made in
 * src/i18n/look.ts.
 */

/** The longest text kept of what a server or the network said. */
export const LONGEST_TEXT = 300;

/** A rule of a robots.txt: where it stands, what it says, and for whom. */
export const RobotsRule = z.object({
  /** Counted from 1. */
  line: z.int().positive(),
  /** As it stands there, such as `Disallow: /api`. */
  text: z.string(),
  /** Whose group it is in: `*`, or our own name. */
  agent: z.string(),
});
export type RobotsRule = z.infer<typeof RobotsRule>;

/** What kept a visit, or a part of it, from going on. */
const trouble = {
  failure: Failure,
  /** What the machine said, in English; null where it would tell strangers of our own network or code. */
  message: z.string().nullable(),
  /** Where robots.txt forbids it: the address, and the rule. */
  forbidden: z.object({ url: z.string(), rule: RobotsRule }).nullable(),
};
const Trouble = z.object(trouble);
export type Trouble = z.infer<typeof Trouble>;

/** One step of a visit, as a code with its values. */
export const Step = z.discriminatedUnion("code", [
  z.object({ code: z.literal("resolved"), addresses: z.array(z.string()) }),
  /** robots.txt lets us ask for NodeInfo; by which rule, null where it has none about that. */
  z.object({ code: z.literal("robots"), rule: RobotsRule.nullable(), delaySeconds: z.number() }),
  z.object({ code: z.literal("answered"), url: z.string(), status: z.int(), characters: z.int() }),
  z.object({ code: z.literal("nodeinfo"), software: z.string(), version: z.string().nullable() }),
  /** The program's own API, or a part of it, could not be read; the visit goes on. */
  z.object({
    code: z.literal("api"),
    ...trouble,
    /** It is meant so: not there, or closed to everybody. */
    isMeant: z.boolean(),
  }),
  /** NodeInfo was asked once more under our second name; without differences everybody is told the same. */
  z.object({ code: z.literal("compared"), as: z.string(), differences: z.array(z.string()) }),
  z.object({ code: z.literal("peers"), count: z.int() }),
  z.object({ code: z.literal("peers-trouble"), ...trouble }),
  /** Its Crawl-delay asks for a pause. */
  z.object({ code: z.literal("paused"), until: z.iso.datetime() }),
  /** The visit brought nothing. */
  z.object({ code: z.literal("failed"), ...trouble }),
]);
export type Step = z.infer<typeof Step>;

/** A step and when it came. */
export const SeenStep = z.object({
  step: Step,
  /** Since the visit began. */
  afterMs: z.int().nonnegative(),
});
export type SeenStep = z.infer<typeof SeenStep>;

/** How a look ended: `left-out` is a name that is not visited, because its admin or an operator wants it so. */
export const LOOK_ENDS = ["seen", "failed", "left-out"] as const;
export type LookEnd = (typeof LOOK_ENDS)[number];

/** The last look at a name; nothing is kept of visits that nobody asked for. */
export interface Look {
  domain: Domain;
  /** ISO 8601 in UTC, like all that follow. */
  askedAt: string;
  /** null until a crawler has begun. */
  begunAt: string | null;
  endedAt: string | null;
  /** null until it ended. */
  end: LookEnd | null;
  steps: SeenStep[];
  /** Nobody may ask for it again before. */
  againAt: string;
  /** Nobody knew the name before. */
  isNew: boolean;
}

/** Between two looks at one name. */
export const BETWEEN_LOOKS_MS = 5 * 60_000;
/** A look without a step for this long was broken off, and may be asked for anew. Longer than a visit may take. */
export const BROKEN_OFF_MS = 60_000;
/** How long a look is kept … */
export const LOOK_KEPT_MS = 7 * 86_400_000;
/** … and one at a name that wants to be left alone: long enough to be read by who asked. */
export const REFUSED_LOOK_KEPT_MS = 3_600_000;
/** Looks kept at most; the oldest go. */
export const MOST_LOOKS = 5_000;
