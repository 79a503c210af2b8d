import { fork } from "node:child_process";
import manifest from "../../../../package.json" with { type: "json" };

/** A script of this folder in a process of its own, so that nothing of the others is in its memory or takes its time. */
export interface Worker<Step, Answer> {
  /** One step at a time. */
  ask(step: Step): Promise<Answer>;
  stop(): void;
}

/** What a step took. */
export interface Cost {
  ms: number;
  /** Of the processor. */
  cpuMs: number;
}

/** Node's options, as `npm run crawl` has them. */
const NODE_OPTIONS = manifest.scripts.crawl.split(" ").filter((word) => word.startsWith("--"));

/** @param env besides this process's own */
export function startWorker<Step, Answer>(script: string, env: Record<string, string> = {}): Worker<Step, Answer> {
  const child = fork(new URL(script, import.meta.url), [], {
    serialization: "advanced",
    execArgv: NODE_OPTIONS,
    env: { ...process.env, ...env },
  });
  return {
    ask(step) {
      return new Promise((resolve, reject) => {
        const fail = (code: number | null) => reject(new Error(`${script} ended with code ${code}`));
        child.once("exit", fail);
        child.once("message", (answer) => {
          child.off("exit", fail);
          resolve(answer as Answer);
        });
        child.send(step as object);
      });
    },
    stop: () => void child.kill(),
  };
}

/** The other side: answers each step. */
export function answerSteps<Step, Answer>(work: (step: Step) => Promise<Answer>): void {
  process.on("message", (step) => void work(step as Step).then((answer) => process.send?.(answer as object)));
  process.on("disconnect", () => process.exit());
}

export async function costOf(work: () => Promise<void>): Promise<Cost> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - startedAt, cpuMs: (user + system) / 1000 };
}
