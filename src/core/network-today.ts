import type { Entry } from "./entry.ts";
import {
  familyOf,
  isCounted,
  isThere,
  languagesCounted,
  type Part,
  partsOf,
  type Totals,
  totalsOf,
} from "./network.ts";
import { SIZE_CLASSES, type SizeClass } from "./size.ts";

/** How many instances and people one class of sizes has. */
export interface ClassTotals {
  sizeClass: SizeClass;
  instances: number;
  activePeople: number;
}

/** What a part adds up to. */
export interface PartTotals {
  totals: Totals;
  /** Every class, smallest first. */
  classes: readonly ClassTotals[];
}

/** A part of the network as it is now. */
export interface PartToday extends PartTotals {
  /** Who is counted, largest first. */
  largest: readonly Entry[];
  /** How many are there besides whose size is not known: not told, doubted, or told as accounts only. */
  untold: number;
}

/** An entry that is counted, in the shape of a network's member. */
interface Member {
  entry: Entry;
  activePeople: number;
  accounts: number;
}

/**
 * How the people of a directory are spread, as a whole and in parts, by the same rules as the network days: so there is
 * a picture before the first of them. What was worked out once is kept; for 100,000 instances it takes some tens of
 * milliseconds, which only somebody who asks pays.
 */
export class NetworkToday {
  /** When it was judged who is still there. */
  readonly judgedAt: Date;
  readonly #entries: readonly Entry[];
  readonly #parts = new Map<string, PartToday>();
  #membersKept: readonly Member[] | undefined;
  #familiesKept: ReadonlyMap<string, PartTotals> | undefined;
  #languagesKept: ReadonlyMap<string, PartTotals> | undefined;

  constructor(entries: readonly Entry[], judgedAt: Date) {
    this.#entries = entries;
    this.judgedAt = judgedAt;
  }

  /** Totals of each family of PART_KNOWN instances and more, most instances first. */
  get families(): ReadonlyMap<string, PartTotals> {
    this.#familiesKept ??= totalsBy(this.#members, ({ entry }) => [familyOf(entry.instance.software)]);
    return this.#familiesKept;
  }

  /** Totals of each language of PART_KNOWN instances and more, most instances first; one of two counts in both. */
  get languages(): ReadonlyMap<string, PartTotals> {
    this.#languagesKept ??= totalsBy(this.#members, ({ entry }) => languagesCounted(entry.languages));
    return this.#languagesKept;
  }

  /** One part; null where it has fewer than PART_KNOWN instances. */
  of(part: Part): PartToday | null {
    const isPart = partTest(part);
    if (part.by !== "all" && !(part.by === "family" ? this.families : this.languages).has(part.name)) return null;
    const key = part.by === "all" ? "all" : `${part.by} ${part.name}`;
    const kept = this.#parts.get(key);
    if (kept !== undefined) return kept;
    const members = this.#members.filter(({ entry }) => isPart(entry));
    const there = this.#entries.filter((entry) => isPart(entry) && isThere(entry.instance, this.judgedAt));
    const made: PartToday = {
      ...partTotals(members),
      largest: members.map(({ entry }) => entry),
      untold: there.length - members.length,
    };
    this.#parts.set(key, made);
    return made;
  }

  /** Largest first. */
  get #members(): readonly Member[] {
    this.#membersKept ??= this.#entries
      .flatMap((entry): Member[] => {
        const { instance, size } = entry;
        if (!isCounted(instance, size, this.judgedAt)) return [];
        return [{ entry, activePeople: size.activePeople, accounts: instance.accounts ?? 0 }];
      })
      .sort((a, b) => b.activePeople - a.activePeople);
    return this.#membersKept;
  }
}

function partTest(part: Part): (entry: Entry) => boolean {
  if (part.by === "all") return () => true;
  if (part.by === "family") return ({ instance }) => familyOf(instance.software) === part.name;
  return ({ languages }) => languagesCounted(languages).includes(part.name);
}

function totalsBy(members: readonly Member[], namesOf: (member: Member) => readonly string[]): Map<string, PartTotals> {
  const parts = [...partsOf(members, namesOf)].toSorted(
    ([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1),
  );
  return new Map(parts.map(([name, its]) => [name, partTotals(its)]));
}

function partTotals(members: readonly Member[]): PartTotals {
  return { totals: totalsOf(members), classes: SIZE_CLASSES.map((sizeClass) => classTotals(sizeClass, members)) };
}

function classTotals(sizeClass: SizeClass, members: readonly Member[]): ClassTotals {
  const its = members.filter(({ entry }) => entry.sizeClass === sizeClass);
  return {
    sizeClass,
    instances: its.length,
    activePeople: its.reduce((sum, { activePeople }) => sum + activePeople, 0),
  };
}
