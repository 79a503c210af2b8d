import { type CoastPool, NARROW_COAST, placeOnCoast, WIDE_COAST } from "#core/coast.ts";
import type { Directory } from "#core/directory.ts";
import type { Entry } from "#core/entry.ts";
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

/** The last coast of a list of servers: placing takes some milliseconds; another list is one more publish or one less server. */
const drawn = new WeakMap<readonly Entry[], { day: string; coast: CoastOfDay }>();

/** The servers of the day, placed on both coasts. */
export function coastOfDay(directory: Directory, now: Date): CoastOfDay {
  const day = utcDay(now);
  const before = drawn.get(directory.listed);
  if (before?.day === day) return before.coast;
  const servers = directory.coast(ASKED_FOR, day).map(({ instance, size }) => ({
    domain: instance.domain,
    activePeople: size?.activePeople ?? 0,
  }));
  const coast = {
    wide: placeOnCoast(WIDE_COAST, servers, WIDE_COUNT),
    narrow: placeOnCoast(NARROW_COAST, servers, NARROW_COUNT),
  };
  drawn.set(directory.listed, { day, coast });
  return coast;
}
