import { chromium } from "@playwright/test";
import lighthouse, { type Result } from "lighthouse";
import { CHROMIUM_FLAGS, findOrInstallChromium } from "../browser.ts";
import { freePort, startTemporarySite } from "../start/temporary-site.ts";

/** Each page is measured this often; the median is shown, since a busy machine spoils single runs. */
const RUNS = 3;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;

interface Measured {
  /** In the order of CATEGORIES, 0 to 100. */
  scores: number[];
  /** Everything transferred, headers included, in bytes. */
  bytes: number;
  /** Largest contentful paint on the simulated phone and network, in milliseconds. */
  lcpMs: number;
  /** Audits that cost points. */
  lost: string[];
}

/** Prints Lighthouse's scores, page weight and LCP of the four main pages: its phone and its throttling, as it comes. */
export async function benchLighthouse(): Promise<void> {
  const log = (line: string) => console.log(line);
  const executablePath = await findOrInstallChromium(log);
  if (executablePath === null) {
    process.exitCode = 1;
    return;
  }
  const site = await startTemporarySite({ log });
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath,
    args: [...CHROMIUM_FLAGS, `--remote-debugging-port=${port}`],
  });
  try {
    console.log(`\n${RUNS} runs each, medians; phone and throttling as Lighthouse has them\n`);
    console.log(
      `${"".padEnd(30)}${CATEGORIES.map((name) => name.padStart(15)).join("")}${"weight".padStart(11)}${"LCP".padStart(9)}`,
    );
    for (const path of await paths(site.origin)) {
      const runs: Measured[] = [];
      for (let run = 0; run < RUNS; run++) runs.push(await measure(site.origin + path, port));
      console.log(lineOf(path, runs));
    }
  } finally {
    await browser.close();
    await site.stop();
  }
}

/** A server page is that of a server we suggest. */
async function paths(origin: string): Promise<string[]> {
  const answer = await fetch(`${origin}/api/v1/recommendations?language=en&seed=1`);
  const { picks } = (await answer.json()) as { picks: { domain: string }[] };
  return ["/", "/find?language=en&seed=1", "/servers", ...picks.slice(0, 1).map(({ domain }) => `/servers/${domain}`)];
}

async function measure(url: string, port: number): Promise<Measured> {
  const ran = await lighthouse(url, { port, output: "json", logLevel: "error", onlyCategories: [...CATEGORIES] });
  if (ran === undefined) throw new Error(`Lighthouse has no result for ${url}`);
  const { lhr } = ran;
  if (lhr.runtimeError !== undefined) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  return {
    scores: CATEGORIES.map((name) => Math.round((lhr.categories[name]?.score ?? 0) * 100)),
    bytes: lhr.audits["total-byte-weight"]?.numericValue ?? Number.NaN,
    lcpMs: lhr.audits["largest-contentful-paint"]?.numericValue ?? Number.NaN,
    lost: lostPoints(lhr),
  };
}

/** What of a result is below its best and counts, so that a score under 100 explains itself. */
function lostPoints({ categories, audits }: Result): string[] {
  const counted = Object.values(categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0));
  return counted
    .filter(({ id }) => (audits[id]?.score ?? 1) < 0.995)
    .map(({ id }) => `${id} ${audits[id]?.displayValue ?? ""}`.trim());
}

function lineOf(path: string, runs: readonly Measured[]): string {
  const middle = (values: readonly number[]) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  const scores = CATEGORIES.map((_, index) =>
    String(middle(runs.map(({ scores }) => scores[index] ?? 0))).padStart(15),
  );
  const weight = `${(middle(runs.map(({ bytes }) => bytes)) / 1000).toFixed(1)} kB`.padStart(11);
  const lcp = `${(middle(runs.map(({ lcpMs }) => lcpMs)) / 1000).toFixed(2)} s`.padStart(9);
  const lost = [...new Set(runs.flatMap((run) => run.lost))];
  return `${path.padEnd(30)}${scores.join("")}${weight}${lcp}${lost.length > 0 ? `\n    below its best: ${lost.join(", ")}` : ""}`;
}
