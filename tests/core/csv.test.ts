import { expect, test } from "vitest";
import { csvText } from "#core/csv.ts";

test("cells are quoted where they must be, empty where nothing is known, and never a formula", () => {
  expect(
    csvText(
      ["name", "count"],
      [
        ["mastodon", 3],
        ['a "b", c', null],
        ["two\nlines", 0.5],
        ["=1+1", -2],
        ["@x,y", 1e-7],
      ],
    ),
  ).toBe('name,count\r\nmastodon,3\r\n"a ""b"", c",\r\n"two\nlines",0.5\r\n\'=1+1,-2\r\n"\'@x,y",1e-7\r\n');
});
