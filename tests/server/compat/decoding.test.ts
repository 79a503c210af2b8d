import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Instance, REGISTRATIONS, STATES } from "#core/instance.ts";
import { TOPICS } from "#core/topics.ts";
import { readImportFile } from "#crawler/import-file.ts";
import { instanceOf } from "#crawler/import-row.ts";
import { makePopulation } from "#site/commands/bench/population.ts";
import { REGIONS, regionOf } from "#site/server/compat/region.ts";
import { directoryOf, instance, NOW, TODAY } from "../../support/instances.ts";
import { decodeAll } from "./support.ts";

const count = fc.option(fc.oneof(fc.constantFrom(0, 1, 9, 10, 2_147_483_647), fc.nat(5_000)), { nil: null });
const text = (maxLength: number) => fc.option(fc.string({ unit: "binary", maxLength }), { nil: null });

/** Servers as odd as the schema lets them be. */
const odd: fc.Arbitrary<Partial<Instance>> = fc.record({
  software: fc.constantFrom("mastodon", "hometown", "peertube", "lemmy", "misskey", "nobody-knows-it"),
  version: text(20),
  title: text(120),
  description: text(600),
  languages: fc.array(fc.constantFrom("en", "fr", "zh-Hant", "gsw", "eo", "x-none", "tlh"), { maxLength: 7 }),
  topics: fc.array(fc.constantFrom(...TOPICS), { maxLength: 5 }),
  registrations: fc.constantFrom(...REGISTRATIONS),
  isAdult: fc.constantFrom(true, false, null),
  monthlyActiveUsers: count,
  weeklyActiveUsers: count,
  dailyActiveUsers: count,
  halfYearActiveUsers: count,
  accounts: count,
  posts: count,
  doubts: fc.constantFrom([], [], [], ["too-active"]),
  state: fc.constantFrom(...STATES, "alive", "alive"),
  failures: fc.constantFrom(0, 0, 1, 2),
  lastSeenAt: fc.constantFrom(TODAY, TODAY, null),
});

test("every client reads every list of any directory", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(odd, { minLength: 1, maxLength: 12 }), async (changes) => {
      const directory = await directoryOf(changes.map((change, at) => instance(`s${at}.example.org`, change)));
      const { open, all, defaults, instances, lemmy } = await decodeAll(directory);
      const shown = [...all, ...defaults].map(({ domain }) => domain);
      const others = [...instances.data.map(({ host }) => host), ...Object.keys(lemmy.instances)];
      for (const domain of [...shown, ...others]) {
        expect(directory.get(domain)?.instance.lastSeenAt, domain).not.toBeNull();
      }
      for (const { domain } of [...open, ...defaults]) {
        expect(directory.get(domain)?.eligibility.eligible, domain).toBe(true);
        expect(directory.get(domain)?.program?.family).toBe("mastodon");
      }
      for (const row of all) {
        const { weeklyActiveUsers, monthlyActiveUsers, accounts } = directory.get(row.domain)?.instance ?? {};
        expect(row.last_week_users).toBe(weeklyActiveUsers ?? monthlyActiveUsers);
        if (accounts == null) expect(row.total_users).toBeGreaterThanOrEqual(row.last_week_users);
        else expect(row.total_users).toBe(accounts);
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

test("every client reads every list of a made-up network", async () => {
  const directory = await directoryOf(makePopulation(4_000, 1_500).instances);
  const { open, all, categories, languages, defaults } = await decodeAll(directory);
  expect(open.length).toBeGreaterThan(500);
  expect(all.length).toBeGreaterThanOrEqual(open.length);
  expect(categories.length).toBeGreaterThan(10);
  expect(languages.length).toBeGreaterThan(10);
  expect(defaults).toHaveLength(24);
}, 60_000);

const SHARED = fileURLToPath(new URL("../../../../shared/data/servers.ndjson", import.meta.url));

test.skipIf(!existsSync(SHARED))(
  "every client reads every list of the real directory, once visited",
  async () => {
    const imported: Instance[] = [];
    for await (const line of readImportFile(SHARED, TODAY.slice(0, 10))) {
      if ("row" in line) imported.push(instanceOf(line.row, NOW));
    }
    expect(imported.length).toBeGreaterThan(800);
    const seen = imported.map((one): Instance => ({ ...one, state: "alive", lastSeenAt: TODAY, lastVisitAt: TODAY }));
    const { open, all, lemmy, languages } = await decodeAll(await directoryOf(seen));
    expect(open.length).toBeGreaterThan(50);
    expect(all.length).toBeGreaterThan(open.length);
    expect(Object.keys(lemmy.instances).length).toBeGreaterThan(3);
    expect(languages.length).toBeGreaterThan(5);

    // Not visited, nobody of them is in any list.
    const unseen = await decodeAll(await directoryOf(imported));
    expect([unseen.open, unseen.all, unseen.defaults, unseen.instances.data, unseen.suggested]).toEqual([
      [],
      [],
      [],
      [],
      [],
    ]);
    expect(unseen.lemmy).toEqual({ suggested: { fallback: [] }, instances: {} });
    expect(unseen.stats).toEqual({ totalInstances: 0 });
  },
  60_000,
);

test.skipIf(!existsSync(SHARED))("regions read from names are those that people told", () => {
  let told = 0;
  const wrong: string[] = [];
  for (const line of readFileSync(SHARED, "utf8").trim().split("\n")) {
    const { domain, region } = JSON.parse(line) as { domain: string; region: string | null };
    const ours = regionOf(domain);
    // Some were told as the name of a country.
    if (ours === "" || !REGIONS.some((known) => known === region)) continue;
    told += 1;
    if (ours !== region) wrong.push(`${domain}: ${region}`);
  }
  expect(told).toBeGreaterThan(60);
  expect(wrong).toEqual([]);
});
