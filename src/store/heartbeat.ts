import type { Store } from "./store.ts";

const KEY = "crawling-at";

/** How often a crawler that waits for names says so. */
export const BEAT_MS = 5_000;
/** After so long without a word none is at work. */
const SILENT_MS = 4 * BEAT_MS;

/** A crawler says that it takes names as soon as they are due. */
export async function beat(store: Store, now: Date): Promise<void> {
  await store.settings.set(KEY, now.toISOString());
}

/** Whether a crawler is at work, so that whoever asks for a look is answered soon. */
export async function isCrawling(store: Store, now: Date): Promise<boolean> {
  const at = await store.settings.get(KEY);
  return at !== null && now.getTime() - Date.parse(at) < SILENT_MS;
}
