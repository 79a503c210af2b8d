/** How one class was found. */
export interface ClassScore {
  name: string;
  /** Of what was found, the share that is right; null where nothing was found. */
  precision: number | null;
  /** Of what is there, the share that was found; null where nothing is there. */
  recall: number | null;
  f1: number;
  /** How many there are. */
  support: number;
}

export interface Scores {
  classes: ClassScore[];
  /** Over all decisions alike. */
  microF1: number;
  /** Over the classes that are there, however few of each. */
  macroF1: number;
}

/** What was found of one case, and what is right. */
export interface Case {
  found: readonly string[];
  right: readonly string[];
}

/** Precision, recall and F1 of every class, most frequent first. */
export function scoresOf(cases: readonly Case[]): Scores {
  const names = new Set(cases.flatMap(({ found, right }) => [...found, ...right]));
  const counts = [...names].map((name) => {
    const isFound = (one: Case) => one.found.includes(name);
    const isRight = (one: Case) => one.right.includes(name);
    const both = cases.filter((one) => isFound(one) && isRight(one)).length;
    return { name, both, found: cases.filter(isFound).length, support: cases.filter(isRight).length };
  });
  const classes = counts
    .map(({ name, both, found, support }) => ({
      name,
      precision: found === 0 ? null : both / found,
      recall: support === 0 ? null : both / support,
      f1: f1Of(both, found, support),
      support,
    }))
    .toSorted((a, b) => b.support - a.support || (a.name < b.name ? -1 : 1));
  const sum = (of: (count: (typeof counts)[number]) => number) => counts.reduce((total, count) => total + of(count), 0);
  const there = classes.filter(({ support }) => support > 0);
  return {
    classes,
    microF1: f1Of(
      sum(({ both }) => both),
      sum(({ found }) => found),
      sum(({ support }) => support),
    ),
    macroF1: there.length === 0 ? 0 : there.reduce((total, { f1 }) => total + f1, 0) / there.length,
  };
}

function f1Of(both: number, found: number, support: number): number {
  return found + support === 0 ? 0 : (2 * both) / (found + support);
}
