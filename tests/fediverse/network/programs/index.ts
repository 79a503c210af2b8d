import type { Program } from "../server.ts";
import { blogs } from "./blogs.ts";
import { lemmys } from "./lemmy.ts";
import { mastodons } from "./mastodon.ts";
import { media } from "./media.ts";
import { microblogs } from "./microblogs.ts";
import { misskeys } from "./misskey.ts";
import { threads } from "./threads.ts";

/** Every program of the simulated network. */
export const PROGRAMS: readonly Program[] = [
  ...mastodons,
  ...microblogs,
  ...misskeys,
  ...lemmys,
  ...threads,
  ...media,
  ...blogs,
];
