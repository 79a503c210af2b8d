import { describe, expect, test } from "vitest";
import type { Instance } from "#core/instance.ts";
import { isOversized } from "#core/size.ts";
import { shippedServers } from "#site/commands/simulate/servers.ts";
import { scheduleOf } from "#site/simulation/demand.ts";
import { honest, networkOf, PROVEN_DAYS, withFarm, withLiars } from "#site/simulation/network.ts";
import { BEGIN, populationOf } from "#site/simulation/setting.ts";
import { simulated } from "../support/simulation.ts";

describe("a made-up population", () => {
  const instances = populationOf(shippedServers(), 10_000, 1);
  const madeUpOf = (population: readonly Instance[]) => population.filter(({ domain }) => domain.startsWith("made-up"));
  const madeUp = madeUpOf(instances);
  /** Of a hundred servers with 10,000 accounts some dice make seventy, others one larger than the tenth: so eight networks. */
  const several = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => madeUpOf(populationOf(shippedServers(), 10_000, seed)));
  const onAverage = (figure: (network: readonly Instance[]) => number) =>
    several.reduce((sum, network) => sum + figure(network), 0) / several.length;
  const share = (accounts: number) =>
    onAverage((network) => network.filter((each) => (each.accounts ?? 0) >= accounts).length / network.length);

  test("has as many servers as asked for, the same for the same seed", () => {
    expect(instances).toHaveLength(10_000);
    expect(new Set(instances.map(({ domain }) => domain)).size).toBe(10_000);
    expect(populationOf(shippedServers(), 10_000, 1)).toEqual(instances);
    expect(populationOf(shippedServers(), 10_000, 2)).not.toEqual(instances);
  });

  test.for([
    [2, 0.759],
    [10, 0.315],
    [100, 0.115],
    [1_000, 0.0435],
    [10_000, 0.0107],
  ] as const)(
    "of its servers with %i accounts and more there are as many as in the real network",
    ([accounts, real]) => {
      expect(share(accounts) / real).toBeGreaterThan(0.8);
      expect(share(accounts) / real).toBeLessThan(1.25);
    },
  );

  test("its ten largest hold what the real ten largest hold, and are open", () => {
    const held = (count: number) =>
      onAverage((network) => {
        const people = network.map(({ monthlyActiveUsers }) => monthlyActiveUsers ?? 0).toSorted((a, b) => b - a);
        const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0);
        return sum(people.slice(0, count)) / sum(people);
      });
    expect(held(1)).toBeCloseTo(0.297, 2);
    expect(held(5)).toBeCloseTo(0.493, 2);
    expect(held(10)).toBeCloseTo(0.599, 2);
    for (const { registrations, monthlyActiveUsers } of madeUp.slice(0, 10)) {
      expect(registrations).toBe("open");
      expect(isOversized(monthlyActiveUsers ?? 0, undefined, false)).toBe(true);
    }
  });

  test("nobody has more people than accounts, and the real oversized ones are left out", () => {
    for (const { monthlyActiveUsers, accounts } of madeUp) {
      expect(monthlyActiveUsers).toBeLessThanOrEqual(accounts ?? 0);
      expect(monthlyActiveUsers).toBeGreaterThan(0);
    }
    expect(instances.map(({ domain }) => domain)).not.toContain("mastodon.social");
  });
});

describe("liars and farms", () => {
  const instances = Array.from({ length: 2_000 }, (_, index) =>
    simulated(`s${index}.example`, { monthlyActiveUsers: 400, accounts: 4_000 }),
  );

  test("about 5 % lie, by 0.1 to 10, in all they tell, and are judged by the truth", () => {
    const { servers } = networkOf(withLiars(honest(instances), 0.05, 1), BEGIN);
    const told = servers.map(({ entry }) => entry.size?.activePeople ?? 0);
    const liars = told.filter((people) => people !== 400);
    expect(liars.length).toBeGreaterThan(70);
    expect(liars.length).toBeLessThan(130);
    for (const people of liars) {
      expect(people).toBeGreaterThanOrEqual(40);
      expect(people).toBeLessThanOrEqual(4_000);
    }
    expect(liars.some((people) => people < 100) && liars.some((people) => people > 1_600)).toBe(true);
    expect(servers.every(({ people, accounts }) => people === 400 && accounts === 4_000)).toBe(true);
  });

  test("an oversized server that tells a tenth is suggested, and known to be oversized", () => {
    const truth = simulated("vast.example", { monthlyActiveUsers: 50_000, accounts: 500_000 });
    const told = { ...truth, monthlyActiveUsers: 5_000, accounts: 50_000 };
    const [server] = networkOf([{ told, truth }], BEGIN).servers;
    expect(server).toMatchObject({ isOversized: true, people: 50_000 });
    expect(server?.entry.eligibility.eligible).toBe(true);
  });

  test("fresh domains get two a day at half the weight of those with a past", () => {
    const wishes = { people: 400, languages: ["en"], topics: ["art"] };
    const [fresh] = networkOf(withFarm([], 1, wishes, 3, BEGIN), BEGIN).servers;
    const [proven] = networkOf(withFarm([], 1, wishes, PROVEN_DAYS, BEGIN), BEGIN).servers;
    expect(fresh?.entry.intake).toBe(2);
    expect(fresh?.entry.weight).toBeCloseTo((proven?.entry.weight ?? 0) / 2);
    expect(proven?.entry.intake).toBeGreaterThan(2);
  });
});

test.for([
  [1_000_000, 30, false],
  [1_000_000, 30, true],
  [7, 30, true],
  [1, 1, true],
] as const)(
  "%i newcomers in %i days, surge %s: none is lost, and the surge has fifty times the usual",
  ([count, days, surge]) => {
    const { perDay } = scheduleOf(count, days, surge);
    expect(perDay).toHaveLength(days);
    expect(perDay.reduce((sum, day) => sum + day, 0)).toBe(count);
    if (count > 1_000) expect(Math.round(Math.max(...perDay) / (perDay[0] ?? 1))).toBe(surge ? 50 : 1);
  },
);
