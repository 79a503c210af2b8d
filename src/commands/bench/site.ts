import { publish } from "#crawler/publish.ts";
import type { Store } from "#store/store.ts";
import { startTemporarySite, type TemporarySite } from "../start/temporary-site.ts";
import { makePopulation } from "./population.ts";
import { startBareSite } from "./site/bare.ts";
import { type Load, type LoadPlan, loadOf, perSecond, within } from "./site/load.ts";

/** The API must do this much of what a bare Astro endpoint does. */
const WANTED_RATIO = 0.5;
const AT_ONCE = 200;
const SECONDS = 30;
const WARM_SECONDS = 2;
const KNOWN = 100_000;
const ELIGIBLE = 10_000;
const BATCH = 1_000;

/** Questions asked in turn, each time with another seed. */
const QUESTIONS = [
  "language=en",
  "language=fr&topic=art",
  "language=de&language=en",
  "language=en&topic=tech&signup=open",
];
const seeded = (path: string) => (turn: number) =>
  `${path}?${QUESTIONS[turn % QUESTIONS.length]}&seed=${(turn * 977) % 4096}`;
const API = { name: "/api/v1/recommendations", pathOf: seeded("/api/v1/recommendations") };
const PAGE = { name: "/find", pathOf: seeded("/find") };

export interface SiteBenchOptions {
  /** Of each measurement. */
  seconds?: number | undefined;
  /** Instances in the large store; 0 leaves it out. */
  instances?: number | undefined;
}

/**
 * Asks the built site 200 times at once, with the seeds and with a large store, and prints requests a second and p99 in
 * relation to a bare Astro endpoint, asked alike just before and just after.
 */
export async function benchSite({ seconds = SECONDS, instances = KNOWN }: SiteBenchOptions = {}): Promise<void> {
  const log = (line: string) => console.log(line);
  const bare = await startBareSite();
  try {
    await benchOne("the seeds", seconds, bare, await startTemporarySite({ log }));
    if (instances > 0) {
      const fill = (store: Store) => fillWith(store, instances);
      await benchOne(
        `${instances.toLocaleString("en")} instances`,
        seconds,
        bare,
        await startTemporarySite({ log, fill }),
      );
    }
  } finally {
    await bare.stop();
  }
}

async function benchOne(name: string, seconds: number, bare: TemporarySite, site: TemporarySite): Promise<void> {
  const plan = { atOnce: AT_ONCE, seconds };
  const measure = async (place: TemporarySite, pathOf: LoadPlan["pathOf"]) => {
    await loadOf(place.origin, { pathOf, atOnce: AT_ONCE, seconds: WARM_SECONDS });
    return loadOf(place.origin, { ...plan, pathOf });
  };
  try {
    console.log(`\nWith ${name}: ${AT_ONCE} requests at once for ${seconds} s each`);
    const before = await measure(bare, () => "/bare");
    const api = await measure(site, API.pathOf);
    const page = await measure(site, PAGE.pathOf);
    const after = await measure(bare, () => "/bare");
    const base = (perSecond(before) + perSecond(after)) / 2;
    const baseP99 = (within(before, 0.99) + within(after, 0.99)) / 2;
    for (const [label, load] of [
      ["bare endpoint, before", before],
      [API.name, api],
      [PAGE.name, page],
      ["bare endpoint, after", after],
    ] as const) {
      console.log(lineOf(label, load, base, baseP99));
    }
    const ratio = perSecond(api) / base;
    const errors = [before, api, page, after].reduce((sum, load) => sum + countOf(load.errors), 0);
    console.log(
      `  the API does ${ratio.toFixed(2)} of a bare endpoint (${ratio >= WANTED_RATIO ? "within" : "BELOW"} ${WANTED_RATIO}), ${errors} errors`,
    );
    if (errors > 0) process.exitCode = 1;
  } finally {
    await site.stop();
  }
}

function lineOf(label: string, load: Load, base: number, baseP99: number): string {
  const speed = perSecond(load);
  const p99 = within(load, 0.99);
  const figures = [
    `${load.requests} requests`.padStart(16),
    `${speed.toFixed(0)}/s`.padStart(8),
    `× ${(speed / base).toFixed(2)}`.padStart(8),
    `median ${within(load, 0.5).toFixed(0)} ms`.padStart(15),
    `p99 ${p99.toFixed(0)} ms`.padStart(12),
    `× ${(p99 / baseP99).toFixed(2)}`.padStart(8),
  ];
  const errors = [...load.errors].map(([error, times]) => `\n    ${times} × ${error}`).join("");
  return `  ${label.padEnd(26)}${figures.join("")}${errors}`;
}

function countOf(errors: ReadonlyMap<string, number>): number {
  return [...errors.values()].reduce((sum, times) => sum + times, 0);
}

/** Adds a made-up network of today, and publishes it. */
async function fillWith(store: Store, count: number): Promise<void> {
  const now = new Date();
  const today = now.toISOString();
  const { instances } = makePopulation(count, Math.min(ELIGIBLE, count));
  for (let from = 0; from < instances.length; from += BATCH) {
    const batch = instances.slice(from, from + BATCH);
    await store.instances.put(
      batch.map((instance) => ({ ...instance, countsAt: today, lastSeenAt: today, lastVisitAt: today })),
    );
  }
  await publish(store, now, { isConfirmed: true });
}
