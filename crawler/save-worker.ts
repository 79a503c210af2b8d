import { parentPort, workerData } from "node:worker_threads";
import { openStore } from "#store/open.ts";
import { saveVisits } from "./save.ts";
import type { SaveAnswer, SaveRequest } from "./save-thread.ts";

/* The other side of save-thread.ts: keeps visits one group after the other, and ends when it is told null. */

const store = await openStore(workerData as string, { migrate: false });
let before: Promise<void> = Promise.resolve();

parentPort?.on("message", (request: SaveRequest | null) => {
  before = before.then(() => (request === null ? end() : answer(request)));
});

async function answer({ visits, now }: SaveRequest): Promise<void> {
  const answer = await saveVisits(store, visits, now).then(
    (merged): SaveAnswer => ({ merged }),
    (error: unknown): SaveAnswer => ({ error }),
  );
  parentPort?.postMessage(answer);
}

async function end(): Promise<void> {
  await store.close();
  parentPort?.close();
}
