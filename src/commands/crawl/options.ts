import { parseArgs } from "node:util";
import { type Domain, domainOf } from "#core/domain.ts";

export const USAGE = `Usage: npm run crawl -- [options]

Visits the servers that are due, keeps what they say, and publishes it.

  --once            visit what is due, then end (the default)
  --watch           go on for ever, visiting names as they become due
  --domain NAME     visit exactly this server now, in full even where it refused before; may be given several times
  --domains FILE    visit exactly the servers in FILE, one name a line
  --follow          with the two above: visit the new servers, too, that these know of
  -v, --verbose     say every step
  --limit N         visit at most N servers
  --concurrency N   visit N servers at the same time (default 50)
  --lease SECONDS   how long other crawlers leave a server alone that this one took, also when it was killed
                    (default 600; no visit begins in the second half)
  --confirm         publish what is held back because far fewer servers answer than before; visits nothing
  --json            one line of JSON for each visit and one for the summary
  -h, --help        this text

The exit code is 0 also when servers failed; that is their news, not an error.`;

const DEFAULT_CONCURRENCY = 50;
/** More connections than this meet the limits of the system before those of the network. */
const MAX_CONCURRENCY = 1_000;

/** Whoever wants to wait longer for what a killed crawler held has no need of leases. */
const LONGEST_LEASE_S = 3_600;

export interface CrawlArguments {
  isWatching: boolean;
  /** Names given one by one, as typed. */
  domains: string[];
  /** File of further names. */
  domainsFile: string | undefined;
  /** Also visit the new names that the given ones bring. */
  isFollowing: boolean;
  isVerbose: boolean;
  limit: number | undefined;
  concurrency: number;
  /** undefined for the usual time. */
  leaseMs: number | undefined;
  /** Publish what is held back, and visit nothing. */
  isConfirming: boolean;
  isJson: boolean;
  wantsHelp: boolean;
}

/** The command line cannot be meant; the message says what is wrong with it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Reads the command line.
 * @throws UsageError
 */
export function parseCrawlArguments(args: readonly string[]): CrawlArguments {
  const values = valuesOf(args);
  const isExact = values.domain !== undefined || values.domains !== undefined;
  if (values.once === true && values.watch === true) throw new UsageError("--once and --watch exclude each other");
  if (values.watch === true && isExact) throw new UsageError("--watch visits what is due, not exactly the given names");
  if (values.follow === true && !isExact) throw new UsageError("--follow goes with --domain or --domains");
  if (values.watch === true && values.limit !== undefined) throw new UsageError("--watch has no end, so no --limit");
  if (values.confirm === true && Object.keys(values).length > 1) throw new UsageError("--confirm goes alone");
  const leaseSeconds = numberOf("--lease", values.lease, LONGEST_LEASE_S);
  return {
    isWatching: values.watch ?? false,
    domains: values.domain ?? [],
    domainsFile: values.domains,
    isFollowing: values.follow ?? false,
    isVerbose: values.verbose ?? false,
    limit: numberOf("--limit", values.limit, Number.MAX_SAFE_INTEGER),
    concurrency: numberOf("--concurrency", values.concurrency, MAX_CONCURRENCY) ?? DEFAULT_CONCURRENCY,
    leaseMs: leaseSeconds === undefined ? undefined : leaseSeconds * 1000,
    isConfirming: values.confirm ?? false,
    isJson: values.json ?? false,
    wantsHelp: values.help ?? false,
  };
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        once: { type: "boolean" },
        watch: { type: "boolean" },
        domain: { type: "string", multiple: true },
        domains: { type: "string" },
        follow: { type: "boolean" },
        verbose: { type: "boolean", short: "v" },
        limit: { type: "string" },
        concurrency: { type: "string" },
        lease: { type: "string" },
        confirm: { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function numberOf(option: string, value: string | undefined, most: number): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > most) {
    throw new UsageError(`${option} ${value}: is a whole number from 1${most < 1e9 ? ` to ${most}` : ""}`);
  }
  return number;
}

export interface DomainList {
  domains: Domain[];
  /** What could not be read as a name, with where it stands. */
  problems: string[];
}

/** The names in a list, one a line; empty lines and what follows a # are left out. */
export function parseDomainList(text: string, source: string): DomainList {
  const list: DomainList = { domains: [], problems: [] };
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [written = ""] = line.replace(/^\ufeff/, "").split("#", 1);
    if (written.trim() === "") continue;
    const domain = domainOf(written);
    if (domain === null)
      list.problems.push(`${source}:${index + 1}: ${JSON.stringify(written.trim())} is no host name`);
    else list.domains.push(domain);
  }
  return list;
}
