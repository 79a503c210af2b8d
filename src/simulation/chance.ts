import type { Wish } from "./demand.ts";
import type { Groups } from "./groups.ts";
import { bestAnswering } from "./policies.ts";
import type { Outcome } from "./stream.ts";

/**
 * Where newcomers go on average who each pick at random among the servers that answer best.
 *
 * Whether one in some thousands of them hits the largest server moves the network's concentration by as much as all the
 * others together, so what one stream happened to draw is no measure to hold anything against.
 */
export function byChance(
  days: readonly ReadonlyMap<Wish, number>[],
  groups: Groups,
): Pick<Outcome, "arrivals" | "placed"> {
  const perMember = new Float64Array(groups.groups.length);
  let placed = 0;
  for (const [wish, count] of days.flatMap((wishes) => [...wishes])) {
    const best = bestAnswering(groups, wish).groups;
    const members = best.reduce((sum, group) => sum + (groups.groups[group]?.members.length ?? 0), 0);
    if (members === 0) continue;
    for (const group of best) perMember[group] = (perMember[group] ?? 0) + count / members;
    placed += count;
  }
  return { arrivals: Float64Array.from(groups.ofServer, (group) => perMember[group] ?? 0), placed };
}
