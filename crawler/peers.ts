import pLimit from "p-limit";
import type { Domain } from "#core/domain.ts";
import type { Step } from "#core/look.ts";
import { fnv1a, uniform } from "#core/random.ts";
import type { LargeBody } from "./net/body.ts";
import type { GetOptions } from "./net/client.ts";
import { PauseError, troubleOf } from "./net/errors.ts";
import { registrableDomain, visitableName } from "./net/names.ts";
import type { GetJson } from "./nodeinfo.ts";
import type { Asked, Reader } from "./software/reader.ts";

/** Of a body with names; the longest lists of 2025 (108,000 names) have 2 MB. */
const MAX_LIST_BYTES = 10_000_000;
/** Lists longer than a usual document held at the same time, over all visits. */
const LARGE_LISTS = 2;

/** Names looked at of one list: most are known already, and the next list brings others. */
const SAMPLED = 2_000;
/** Of these, below one registrable domain: more than a day lets in anyway. */
const SAMPLED_PER_PARTY = 20;
/** No name is longer, in whatever script it is written. */
const MAX_WRITTEN_LENGTH = 300;

/** Reads lists of peers so that few of the long ones are in memory at a time, and keeps a sample of each. */
export type TakePeers = (read: (large: LargeBody) => Promise<readonly unknown[]>) => Promise<Domain[]>;

/** @param draw a new whole number for each list, which nobody can foresee */
export function createTakePeers(draw: () => number): TakePeers {
  const limit = pLimit(LARGE_LISTS);
  return async (read) => {
    const sampled = Promise.withResolvers<void>();
    /** Waits for one of the few places, and holds it until the list is sampled. */
    const begin = () =>
      new Promise<void>((isFree, isBroken) => {
        const hold = async () => {
          isFree();
          await sampled.promise;
        };
        limit(hold).catch(isBroken);
      });
    try {
      return sampleOf(await read({ maxBytes: MAX_LIST_BYTES, begin }), draw());
    } finally {
      sampled.resolve();
    }
  };
}

/**
 * Some of the names on a list, in an order made of their hashes and a seed: who sends the list cannot choose which, and
 * a list of any length costs little more than its own parsing.
 */
export function sampleOf(list: readonly unknown[], seed: number): Domain[] {
  const share = (1.5 * SAMPLED) / Math.max(1, list.length);
  const drawn = new Map<string, number>();
  for (const item of list) {
    if (typeof item !== "string" || item.length > MAX_WRITTEN_LENGTH) continue;
    const place = uniform(seed, fnv1a(item));
    if (place < share) drawn.set(item, place);
  }
  const inOrder = [...drawn].toSorted(([, a], [, b]) => a - b).slice(0, SAMPLED);
  const perParty = new Map<Domain, number>();
  const names = new Set<Domain>();
  for (const [written] of inOrder) {
    const name = visitableName(written.trim().toLowerCase());
    if (name === null || names.has(name)) continue;
    const party = registrableDomain(name);
    const count = (perParty.get(party) ?? 0) + 1;
    perParty.set(party, count);
    if (count <= SAMPLED_PER_PARTY) names.add(name);
  }
  return [...names];
}

/**
 * Some of the names of other instances that a server publishes; none where its program publishes none, or where they
 * cannot be read, which says nothing about the server.
 * @throws PauseError where the host's Crawl-delay is not over
 */
export async function readPeers(
  { peers }: Reader,
  asked: Omit<Asked, "getJson" | "getOptionalJson">,
  { takePeers, getJson, trace }: PeersRequest,
): Promise<Domain[]> {
  if (peers === undefined) return [];
  try {
    const names = await takePeers((large) => {
      const getLargeJson: GetJson = (url, options) => getJson(url, { ...options, large });
      const getOptionalJson: GetJson = (url, options) => getLargeJson(url, options).catch(nullUnlessPaused);
      return peers({ ...asked, getJson: getLargeJson, getOptionalJson });
    });
    trace({ code: "peers", count: names.length });
    return names;
  } catch (error) {
    if (error instanceof PauseError) throw error;
    trace({ code: "peers-trouble", ...troubleOf(error) });
    return [];
  }
}

interface PeersRequest {
  takePeers: TakePeers;
  getJson: (url: string | URL, options?: GetOptions) => Promise<unknown>;
  trace: (step: Step) => void;
}

function nullUnlessPaused(error: unknown): null {
  if (error instanceof PauseError) throw error;
  return null;
}
