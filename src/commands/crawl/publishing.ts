import { DAY_MS } from "#core/time.ts";
import { publish } from "#crawler/publish.ts";
import { type HeldBack, readPublishGate } from "#store/publish-gate.ts";
import type { Store } from "#store/store.ts";

/** After this many days single visits become daily history. */
const ROLL_UP_DAYS = 30;

/** Publishes what is known; says so where it is held back, once for each time it is. */
export function createPublishing(store: Store, say: (line: string) => void): () => Promise<void> {
  let saidOf: string | null = null;
  return async () => {
    const now = new Date();
    await store.visits.rollUp(new Date(now.getTime() - ROLL_UP_DAYS * DAY_MS).toISOString());
    const { heldBack } = await publish(store, now);
    if (heldBack !== null && heldBack.since !== saidOf) say(heldBackText(heldBack));
    saidOf = heldBack?.since ?? null;
  };
}

/** Why nothing is published, and what to do about it. */
export function heldBackText({ reason, since }: HeldBack): string {
  return (
    `Not published since ${since}: ${reason}. The site goes on showing what it shows, in case this is a mistake, until ` +
    "a second round over all servers finds the same, or until you say that it is true: npm run crawl -- --confirm"
  );
}

/** Publishes what is held back, because a person says so; answers what to tell them. */
export async function confirm(store: Store): Promise<string> {
  const { heldBack } = await readPublishGate(store);
  const { revision } = await publish(store, new Date(), { isConfirmed: true });
  const what = heldBack === null ? "Nothing was held back. What is known is" : `Although ${heldBack.reason}: this is`;
  return `${what} published now, as number ${revision}.`;
}
