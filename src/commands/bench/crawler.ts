import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forkNetwork } from "../../../tests/fediverse/network/child.ts";
import { type NetworkOptions, planNetwork, USUAL_NETWORK } from "../../../tests/fediverse/network/plan.ts";
import type { Traffic } from "../../../tests/fediverse/network/traffic.ts";
import { type BareJob, type CrawlJob, type Finished, runJob, type Sample, type VisitScript } from "./crawler/job.ts";

/** As `npm run crawl` has it. */
const CONCURRENCY = 50;
/** Of the speed of a bare loop, at least. */
const WANTED_RATIO = 0.7;
/** Resident memory, at most. */
const WANTED_MB = 300;
/** Servers at which memory is shown besides every tenth of the round. */
const MARKS = [10_000, 100_000];

/**
 * Times a round over a simulated network, then a bare loop that makes the same requests to the same servers, and prints
 * both, their ratio, and the crawler's memory along the way.
 *
 * Nothing goes wrong in this network and nobody asks for pauses: both would only be waited for.
 */
export async function benchCrawler(instances = 20_000): Promise<void> {
  const options: NetworkOptions = { ...USUAL_NETWORK, instances, faults: 0, hostile: 0, delayScale: 0 };
  const domains = planNetwork(options).servers.map(({ domain }) => domain);
  const network = await forkNetwork(options);
  const folder = mkdtempSync(join(tmpdir(), "rockpool-bench-"));
  try {
    const caFile = join(folder, "ca.pem");
    writeFileSync(caFile, network.ca);
    const { ca, dns, port } = network;
    const crawl = await runJob<CrawlJob>(
      "round.ts",
      { domains, concurrency: CONCURRENCY },
      {
        ROCKPOOL_DNS: dns,
        ROCKPOOL_ALLOW_PRIVATE_NETWORK: "1",
        ROCKPOOL_LAB_PORT: String(port),
        ROCKPOOL_CONTACT: "bench@rockpool.example",
        NODE_EXTRA_CA_CERTS: caFile,
        DATABASE_URL: `sqlite:${join(folder, "rockpool.sqlite")}`,
      },
    );
    const visits = scriptsOf(await network.traffic());
    await network.clear();
    const busyBefore = await network.cpuMs();
    const bare = await runJob<BareJob>("bare-loop.ts", { ca, dns, port, visits, concurrency: CONCURRENCY });
    report(crawl, bare, visits, ((await network.cpuMs()) - busyBefore) / bare.ms);
  } finally {
    network.close();
    rmSync(folder, { recursive: true });
  }
}

/** What was asked of each server, in order. */
function scriptsOf({ requests }: Traffic): VisitScript[] {
  return [...Map.groupBy(requests, ({ host }) => host)].map(([domain, seen]) => ({
    domain,
    requests: seen.map(({ method, path }) => ({ method, path })),
  }));
}

function report(crawl: Finished, bare: Finished, visits: readonly VisitScript[], serversBusy: number): void {
  const requests = visits.reduce((sum, visit) => sum + visit.requests.length, 0);
  const speed = ({ visited, ms }: Finished) => (visited / ms) * 1000;
  const ratio = speed(crawl) / speed(bare);
  const each = (requests / visits.length).toFixed(1);
  console.log(
    `${crawl.visited.toLocaleString("en")} simulated servers, ${each} requests each, ${CONCURRENCY} at a time`,
  );
  console.log(`  crawler    ${speed(crawl).toFixed(0)} hosts/s (${(crawl.ms / 1000).toFixed(1)} s)`);
  console.log(`  bare loop  ${speed(bare).toFixed(0)} hosts/s (${(bare.ms / 1000).toFixed(1)} s)`);
  console.log(`  ratio      ${ratio.toFixed(2)} (${ratio >= WANTED_RATIO ? "within" : "BELOW"} ${WANTED_RATIO})`);
  console.log(`  the servers were busy for ${(100 * serversBusy).toFixed(0)} % of the bare loop's time`);
  console.log("  memory of the crawler, MB\n    visited      RSS  heap");
  for (const sample of shown(crawl)) console.log(`    ${line(sample)}`);
  const most = Math.max(...crawl.samples.map(({ rss }) => rss)) / 1e6;
  console.log(`  at most    ${most.toFixed(0)} MB (${most <= WANTED_MB ? "within" : "ABOVE"} ${WANTED_MB} MB)`);
}

/** A sample for each tenth of the round and each mark. */
function shown({ samples, visited }: Finished): Sample[] {
  const tenths = Array.from({ length: 11 }, (_, tenth) => (visited * tenth) / 10);
  const marks = [...tenths, ...MARKS.filter((mark) => mark <= visited)].toSorted((a, b) => a - b);
  const found = marks.flatMap((mark) => samples.find((sample) => sample.visited >= mark) ?? []);
  return [...new Set(found)];
}

function line({ visited, rss, heap }: Sample): string {
  const mb = (bytes: number) => (bytes / 1e6).toFixed(0);
  return `${visited.toLocaleString("en").padStart(7)} ${mb(rss).padStart(8)} ${mb(heap).padStart(5)}`;
}
