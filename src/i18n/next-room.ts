import type { Directory } from "#core/directory.ts";
import type { Kind } from "#core/software.ts";
import { DAY_MS } from "#core/time.ts";
import type { Locale } from "./index.ts";

/** When the first full server of a kind has room again, as a time of day in UTC: "13:00 UTC". */
export function nextRoom(directory: Directory, kind: Kind, now: Date, locale: Locale): string {
  const returns = [...directory.full]
    .filter((entry) => entry.kind === kind)
    .map((entry) => directory.roomReturnsAt(entry)?.getTime() ?? Number.POSITIVE_INFINITY);
  const midnight = (Math.floor(now.getTime() / DAY_MS) + 1) * DAY_MS;
  const first = Math.min(midnight, ...returns);
  const time = new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "UTC",
  });
  return `${time.format(first)} UTC`;
}
