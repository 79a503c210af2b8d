import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Entry } from "#core/entry.ts";
import { PLAIN_QUESTION, type Question } from "#core/fit.ts";
import { Candidates, recommend } from "#core/recommend.ts";
import { RIGHT_SIZE } from "#core/size.ts";
import { answerOf } from "#site/simulation/groups.ts";
import { directoryOf } from "../support/instances.ts";
import { answersOf, KNOWN, TAKEN } from "../support/picks.ts";

/*
 * What holds for picks from any directory and for any question. That nothing oversized is ever picked stands in
 * recommend.test.ts, with the limits around it.
 */

const PICKS = fileURLToPath(new URL("../support/picks.ts", import.meta.url));
const run = promisify(execFile);
const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour, 30));
const anyQuestion: fc.Arbitrary<Question> = fc
  .record({
    languages: fc.subarray(["en", "fr", "ja", "br"]),
    topics: fc.subarray(["art", "tech", "music"]),
    signup: fc.constantFrom("any", "open", "approval"),
    followers: fc.constantFrom(0, 0, 12_000),
    count: fc.integer({ min: 1, max: 6 }),
  })
  .map((asked) => ({ ...PLAIN_QUESTION, ...asked }) as Question);

test("another process with the same servers answers with the same revision and the same picks", {
  timeout: 60_000,
}, async () => {
  const here = answersOf(await directoryOf(KNOWN, {}, TAKEN));
  expect(here.picks.filter((picks) => picks.length >= 3).length).toBeGreaterThan(10);
  for (const order of ["forwards", "backwards"]) {
    const { stdout } = await run(process.execPath, [PICKS, order]);
    expect(JSON.parse(stdout), order).toEqual(here);
  }
});

test("whatever was sent today, nobody above its intake is picked, and nobody is relaxed while one that fits has room", async () => {
  const directory = await directoryOf(KNOWN);
  const entries = KNOWN.map(({ domain }) => directory.get(domain)).filter((entry) => entry !== undefined);
  const isFull = fc.integer({ min: 0, max: 12 }).map((one) => one === 0);
  const anyFull = fc.array(isFull, { minLength: KNOWN.length, maxLength: KNOWN.length });
  let [seenFull, seenPicks] = [0, 0];
  fc.assert(
    fc.property(anyFull, anyQuestion, fc.nat(23), fc.nat(4_095), (full, question, hour, seed) => {
      const sent = new Map(
        entries.flatMap(({ instance, intake }, at) => (full[at] ? [[instance.domain, intake]] : [])),
      );
      const now = directory.withRoom(sent, at(hour));
      const fitting = entries.filter((entry) => entry.eligibility.eligible && answerOf(entry, question).tier === 1);
      const withRoom = fitting.filter((entry) => now.roomOf(entry) !== "full");
      const { picks } = now.recommend(question, seed);
      for (const { entry } of picks) expect(sent.get(entry.instance.domain) ?? 0).toBeLessThan(entry.intake);
      expect(picks.filter(({ tier }) => tier === 1)).toHaveLength(Math.min(withRoom.length, question.count));
      seenFull += fitting.length - withRoom.length;
      seenPicks += picks.length;
    }),
    { numRuns: 300 },
  );
  expect(seenFull).toBeGreaterThan(300);
  expect(seenPicks).toBeGreaterThan(300);
});

test("a crowd that takes whatever is offered first fills servers up to their intake and no further", async () => {
  const directory = await directoryOf(KNOWN);
  const sent = new Map<string, number>();
  let turnedAway = 0;
  for (let newcomer = 0; newcomer < 1_500; newcomer++) {
    const now = directory.withRoom(sent, at(Math.floor((newcomer * 24) / 1_500)));
    const [first] = now.recommend({ ...PLAIN_QUESTION, languages: ["en"] }, newcomer % 4_096).picks;
    if (first === undefined) turnedAway++;
    else sent.set(first.entry.instance.domain, (sent.get(first.entry.instance.domain) ?? 0) + 1);
  }
  expect(turnedAway).toBeGreaterThan(100);
  for (const [domain, count] of sent) expect(count, domain).toBeLessThanOrEqual(directory.get(domain)?.intake ?? 0);
});

/** How often a server that is not picked itself changes the picks by being there, and how often one was picked. */
function changedBy(entries: readonly Entry[], questions: fc.Arbitrary<Question>) {
  const moment = { full: new Set<Entry>(), roomOf: () => "places-left" as const };
  const whole = new Candidates("microblog", entries);
  const withouts = entries.map(
    (left) =>
      new Candidates(
        "microblog",
        entries.filter((entry) => entry !== left),
      ),
  );
  const seen = { won: 0, notPicked: 0, changed: 0 };
  fc.assert(
    fc.property(fc.nat(entries.length - 1), questions, fc.nat(4_095), (at, question, seed) => {
      const picksOf = (candidates: Candidates) =>
        recommend(candidates, question, seed, moment).picks.map(({ entry }) => entry.instance.domain);
      const [withIt, withoutIt] = [picksOf(whole), picksOf(withouts[at] as Candidates)];
      const domain = entries[at]?.instance.domain ?? "";
      if (withIt.includes(domain)) seen.won++;
      else seen.notPicked++;
      // Whoever has a place beside it has one without it, and the place it leaves is all that others win.
      const others = withIt.filter((other) => other !== domain);
      if (
        others.some((other) => !withoutIt.includes(other)) ||
        (others.length === withIt.length && String(withoutIt) !== String(withIt))
      )
        seen.changed++;
    }),
    { numRuns: 2_000, seed: 22 },
  );
  expect(seen.won).toBeGreaterThan(20);
  expect(seen.notPicked).toBeGreaterThan(1_000);
  return seen.changed;
}

test("who joins or leaves changes others' picks only by winning or leaving a place of its own", async () => {
  const directory = await directoryOf(KNOWN);
  const entries = KNOWN.map(({ domain }) => directory.get(domain)).filter((entry) => entry !== undefined);
  // Of the right sizes and for any way of joining no weight comes near MAX_MEDIANS times the middle one.
  const right = entries.filter(({ weight }) => weight >= RIGHT_SIZE);
  expect(
    changedBy(
      right,
      anyQuestion.map((question) => ({ ...question, signup: "any", followers: 0 })),
    ),
  ).toBe(0);
  // Elsewhere the cap of the heaviest follows the middle weight, which whoever joins or leaves can move.
  expect(changedBy(entries, anyQuestion)).toBeLessThan(0.01 * 2_000);
});
