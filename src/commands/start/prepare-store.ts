import { seed } from "#crawler/seeding.ts";
import { openStore } from "#store/open.ts";

/** Brings the store's tables up to date and loads the servers that come with Rockpool into an empty one. */
export async function prepareStore(databaseUrl: string, now: Date, log: (line: string) => void): Promise<void> {
  const store = await openStore(databaseUrl, { migrate: true });
  try {
    const seeded = await seed(store, now);
    if (seeded !== null) log(`Loaded ${seeded.shown} servers to show and ${seeded.waiting} names to visit.`);
  } finally {
    await store.close();
  }
}
