import type { Domain } from "#core/domain.ts";
import { URGENT } from "#core/priority.ts";
import { publish } from "#crawler/publish.ts";
import { ConfigError, readConfig } from "#site/config.ts";
import { eraseDomain } from "#store/erase.ts";
import { SchemaError } from "#store/migrate.ts";
import { openStore, StoreError } from "#store/open.ts";
import { countRemoval } from "#store/publication.ts";
import type { Operation, OperationKind, Store } from "#store/store.ts";
import { type OperateArguments, OperateUsageError, parseOperateArguments, USAGE } from "./operate/options.ts";

/* What an operator decides about one server: `npm run operate -- --help`. */

const EXPECTED_ERRORS = [ConfigError, StoreError, SchemaError];

interface Done {
  isDone: boolean;
  words: string;
}

const DO: Readonly<Record<OperationKind, (store: Store, domain: Domain, reason: string, now: Date) => Promise<Done>>> =
  { block, unblock, forget };

try {
  const options = parseOperateArguments(process.argv.slice(2));
  if (options.what === "help") console.log(USAGE);
  else process.exitCode = await main(options, new Date());
} catch (error) {
  const isMisuse = error instanceof OperateUsageError;
  const isExpected = isMisuse || EXPECTED_ERRORS.some((kind) => error instanceof kind);
  console.error(isExpected ? (error as Error).message : error);
  if (isMisuse) console.error(`\n${USAGE}`);
  process.exitCode = 2;
}

/** Answers the exit code. */
async function main(options: Exclude<OperateArguments, { what: "help" }>, now: Date): Promise<number> {
  const store = await openStore(readConfig().databaseUrl, { migrate: true });
  try {
    if (options.what === "status") return await status(store, options.domain, now);
    if (options.what === "log") return await log(store, options.domain);
    const { what, domain, reason } = options;
    const said = await store.transaction(async (open) => {
      const done = await DO[what](open, domain, reason, now);
      if (done.isDone) await open.operations.add({ kind: what, domain, reason, at: now.toISOString() });
      return done;
    });
    // What was blocked is in no site's memory any more.
    if (what === "unblock" && said.isDone) await publish(store, now);
    console.log(`${domain}: ${said.words}`);
    return said.isDone ? 0 : 1;
  } finally {
    await store.close();
  }
}

async function block(store: Store, domain: Domain, reason: string, now: Date): Promise<Done> {
  const before = await store.blocks.get(domain);
  await store.blocks.put({ domain, kind: "operator", reason, blockedAt: now.toISOString() });
  await countRemoval(store);
  return { isDone: true, words: before === null ? "is blocked." : "was blocked already; the reason is the new one." };
}

async function unblock(store: Store, domain: Domain, _reason: string, now: Date): Promise<Done> {
  const covering = await store.blocks.covering(domain);
  if (covering === null) return { isDone: false, words: "is not blocked." };
  if (covering.domain !== domain) {
    return { isDone: false, words: `is blocked with all below ${covering.domain}; unblock that.` };
  }
  if (covering.kind === "safety") {
    return { isDone: false, words: "is blocked because safety lists agree; they would block it again within a day." };
  }
  await store.blocks.remove(domain);
  const entry = await store.frontier.get(domain);
  const due = { domain, failures: 0, software: null, ...entry, dueAt: now.toISOString(), priority: URGENT };
  await store.frontier.reschedule(due);
  const above = await store.blocks.covering(domain);
  const words =
    above === null
      ? "is not blocked any more and will be visited at once."
      : `is still blocked with all below ${above.domain}.`;
  return { isDone: true, words };
}

async function forget(store: Store, domain: Domain): Promise<Done> {
  await eraseDomain(store, domain);
  const isBlocked = (await store.blocks.covering(domain)) !== null;
  return { isDone: true, words: `is forgotten${isBlocked ? " and stays blocked" : "; it may be found again"}.` };
}

async function status(store: Store, domain: Domain, now: Date): Promise<number> {
  const [instance, due, covering, listing, sessions] = [
    await store.instances.get(domain),
    await store.frontier.get(domain),
    await store.blocks.covering(domain),
    await store.listings.get(domain),
    await store.sessions.of(domain, now),
  ];
  const hasLeft = (await store.departures.among([domain])).has(domain);
  const lines = [
    instance === null
      ? "no facts are kept"
      : `${instance.state}${instance.failure === null ? "" : ` (${instance.failure})`}`,
    instance !== null &&
      `${instance.software} ${instance.version ?? "of unknown version"}, last seen ${instance.lastSeenAt ?? "never"}`,
    due === null ? "not waiting for a visit" : `next visit ${due.dueAt}, failed ${due.failures} times in a row`,
    covering !== null &&
      `blocked as ${covering.domain} since ${covering.blockedAt}, ${covering.kind}: ${covering.reason || "safety lists agree"}`,
    hasLeft && "left with a proof, so nothing else is known of it",
    listing !== null && `its admin set something on ${listing.updatedAt}`,
    sessions.length > 0 &&
      `proved ${sessions.length === 1 ? "once" : `${sessions.length} times`}, last on ${sessions[0]?.provenAt} by ${sessions[0]?.place}`,
  ];
  for (const line of lines) if (line !== false) console.log(`${domain}: ${line}`);
  for (const operation of await store.operations.of(domain)) console.log(lineOf(operation));
  return instance === null && due === null && covering === null && !hasLeft ? 1 : 0;
}

async function log(store: Store, domain: Domain | null): Promise<number> {
  const operations = await store.operations.of(domain);
  for (const operation of operations) console.log(lineOf(operation));
  if (operations.length === 0) console.log(`Nothing was decided${domain === null ? "" : ` about ${domain}`}.`);
  return operations.length === 0 ? 1 : 0;
}

function lineOf({ at, kind, domain, reason }: Operation): string {
  return `${at} ${kind} ${domain}: ${reason}`;
}
