import { z } from "zod";
import type { Store } from "./store.ts";

/** Which state of the store the site shows: the count of publishes so far, and when the last one was. */
export const Publication = z.object({ number: z.int().nonnegative(), at: z.iso.datetime() });
export type Publication = z.infer<typeof Publication>;

const KEY = "publication";

/** The last publication, or null before the first. */
export async function readPublication(store: Store): Promise<Publication | null> {
  const value = await store.settings.get(KEY);
  return value === null ? null : Publication.parse(JSON.parse(value));
}

/** Makes what is in the store now the next publication; sites pick it up within seconds. */
export async function advancePublication(store: Store, now: Date): Promise<Publication> {
  const value = await store.settings.update(KEY, (before) => {
    const last = before === null ? 0 : Publication.parse(JSON.parse(before)).number;
    return JSON.stringify({ number: last + 1, at: now.toISOString() } satisfies Publication);
  });
  return Publication.parse(JSON.parse(value));
}
