import { type ChildProcess, spawn } from "node:child_process";

/** A process of ours. */
export interface Part {
  name: string;
  /** JavaScript or TypeScript file that Node runs. */
  file: string;
  arguments: readonly string[];
  /** For Node itself. */
  nodeOptions?: readonly string[];
  environment: Readonly<Record<string, string>>;
  /** Address that answers once it works. */
  readyAt?: string;
}

export interface Told {
  log(line: string): void;
  /** The site answers. */
  onReady(): void;
}

/** A crawler that died is started again after 1 s, then twice as long each time, up to 5 minutes … */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;
/** … and from 1 s again once it has run for this long. */
const STEADY_MS = 600_000;
/** How long a part may take to stop before it is ended. */
const STOPPING_MS = 10_000;
const READY_TRIES = 240;
const READY_EVERY_MS = 250;

/**
 * Runs the site and, beside it, the crawler, until it is told to stop (SIGTERM, SIGINT) or the site ends.
 *
 * The crawler is started again when it dies: the site serves on with the facts it has.
 * @param crawler null where this machine does not crawl
 * @returns the exit code: 0 when told to stop, 1 when the site ended by itself
 */
export async function supervise(site: Part, crawler: Part | null, told: Told): Promise<number> {
  const running = new Map<string, ChildProcess>();
  const stopping = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stopping.abort());

  const run = (part: Part) => {
    const child = spawn(process.execPath, [...(part.nodeOptions ?? []), part.file, ...part.arguments], {
      env: { ...process.env, ...part.environment },
      stdio: ["ignore", "inherit", "inherit"],
    });
    running.set(part.name, child);
    return ended(child).finally(() => running.delete(part.name));
  };

  const siteEnded = run(site);
  const crawling = crawler === null ? Promise.resolve() : keepRunning(crawler, run, told, stopping.signal);
  announce(site, told, stopping.signal).catch(() => {});

  const code = await Promise.race([siteEnded.then((how) => ({ how })), aborted(stopping.signal).then(() => null)]);
  stopping.abort();
  if (code !== null) told.log(`The site ended by itself (${code.how}).`);
  const last = setTimeout(() => {
    for (const child of running.values()) child.kill("SIGKILL");
  }, STOPPING_MS);
  for (const child of running.values()) child.kill("SIGTERM");
  await Promise.all([siteEnded, crawling]);
  clearTimeout(last);
  return code === null ? 0 : 1;
}

/** Starts a part again and again, with longer and longer waits while it keeps dying. */
async function keepRunning(
  part: Part,
  run: (part: Part) => Promise<string>,
  told: Told,
  stop: AbortSignal,
): Promise<void> {
  let waitMs = FIRST_WAIT_MS;
  while (!stop.aborted) {
    const started = performance.now();
    const how = await run(part);
    if (stop.aborted) return;
    if (performance.now() - started >= STEADY_MS) waitMs = FIRST_WAIT_MS;
    told.log(`The ${part.name} ended (${how}); it starts again in ${waitMs / 1000} s.`);
    await Promise.race([new Promise((resolve) => setTimeout(resolve, waitMs).unref()), aborted(stop)]);
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  }
}

/** How a process ended, in words. */
function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

async function announce({ readyAt }: Part, told: Told, stop: AbortSignal): Promise<void> {
  for (let tries = 0; readyAt !== undefined && tries < READY_TRIES && !stop.aborted; tries++) {
    const answer = await fetch(readyAt, { signal: stop }).catch(() => null);
    // 503 is an answer too: a site without anybody to suggest yet still serves.
    if (answer !== null) return told.onReady();
    await new Promise((resolve) => setTimeout(resolve, READY_EVERY_MS));
  }
}
