import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { visitableName } from "#crawler/net/names.ts";
import { parseRobots } from "#crawler/net/robots-rules.ts";
import { BEHAVIOURS } from "../fediverse/network/behaviours.ts";
import { robotsText } from "../fediverse/network/network.ts";
import { floodName, planNetwork, USUAL_NETWORK } from "../fediverse/network/plan.ts";
import { PROGRAMS } from "../fediverse/network/programs/index.ts";
import { sizeAt } from "../fediverse/network/sizes.ts";

/** Facts of real servers, kept beside the project. */
const REAL = new URL("../../../shared/data/network.ndjson.gz", import.meta.url);

const OPTIONS = { ...USUAL_NETWORK, instances: 20_000 };
const plan = planNetwork(OPTIONS);

describe("a simulated network", () => {
  test("is the same for the same seed, and another for another", () => {
    const some = { ...OPTIONS, instances: 300 };
    const shape = ({ servers }: typeof plan) =>
      servers.map(({ domain, accounts, peers }) => [domain, accounts, peers()]);
    expect(shape(planNetwork(some))).toEqual(shape(planNetwork(some)));
    expect(shape(planNetwork(some))).not.toEqual(shape(planNetwork({ ...some, seed: 2 })));
  });

  test("has names that a crawler may visit, each once", () => {
    const names = [...plan.servers, ...plan.aliases].map(({ domain }) => domain);
    expect(new Set(names).size).toBe(names.length);
    const floods = plan.floods.map((flood) => floodName(flood, 7));
    expect([...names, ...floods].filter((name) => visitableName(name) !== name)).toEqual([]);
  });

  test("has every program, however small it is", () => {
    const { servers } = planNetwork({ ...OPTIONS, instances: PROGRAMS.length });
    expect(new Set(servers.map(({ program }) => program.key)).size).toBe(PROGRAMS.length);
  });

  test("has faults, refusals and malice at the shares that were asked for", () => {
    for (const [kind, share] of Object.entries({ fault: 0.05, refusal: 0.03, hostile: 0.01 })) {
      const found = plan.servers.filter(({ behaviour }) => behaviour?.kind === kind).length / plan.servers.length;
      // Servers whose program refuses by itself have none.
      expect(found / share, kind).toBeGreaterThan(0.7);
      expect(found / share, kind).toBeLessThan(1.1);
    }
  });

  test("has hosting companies with hundreds of customers at one address, and an address for everybody else", () => {
    const customers = [...Map.groupBy(plan.servers, ({ address }) => address).values()].map(({ length }) => length);
    expect(Math.max(...customers)).toBeGreaterThan(200);
    expect(customers.filter((count) => count === 1).length).toBeGreaterThan(plan.servers.length * 0.85);
  });

  test.skipIf(!existsSync(REAL))("has servers of the sizes that real ones have", () => {
    const rows = gunzipSync(readFileSync(REAL)).toString().trim().split("\n");
    const real = rows.flatMap((row) => (JSON.parse(row) as { users_total: number | null }).users_total || []);
    const made = plan.servers.map(({ accounts }) => accounts);
    for (const share of [0.25, 0.5, 0.75, 0.9, 0.97, 0.99]) {
      const ratio = (quantile(made, share) + 1) / (quantile(real, share) + 1);
      expect(ratio, `quantile ${share}`).toBeGreaterThan(0.6);
      expect(ratio, `quantile ${share}`).toBeLessThan(1.6);
    }
  });
});

test("a size between two points of a distribution lies between their sizes", () => {
  const quantiles = [1, 1, 2, 8, 32, 100, 200, 400, 800, 1600];
  expect(sizeAt(quantiles, 0.5)).toBeCloseTo(8);
  expect(sizeAt(quantiles, 0.6)).toBeGreaterThan(8);
  expect(sizeAt(quantiles, 0.6)).toBeLessThan(32);
  expect(sizeAt(quantiles, 1)).toBeCloseTo(1600);
});

const robots = [...PROGRAMS, ...BEHAVIOURS].flatMap((one) =>
  one.robots === undefined ? [] : [{ name: "key" in one ? one.key : one.name, robots: one.robots }],
);
test.for(robots)(
  "the robots.txt of $name refuses what is said of it, and nothing else that is asked for",
  ({ robots }) => {
    const { isAllowed, crawlDelayMs } = parseRobots(robotsText(robots, 1), "Rockpool");
    for (const path of robots.refuses) expect(isAllowed(path), path).toBe(false);
    const asked = PROGRAMS.flatMap(({ pages }) => Object.keys(pages)).map((page) => page.replace(/^POST /, ""));
    for (const path of new Set(asked)) {
      expect(isAllowed(path), path).toBe(!robots.refuses.some((refused) => path.startsWith(refused)));
    }
    expect(crawlDelayMs ?? 0).toBe(robots.delaySeconds * 1000);
  },
);

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? 0;
}
