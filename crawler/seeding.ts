import { readFile } from "node:fs/promises";
import { GIVEN, NEW } from "#core/priority.ts";
import type { FrontierEntry, Store } from "#store/store.ts";
import { publish } from "./publish.ts";
import { FRONTIER_FILE, readFrontier, readShown, SHOWN_FILE } from "./seeds/format.ts";

/** Names that are not shown are visited over the first day, so that a first start is no stampede. */
const FRONTIER_SPREAD_MS = 86_400_000;

export interface Seeded {
  /** Servers shown before their first visit. */
  shown: number;
  /** Names waiting for their first visit. */
  waiting: number;
}

/**
 * Loads the servers that come with Rockpool into an empty store and publishes them; a store that holds anything stays
 * as it is, and null is the answer. All or nothing, and once, also where two processes try.
 */
export async function seed(store: Store, now: Date): Promise<Seeded | null> {
  const shown = readShown(await readFile(SHOWN_FILE, "utf8"), now.toISOString());
  const others = readFrontier(await readFile(FRONTIER_FILE, "utf8"));
  const dueNow = shown.map(({ domain, software }): FrontierEntry => {
    return { domain, software, dueAt: now.toISOString(), priority: GIVEN, failures: 0 };
  });
  const dueLater = others.map(({ domain, software }, index): FrontierEntry => {
    const dueAt = new Date(now.getTime() + (FRONTIER_SPREAD_MS * index) / others.length).toISOString();
    return { domain, software, dueAt, priority: NEW, failures: 0 };
  });
  return store.transaction(async (open) => {
    // Changing the setting first makes a second process wait here, and then find the store full.
    await open.settings.update("seeded", (before) => before ?? now.toISOString());
    const isEmpty = (await open.instances.count()) === 0 && (await open.frontier.counts(now)).known === 0;
    if (!isEmpty) return null;
    await open.instances.put(shown);
    const waiting = await open.frontier.add([...dueNow, ...dueLater]);
    await publish(open, now);
    return { shown: shown.length, waiting };
  });
}
