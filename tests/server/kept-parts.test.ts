import { expect, test } from "vitest";
import { keptPart } from "#site/server/kept-parts.ts";

test("a part is rendered once for its source and key, also while the first is under way", async () => {
  const source = {};
  let rendered = 0;
  const render = async () => `part ${++rendered}`;
  expect(await Promise.all([keptPart(source, "a", render), keptPart(source, "a", render)])).toEqual([
    "part 1",
    "part 1",
  ]);
  expect(await keptPart(source, "b", render)).toBe("part 2");
  expect(await keptPart({}, "a", render)).toBe("part 3");
  expect(await keptPart(source, "a", render)).toBe("part 1");
});

test("the part asked for longest ago is forgotten first", async () => {
  const source = {};
  let rendered = 0;
  const part = (key: number) => keptPart(source, String(key), async () => `${++rendered}`);
  for (let key = 0; key < 200; key++) await part(key);
  await part(0);
  await part(200);
  expect(await part(0)).toBe("1");
  expect(await part(1)).toBe("202");
});

test("a part that could not be rendered is tried again", async () => {
  const source = {};
  await expect(keptPart(source, "a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await keptPart(source, "a", async () => "yes")).toBe("yes");
});
