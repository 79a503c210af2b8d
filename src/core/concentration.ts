/** How unevenly people are spread over instances: sizes in, in any order; shares out. All of it is null for nobody. */

/** Share of the total held by the `count` largest, 0 to 1. */
export function topShare(sizes: readonly number[], count: number): number | null {
  const total = sum(sizes);
  if (total === 0) return null;
  return sum(ascending(sizes).subarray(Math.max(0, sizes.length - count))) / total;
}

/**
 * Herfindahl–Hirschman index: the chance that two people drawn at random are on the same instance. 1/n when n are
 * equal, 1 when one holds everything.
 */
export function herfindahl(sizes: readonly number[]): number | null {
  const total = sum(sizes);
  if (total === 0) return null;
  return ascending(sizes).reduce((all, size) => all + (size / total) ** 2, 0);
}

/** Gini coefficient: 0 when all are equal, towards 1 when one holds everything. */
export function gini(sizes: readonly number[]): number | null {
  const total = sum(sizes);
  if (total === 0) return null;
  const weighted = ascending(sizes).reduce((all, size, index) => all + (index + 1) * size, 0);
  const count = sizes.length;
  return Math.max(0, (2 * weighted) / (count * total) - (count + 1) / count);
}

/**
 * Points of the Lorenz curve: which share of the people the smallest servers hold together.
 * @param shares which shares of the servers to look at, 0 to 1, ascending
 */
export function lorenz(people: readonly number[], shares: readonly number[]): { servers: number; people: number }[] {
  const sorted = ascending(people);
  const total = sum(people);
  let held = 0;
  let counted = 0;
  return shares.map((servers) => {
    for (; counted < Math.round(servers * sorted.length); counted++) held += sorted[counted] ?? 0;
    return { servers, people: total === 0 ? 0 : held / total };
  });
}

/** Many times faster than sorting an array of numbers; sums in this order are the same whatever order sizes came in. */
function ascending(sizes: readonly number[]): Float64Array {
  return Float64Array.from(sizes).sort();
}

function sum(numbers: readonly number[] | Float64Array): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
