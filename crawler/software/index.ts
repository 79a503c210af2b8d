import { mastodon } from "./mastodon.ts";
import { nodeinfoOnly } from "./nodeinfo-only.ts";
import { peertube } from "./peertube.ts";
import type { Reader } from "./reader.ts";

const READERS: ReadonlyMap<string, Reader> = new Map(
  [mastodon, peertube].flatMap((reader) => reader.software.map((name) => [name, reader] as const)),
);

/** The reader of a program; one that keeps to NodeInfo for every program without its own. */
export function readerOf(software: string): Reader {
  return READERS.get(software) ?? nodeinfoOnly;
}
