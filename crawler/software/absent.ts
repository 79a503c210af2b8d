import { HttpError, VisitError } from "../net/errors.ts";

/**
 * Whether the answer was that there is no such page, or the start page in its place. Any other trouble is about us or
 * the moment, not about which pages a program has.
 */
export function isAbsent(error: unknown): boolean {
  if (error instanceof HttpError) return error.status === 404;
  return error instanceof VisitError && error.failure === "not-json";
}
