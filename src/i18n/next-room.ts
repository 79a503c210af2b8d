import type { Locale } from "./index.ts";

const HOUR_MINUTES = 60;

/** How far off it is that there is room again, for those who do not reckon in UTC: "in 9 hours", "in 40 minutes". */
export function roomIn(at: Date, now: Date, locale: Locale): string {
  const minutes = Math.max(1, Math.ceil((at.getTime() - now.getTime()) / 60_000));
  const relative = new Intl.RelativeTimeFormat(locale);
  return minutes < HOUR_MINUTES
    ? relative.format(minutes, "minute")
    : relative.format(Math.round(minutes / HOUR_MINUTES), "hour");
}

/** When there is room again, as a time of day in UTC: "13:00 UTC". */
export function timeOfRoom(at: Date, locale: Locale): string {
  const time = new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "UTC",
  });
  return `${time.format(at)} UTC`;
}
