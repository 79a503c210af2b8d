import type { Locale } from "./index.ts";

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
