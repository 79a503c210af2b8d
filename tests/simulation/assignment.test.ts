import fc from "fast-check";
import loadHighs from "highs";
import { expect, test } from "vitest";
import { bestPossible } from "#site/simulation/assignment.ts";
import type { Wish } from "#site/simulation/demand.ts";
import { answerOf } from "#site/simulation/groups.ts";
import type { Setting } from "#site/simulation/setting.ts";
import { settingWith, simulated, wish } from "../support/simulation.ts";

const highs = await loadHighs();

/** Language and topic kept and placed, best in this order, found by trying everything. */
function tried(wishes: readonly Wish[], { network }: Setting): number[] {
  const left = network.servers.map(({ entry }) => entry.intake);
  const answers = wishes.map(({ question }) => network.servers.map(({ entry }) => answerOf(entry, question)));
  const from = (newcomer: number): number[] => {
    if (newcomer === wishes.length) return [0, 0, 0];
    let best = from(newcomer + 1);
    for (const [server, room] of left.entries()) {
      const answer = answers[newcomer]?.[server];
      if (room === 0 || answer === undefined || answer.tier === null) continue;
      left[server] = room - 1;
      const [language = 0, topic = 0, placed = 0] = from(newcomer + 1);
      left[server] = room;
      const found = [language + (answer.speaks ? 1 : 0), topic + (answer.isAbout ? 1 : 0), placed + 1];
      if (isBetter(found, best)) best = found;
    }
    return best;
  };
  return from(0);
}

function isBetter(found: readonly number[], than: readonly number[]): boolean {
  const differs = found.findIndex((count, index) => count !== than[index]);
  return differs >= 0 && (found[differs] ?? 0) > (than[differs] ?? 0);
}

const anyServer = fc.record({
  languages: fc.subarray(["en", "de", "fr"]),
  topics: fc.subarray(["art", "music", "photography"], { maxLength: 2 }),
  registrations: fc.constantFrom("open", "closed"),
  // Without a past, an intake of two.
  since: fc.constant(null),
});
const anyWish = fc.record({
  languages: fc.subarray(["en", "de", "fr", "cy"], { minLength: 1, maxLength: 2 }),
  topics: fc.subarray(["art", "music"]),
});

test("is what trying everything finds: languages first, then topics, then places", () => {
  fc.assert(
    fc.property(
      fc.array(anyServer, { minLength: 1, maxLength: 3 }),
      fc.array(anyWish, { minLength: 1, maxLength: 6 }),
      (servers, asked) => {
        const setting = settingWith(
          servers.map((changes, index) => simulated(`s${index}.example`, changes as Parameters<typeof simulated>[1])),
        );
        const wishes = asked.map((changes, index) => wish(index, changes));
        const day = new Map(wishes.map((each) => [each, 1]));
        const { languageKept, topicKept, placed } = bestPossible(highs, [day], setting.network, setting.groups);
        expect([languageKept, topicKept, placed].map(Math.round)).toEqual(tried(wishes, setting));
      },
    ),
    { numRuns: 150 },
  );
});

test("fills nobody above its intake of a day, and begins anew each day", () => {
  const setting = settingWith([simulated("a.example"), simulated("b.example", { topics: ["art"] })]);
  const [intake = 0] = setting.network.servers.map(({ entry }) => entry.intake);
  const many = new Map([[wish(0, { languages: ["en"] }), 100]]);
  const outcome = bestPossible(highs, [many, many], setting.network, setting.groups);
  expect(outcome).toMatchObject({
    newcomers: 200,
    placed: 4 * intake,
    turnedAway: [100 - 2 * intake, 100 - 2 * intake],
  });
  expect([...outcome.arrivals].map(Math.round)).toEqual([2 * intake, 2 * intake]);
});
