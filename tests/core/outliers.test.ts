import fc from "fast-check";
import { expect, test } from "vitest";
import { explained } from "#core/outliers.ts";
import { entry } from "../support/instances.ts";

const english = Array.from({ length: 40 }, (_, index) => entry(`en${index}-pool.org`));
const welsh = Array.from({ length: 3 }, (_, index) => entry(`cy${index}-pool.org`, { languages: ["cy"] }));
const alone = entry("alone-pool.org", { languages: ["br"] });
const all = [...english, ...welsh, alone];
const INTAKE = english[0]?.intake ?? 0;

const counts = (by: Record<string, number>) => new Map(Object.entries(by));

test("what can come from pages that were open when a server filled is believed", () => {
  const taken = counts({ "en0-pool.org": 4 * INTAKE + 20, "cy0-pool.org": 30 });
  expect(explained(all, taken)).toEqual(taken);
});

test("beyond that, a server alone in its flood is taken for one of its neighbours", () => {
  const quiet = explained(all, counts({ "en0-pool.org": 500 }));
  expect(quiet.get("en0-pool.org")).toBe(0);
  const busy = counts(Object.fromEntries(english.map(({ instance }) => [instance.domain, 6])));
  expect(explained(all, busy.set("en0-pool.org", 500)).get("en0-pool.org")).toBe(6);
});

test("forged floods of several servers explain neither each other nor anything", () => {
  const flooded = ["en0-pool.org", "en1-pool.org", "en2-pool.org", "cy0-pool.org"];
  const believed = explained(all, counts(Object.fromEntries(flooded.map((domain) => [domain, 2_000]))));
  expect([...believed.values()]).toEqual([0, 0, 0, 0]);
});

test("a crowd in one language is believed, though other languages see none of it", () => {
  const crowd = counts({ "cy0-pool.org": 120, "cy1-pool.org": 90, "cy2-pool.org": 150 });
  expect(explained(all, crowd)).toEqual(crowd);
});

test("a crowd in one language is believed at a server that has two", () => {
  const both = entry("both-pool.org", { languages: ["cy", "en"] });
  const crowd = counts({ "cy0-pool.org": 60, "cy1-pool.org": 60, "cy2-pool.org": 60, "both-pool.org": 70 });
  expect(explained([...all, both], crowd)).toEqual(crowd);
});

test("a flood does not explain itself, however few neighbours it has", () => {
  const pair = ["a", "b"].map((name) => entry(`${name}-pool.org`, { languages: ["gd"] }));
  const believed = explained([...all, ...pair], counts({ "a-pool.org": 4 * INTAKE + 25 }));
  expect(believed.get("a-pool.org")).toBe(0);
});

test("the only server in its language has no neighbours to be judged by, and rests", () => {
  const crowd = counts({ "alone-pool.org": 900 });
  expect(explained(all, crowd)).toEqual(crowd);
});

test("nothing is ever added, and servers within their bounds keep what they have", () => {
  const floods = fc.array(fc.nat(3_000), { minLength: all.length, maxLength: all.length });
  fc.assert(
    fc.property(floods, (numbers) => {
      const taken = new Map(all.map(({ instance }, index) => [instance.domain, numbers[index] ?? 0]));
      const believed = explained(all, taken);
      for (const { instance, intake } of all) {
        const [before, after] = [taken.get(instance.domain) ?? 0, believed.get(instance.domain) ?? 0];
        expect(after).toBeLessThanOrEqual(before);
        if (before <= 4 * intake + 20) expect(after).toBe(before);
      }
    }),
    { numRuns: 200 },
  );
});

test("forged floods of thousands of servers are judged in a moment", () => {
  const many = Array.from({ length: 10_000 }, (_, index) =>
    entry(`m${index}-pool.org`, { languages: [["en", "de", "cy"][index % 3] ?? "en"] }),
  );
  const flooded = new Map(many.map(({ instance }, index) => [instance.domain, index % 2 === 0 ? 500 : 0]));
  const before = process.cpuUsage();
  const believed = explained(many, flooded);
  const { user } = process.cpuUsage(before);
  expect([...believed.values()].every((count) => count === 0)).toBe(true);
  expect(user / 1_000).toBeLessThan(500);
});
