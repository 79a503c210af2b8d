import { setTimeout as sleep } from "node:timers/promises";
import type { Domain } from "#core/domain.ts";
import type { Store } from "#store/store.ts";
import { lookForCodes, type ProofOutside } from "./look.ts";

/** How often the store is asked whether somebody waits. */
const POLL_MS = 500;
/** Domains looked at at a time. */
const AT_ONCE = 8;

export interface AnswerOptions {
  store: Store;
  outside: ProofOutside;
  /** Stop: begin no look, give up those under way. */
  signal: AbortSignal;
}

/** Looks for codes wherever somebody asks for it, until it shall stop. Rejects where the store does. */
export async function answerProofs({ store, outside, signal }: AnswerOptions): Promise<void> {
  const looks = new Set<Promise<void>>();
  let failed: unknown;
  while (!signal.aborted && failed === undefined) {
    const takenAt = outside.now();
    for (const domain of looks.size < AT_ONCE ? await store.proofs.take(takenAt, AT_ONCE - looks.size) : []) {
      const look = answer(domain, takenAt)
        .catch((error: unknown) => {
          if (!signal.aborted) failed = error;
        })
        .finally(() => looks.delete(look));
      looks.add(look);
    }
    await sleep(POLL_MS, undefined, { signal }).catch(() => {});
  }
  await Promise.all(looks);
  if (failed !== undefined) throw failed;

  async function answer(domain: Domain, takenAt: Date): Promise<void> {
    await store.proofs.report(domain, takenAt, await lookForCodes(domain, outside, signal));
  }
}
