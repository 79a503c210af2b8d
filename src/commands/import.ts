import type { Instance } from "#core/instance.ts";
import { ImportFileError, readImportFile } from "#crawler/import-file.ts";
import { type ImportOutcome, type ImportRow, instanceOf, mergeImport } from "#crawler/import-row.ts";
import { publish } from "#crawler/publish.ts";
import { ConfigError, readConfig } from "#site/config.ts";
import { SchemaError } from "#store/migrate.ts";
import { openStore, StoreError } from "#store/open.ts";
import type { FrontierEntry, Store } from "#store/store.ts";

/*
 * Loads servers from a file of JSON lines: `npm run import -- servers.ndjson`. The fields of a line are in
 * crawler/import-row.ts. Bad lines are reported by number and left out; all others are loaded in one transaction.
 * Exit code: 0 all loaded, 1 some lines were bad, 2 nothing could be done.
 */

/** Rows written between two looks at the progress. */
const ROWS_PER_STEP = 1000;

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
  for await (const line of readImportFile(file, now.toISOString().slice(0, 10))) {
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
  const outcomes = await store.transaction((open) => write(rows, open, now));
  const count = (outcome: ImportOutcome) => outcomes.filter((each) => each === outcome).length;
  console.log(
    `${rows.length} servers read: ${count("new")} new, ${count("updated")} updated, ${count("unchanged")} unchanged, ` +
      `${count("kept")} kept as we knew them better, ${rows.length - outcomes.length} blocked`,
  );
  const { revision, heldBack } = await publish(store, now);
  console.log(heldBack === null ? `published as revision ${revision}` : `not published: ${heldBack}`);
}

/** Answers what became of each row; none for blocked ones. */
async function write(rows: readonly ImportRow[], store: Store, now: Date): Promise<ImportOutcome[]> {
  const blocked = new Set((await store.blocks.all()).map(({ domain }) => domain));
  const imported = new Set(rows.map(({ domain }) => domain));
  const known = new Map<string, Instance>();
  for await (const instance of store.instances.all()) {
    if (imported.has(instance.domain)) known.set(instance.domain, instance);
  }
  const outcomes: ImportOutcome[] = [];
  for (let start = 0; start < rows.length; start += ROWS_PER_STEP) {
    const step = rows.slice(start, start + ROWS_PER_STEP);
    const allowed = step.filter(({ domain }) => !blocked.has(domain));
    const merged = allowed.map((row) =>
      mergeImport(known.get(row.domain) ?? null, instanceOf(row, now), row.snapshot_date),
    );
    await store.instances.put(merged.map(({ instance }) => instance));
    await store.frontier.add(allowed.map((row) => waiting(row, now)));
    outcomes.push(...merged.map(({ outcome }) => outcome));
    reportProgress(Math.min(start + ROWS_PER_STEP, rows.length), rows.length);
  }
  return outcomes;
}

function waiting({ domain, software }: ImportRow, now: Date): FrontierEntry {
  return { domain, software, dueAt: now.toISOString(), priority: 1, failures: 0 };
}

/** One line that counts up on a terminal, a plain line per step elsewhere. */
function reportProgress(written: number, total: number): void {
  if (total <= ROWS_PER_STEP) return;
  const text = `${written} of ${total} written`;
  if (!process.stderr.isTTY) console.error(text);
  else process.stderr.write(`\r${text}${written === total ? "\n" : ""}`);
}
