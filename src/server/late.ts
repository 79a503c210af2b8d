import type { ServerResponse } from "node:http";

/**
 * Breaks an answer off that is not read to its end in time. Until then it holds what it is made from in memory, and the
 * framework writes whole answers to a connection without waiting for whoever reads.
 */
export function breakOffLate(response: ServerResponse, afterMs: number): void {
  const late = setTimeout(() => response.destroy(), afterMs).unref();
  response.once("close", () => clearTimeout(late));
}
