import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecureContext, type SecureContext } from "node:tls";
import pLimit from "p-limit";
import { Client } from "undici";
import { createCrawler } from "#crawler/round.ts";
import { openStore } from "#store/open.ts";
import { type Host, type Lab, startLab } from "./lab.ts";
import { outsideOf } from "./outside.ts";
import { mastodon, serving } from "./programs.ts";

/*
 * How fast the crawler is and what memory it takes, beside a bare loop that makes the same requests:
 * `node tests/fediverse/measure.ts [hosts] [concurrency]`. The servers run in a process of their own.
 */

const HOSTS = Number(process.argv[2] ?? 2_000);
const CONCURRENCY = Number(process.argv[3] ?? 50);
const SERVERS = "--servers";

const names = Array.from({ length: HOSTS }, (_, index) => `m${index}.example.org`);
if (process.argv.includes(SERVERS)) await serve();
else await measure();

async function serve(): Promise<void> {
  const lab = await startLab(new Map(names.map((name): [string, Host] => [name, { handle: serving(mastodon(name)) }])));
  process.send?.({ ca: lab.ca, port: lab.port, addresses: await Promise.all(names.map((name) => lab.resolve(name))) });
}

async function measure(): Promise<void> {
  const servers = fork(import.meta.filename, [String(HOSTS), String(CONCURRENCY), SERVERS]);
  const { ca, port, addresses } = await new Promise<Pick<Lab, "ca" | "port"> & { addresses: string[][] }>((resolve) =>
    servers.once("message", resolve as never),
  );
  const addressOf = new Map(names.map((name, index) => [name, addresses[index] ?? []]));
  const lab = {
    ca,
    port,
    resolve: async (name: string) => addressOf.get(name) ?? [],
  };
  const folder = mkdtempSync(join(tmpdir(), "rockpool-measure-"));
  try {
    const secureContext = createSecureContext({ ca });
    const store = await openStore(`sqlite:${join(folder, "rockpool.sqlite")}`, { migrate: true });
    const dueAt = new Date(0).toISOString();
    await store.frontier.add(
      names.map((domain) => ({ domain, dueAt, priority: 1, failures: 0, software: "mastodon" })),
    );
    const memory = memoryWatch();
    const crawler = createCrawler({
      store,
      outside: outsideOf(lab),
      concurrency: CONCURRENCY,
      isReachable: true,
      report: () => {},
      signal: new AbortController().signal,
    });
    const crawl = await timed(async () => {
      const { alive } = await crawler.round();
      if (alive !== HOSTS) throw new Error(`only ${alive} of ${HOSTS} visits succeeded`);
    });
    const used = memory();
    await store.close();
    // Last, so that its memory is not taken for the crawler's.
    const bare = await timed(() => bareLoop(lab, secureContext));
    console.log(`bare loop: ${(HOSTS / bare).toFixed(0)} hosts/s at four requests each`);
    console.log(`crawler:   ${(HOSTS / crawl).toFixed(0)} hosts/s, ${(bare / crawl).toFixed(2)} of the bare loop`);
    console.log(`memory in MB, by tenths of the round: ${used.join(" ")}`);
  } finally {
    servers.kill();
    rmSync(folder, { recursive: true });
  }
}

/** The requests of a visit and nothing else: one connection a host, four pages, bodies read. */
async function bareLoop(lab: Pick<Lab, "port" | "resolve">, secureContext: SecureContext): Promise<void> {
  const limit = pLimit(CONCURRENCY);
  const paths = ["/robots.txt", "/.well-known/nodeinfo", "/nodeinfo/2.0", "/api/v2/instance"];
  await Promise.all(
    names.map((name) =>
      limit(async () => {
        const [address = ""] = await lab.resolve(name);
        const client = new Client(`https://${address}:${lab.port}`, { connect: { secureContext, servername: name } });
        for (const path of paths) {
          const { body } = await client.request({ method: "GET", path, headers: { host: name } });
          await body.text();
        }
        await client.destroy();
      }),
    ),
  );
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Watches resident memory; answers ten samples spread over the time since. */
function memoryWatch(): () => number[] {
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(process.memoryUsage.rss()), 100);
  return () => {
    clearInterval(timer);
    const at = (tenth: number) => samples[Math.floor((tenth * (samples.length - 1)) / 10)] ?? 0;
    return Array.from({ length: 11 }, (_, tenth) => Math.round(at(tenth) / 1e6));
  };
}
