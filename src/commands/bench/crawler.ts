import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forkNetwork, type RemoteNetwork } from "../../../tests/fediverse/network/child.ts";
import { type NetworkOptions, planNetwork, USUAL_NETWORK } from "../../../tests/fediverse/network/plan.ts";
import type { Traffic } from "../../../tests/fediverse/network/traffic.ts";
import type { BareStep, VisitScript } from "./crawler/bare-loop.ts";
import { CONCURRENCY, type RoundAnswer, type RoundStep, type Sample } from "./crawler/round.ts";
import { type Cost, startWorker, type Worker } from "./crawler/worker.ts";

/** Of the speed of a bare loop, at least. */
const WANTED_RATIO = 0.7;
/** Resident memory, at most. */
const WANTED_MB = 300;
/** Servers at which memory is shown besides every tenth of them. */
const MARKS = [10_000, 100_000];
/** Names that are told to the crawler at once. */
const NAMES_AT_ONCE = 5_000;
/** The crawler and the bare loop take turns, so that what else the machine does hits both. */
const TURNS = 10;

/** What one of the two did, all its turns together. */
interface Work extends Cost {
  hosts: number;
}

/**
 * Times the crawler over a simulated network, and a bare loop that makes the same requests to the same servers, and prints
 * both, their ratio, and the crawler's memory along the way.
 *
 * Nothing goes wrong in this network and nobody asks for pauses: both would only be waited for.
 */
export async function benchCrawler(instances = 20_000): Promise<void> {
  const options: NetworkOptions = { ...USUAL_NETWORK, instances, faults: 0, hostile: 0, delayScale: 0 };
  const network = await forkNetwork(options);
  const folder = mkdtempSync(join(tmpdir(), "rockpool-bench-"));
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, network.ca);
  const crawler = startWorker<RoundStep, RoundAnswer>("round.ts", {
    ROCKPOOL_DNS: network.dns,
    ROCKPOOL_ALLOW_PRIVATE_NETWORK: "1",
    ROCKPOOL_LAB_PORT: String(network.port),
    ROCKPOOL_CONTACT: "bench@rockpool.example",
    NODE_EXTRA_CA_CERTS: caFile,
    MALLOC_ARENA_MAX: "1",
    DATABASE_URL: `sqlite:${join(folder, "rockpool.sqlite")}`,
  });
  const bareLoop = startWorker<BareStep, Cost>("bare-loop.ts");
  try {
    const domains = planNetwork(options).servers.map(({ domain }) => domain);
    for (let at = 0; at < domains.length; at += NAMES_AT_ONCE) {
      await crawler.ask({ names: domains.slice(at, at + NAMES_AT_ONCE) });
    }
    await measure(network, crawler, bareLoop, instances);
  } finally {
    crawler.stop();
    bareLoop.stop();
    network.close();
    rmSync(folder, { recursive: true });
  }
}

async function measure(
  network: RemoteNetwork,
  crawler: Worker<RoundStep, RoundAnswer>,
  bareLoop: Worker<BareStep, Cost>,
  instances: number,
): Promise<void> {
  const crawl: Work = { ms: 0, cpuMs: 0, hosts: 0 };
  const bare: Work = { ms: 0, cpuMs: 0, hosts: 0 };
  const samples: Sample[] = [];
  let requests = 0;
  let serversMs = 0;
  for (let visited = 0; visited < instances; ) {
    await network.clear();
    const turn = await crawler.ask({ visits: Math.ceil(instances / TURNS) });
    if (turn.visited === visited)
      throw new Error(`Nothing is due, though only ${visited} of ${instances} were visited`);
    add(crawl, turn, turn.visited - visited);
    visited = turn.visited;
    samples.push(...turn.samples);
    const visits = scriptsOf(await network.traffic());
    requests += visits.reduce((sum, visit) => sum + visit.requests.length, 0);
    const serversBefore = await network.cpuMs();
    const { ca, dns, port } = network;
    add(bare, await bareLoop.ask({ ca, dns, port, visits }), visits.length);
    serversMs += (await network.cpuMs()) - serversBefore;
  }
  console.log(
    `${crawl.hosts} simulated servers, ${(requests / bare.hosts).toFixed(1)} requests each, ${CONCURRENCY} at a time`,
  );
  reportSpeed(crawl, bare);
  console.log(`  the servers were busy for ${((100 * serversMs) / bare.ms).toFixed(0)} % of the bare loop's time`);
  reportMemory(samples, instances);
}

function add(sum: Work, { ms, cpuMs }: Cost, hosts: number): void {
  sum.ms += ms;
  sum.cpuMs += cpuMs;
  sum.hosts += hosts;
}

/** What was asked of each server, in order. */
function scriptsOf({ requests }: Traffic): VisitScript[] {
  return [...Map.groupBy(requests, ({ host }) => host)].map(([domain, seen]) => ({
    domain,
    requests: seen.map(({ method, path }) => ({ method, path })),
  }));
}

function reportSpeed(crawl: Work, bare: Work): void {
  for (const [name, { hosts, ms, cpuMs }] of [["crawler", crawl] as const, ["bare loop", bare] as const]) {
    const speed = ((hosts / ms) * 1000).toFixed(0);
    console.log(
      `  ${name.padEnd(10)} ${speed.padStart(5)} hosts/s, ${(cpuMs / hosts).toFixed(2)} ms of processor time each`,
    );
  }
  const ratio = bare.ms / bare.hosts / (crawl.ms / crawl.hosts);
  const ofProcessor = bare.cpuMs / bare.hosts / (crawl.cpuMs / crawl.hosts);
  const verdict = ratio >= WANTED_RATIO ? "within" : "BELOW";
  console.log(`  ratio ${ratio.toFixed(2)} (${verdict} ${WANTED_RATIO}), by processor time ${ofProcessor.toFixed(2)}`);
}

function reportMemory(samples: readonly Sample[], instances: number): void {
  const tenths = Array.from({ length: 11 }, (_, tenth) => (instances * tenth) / 10);
  const marks = [...tenths, ...MARKS.filter((mark) => mark < instances)].toSorted((a, b) => a - b);
  const shown = new Set(marks.flatMap((mark) => samples.find(({ visited }) => visited >= mark) ?? []));
  const mb = (bytes: number) => (bytes / 1e6).toFixed(0);
  console.log("  memory of the crawler in MB\n    visited     RSS    heap");
  for (const { visited, rss, heap } of shown) {
    console.log(`    ${[String(visited), mb(rss), mb(heap)].map((text) => text.padStart(7)).join(" ")}`);
  }
  const most = Math.max(...samples.map(({ rss }) => rss)) / 1e6;
  console.log(`    at most ${most.toFixed(0)} (${most <= WANTED_MB ? "within" : "ABOVE"} ${WANTED_MB})`);
}
