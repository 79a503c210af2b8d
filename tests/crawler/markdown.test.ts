import { expect, test } from "vitest";
import { markdown, markdownPoints } from "#crawler/markdown.ts";
import { prose } from "#crawler/tolerant.ts";

test.for([
  ["# Welcome\n\nWe **mend** _boats_.", "Welcome We mend boats."],
  ["[Our rules](https://pool.example.org/rules) and ![a boat](/boat.png) tea", "Our rules and tea"],
  ["> Quoted\n\n---\n\nAfter", "Quoted After"],
  ["Title\n=====\ntext", "Title text"],
  ["`code` and ~~gone~~ and snake_case_name and 5 * 3", "code and gone and snake_case_name and 5 * 3"],
  ["1\\. not a list", "1. not a list"],
  ["#hashtag stays", "#hashtag stays"],
  ["Write to **ada@example.org**", "Write to […]"],
  ["<p>HTML <b>too</b></p>", "HTML too"],
  ["", null],
  ["***", null],
  [["no", "text"], null],
  [undefined, null],
] as const)("%j reads %j", ([written, expected]) => {
  expect(prose(600).parse(markdown.parse(written))).toBe(expected);
});

test.for([
  [
    "# Rules\n\n- Be kind\n- No *ads*,\n  whoever pays\n\nThat is all.",
    ["Be kind", "No ads, whoever pays", "That is all."],
  ],
  ["1. One\n2) Two\n\n\n3. Three", ["One", "Two", "Three"]],
  ["One long\nparagraph.\n\nAnd another.", ["One long paragraph.", "And another."]],
  ["", []],
  [null, []],
] as const)("%j has the points %j", ([written, expected]) => {
  expect(markdownPoints(30, 300).parse(written)).toEqual(expected);
});

test("only so many points are kept, each only so long", () => {
  const points = markdownPoints(3, 20).parse(`- ${"word ".repeat(50)}\n`.repeat(10));
  expect(points).toHaveLength(3);
  expect(points.every((point) => point.length <= 20)).toBe(true);
});

test.for(["![", "[", "](", "*", "_", "> ", "- ", "#", "\n", " ", "`", "\\", "---", "1. "])(
  "%j a hundred thousand times is read in no time",
  (mark) => {
    const before = performance.now();
    markdown.parse(mark.repeat(100_000));
    markdownPoints(30, 300).parse(mark.repeat(100_000));
    expect(performance.now() - before).toBeLessThan(1_000);
  },
);
