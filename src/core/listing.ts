import { z } from "zod";
import { Domain } from "./domain.ts";

/** What a proven admin says about their instance; every field null means "as the server itself tells it". */
export const Listing = z.object({
  domain: Domain,
  /** BCP 47, the main one first. */
  languages: z.array(z.string().max(20)).max(4).nullable(),
  topics: z.array(z.string().max(30)).max(3).nullable(),
  /** Newcomers a day the admin wants at most; 0 pauses. */
  intakePerDay: z.int().min(0).max(10_000).nullable(),
  /** No newcomers before this instant; null while not paused. */
  pausedUntil: z.iso.datetime().nullable(),
  /** Whether strangers are welcome although the instance is below the floor of its kind. */
  welcomesBelowFloor: z.boolean(),
  /** Whether other servers may follow it by themselves: PeerTube's "auto-follow index" (src/server/compat/peertube.ts). */
  autoFollow: z.boolean(),
  updatedAt: z.iso.datetime(),
});
export type Listing = z.infer<typeof Listing>;
