import { Pool } from "undici";

/** What came of asking a site for a while. */
export interface Load {
  requests: number;
  /** Answers other than 200, and connections that broke, with how often; empty where all went well. */
  errors: Map<string, number>;
  seconds: number;
  /** Milliseconds from sending a request to the last byte of its answer, in order. */
  latencies: Float64Array;
}

/** What to ask and how. */
export interface LoadPlan {
  /** Path of the n-th request. */
  pathOf: (turn: number) => string;
  /** Requests on the way at any moment, each on its own connection. */
  atOnce: number;
  seconds: number;
}

/** Keeps a number of requests on the way for a while, from this process. */
export async function loadOf(origin: string, { pathOf, atOnce, seconds }: LoadPlan): Promise<Load> {
  const pool = new Pool(origin, { connections: atOnce, pipelining: 1 });
  const latencies: number[] = [];
  const errors = new Map<string, number>();
  const started = performance.now();
  const end = started + seconds * 1_000;
  let turn = 0;
  const ask = async () => {
    while (performance.now() < end) {
      const sent = performance.now();
      const outcome = await answerTo(pool, pathOf(turn++));
      latencies.push(performance.now() - sent);
      if (outcome !== "200") errors.set(outcome, (errors.get(outcome) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  const took = (performance.now() - started) / 1_000;
  await pool.close();
  return { requests: turn, errors, seconds: took, latencies: Float64Array.from(latencies).toSorted() };
}

async function answerTo(pool: Pool, path: string): Promise<string> {
  try {
    const { statusCode, body } = await pool.request({ method: "GET", path });
    await body.dump({ limit: Number.POSITIVE_INFINITY });
    return String(statusCode);
  } catch (error) {
    return String(error);
  }
}

export function perSecond({ requests, seconds }: Load): number {
  return requests / seconds;
}

/** Milliseconds within which a share (0 to 1) of the answers came. */
export function within({ latencies }: Load, share: number): number {
  return latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? Number.NaN;
}
