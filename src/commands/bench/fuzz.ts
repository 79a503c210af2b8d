import { type FuzzResult, fuzz, sweep } from "../../../tests/fediverse/fuzz/fuzz.ts";
import { fuzzSubjects } from "../../../tests/fediverse/fuzz/subjects.ts";

const DOCUMENTS = 100_000;
/** Repetitions that each text is replaced with. */
const UNITS = 5;

/**
 * Has every reader read mutated documents, other ones each day, and long texts in every place; prints what was found,
 * with the seed that shows it again, and fails where anything was.
 */
export async function benchFuzz(seed = Math.floor(Date.now() / 86_400_000)): Promise<void> {
  const subjects = fuzzSubjects();
  console.log(`Servers of ${subjects.length} kinds, seed ${seed}`);
  print("mutated", await fuzz(subjects, DOCUMENTS, seed));
  print("with a long text", await sweep(subjects, UNITS));
}

function print(what: string, { documents, visits, understood, slowestMs, finding }: FuzzResult): void {
  const share = ((100 * understood) / visits).toFixed(0);
  console.log(
    `  ${documents.toLocaleString("en")} documents ${what}, in ${visits.toLocaleString("en")} visits (${share} % understood), the slowest ${slowestMs} ms`,
  );
  if (finding === null) return;
  console.error(finding);
  process.exitCode = 1;
}
