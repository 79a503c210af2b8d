import type { Domain } from "./domain.ts";
import type { Entry } from "./entry.ts";
import { isUnderstood } from "./languages.ts";

/*
 * Which referrals reduce room. Whoever forges them from many networks looks like as many newcomers, up to the point
 * where our own suggestions cannot have sent so many: an instance that is full is suggested no more, so what still
 * arrives comes from pages that were open or cached by then, and a crowd leaves traces at its neighbours too. Beyond
 * both bounds somebody links to it directly, or means to fill it, and resting would not keep one of them away.
 */

/** The most that pages of ours may still send to an instance that has just filled: this many times its intake, and some. */
const LATE_INTAKES = 4;
const LATE = 20;
/** Chance and particular interests bring one instance at most this many times what its weight explains. */
const CHANCE = 4;

/**
 * Referrals as far as our suggestions explain them: what is far above is taken for what the instance's weight makes of
 * its neighbours' newcomers, those that speak its language. Mostly these are the same referrals.
 * @param candidates eligible instances of one kind
 * @param taken referrals counted today, by domain
 */
export function explained(candidates: readonly Entry[], taken: ReadonlyMap<Domain, number>): Map<Domain, number> {
  const takenBy = ({ instance }: Entry) => taken.get(instance.domain) ?? 0;
  const cappedBy = (entry: Entry) => Math.min(takenBy(entry), lateLimit(entry));
  const suspects = new Set(
    candidates.filter((entry) => {
      if (takenBy(entry) <= lateLimit(entry)) return false;
      const usual = shareOf(entry, neighbours(entry, candidates), cappedBy);
      return usual !== null && takenBy(entry) > CHANCE * usual;
    }),
  );
  const believed = new Map(taken);
  for (const suspect of suspects) {
    const others = neighbours(suspect, candidates).filter((other) => !suspects.has(other));
    believed.set(suspect.instance.domain, Math.round(shareOf(suspect, others, takenBy) ?? 0));
  }
  return believed;
}

function lateLimit({ intake }: Entry): number {
  return LATE_INTAKES * intake + LATE;
}

/** Those that are suggested to the same people: with a language in common, or any where it has none. */
function neighbours(entry: Entry, candidates: readonly Entry[]): Entry[] {
  const isNear = ({ languages }: Entry) =>
    entry.languages.length === 0 ||
    languages.some((spoken) => entry.languages.some((own) => isUnderstood(own, spoken)));
  return candidates.filter((other) => other !== entry && isNear(other));
}

/** What an instance gets of a crowd, judged by what others got for their weight; null where there are no others. */
function shareOf({ weight }: Entry, others: readonly Entry[], takenBy: (entry: Entry) => number): number | null {
  const weights = others.reduce((sum, other) => sum + other.weight, 0);
  if (weights === 0) return null;
  return (weight * others.reduce((sum, other) => sum + takenBy(other), 0)) / weights;
}
