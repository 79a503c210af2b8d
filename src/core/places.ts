import type { Entry } from "./entry.ts";
import { roomAt } from "./intake.ts";

/*
 * What an instance has left just now, and for whom. While many come, whoever finds nothing of their own left takes the
 * places of others, who take those of others again: simulated, a day with fifty times the usual newcomers cost one in ten
 * their language and one in three their topic, though there were places for them. So places are kept, by the hour, for
 * those an instance fits.
 */

/** Of one candidate: anyone may come; whoever speaks its language; whoever also asks for its topic, if it has any; nobody. */
export const PLACES = { free: 0, forLanguage: 1, forTopic: 2, none: 3 } as const;

/**
 * What an instance has left of a day's intake.
 *
 * What hour by hour releases ahead of an even pace is for those who fit; on pace it is for all who speak the language, and
 * an hour later for anyone: what nobody of its own took until then would go to waste.
 * @param taken referrals counted today (UTC)
 */
export function placesAt(intake: number, taken: number, now: Date): number {
  if (roomAt(intake, taken, now) === "full") return PLACES.none;
  const pace = (hours: number) => Math.floor((intake * hours) / 24);
  if (taken < pace(now.getUTCHours())) return PLACES.free;
  return taken < pace(now.getUTCHours() + 1) ? PLACES.forLanguage : PLACES.forTopic;
}

/** What candidates have left. */
export interface Places {
  /** Of each candidate by position; values of PLACES. */
  left: Uint8Array;
  /** Whether so many come that kept places are refused to others, rather than offered last. */
  inCrowd: boolean;
}

/** What each of some entries has left; undefined while none is full: then nothing needs to be kept. */
export function placesOf(entries: readonly Entry[], takenBy: (entry: Entry) => number, now: Date): Places | undefined {
  const left = Uint8Array.from(entries, (entry) => placesAt(entry.intake, takenBy(entry), now));
  const full = left.reduce((count, places) => (places === PLACES.none ? count + 1 : count), 0);
  return full === 0 ? undefined : { left, inCrowd: isCrowd(full, entries.length) };
}

/** Fewer full ones are no crowd, whatever their share. */
const CROWD = 10;
/** From this share of full ones on, there is a crowd. */
const CROWD_SHARE = 1 / 2;

export function isCrowd(full: number, candidates: number): boolean {
  return full >= CROWD && full >= CROWD_SHARE * candidates;
}
