import type { Entry } from "#core/entry.ts";
import { type DrawnPool, poolOf, SCALES } from "#core/pool.ts";

/** The pool of an entry at the scale of a place: for its picture and for the page's PoolDefs. */
export function poolAt(entry: Entry, place: keyof typeof SCALES): DrawnPool {
  return poolOf(entry.instance.domain, entry.size?.activePeople ?? null, SCALES[place]);
}

/** Everything in order of size. */
export function bySize(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => (a.size?.activePeople ?? 0) - (b.size?.activePeople ?? 0));
}
