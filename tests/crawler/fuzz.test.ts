import { expect, test } from "vitest";
import { fuzz, sweep } from "../fediverse/fuzz/fuzz.ts";
import { fuzzSubjects } from "../fediverse/fuzz/subjects.ts";

const DOCUMENTS = 10_000;
const SEED = 20_261_122;
const subjects = fuzzSubjects();

test(`${DOCUMENTS} mutated documents (seed ${SEED}) throw nothing and leave nothing outside the model`, async () => {
  const { documents, understood, visits, finding } = await fuzz(subjects, DOCUMENTS, SEED);
  expect(finding).toBeNull();
  expect(documents).toBeGreaterThanOrEqual(DOCUMENTS);
  // Else the mutations would be so many that nothing behind NodeInfo was ever reached.
  expect(understood / visits).toBeGreaterThan(0.4);
}, 60_000);

test("no text takes long to read, however long it is and whatever it repeats", async () => {
  const { visits, finding } = await sweep(subjects, 1);
  expect(finding).toBeNull();
  expect(visits).toBeGreaterThan(200);
}, 60_000);
