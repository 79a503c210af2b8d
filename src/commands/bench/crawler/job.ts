import { fork } from "node:child_process";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Domain } from "#core/domain.ts";

/** Memory and progress at one moment of a round. */
export interface Sample {
  visited: number;
  /** Resident, in bytes. */
  rss: number;
  /** Used of the JavaScript heap, in bytes. */
  heap: number;
}

/** The requests of one visit, as a server saw them. */
export interface VisitScript {
  domain: Domain;
  requests: { method: string; path: string }[];
}

export interface CrawlJob {
  domains: Domain[];
  concurrency: number;
}

export interface BareJob {
  ca: string;
  dns: string;
  port: number;
  visits: VisitScript[];
  concurrency: number;
}

/** What a job came to. */
export interface Finished {
  ms: number;
  visited: number;
  samples: Sample[];
}

/** As `npm run crawl` starts it. */
const HEAP_LIMIT = "--max-old-space-size=192";

/** Runs a script of this folder in a process of its own, so that each is measured with nothing of the other in memory. */
export async function runJob<T>(script: string, job: T, env: Record<string, string> = {}): Promise<Finished> {
  const child = fork(new URL(script, import.meta.url), [], {
    serialization: "advanced",
    execArgv: [HEAP_LIMIT],
    env: { ...process.env, ...env },
  });
  try {
    const finished = new Promise<Finished>((resolve, reject) => {
      child.once("message", (message) => resolve(message as Finished));
      child.once("exit", (code) => reject(new Error(`${script} ended with code ${code}`)));
    });
    child.send(job as object);
    return await finished;
  } finally {
    child.kill();
  }
}

/** The other side of `runJob`: takes the job, and says what it came to. */
export async function takeJob<T>(work: (job: T) => Promise<Finished>): Promise<void> {
  const job = await new Promise<T>((resolve) => process.once("message", (message) => resolve(message as T)));
  process.send?.(await work(job));
  await nextTurn();
}
