import { fileURLToPath } from "node:url";
import { ConfigError, readConfig } from "#site/config.ts";
import { SchemaError } from "#store/migrate.ts";
import { StoreError } from "#store/open.ts";
import { BuildError, buildSite } from "./start/build.ts";
import { prepareStore } from "./start/prepare-store.ts";
import { type Part, supervise } from "./start/supervise.ts";

const SITE = fileURLToPath(new URL("serve.ts", import.meta.url));
const CRAWLER = fileURLToPath(new URL("crawl.ts", import.meta.url));

/** Where the site can be looked at from this machine. */
function addressOf(host: string, port: number): string {
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

try {
  const config = readConfig();
  await buildSite((line) => console.log(line));
  await prepareStore(config.databaseUrl, new Date(), (line) => console.log(line));
  const address = addressOf(config.host, config.port);
  const site: Part = {
    name: "site",
    file: SITE,
    arguments: [],
    environment: {},
    readyAt: `${address}/ready`,
  };
  const crawler: Part = {
    name: "crawler",
    file: CRAWLER,
    arguments: ["--watch"],
    // Without a bound Node lets garbage of thousands of visits pile up; it works in far less.
    nodeOptions: ["--max-old-space-size=192", "--max-semi-space-size=8"],
    // One heap of glibc for all threads: what loading the language detector leaves free (40 MB) is used by the others.
    environment: { MALLOC_ARENA_MAX: "1" },
  };
  process.exitCode = await supervise(site, config.crawl ? crawler : null, {
    log: (line) => console.log(line),
    onReady: () => console.log(`Rockpool is at ${address}. Ctrl-C stops it.`),
  });
} catch (error) {
  const isExplained = [BuildError, ConfigError, SchemaError, StoreError].some((kind) => error instanceof kind);
  console.error(isExplained ? (error as Error).message : error);
  process.exitCode = 1;
}
