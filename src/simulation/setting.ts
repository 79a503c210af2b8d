import type { Instance } from "#core/instance.ts";
import { believedSize, OVERSIZED_PEOPLE } from "#core/size.ts";
import type { Mix } from "./demand.ts";
import { mixOf } from "./demand.ts";
import { Groups } from "./groups.ts";
import { networkOf, type SimulatedNetwork, type Told } from "./network.ts";
import { type Model, makeServers } from "./population.ts";

/** The moment all simulations begin: a midnight, so that days and hours are whole. */
export const BEGIN = new Date("2026-11-22T00:00:00.000Z");

/** A network, and what newcomers to it ask for. */
export interface Setting {
  network: SimulatedNetwork;
  groups: Groups;
  mix: Mix;
}

/** Judges servers and lays out what a simulation needs of them. */
export function settingOf(tolds: readonly Told[], mix?: Mix): Setting {
  const network = networkOf(tolds, BEGIN);
  const entries = network.servers.map(({ entry }) => entry);
  return { network, groups: new Groups(network.servers), mix: mix ?? mixOf(entries) };
}

/**
 * So many servers: the real ones that are known, and made-up ones like them. Real oversized ones only lend what they are
 * like, as the made-up largest stand for them in proportion.
 */
export function populationOf(real: readonly Instance[], count: number, seed: number): Instance[] {
  const models = real
    .flatMap((instance): Model[] => {
      const people = believedSize(instance)?.activePeople;
      return people === undefined ? [] : [{ instance, people }];
    })
    .sort((a, b) => a.people - b.people);
  const kept = models
    .filter(({ people }) => people <= OVERSIZED_PEOPLE)
    .slice(0, count)
    .map(({ instance }) => instance);
  return [...kept, ...makeServers(Math.max(0, count - kept.length), models, seed, BEGIN)];
}
