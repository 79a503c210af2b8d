import { readdir, readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bundleWidget } from "#site/widget/bundle.ts";

const MAX_BYTES = 5_000;
const FOLDER = new URL("../../src/widget/", import.meta.url);

test("the widget is one file of at most 5 KB gzipped that makes no markup of text and no global", async () => {
  const code = await bundleWidget();
  const weight = gzipSync(code).byteLength;
  expect(weight, `${weight} bytes, gzipped`).toBeLessThanOrEqual(MAX_BYTES);
  expect(code).toContain("small-server-picker");
  expect(code).not.toMatch(/innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function|cookie|Storage/);
  expect(code).not.toMatch(/\bimport\b|\brequire\(|\bexport\b/);
  // Other scripts of a page share its scope: everything of ours is inside one function.
  expect(code).toMatch(/^\(function\(\)\{.*\}\)\(\);?$/s);
});

test("its files import nothing but each other", async () => {
  for (const file of await readdir(FOLDER)) {
    if (!file.endsWith(".ts") || file === "bundle.ts") continue;
    const source = await readFile(new URL(file, FOLDER), "utf8");
    for (const [, from] of source.matchAll(/from "([^"]+)"/g))
      expect(from, file).toMatch(/^\.\/[a-z-]+\.(ts|css\?inline)$/);
  }
});
