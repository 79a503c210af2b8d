import { expect, test } from "vitest";
import { parseQuestion } from "#core/fit.ts";
import { parseSearch } from "#core/search.ts";
import { TOPICS } from "#core/topics.ts";
import { badParameters } from "#site/server/api.ts";

interface Problem {
  detail: string;
  problems: { parameter: string; value: string; allowed?: string }[];
  unreported: number;
}

const parsers = [
  { name: "a question", parse: parseQuestion },
  { name: "a search", parse: parseSearch },
];

test.for(parsers)("a hundred mistakes in $name are answered with ten and a number", async ({ parse }) => {
  const sent = new URLSearchParams();
  for (let count = 0; count < 50; count++) {
    sent.append("topic", `nonsense ${count} ${"x".repeat(200)}`);
    sent.append(`${count} ${"é".repeat(200)}`, "y".repeat(200));
  }
  const { problems, unreported } = parse(sent);
  const text = await badParameters(problems, unreported).text();
  const told = JSON.parse(text) as Problem;
  expect(told.problems).toHaveLength(10);
  expect(told.unreported).toBe(90);
  expect(told.detail).toContain("and 90 more");
  for (const { parameter, value } of told.problems) {
    expect(parameter.length).toBeLessThanOrEqual(80);
    expect(value.length).toBeLessThanOrEqual(80);
  }
  expect(text.length).toBeLessThan(4_000);
});

test.for(parsers)("the topics that $name may have are listed once, whatever is repeated", async ({ parse }) => {
  const { problems, unreported } = parse(new URLSearchParams("topic=a&topic=b&topic=c"));
  const text = await badParameters(problems, unreported).text();
  const told = JSON.parse(text) as Problem;
  expect(told.problems).toEqual([
    { parameter: "topic", value: "a", allowed: TOPICS.join(", ") },
    { parameter: "topic", value: "b" },
    { parameter: "topic", value: "c" },
  ]);
  expect(told.unreported).toBe(0);
  expect(text.split(TOPICS.join(", "))).toHaveLength(2);
});

test("problems from two readings are cut to ten together", async () => {
  const problem = (count: number) => ({ parameter: `p${count}`, value: "", allowed: "nothing" });
  const problems = Array.from({ length: 13 }, (_, count) => problem(count));
  const told = (await badParameters(problems, 4).json()) as Problem;
  expect([told.problems.length, told.unreported]).toEqual([10, 7]);
});
