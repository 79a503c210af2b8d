import { z } from "zod";
import type { Store } from "./store.ts";

const KEY = "publication";

/** One published state of the store; the site takes up what is new when the number changes. */
const Publication = z.object({
  /** Counts up by one with each publish, from 1. */
  number: z.int().positive(),
  at: z.iso.datetime(),
});
export type Publication = z.infer<typeof Publication>;

/** The last publication; null before the first. */
export async function readPublication(store: Store): Promise<Publication | null> {
  return parsed(await store.settings.get(KEY));
}

/** Tells every site process that there is something new. */
export async function markPublished(store: Store, now: Date): Promise<Publication> {
  const value = await store.settings.update(KEY, (before) => {
    const publication: Publication = { number: (parsed(before)?.number ?? 0) + 1, at: now.toISOString() };
    return JSON.stringify(publication);
  });
  return Publication.parse(JSON.parse(value));
}

function parsed(value: string | null): Publication | null {
  return value === null ? null : Publication.parse(JSON.parse(value));
}

/** Counts what admins changed of their listings; sites take it up when it changes, published or not. */
export const LISTING_CHANGES_KEY = "listing changes";

/** How often listings were changed so far, as a number in text; only whether it changed matters. */
export async function readListingChanges(store: Store): Promise<string> {
  return (await store.settings.get(LISTING_CHANGES_KEY)) ?? "0";
}

/** Counts instances that were shown and asked to leave; sites drop them when it changes, published or not. */
const REMOVALS_KEY = "removals";

/** How many have left so far, as a number in text; only whether it changed matters. */
export async function readRemovals(store: Store): Promise<string> {
  return (await store.settings.get(REMOVALS_KEY)) ?? "0";
}

/** Notes that instances left; call it in the transaction that erases them. */
export async function countRemoval(store: Store, instances = 1): Promise<void> {
  await store.settings.update(REMOVALS_KEY, (before) => String(Number(before ?? 0) + instances));
}
