import { parseArgs } from "node:util";
import type { Difference, Evaluation } from "./evaluate/judged.ts";
import { evaluate, LONG_TEXT } from "./evaluate/judged.ts";
import { LabelFileError, readLabels } from "./evaluate/labels.ts";
import type { Scores } from "./evaluate/score.ts";

/*
 * Measures how well languages and topics are judged, against servers that people have labelled:
 * `npm run evaluate -- LABELS.ndjson --verbose`. The fields of a line are in evaluate/labels.ts.
 * Exit code: 0 measured, 1 measured without some bad lines, 2 nothing could be measured.
 */

/** Where labels lie beside a checkout, when they do. */
const DEFAULT_FILE = "../shared/data/labels-dev.ndjson";

/** What we promise, of labels that nobody wrote a word of the lexicon from. */
const LANGUAGE_TARGET = 0.95;
const TOPICS_TARGET = 0.75;

const USAGE = `usage: npm run evaluate -- [LABELS.ndjson] [--verbose]
LABELS.ndjson has one JSON object per line: domain, title, description, languages (tags, the main one first) and
categories (joinmastodon.org's). Without it, ${DEFAULT_FILE} is read. --verbose lists what was judged otherwise.`;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isMisuse = error instanceof TypeError && "code" in error;
  console.error(error instanceof LabelFileError || isMisuse ? `${(error as Error).message}\n${USAGE}` : error);
  process.exitCode = 2;
}

/** Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { verbose: { type: "boolean", short: "v" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  if (positionals.length > 1) throw new LabelFileError("Name one file.");
  const lines = await readLabels(positionals[0] ?? DEFAULT_FILE);
  const bad = lines.filter((line) => "problem" in line);
  for (const { number, problem } of bad) console.error(`line ${number}: ${problem}`);
  const labels = lines.filter((line) => "label" in line).map(({ label }) => label);
  if (labels.length === 0) throw new LabelFileError("No line could be read.");
  report(evaluate(labels), labels.length, values.verbose === true);
  if (bad.length > 0) console.error(`${bad.length} bad ${bad.length === 1 ? "line was" : "lines were"} left out`);
  return bad.length === 0 ? 0 : 1;
}

function report(evaluation: Evaluation, servers: number, isVerbose: boolean): void {
  const { texts, language, languages, topics } = evaluation;
  console.log(`Main language, of ${texts} texts over ${LONG_TEXT} characters`);
  printClasses(language);
  console.log(`\nTopics in joinmastodon's categories but general and regional, of ${servers} servers`);
  printClasses(topics);
  if (isVerbose) {
    printDifferences("Languages judged otherwise", evaluation.languageDifferences);
    printDifferences("Topics judged otherwise", evaluation.topicDifferences);
  }
  console.log("");
  printTotal("language, micro F1", language.microF1, LANGUAGE_TARGET);
  printTotal("language, macro F1", language.macroF1);
  printTotal("all languages of a server, micro F1", languages.microF1);
  printTotal("topics, micro F1", topics.microF1);
  printTotal("topics, macro F1", topics.macroF1, TOPICS_TARGET);
}

function figure(value: number | null): string {
  return (value === null ? "–" : value.toFixed(2)).padStart(10);
}

function printClasses({ classes }: Scores): void {
  console.log(
    `  ${"".padEnd(12)}${["precision", "recall", "F1", "support"].map((name) => name.padStart(10)).join("")}`,
  );
  for (const { name, precision, recall, f1, support } of classes) {
    console.log(
      `  ${name.padEnd(12)}${figure(precision)}${figure(recall)}${figure(f1)}${String(support).padStart(10)}`,
    );
  }
}

function printDifferences(title: string, differences: readonly Difference[]): void {
  console.log(`\n${title}: ${differences.length}`);
  for (const { domain, right, found, because } of differences) {
    const reason = because === "" ? "" : ` (${because})`;
    console.log(`  ${domain}: ${right.join(", ") || "none"} judged ${found.join(", ") || "none"}${reason}`);
  }
}

function printTotal(name: string, value: number, target?: number): void {
  const verdict = target === undefined ? "" : `  target ${target}: ${value >= target ? "met" : "missed"}`;
  console.log(`${name.padEnd(38)}${value.toFixed(3)}${verdict}`);
}
