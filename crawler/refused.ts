import type { Instance } from "#core/instance.ts";
import { REFUSALS } from "#core/visit.ts";

/** Whether an instance asked to be left alone (`gone` says so too), so that only its name is kept. */
export function hasRefused({ state, failure }: Pick<Instance, "state" | "failure">): boolean {
  return state === "refused" || (failure !== null && REFUSALS.has(failure));
}
