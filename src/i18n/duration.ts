import { listOf } from "./format.ts";
import type { Locale } from "./index.ts";

/**
 * A computed time as people say it, no more exact than it is: "20 seconds", "3 minutes", "3 hours and 20 minutes".
 * @param minutes 0 or more
 * @param display "short" for tables: "3 hr 20 min"
 */
export function durationOf(minutes: number, locale: Locale, display: "long" | "short" = "long"): string {
  const say = (count: number, unit: "second" | "minute" | "hour" | "day") =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: display, maximumFractionDigits: 0 }).format(
      count,
    );
  const seconds = minutes * 60;
  if (seconds < 55) return say(Math.max(1, seconds < 10 ? Math.round(seconds) : Math.round(seconds / 5) * 5), "second");
  if (minutes < 59.5) return say(Math.max(1, Math.round(minutes)), "minute");
  const tens = Math.round(minutes / 10) * 10;
  const hours = Math.floor(tens / 60);
  if (hours >= 48) return say(hours / 24, "day");
  if (hours >= 10 || tens % 60 === 0) return say(Math.round(minutes / 60), "hour");
  const parts = [say(hours, "hour"), say(tens % 60, "minute")];
  return display === "long" ? listOf(parts, locale, "sentence") : parts.join(" ");
}

/** A number no more exact than an estimate of ours: two figures, the rest zeros. */
export function roughly(count: number): number {
  if (count < 100) return Math.round(count);
  return Number(count.toPrecision(2));
}
