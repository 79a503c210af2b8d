import type { Page } from "@playwright/test";
import { pathIn } from "#site/commands/screenshots/variants.ts";
import { PAGES } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

/** Elements that stick out of the window sideways, and how far the page can be scrolled that way. */
function sidewaysOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const out = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1 && element.closest("svg, pre") === null,
    );
    const names = out.slice(0, 5).map((element) => `${element.tagName}.${element.getAttribute("class") ?? ""}`);
    return [`${scrollWidth} > ${clientWidth}`, ...names];
  });
}

/** Words that a frame cuts off, or that lie on other words. */
function cutText(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isHiddenOnPurpose = (element: Element) => element.closest(".unseen, .skip, svg, select, option") !== null;
    const cut = [
      ...document.querySelectorAll("a, button, p, li, dd, dt, h1, h2, h3, label, legend, summary, td, th, span"),
    ].filter((element) => {
      const { overflowX, overflowY, clipPath } = getComputedStyle(element);
      if (clipPath !== "none" || isHiddenOnPurpose(element) || element.clientWidth === 0) return false;
      const isClipped = overflowX !== "visible" || overflowY !== "visible";
      return (
        isClipped && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
      );
    });
    const controls = [...document.querySelectorAll("main a, main button, main summary, main .chip > span")].filter(
      (element) => element.checkVisibility({ visibilityProperty: true }) && !isHiddenOnPurpose(element),
    );
    const boxes = controls.map((element) => ({ element, box: element.getBoundingClientRect() }));
    const isOver = (a: DOMRect, b: DOMRect) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
    const isSticky = (element: Element) => element.closest(".bar, .apply") !== null;
    const overlaid = boxes.flatMap(({ element, box }, index) =>
      boxes
        .slice(index + 1)
        .filter(
          (other) => isOver(box, other.box) && !element.contains(other.element) && !other.element.contains(element),
        )
        .filter((other) => isSticky(element) === isSticky(other.element))
        .map((other) => `${element.textContent?.trim()} over ${other.element.textContent?.trim()}`),
    );
    return [...cut.map((element) => `cut: ${element.textContent?.trim().slice(0, 40)}`), ...overlaid];
  });
}

for (const { name, path } of PAGES) {
  test(`${name} fits 320 px, and 200 % text`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL: baseURL as string });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    for (const locale of ["en", "fr"] as const) {
      await devtools.send("Page.setFontSizes", { fontSizes: { standard: 16, fixed: 13 } });
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(pathIn(locale, path));
      expect(await sidewaysOverflow(page), `320 px, ${locale}`).toEqual([]);
      expect(await cutText(page), `320 px, ${locale}`).toEqual([]);

      await devtools.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
      for (const width of [1280, 640]) {
        await page.setViewportSize({ width, height: 800 });
        const size = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
        expect(Number.parseFloat(size)).toBe(32);
        expect(await sidewaysOverflow(page), `200 % text, ${width} px, ${locale}`).toEqual([]);
        expect(await cutText(page), `200 % text, ${width} px, ${locale}`).toEqual([]);
      }
    }
    await context.close();
  });
}

for (const width of [390, 1280]) {
  test(`at ${width} px nothing scrolls sideways and nothing lies on something else`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    for (const { path } of PAGES) {
      await page.goto(path);
      expect(await sidewaysOverflow(page), path).toEqual([]);
      expect(await cutText(page), path).toEqual([]);
    }
  });
}

test("controls are large enough for a thumb", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const { path } of PAGES) {
    await page.goto(path);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll(".button, .chip, summary, .pager a, input:not(.chip input), select")]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }))
        .map((element) => ({ element, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && (box.height < 24 || box.width < 24))
        .map(({ element, box }) => `${element.outerHTML.slice(0, 80)} ${box.width}×${box.height}`),
    );
    expect(small, path).toEqual([]);
  }
});

test.describe("in forced colours", () => {
  test.use({ forcedColors: "active" });

  test("a chosen chip, a pool and a button can still be told apart", async ({ page }) => {
    await page.goto("/");
    const look = await page.evaluate(() => {
      const style = (selector: string) => {
        const element = document.querySelector(selector);
        return element === null ? null : getComputedStyle(element);
      };
      return {
        chosen: style(".chip > :checked + span")?.backgroundColor,
        other: style(".chip > :not(:checked) + span")?.backgroundColor,
        pool: style(".pool")?.stroke,
        water: style(".pool")?.fill,
        button: style(".bar .button")?.borderTopWidth,
        buttonStyle: style(".bar .button")?.borderTopStyle,
      };
    });
    expect(look.chosen).not.toBe(look.other);
    expect(look.pool).not.toBe(look.water);
    expect(look.pool).not.toBe("none");
    expect(Number.parseFloat(look.button ?? "0")).toBeGreaterThan(0);
    expect(look.buttonStyle).toBe("solid");
  });
});
