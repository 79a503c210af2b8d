import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Network, startNetwork } from "../../tests/fediverse/network/network.ts";
import { expectedOf, type NetworkOptions, type Plan, USUAL_NETWORK } from "../../tests/fediverse/network/plan.ts";

/*
 * A simulated fediverse on this machine, to try a crawler on: `npm run simulate:network -- --help`. It goes on until it is
 * stopped. Exit code: 0 it was stopped; 1 it could not start; 2 the command line cannot be meant.
 */

const USAGE = `Usage: npm run simulate:network -- [options]

Starts a simulated network of servers on this machine, and says how to point the crawler and the site at it.

  --instances N     servers (default 2000)
  --seed N          another seed makes another network (default ${USUAL_NETWORK.seed})
  --faults SHARE    of servers that do not work (default ${USUAL_NETWORK.faults})
  --refusals SHARE  of servers that want to be left alone, besides programs that ship so (default ${USUAL_NETWORK.refusals})
  --hostile SHARE   of servers that mean harm (default ${USUAL_NETWORK.hostile})
  --delays SCALE    what each Crawl-delay is multiplied with (default ${USUAL_NETWORK.delayScale}: as the programs ship it)
  --port P          to listen on; 0 for any that is free (default 0)
  -h, --help        this text`;

/** So many servers are enough to find the rest through their lists of peers. */
const SEEDS = 50;

class UsageError extends Error {}

try {
  await main();
} catch (error) {
  const isMisuse = error instanceof UsageError;
  console.error(isMisuse ? `${error.message}\n\n${USAGE}` : (error as Error).message);
  process.exitCode = isMisuse ? 2 : 1;
}

async function main(): Promise<void> {
  const values = valuesOf(process.argv.slice(2));
  if (values.help === true) {
    console.log(USAGE);
    return;
  }
  const options: NetworkOptions = {
    instances: number("--instances", values.instances ?? "2000", { from: 1, to: 1_000_000 }),
    seed: number("--seed", values.seed ?? String(USUAL_NETWORK.seed), { from: 0, to: 2 ** 31 }),
    faults: share("--faults", values.faults, USUAL_NETWORK.faults),
    refusals: share("--refusals", values.refusals, USUAL_NETWORK.refusals),
    hostile: share("--hostile", values.hostile, USUAL_NETWORK.hostile),
    delayScale: share("--delays", values.delays, USUAL_NETWORK.delayScale),
  };
  const port = number("--port", values.port ?? "0", { from: 0, to: 65_535 });
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  const folder = mkdtempSync(join(tmpdir(), "rockpool-network-"));
  try {
    const network = await startNetwork(options, port);
    tell(network, folder);
    await stopped;
    await network.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function tell({ plan, ca, port, dns }: Network, folder: string): void {
  const [caFile, domainsFile, seedsFile] = ["ca.pem", "domains.txt", "seeds.txt"].map((name) => join(folder, name));
  const names = [...plan.servers, ...plan.aliases].map(({ domain }) => domain);
  writeFileSync(caFile as string, ca);
  writeFileSync(domainsFile as string, lines(names));
  writeFileSync(seedsFile as string, lines(seedsOf(plan)));
  const environment = [
    `ROCKPOOL_DNS=${dns}`,
    "ROCKPOOL_ALLOW_PRIVATE_NETWORK=1",
    `ROCKPOOL_LAB_PORT=${port}`,
    `NODE_EXTRA_CA_CERTS=${caFile}`,
    `DATABASE_URL=sqlite:${join(folder, "rockpool.sqlite")}`,
    "ROCKPOOL_CONTACT=test@rockpool.example",
  ].join(" \\\n  ");
  console.log(`${plan.servers.length} servers and ${plan.aliases.length} second names are up, and ${floods(plan)}.

  authority     ${caFile}
  name server   ${dns}
  port          ${port}
  all names     ${domainsFile}
  first names   ${seedsFile}

To crawl all of them:

${environment} \\
  npm run crawl -- --domains ${domainsFile}

The site over what was crawled: the same variables before npm start. To look at one server:

  curl --cacert ${caFile} --connect-to ::127.0.0.1:${port} https://${names[0]}/.well-known/nodeinfo

All of this goes away when it is stopped: Ctrl+C.`);
}

function floods({ floods }: Plan): string {
  return `${floods.length} ${floods.length === 1 ? "domain has" : "domains have"} endless names (below ${floods[0]?.apex})`;
}

/** Servers that answer and know others. */
function seedsOf({ servers }: Plan): string[] {
  const alive = servers.filter((server) => expectedOf(server) === "ok" && server.behaviour === null);
  return alive.slice(0, SEEDS).map(({ domain }) => domain);
}

function lines(names: readonly string[]): string {
  return `${names.join("\n")}\n`;
}

function valuesOf(args: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        instances: text,
        seed: text,
        faults: text,
        refusals: text,
        hostile: text,
        delays: text,
        port: text,
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function number(option: string, value: string, { from, to }: { from: number; to: number }): number {
  const given = Number(value);
  if (Number.isInteger(given) && given >= from && given <= to && value.trim() !== "") return given;
  throw new UsageError(`${option} ${value}: is a whole number from ${from} to ${to}`);
}

function share(option: string, value: string | undefined, usual: number): number {
  if (value === undefined) return usual;
  const given = Number(value);
  if (given >= 0 && given <= 1 && value.trim() !== "") return given;
  throw new UsageError(`${option} ${value}: is a share from 0 to 1`);
}
