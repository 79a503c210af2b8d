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
  const everybody = new Crowds(candidates, cappedBy);
  const suspects = new Set(
    candidates.filter(
      (entry) => takenBy(entry) > lateLimit(entry) && takenBy(entry) > CHANCE * everybody.shareOf(entry),
    ),
  );
  const unsuspected = new Crowds(
    candidates.filter((entry) => !suspects.has(entry)),
    takenBy,
  );
  const believed = new Map(taken);
  for (const suspect of suspects) {
    const share = Math.round(unsuspected.shareOf(suspect));
    believed.set(suspect.instance.domain, Math.min(share, takenBy(suspect)));
  }
  return believed;
}

function lateLimit({ intake }: Entry): number {
  return LATE_INTAKES * intake + LATE;
}

const NOTHING = { instances: 0, weight: 0, newcomers: 0 };

/** Those who are sent to a set of instances, by the language they speak. */
class Crowds {
  readonly #members: ReadonlySet<Entry>;
  readonly #newcomersOf: (entry: Entry) => number;
  /** Each is added up once, however many ask; null is everybody. */
  readonly #known = new Map<string | null, typeof NOTHING>();

  constructor(members: readonly Entry[], newcomersOf: (entry: Entry) => number) {
    this.#members = new Set(members);
    this.#newcomersOf = newcomersOf;
  }

  /**
   * What an instance gets for its weight of the largest crowd that it is suggested to: those who speak one of its
   * languages, or everybody where it has none. Infinite where nobody else is suggested to them: then nothing can be said.
   */
  shareOf(entry: Entry): number {
    const isMember = this.#members.has(entry);
    const shares = (entry.languages.length === 0 ? [null] : entry.languages).flatMap((language) => {
      const { instances, weight, newcomers } = this.#speakersOf(language);
      const own = isMember ? { instances: 1, weight: entry.weight, newcomers: this.#newcomersOf(entry) } : NOTHING;
      if (instances === own.instances) return [];
      return [(entry.weight * (newcomers - own.newcomers)) / (weight - own.weight)];
    });
    return shares.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...shares);
  }

  #speakersOf(language: string | null) {
    let crowd = this.#known.get(language);
    if (crowd === undefined) {
      crowd = { ...NOTHING };
      for (const member of this.#members) {
        if (language !== null && !member.languages.some((spoken) => isUnderstood(language, spoken))) continue;
        crowd.instances++;
        crowd.weight += member.weight;
        crowd.newcomers += this.#newcomersOf(member);
      }
      this.#known.set(language, crowd);
    }
    return crowd;
  }
}
