import { type Domain, namesFrom } from "#core/domain.ts";
import type { Instance } from "#core/instance.ts";
import { GIVEN } from "#core/priority.ts";
import { utcDay } from "#core/time.ts";
import { ImportFileError, readImportFile } from "#crawler/import-file.ts";
import { type ImportOutcome, type ImportRow, instanceOf, mergeImport } from "#crawler/import-row.ts";
import { publish } from "#crawler/publish.ts";
import { hasRefused } from "#crawler/refused.ts";
import { ConfigError, readConfig } from "#site/config.ts";
import { SchemaError } from "#store/migrate.ts";
import { openStore, StoreError } from "#store/open.ts";
import type { FrontierEntry, Store } from "#store/store.ts";
import { heldBackText } from "./crawl/publishing.ts";

/*
 * Loads servers from a file of JSON lines: `npm run import -- servers.ndjson`. The fields of a line are in
 * crawler/import-row.ts. Bad lines are reported by number and left out; all others are loaded in one transaction, which
 * holds the write lock only to write: 100,000 rows in 2 s (measured), so that a site and a crawler beside it need not stop.
 * Exit code: 0 all loaded, 1 some lines were bad, 2 nothing could be done.
 */

/** From so many rows on the command says what it is at. */
const WORTH_SAYING = 1000;

/** Counts imports, so that one notices another that ended while it judged what to write. */
const IMPORTS_KEY = "imports";

const EXPECTED_ERRORS = [ImportFileError, ConfigError, StoreError, SchemaError];

const file = process.argv[2];
if (file === undefined || process.argv.length > 3) {
  console.error("usage: npm run import -- FILE.ndjson");
  process.exit(2);
}
try {
  process.exitCode = await importFile(file, new Date());
} catch (error) {
  const isExpected = EXPECTED_ERRORS.some((kind) => error instanceof kind);
  console.error(isExpected ? (error as Error).message : error);
  process.exitCode = 2;
}

/** Answers the exit code. */
async function importFile(file: string, now: Date): Promise<number> {
  const { databaseUrl } = readConfig();
  const rows: ImportRow[] = [];
  let bad = 0;
  for await (const line of readImportFile(file, utcDay(now))) {
    if ("row" in line) {
      rows.push(line.row);
    } else {
      bad += 1;
      console.error(`line ${line.number}: ${line.problem}`);
    }
  }
  if (rows.length === 0 && bad === 0) throw new ImportFileError(`${file} holds no servers.`);
  if (rows.length > 0) {
    const store = await openStore(databaseUrl, { migrate: true });
    await load(rows, store, now).finally(() => store.close());
  }
  if (bad > 0) console.error(`${bad} bad ${bad === 1 ? "line was" : "lines were"} left out, see above`);
  return bad === 0 ? 0 : 1;
}

async function load(rows: readonly ImportRow[], store: Store, now: Date): Promise<void> {
  const imported = rows.map((row) => ({ row, instance: instanceOf(row, now) }));
  let outcomes: ImportOutcome[] | null = null;
  while (outcomes === null) outcomes = await attempt(imported, store, now);
  const count = (outcome: ImportOutcome) => outcomes.filter((each) => each === outcome).length;
  console.log(
    `${rows.length} servers read: ${count("new")} new, ${count("updated")} updated, ${count("unchanged")} unchanged, ` +
      `${count("kept")} kept as we knew them better, ${rows.length - outcomes.length} blocked or left`,
  );
  const { revision, heldBack } = await publish(store, now);
  console.log(heldBack === null ? `published as revision ${revision}` : heldBackText(heldBack));
}

/** A row, as an instance, and what it makes of the one we know. */
interface Judged {
  row: ImportRow;
  instance: Instance;
  known: Instance | null;
  merged: ReturnType<typeof mergeImport>;
}

/**
 * Judges every row, then writes what changes, all or nothing. What was visited meanwhile is judged again.
 * @returns what became of each row, none for blocked ones; null, and nothing is written, where another import ended
 * meanwhile
 */
async function attempt(
  imported: readonly { row: ImportRow; instance: Instance }[],
  store: Store,
  now: Date,
): Promise<ImportOutcome[] | null> {
  const importsBefore = await store.settings.get(IMPORTS_KEY);
  const blocked = new Set((await store.blocks.all()).map(({ domain }) => domain));
  const departed = await store.departures.among(imported.map(({ row }) => row.domain));
  const allowed = imported.filter(
    ({ row }) => !departed.has(row.domain) && !namesFrom(row.domain).some((name) => blocked.has(name)),
  );
  const known = await knownAmong(new Set(allowed.map(({ row }) => row.domain)), store);
  const judged = new Map(allowed.map((each) => [each.row.domain, judge(each, known.get(each.row.domain) ?? null)]));
  const changed = () => [...judged.values()].filter(({ merged, known }) => merged.instance !== known);
  // Not while writing: a terminal that stands still would keep the lock.
  if (imported.length >= WORTH_SAYING) console.error(`${imported.length} read, ${changed().length} to write`);

  return store.transaction(async (open) => {
    let isAlone = false;
    await open.settings.update(IMPORTS_KEY, (value) => {
      isAlone = value === importsBefore;
      return String(Number(value ?? 0) + (isAlone ? 1 : 0));
    });
    if (!isAlone) return null;
    const visited = await open.instances.putUnvisited(changed().map(({ merged }) => merged.instance));
    for (const domain of visited) {
      const each = judged.get(domain);
      if (each !== undefined) judged.set(domain, judge(each, await open.instances.get(domain)));
    }
    const again = visited.map((domain) => judged.get(domain)?.merged.instance).filter((each) => each !== undefined);
    await open.instances.put(again);
    const welcome = [...judged.values()].filter(({ merged }) => !hasRefused(merged.instance));
    await open.frontier.add(welcome.map(({ row }) => waiting(row, now)));
    return [...judged.values()].map(({ merged }) => merged.outcome);
  });
}

function judge({ row, instance }: Pick<Judged, "row" | "instance">, known: Instance | null): Judged {
  return { row, instance, known, merged: mergeImport(known, instance, row.snapshot_date) };
}

/** The instances among these names that we know. */
async function knownAmong(names: ReadonlySet<Domain>, store: Store): Promise<Map<Domain, Instance>> {
  const known = new Map<Domain, Instance>();
  for await (const instance of store.instances.all()) {
    if (names.has(instance.domain)) known.set(instance.domain, instance);
  }
  return known;
}

function waiting({ domain, software }: ImportRow, now: Date): FrontierEntry {
  return { domain, software, dueAt: now.toISOString(), priority: GIVEN, failures: 0 };
}
