import { expect, test } from "vitest";
import { PLAIN_QUESTION } from "#core/fit.ts";
import { directoryOf, instance, NOW } from "../support/instances.ts";

const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour));

test.for([
  { languages: ["cy"], topics: [], expected: at(14), why: "the first of two full ones" },
  { languages: ["cy"], topics: ["art"], expected: at(24), why: "the only one about it has had its day" },
  { languages: ["de"], topics: [], expected: at(13), why: "one that has room gets more each hour" },
  { languages: ["br"], topics: [], expected: at(13), why: "nobody speaks it, so any" },
])("room returns for $languages $topics at $expected: $why", async ({ languages, topics, expected }) => {
  const directory = await directoryOf(
    [
      instance("a-one.org", { languages: ["cy"], topics: ["art"] }),
      instance("b-two.org", { languages: ["cy"] }),
      instance("c-three.org", { languages: ["de"] }),
    ],
    {},
    new Map([
      ["a-one.org", 10],
      ["b-two.org", 6],
    ]),
  );
  expect(directory.get("a-one.org")?.intake).toBe(10);
  expect(directory.roomReturns({ ...PLAIN_QUESTION, languages, topics })).toEqual(expected);
});

test("in an empty directory it is midnight", async () => {
  const directory = await directoryOf([]);
  expect(directory.roomReturns(PLAIN_QUESTION)).toEqual(new Date(Math.ceil(NOW.getTime() / 864e5) * 864e5));
});
