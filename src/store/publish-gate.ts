import { z } from "zod";
import type { Store } from "./store.ts";

const KEY = "publish-gate";

/** What one state of the store has to show, as far as visits say. */
export const Shown = z.object({
  /** Instances whose last visit succeeded. */
  alive: z.int().nonnegative(),
  /** Visited instances that may be recommended. */
  recommendable: z.int().nonnegative(),
});
export type Shown = z.infer<typeof Shown>;

/** A state that is kept but not published, because it shows far less than what was published before. */
const HeldBack = Shown.extend({
  /** Visits after this are the second round; ISO 8601. */
  since: z.iso.datetime(),
  /** For whoever runs this, in English. */
  reason: z.string(),
});
export type HeldBack = z.infer<typeof HeldBack>;

const PublishGate = z.object({
  /** The most that was published on each of the last days, oldest first; `day` is an ISO date in UTC. */
  days: z.array(Shown.extend({ day: z.iso.date() })),
  /** null while what is known is published. */
  heldBack: HeldBack.nullable(),
});
export type PublishGate = z.infer<typeof PublishGate>;

/** What was published lately, and what is held back now. */
export async function readPublishGate(store: Store): Promise<PublishGate> {
  const value = await store.settings.get(KEY);
  return value === null ? { days: [], heldBack: null } : PublishGate.parse(JSON.parse(value));
}

export async function writePublishGate(store: Store, gate: PublishGate): Promise<void> {
  await store.settings.set(KEY, JSON.stringify(gate));
}
