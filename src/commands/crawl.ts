import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Domain } from "#core/domain.ts";
import { DAY_MS } from "#core/time.ts";
import { createGrowth } from "#crawler/growth/growth.ts";
import { createResolveTexts } from "#crawler/net/name-texts.ts";
import { createOutside } from "#crawler/outside.ts";
import { answerProofs } from "#crawler/proof/answer.ts";
import { type CrawlEvent, type Crawler, createCrawler, type RoundOptions } from "#crawler/round.ts";
import { createSafety } from "#crawler/safety.ts";
import { SaveThread } from "#crawler/save-thread.ts";
import { ConfigError, readConfig } from "#site/config.ts";
import { createLog } from "#site/log.ts";
import { VISITS_WITHOUT_CONTACT } from "#site/user-agent.ts";
import { BEAT_MS, beat } from "#store/heartbeat.ts";
import { SchemaError } from "#store/migrate.ts";
import { openStore, StoreError } from "#store/open.ts";
import type { Store } from "#store/store.ts";
import { explain, explainStep, type Surroundings } from "./crawl/explain.ts";
import { type Metering, startMetering } from "./crawl/meter.ts";
import { type CrawlArguments, parseCrawlArguments, parseDomainList, USAGE, UsageError } from "./crawl/options.ts";
import { logProgress, type ProgressDisplay, showProgress } from "./crawl/progress.ts";
import { confirm, createPublishing } from "./crawl/publishing.ts";
import { jsonLine, jsonSummary, summaryTable, visitLine } from "./crawl/report.ts";

/*
 * Crawls: `npm run crawl -- --help`. Exit code: 0 the round is over, whatever servers did; 1 it could not be done;
 * 2 the command line or the environment cannot be meant.
 */

/** Between two publications while crawling without end. */
const PUBLISH_MS = 60_000;
/** Without internet: until the next attempt, doubling up to the longest. */
const FIRST_BACKOFF_MS = 60_000;
const LONGEST_BACKOFF_MS = 3_600_000;
/** So many named servers are shown one by one. */
const SHOWN_ONE_BY_ONE = 20;

const WITHOUT_CONTACT =
  `ROCKPOOL_CONTACT is not set, so admins cannot reach you: at most ${VISITS_WITHOUT_CONTACT} public servers are ` +
  "visited a day, those that newcomers can join first.";
const OFFLINE =
  "Nothing answers, so this machine seems to have no internet. No server is blamed for it; what is known stays.";

const EXPECTED_ERRORS = [StoreError, SchemaError];

try {
  await main(process.argv.slice(2));
} catch (error) {
  const isMisuse = error instanceof UsageError || error instanceof ConfigError;
  const isExpected = isMisuse || EXPECTED_ERRORS.some((kind) => error instanceof kind);
  console.error(isExpected ? (error as Error).message : error);
  if (error instanceof UsageError) console.error("\nnpm run crawl -- --help says what is possible.");
  process.exitCode = isMisuse ? 2 : 1;
}

async function main(args: readonly string[]): Promise<void> {
  const options = parseCrawlArguments(args);
  if (options.wantsHelp) {
    console.log(USAGE);
    return;
  }
  const config = readConfig();
  const names = await namesOf(options);
  const store = await openStore(config.databaseUrl, { migrate: true });
  const stop = new AbortController();
  if (options.isConfirming) {
    console.log(await confirm(store).finally(() => store.close()));
    return;
  }
  const saving = await SaveThread.start(config.databaseUrl);
  let metering: Metering | undefined;
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());
  try {
    const isReachable = config.contact !== undefined || config.labPort !== undefined;
    const { due, known } = await store.frontier.counts(new Date());
    const total = options.isWatching
      ? null
      : Math.min(names?.all.length ?? due, options.limit ?? Number.POSITIVE_INFINITY);
    const log = createLog("crawler");
    const isLogging = options.isWatching && process.stderr.isTTY !== true;
    const display = isLogging ? logProgress(log) : showProgress(screen(), total);
    metering = startMetering(store, (err) => log.error({ err }, "What visits brought could not be counted."));
    if (!isReachable) display.say(WITHOUT_CONTACT);
    if (known === 0 && names === undefined) display.say("No server is known yet: npm start loads the first ones.");
    let listener = (_event: CrawlEvent) => {};
    const outside = await createOutside(config);
    const say = (message: string) => display.say(message);
    const safety = createSafety({ store, sources: config.safetyLists, network: outside, say });
    await safety.refresh(new Date());
    const surroundings = {
      listings: new Map((await store.listings.all()).map((listing) => [listing.domain, listing])),
      networkDay: await store.networkDays.latest(),
      now: new Date(),
    };
    const crawler = createCrawler({
      store,
      save: saving.save,
      outside,
      growth: createGrowth({ store, isGrowing: isReachable, safety }),
      concurrency: options.concurrency,
      ...(options.leaseMs !== undefined && { leaseMs: options.leaseMs }),
      isReachable,
      signal: stop.signal,
      report: (event) => {
        tell(event, options, display, names?.all.length, surroundings);
        metering?.count(event);
        listener(event);
      },
    });
    if (options.isWatching) {
      const resolveTexts = await createResolveTexts(config.dns);
      await Promise.all([
        watch(crawler, store, display, stop.signal, (next) => (listener = next)),
        answerProofs({ store, outside: { ...outside, resolveTexts }, signal: stop.signal }),
      ]);
    } else await once(crawler, store, display, options, names);
  } finally {
    await metering?.stop();
    await saving.close();
    await store.close();
  }
}

async function once(
  crawler: Crawler,
  store: Store,
  display: ProgressDisplay,
  { limit, isFollowing, isVerbose, isJson }: CrawlArguments,
  names: Names | undefined,
): Promise<void> {
  const startedAt = performance.now();
  const round: RoundOptions = {
    isFollowing,
    ...(names !== undefined && { domains: names.all, insisted: names.typed }),
    ...(limit !== undefined && { limit }),
    ...(isVerbose && {
      trace: (domain, step) => {
        for (const line of explainStep(step)) display.say(`${domain}: ${line}`);
      },
    }),
  };
  const summary = await crawler.round(round);
  if (summary.end === "offline") display.say(OFFLINE);
  if (summary.visited > 0) await createPublishing(store, (line) => display.say(line))();
  display.stop();
  console.log(isJson ? jsonSummary(summary) : summaryTable(summary, performance.now() - startedAt));
}

/** Crawls until it shall stop; survives a time without internet, and says so once. */
async function watch(
  crawler: Crawler,
  store: Store,
  display: ProgressDisplay,
  signal: AbortSignal,
  listen: (listener: (event: CrawlEvent) => void) => void,
): Promise<void> {
  const publishKnown = createPublishing(store, (line) => display.say(line));
  let hasNews = false;
  let isOffline = false;
  let isTaking = false;
  let backoffMs = FIRST_BACKOFF_MS;
  listen((event) => {
    if (event.type !== "visited") return;
    hasNews = true;
    if (isOffline) display.say("Servers answer again.");
    isOffline = false;
    backoffMs = FIRST_BACKOFF_MS;
  });
  const publishing = (async () => {
    while (await hasPassed(PUBLISH_MS, signal)) {
      if (!hasNews) continue;
      hasNews = false;
      await publishKnown();
    }
  })();
  // Whoever asks for a look is told whether anybody is there to take it; while backing off nobody is.
  const beating = (async () => {
    do if (isTaking) await beat(store, new Date());
    while (await hasPassed(BEAT_MS, signal));
  })();
  // A failure to publish ends the command like one to crawl does; whoever runs it starts it again.
  const crawling = (async () => {
    while (!signal.aborted) {
      isTaking = true;
      await beat(store, new Date());
      const { end } = await crawler.round({ isEndless: true });
      isTaking = false;
      if (end === "offline") {
        if (!isOffline) display.say(`${OFFLINE} The next attempt is in a minute, later ones rarer.`);
        isOffline = true;
        await hasPassed(backoffMs, signal);
        backoffMs = Math.min(2 * backoffMs, LONGEST_BACKOFF_MS);
      } else if (end === "daily-limit") {
        await hasPassed(DAY_MS - (Date.now() % DAY_MS), signal);
      }
    }
  })();
  await Promise.all([crawling, publishing, beating]);
  if (hasNews) await publishKnown();
  display.stop();
}

/** Waits; false when it was told to stop meanwhile. */
async function hasPassed(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return sleep(milliseconds, true, { signal }).catch(() => false);
}

function tell(
  event: CrawlEvent,
  { isJson, isVerbose }: CrawlArguments,
  display: ProgressDisplay,
  named: number | undefined,
  surroundings: Surroundings,
): void {
  display.count(event);
  if (isJson) {
    console.log(jsonLine(event));
    return;
  }
  if (event.type === "daily-limit")
    display.say(`Today's ${event.visits} visits are used up; more from midnight UTC on.`);
  if (event.type === "waiting" && isVerbose) {
    display.say(`${event.domain}: waits until ${event.resumeAt.toISOString()} for its Crawl-delay`);
  }
  if (event.type === "taken") {
    const until = event.until.toISOString().slice(11, 16);
    display.say(`${event.domain}: another crawler is at it; free again by ${until} UTC at the latest`);
  }
  if (event.type !== "visited") return;
  if (isVerbose) for (const line of explain(event, surroundings)) display.say(`${event.visit.domain}: ${line}`);
  else if ((named ?? Number.POSITIVE_INFINITY) <= SHOWN_ONE_BY_ONE) display.say(visitLine(event));
}

interface Names {
  all: Domain[];
  /** Those typed one by one: somebody wants exactly this server, also one that refused before. */
  typed: Domain[];
}

/** The names to visit exactly; undefined for whatever is due. */
async function namesOf({ domains, domainsFile }: CrawlArguments): Promise<Names | undefined> {
  if (domains.length === 0 && domainsFile === undefined) return undefined;
  const { domains: typed, problems } = parseDomainList(domains.join("\n"), "--domain");
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  if (domainsFile === undefined) return { all: [...new Set(typed)], typed };
  const text = await readFile(domainsFile, "utf8").catch((error: Error) => {
    throw new UsageError(`--domains ${domainsFile}: ${error.message}`);
  });
  const listed = parseDomainList(text, domainsFile);
  for (const problem of listed.problems) console.error(problem);
  return { all: [...new Set([...typed, ...listed.domains])], typed };
}

function screen() {
  const { stderr } = process;
  return {
    write: (text: string) => stderr.write(text),
    isTerminal: stderr.isTTY === true,
    width: stderr.columns ?? 80,
  };
}
