import { bonfire } from "./bonfire.ts";
import { bookwyrm } from "./bookwyrm.ts";
import { friendica } from "./friendica.ts";
import { funkwhale } from "./funkwhale.ts";
import { gancio } from "./gancio.ts";
import { gotosocial } from "./gotosocial.ts";
import { hubzilla } from "./hubzilla.ts";
import { iceshrimpNet } from "./iceshrimp-net.ts";
import { lemmy } from "./lemmy.ts";
import { loops } from "./loops.ts";
import { mastodon } from "./mastodon.ts";
import { mbin } from "./mbin.ts";
import { misskey } from "./misskey.ts";
import { mitra } from "./mitra.ts";
import { mobilizon } from "./mobilizon.ts";
import { nodebb } from "./nodebb.ts";
import { nodeinfoOnly } from "./nodeinfo-only.ts";
import { owncast } from "./owncast.ts";
import { peertube } from "./peertube.ts";
import { piefed } from "./piefed.ts";
import { pixelfed } from "./pixelfed.ts";
import { pleroma } from "./pleroma.ts";
import type { Reader } from "./reader.ts";
import { wafrn } from "./wafrn.ts";
import { writefreely } from "./writefreely.ts";

const ALL: readonly Reader[] = [
  bonfire,
  bookwyrm,
  friendica,
  funkwhale,
  gancio,
  gotosocial,
  hubzilla,
  iceshrimpNet,
  lemmy,
  loops,
  mastodon,
  mbin,
  misskey,
  mitra,
  mobilizon,
  nodebb,
  nodeinfoOnly,
  owncast,
  peertube,
  piefed,
  pixelfed,
  pleroma,
  wafrn,
  writefreely,
];

const READERS: ReadonlyMap<string, Reader> = new Map(
  ALL.flatMap((reader) => reader.software.map((name) => [name, reader] as const)),
);

/** The reader of a program; one that keeps to NodeInfo for every program without its own. */
export function readerOf(software: string): Reader {
  return READERS.get(software) ?? nodeinfoOnly;
}
