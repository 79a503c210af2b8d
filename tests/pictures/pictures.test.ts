import { readFile } from "node:fs/promises";
import { Resvg } from "@resvg/resvg-js";
import { decode, isBlurhashValid } from "blurhash";
import fc from "fast-check";
import { expect, test } from "vitest";
import { translator } from "#site/i18n/index.ts";
import { COLOURS, DARK_COLOURS, HEIGHT, svgOf, WIDTH } from "#site/pictures/drawing.ts";
import { FAMILY, fontFiles, regular, semibold } from "#site/pictures/fonts.ts";
import { drawnDomain, nameLines } from "#site/pictures/names.ts";
import { toPng } from "#site/pictures/render.ts";
import { drawServer } from "#site/pictures/server.ts";
import { blurhashOf, drawn, hashOf, pictureUrl } from "#site/server/pictures.ts";
import { entry as entryWith } from "../support/instances.ts";
import { HOSTILE_TITLES, isWellFormed, paintedFrom } from "./support.ts";

const t = translator("en");

/** Where no words are, in px. */
const SHORE = 690;

/** Pixels of water: bluer than shore and land, brighter than ink. */
async function waterArea(people: number | null): Promise<number> {
  const entry = entryWith("pond.example.org", { monthlyActiveUsers: people, accounts: null });
  const { at } = paintedFrom(await toPng(drawServer(entry, t)));
  let area = 0;
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = SHORE; x < WIDTH; x++) {
      const [red, green, blue] = at(x, y);
      if (blue > red + 15 && green > 110) area++;
    }
  }
  return area;
}

test("a picture is a PNG of the size that previews ask for", async () => {
  const png = await toPng(drawServer(entryWith("pond.example.org", { monthlyActiveUsers: 300 }), t));
  expect(Buffer.from(png.subarray(1, 4)).toString()).toBe("PNG");
  expect(paintedFrom(png)).toMatchObject({ width: 1200, height: 630 });
});

test("four times the people take four times the water", async () => {
  const [few, many] = [await waterArea(400), await waterArea(1_600)];
  expect(many / few).toBeGreaterThan(3.9);
  expect(many / few).toBeLessThan(4.15);
  expect(few).toBeGreaterThan(0.93 * Math.PI * 4.6 ** 2 * 400);
});

test("a size that is not told is no water, and one too large for the picture fills its shore", async () => {
  // A few pixels where the dashes of the ring fade into the shore.
  expect(await waterArea(null)).toBeLessThan(100);
  expect(await waterArea(300_000)).toBeGreaterThan(0.85 * (WIDTH - SHORE) * HEIGHT);
});

test("words are drawn with our fonts, in the page's language, and nothing in a server's own words", () => {
  const plain = entryWith("pond.example.org", { monthlyActiveUsers: 300 });
  expect(hashOf(drawServer(plain, t))).not.toBe(hashOf(drawServer(plain, translator("fr"))));
  const own = new Set(
    HOSTILE_TITLES.map((title) => {
      const drawing = drawServer({ ...plain, instance: { ...plain.instance, title, description: title } }, t);
      return hashOf(drawing);
    }),
  );
  expect([...own]).toEqual([hashOf(drawServer(plain, t))]);
});

test("no family, title or name of a program makes an SVG that cannot be read", () => {
  fc.assert(
    fc.property(fc.domain(), fc.nat({ max: 2_000_000 }), (domain, monthlyActiveUsers) => {
      const svg = svgOf(drawServer(entryWith(domain.toLowerCase(), { monthlyActiveUsers }), t));
      expect(isWellFormed(svg)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test("a text is as wide as its font draws it", () => {
  const font = { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: FAMILY };
  for (const [weight, measured] of [
    ["400", regular],
    ["600", semibold],
  ] as const) {
    for (const text of ["hamburgefonstiv.example", "Żółć Příliš žluťoučký", "Вася на сервере", "Ελληνικά κείμενα"]) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="200"><text y="100" font-family="${FAMILY}" font-weight="${weight}" font-size="50">${text}</text></svg>`;
      const width = new Resvg(svg, { font }).getBBox()?.width ?? 0;
      expect(Math.abs(measured.widthOf(text, 50) / width - 1), text).toBeLessThan(0.03);
      expect(measured.has(text)).toBe(true);
    }
  }
  expect(semibold.has("日本")).toBe(false);
});

test.for([
  ["m.example.org", "m.example.org"],
  ["xn--bcher-kva.example", "bücher.example"],
  ["xn--80ak6aa92e.com", "xn--80ak6aa92e.com"],
  ["xn--e1afmkfd.xn--p1ai", "пример.рф"],
  ["xn--pple-43d.com", "xn--pple-43d.com"],
  ["xn--r8jz45g.jp", "xn--r8jz45g.jp"],
  ["xn--mgbh0fb.example", "xn--mgbh0fb.example"],
] as const)("%s is drawn as %s", ([domain, name]) => {
  expect(drawnDomain(domain)).toBe(name);
});

test("any name fits, and of one too long the end is kept", () => {
  const long = `${"very-long-label-that-goes-on-and-on.".repeat(6)}example.org`;
  const { lines } = nameLines(long, 500);
  expect(lines[0]).toMatch(/^…/);
  expect(lines.join("")).toMatch(/example\.org$/);
  fc.assert(
    fc.property(fc.domain(), (name) => {
      const { lines, size } = nameLines(name, 500);
      for (const line of lines) expect(semibold.widthOf(line, size)).toBeLessThanOrEqual(520);
      expect(lines.length).toBeLessThanOrEqual(4);
    }),
  );
});

test("a picture's address changes with what is in it, and only then", () => {
  const address = (people: number, more = {}) =>
    pictureUrl(entryWith("pond.example.org", { monthlyActiveUsers: people, ...more }), "https://rockpool.example");
  expect(address(300)).toMatch(/^https:\/\/rockpool\.example\/picture\/pond\.example\.org\.png\?v=[\w-]{16}$/);
  expect(address(300, { title: "Another", posts: 7 })).toBe(address(300));
  expect(address(301)).not.toBe(address(300));
});

test("a blurhash looks like its picture", async () => {
  for (const monthlyActiveUsers of [30, 900, 40_000]) {
    const entry = entryWith("pond.example.org", { monthlyActiveUsers });
    const blurhash = blurhashOf(entry);
    expect(isBlurhashValid(blurhash).result).toBe(true);
    const [width, height] = [20, 11];
    const blurred = decode(blurhash, width, height);
    const { at } = paintedFrom(await toPng(drawServer(entry, t)), width);
    let difference = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const colour = at(x, y);
        for (const channel of [0, 1, 2] as const) {
          difference += Math.abs((blurred[4 * (y * width + x) + channel] ?? 0) - colour[channel]);
        }
      }
    }
    expect(difference / (3 * width * height)).toBeLessThan(24);
  }
});

test("a flood of different pictures is cut short, and the same one asked for often is drawn once", async () => {
  const drawing = (people: number) => drawServer(entryWith("flood.example.org", { monthlyActiveUsers: people }), t);
  let draws = 0;
  const one = await Promise.all(
    Array.from({ length: 20 }, () =>
      drawn("same", () => {
        draws++;
        return drawing(1);
      }),
    ),
  );
  expect(draws).toBe(1);
  expect(new Set(one).size).toBe(1);
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => drawn(`flood ${index}`, () => drawing(index))),
  );
  expect(answers.filter((answer) => answer === null).length).toBeGreaterThanOrEqual(16);
  expect(answers.filter((answer) => answer !== null).length).toBeGreaterThanOrEqual(32);
  expect(await drawn("after", () => drawing(5))).not.toBeNull();
});

test("the colours are the site's", async () => {
  const css = await readFile(new URL("../../src/styles/tokens.css", import.meta.url), "utf8");
  const pairs = [...css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g)];
  const light = Object.fromEntries(pairs.map(([, name, colour]) => [name, colour]));
  const dark = Object.fromEntries(pairs.map(([, name, , colour]) => [name, colour]));
  expect(light).toMatchObject(COLOURS);
  expect(dark).toMatchObject(DARK_COLOURS);
});
