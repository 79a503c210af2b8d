import { gini, herfindahl, topShare } from "#core/concentration.ts";
import { SURVIVAL } from "#core/evidence.ts";
import type { Server, SimulatedNetwork } from "./network.ts";
import { LOAD_BANDS, type Outcome } from "./stream.ts";

/** How concentrated a network is, by its people. */
export interface Concentration {
  top1Share: number;
  top5Share: number;
  top10Share: number;
  hhi: number;
  gini: number;
}

/**
 * Share of newcomers who are still there after a year: of ten accounts one is active. Source: 314 Mastodon servers of
 * 1,000 accounts and more that told both by July 2026, quartiles of the classes 0.05 and 0.17.
 */
const STAYING = 0.1;
const DAYS_IN_YEAR = 365;

/** How many people a year of newcomers adds, so many of whom were placed in so many days. */
export function yearlyOf(placed: number, days: number): number {
  return (placed / Math.max(1, days)) * DAYS_IN_YEAR * STAYING;
}

/** What a policy did, in figures; shares are of the newcomers it placed unless said otherwise. */
export interface Measures {
  newcomers: number;
  placed: number;
  placedShare: number;
  /** Of all newcomers, so that turning people away helps nobody. */
  languageShare: number;
  /** Of all newcomers who named a topic. */
  topicShare: number;
  oversizedShare: number;
  beyondIntake: number;
  /** By the load of their server on their day, see LOAD_BANDS. */
  bandShares: number[];
  /** Of the most loaded server on average over the stream: newcomers for each of its places. */
  highestLoad: number;
  farmShare: number;
  /** Servers that got at least one newcomer. */
  serversUsed: number;
  /** Share that the ten servers with the most newcomers got. */
  topTenOfNewcomers: number;
  /** Newcomers whose server is expected to be up after 23 months, by the survival table. */
  survivorShare: number;
  /** The network after a year of this; see afterYear. */
  year: Concentration;
}

/** What the figures of an outcome are. */
export function measuresOf(outcome: Outcome, network: SimulatedNetwork, yearly: number): Measures {
  const { servers } = network;
  const { newcomers, placed, arrivals } = outcome;
  const each = (value: (server: Server) => number) =>
    share(sum(servers.map((server, position) => (arrivals[position] ?? 0) * value(server))), placed);
  const days = Math.max(1, outcome.turnedAway.length);
  const loads = servers.map(({ intake }, position) => (intake > 0 ? (arrivals[position] ?? 0) / (intake * days) : 0));
  return {
    newcomers,
    placed,
    placedShare: share(placed, newcomers),
    languageShare: share(outcome.languageKept, newcomers),
    topicShare: share(outcome.topicKept, outcome.askedTopic),
    oversizedShare: each(({ isOversized }) => (isOversized ? 1 : 0)),
    beyondIntake: outcome.beyondIntake,
    bandShares: LOAD_BANDS.map((_, band) => share(outcome.bands[band] ?? 0, placed)),
    highestLoad: loads.reduce((a, b) => Math.max(a, b), 0),
    farmShare: each(({ isFarm }) => (isFarm ? 1 : 0)),
    serversUsed: arrivals.filter((count) => count > 0.5).length,
    topTenOfNewcomers: topShare([...arrivals], 10) ?? 0,
    survivorShare: each(({ accounts }) => chanceOfLasting(accounts)),
    year: concentrationOf(afterYear(outcome, network, yearly)),
  };
}

/** Share of servers with so many accounts that were still up after 23 months; SURVIVAL's class of it. */
export function chanceOfLasting(accounts: number): number {
  return SURVIVAL.findLast(({ from }) => from <= Math.max(1, accounts))?.upShare ?? 0;
}

/**
 * People of each server when `yearly` more have come to stay, spread as the stream was.
 * @param yearly the same for all policies that are compared, or the one that places most would look best
 */
export function afterYear(
  { arrivals, placed }: Pick<Outcome, "arrivals" | "placed">,
  { servers }: SimulatedNetwork,
  yearly: number,
): number[] {
  return servers.map(({ people }, position) => people + yearly * share(arrivals[position] ?? 0, placed));
}

/**
 * The least the HHI can be after a year, wherever the newcomers went: as if each were alone on a server of their own. What
 * a policy adds to that is its own; the rest is the network as it was.
 */
export function leastHhi({ servers }: SimulatedNetwork, yearly: number): number {
  const people = servers.map((server) => server.people);
  return sum(people.map((count) => count ** 2)) / (sum(people) + yearly) ** 2;
}

/** A network as it is before any newcomer. */
export function before({ servers }: SimulatedNetwork): number[] {
  return servers.map(({ people }) => people);
}

export function concentrationOf(people: readonly number[]): Concentration {
  return {
    top1Share: topShare(people, 1) ?? 0,
    top5Share: topShare(people, 5) ?? 0,
    top10Share: topShare(people, 10) ?? 0,
    hhi: herfindahl(people) ?? 0,
    gini: gini(people) ?? 0,
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
