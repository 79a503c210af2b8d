import { type CoastPool, NARROW_COAST, placeOnCoast, WIDE_COAST } from "#core/coast.ts";
import type { Directory } from "#core/directory.ts";
import { utcDay } from "#core/time.ts";

/** Servers on the coast at most; on a phone fewer find room. */
const WIDE_COUNT = 36;
const NARROW_COUNT = 11;
/** More are asked for than drawn, because some are too large for where there is room left. */
const ASKED_FOR = 60;

interface CoastOfDay {
  wide: CoastPool[];
  narrow: CoastPool[];
}

/** The last coast drawn: placing takes some milliseconds and changes once a day or with a publish. */
let drawn: { key: string; coast: CoastOfDay } | undefined;

/** The servers of the day, placed on both coasts. */
export function coastOfDay(directory: Directory, now: Date): CoastOfDay {
  const day = utcDay(now);
  const key = `${day} ${directory.publishedAt}`;
  if (drawn?.key !== key) {
    const servers = directory.coast(ASKED_FOR, day).map(({ instance, size }) => ({
      domain: instance.domain,
      activePeople: size?.activePeople ?? 0,
    }));
    const coast = {
      wide: placeOnCoast(WIDE_COAST, servers, WIDE_COUNT),
      narrow: placeOnCoast(NARROW_COAST, servers, NARROW_COUNT),
    };
    drawn = { key, coast };
  }
  return drawn.coast;
}
