import { gzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import { PAGES } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

/** No page may weigh more, whatever its own budget says. */
const HARD_LIMIT_BYTES = 40_000;
const CSS_BYTES = 8_000;
const LOOKS = [
  { colorScheme: "light", viewport: { width: 390, height: 844 }, locale: "en-GB", prefix: "" },
  { colorScheme: "dark", viewport: { width: 1280, height: 800 }, locale: "fr-FR", prefix: "/fr" },
] as const;

for (const { prefix, ...look } of LOOKS) {
  test.describe(`${look.colorScheme}, ${look.viewport.width} px, ${look.locale}`, () => {
    test.use(look);

    for (const { name, path, status, htmlBytes } of PAGES) {
      test(`${name}: accessible, light, quiet and at home`, async ({ page, request, watch }) => {
        const address = prefix + (prefix !== "" && path === "/" ? "" : path);
        const fonts: string[] = [];
        const sheets: string[] = [];
        page.on("request", (sent) => {
          if (sent.resourceType() === "font") fonts.push(sent.url());
          // The picker in the builder's frame is a page of its own.
          if (sent.resourceType() === "stylesheet" && sent.frame() === page.mainFrame()) sheets.push(sent.url());
        });
        const answer = await page.goto(address);
        expect(answer?.status()).toBe(status);

        const html = (await answer?.text()) ?? "";
        const weight = gzipSync(html).byteLength;
        expect(weight, `${weight} bytes of HTML, gzipped`).toBeLessThanOrEqual(Math.min(htmlBytes, HARD_LIMIT_BYTES));
        expect(fonts, "one font file does for Latin").toHaveLength(1);
        const css = await Promise.all(sheets.map(async (sheet) => gzipSync(await (await request.get(sheet)).body())));
        const cssWeight = css.reduce((sum, { byteLength }) => sum + byteLength, 0);
        expect(cssWeight, `${cssWeight} bytes of CSS, gzipped`).toBeLessThanOrEqual(CSS_BYTES);

        expect(html).not.toMatch(/\sstyle=["']/);
        expect(html).not.toMatch(
          /<style|<script(?![^>]*\s(?:src=|type="application\/ld\+json"))|\son\w+=["']|javascript:/i,
        );
        await expect(page.locator("h1")).toHaveCount(1);
        await expect(page.locator("html")).toHaveAttribute("lang", look.locale.slice(0, 2));
        for (const landmark of ["banner", "main", "contentinfo"] as const) {
          await expect(page.getByRole(landmark), landmark).toHaveCount(1);
        }
        expect(await page.title()).toMatch(/Rockpool/);

        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" | ")}`)).toEqual(
          [],
        );
        expect(watch.outside, "requests to others").toEqual([]);
        expect(watch.complaints, "console").toEqual([]);
      });
    }
  });
}

test("every open fold passes axe too", async ({ page, watch }) => {
  for (const path of ["/", "/find?language=en&seed=1", "/servers", "/why-small"]) {
    await page.goto(path);
    await page.locator("details").evaluateAll((folds) => {
      for (const fold of folds) (fold as HTMLDetailsElement).open = true;
    });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.map(({ target }) => target).join(" | ")}`),
    ).toEqual([]);
  }
  expect(watch.complaints).toEqual([]);
});

test("a French page speaks French throughout: no English sentence of the catalogues is left", async ({
  page,
  request,
}) => {
  for (const { path } of PAGES) {
    await page.goto(`/fr${path === "/" ? "" : path}`);
    const english = await (await request.get(path)).text();
    const heading =
      /<h1[^>]*>(.*?)<\/h1>/s
        .exec(english)?.[1]
        ?.replace(/<[^>]*>/g, "")
        .trim() ?? "";
    const french = (await page.locator("h1").textContent())?.trim();
    // The pages of a server, and of its admin, are headed by its domain, in any language.
    if (!/^\/(servers|manage)\//.test(path)) expect(french, path).not.toBe(heading);
    const links = await page
      .locator("header a, footer a")
      .evaluateAll((all) =>
        all.filter((link) => !link.hasAttribute("hreflang")).map((link) => link.getAttribute("href")),
      );
    expect(
      links.filter((link) => link?.startsWith("/") && !/^\/fr(\/|$)/.test(link)),
      path,
    ).toEqual([]);
  }
});
