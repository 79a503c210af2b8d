import { z } from "zod";
import { Domain } from "./domain.ts";

/** A page on the instance's own registrable domain. */
const OwnPage = z
  .url({ protocol: /^https$/ })
  .max(500)
  .nullable();

/** A limit or a number of people as told; null when not told, never 0 as a stand-in. */
const Count = z.int().nonnegative().max(2_147_483_647).nullable();

/**
 * What an instance tells about itself beyond what picks and search need. Kept beside the instance and read when its page
 * is shown, so that the directory in memory stays small.
 */
export const Details = z.object({
  domain: Domain,
  /** The last visit that asked for all of it; visits in between ask for less. */
  readAt: z.iso.datetime(),
  /** What it says of itself at length, plain text. */
  about: z.string().max(4_000).nullable(),
  /** Its rules in its own order, plain text each. */
  rules: z.array(z.string().max(300)).max(30),
  termsUrl: OwnPage,
  privacyUrl: OwnPage,
  /** Characters in one post. */
  postLength: Count,
  /** Megabytes of one picture, video or other file. */
  uploadMegabytes: Count,
  /** Megabytes one person may keep there in all. */
  storageMegabytes: Count,
  /** People who moderate or administer it. */
  staff: Count,
  /** For each topic we recognised, the words of its own that say so; topics that were declared have none. */
  topicWords: z.record(z.string().max(30), z.array(z.string().max(60)).max(5)),
});
export type Details = z.infer<typeof Details>;
