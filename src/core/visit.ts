import { z } from "zod";
import { Domain } from "./domain.ts";

/**
 * Why a visit brought no facts. Each is one thing an admin could act on:
 * `dns` the name does not resolve · `address` it resolves to an address that is not public · `connect` nobody answers ·
 * `tls` the certificate is not valid for the name · `timeout` · `http` a status other than 2xx · `redirect` it leads
 * outside its own domain, in a loop or too far · `too-large` · `not-json` · `no-nodeinfo` no NodeInfo document is
 * offered · `bad-nodeinfo` it is there but cannot be read · `robots` robots.txt asks us to stay out · `robots-unknown`
 * robots.txt could not be read, so we stay out for now · `forbidden` 403 on NodeInfo · `challenge` a CDN's test for
 * browsers · `gone` 410 · `private` the program's own switch asks not to be listed · `other-host` it says it is another
 * instance · `rate-limited` 429 or a wait longer than we hold a connection · `error` a mistake of ours.
 */
export const FAILURES = [
  "dns",
  "address",
  "connect",
  "tls",
  "timeout",
  "http",
  "redirect",
  "too-large",
  "not-json",
  "no-nodeinfo",
  "bad-nodeinfo",
  "robots",
  "robots-unknown",
  "forbidden",
  "challenge",
  "gone",
  "private",
  "other-host",
  "rate-limited",
  "error",
] as const;
export const Failure = z.enum(FAILURES);
export type Failure = z.infer<typeof Failure>;

/** Failures that are a wish to be left alone: facts are erased in the same visit, the name is kept as `refused`. */
export const REFUSALS: ReadonlySet<Failure> = new Set(["robots", "forbidden", "private", "gone"]);

/** One poll of one instance, as history keeps it. */
export const VisitRecord = z.object({
  domain: Domain,
  visitedAt: z.iso.datetime(),
  /** null when the visit succeeded. */
  failure: Failure.nullable(),
  durationMs: z.int().nonnegative(),
  monthlyActiveUsers: z.int().nonnegative().nullable(),
  accounts: z.int().nonnegative().nullable(),
});
export type VisitRecord = z.infer<typeof VisitRecord>;

/** One day of an instance's history, rolled up from its visits. */
export const HistoryDay = z.object({
  domain: Domain,
  day: z.iso.date(),
  visits: z.int().nonnegative(),
  failures: z.int().nonnegative(),
  /** The last figure told that day; null when none was. */
  monthlyActiveUsers: z.int().nonnegative().nullable(),
  accounts: z.int().nonnegative().nullable(),
});
export type HistoryDay = z.infer<typeof HistoryDay>;
