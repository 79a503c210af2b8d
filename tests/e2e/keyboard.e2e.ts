import type { Page } from "@playwright/test";
import { pickedDomains } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

/** What has the focus: its words, whether a ring shows it, and whether something lies on it. */
function focused(page: Page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return null;
    const label = element instanceof HTMLInputElement ? element.closest("label") : null;
    const seen = label?.querySelector("span:not(.unseen)") ?? element;
    const ringed = [element, label, seen].some((candidate) => {
      if (candidate === null) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(candidate);
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    });
    const box = seen.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const isClear = top !== null && (seen.contains(top) || top.contains(seen) || label?.contains(top) === true);
    const name = (label ?? element).textContent?.trim().replace(/\s+/g, " ") ?? "";
    return { name, tag: element.tagName, ringed, isClear, y: Math.round(box.top + scrollY), x: Math.round(box.left) };
  });
}

for (const width of [390, 1280]) {
  test(`${width} px: by keyboard alone from the skip link to the picks to a way out`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.goto("/");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toMatchObject({ name: "Skip to the content", ringed: true, isClear: true });
    await page.keyboard.press("Enter");
    await expect(page.locator("main")).toBeFocused();

    const path: string[] = [];
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Tab");
      const at = await focused(page);
      expect(at, `after ${path.join(", ")}`).toMatchObject({ ringed: true, isClear: true });
      path.push(at?.name ?? "");
      if (at?.name === "Show me three") break;
    }
    expect(path.at(-1)).toBe("Show me three");
    expect(path).toContain("English");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("article")).toHaveCount(3);

    const [first = ""] = await pickedDomains(page);
    const seen: string[] = [];
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Tab");
      const at = await focused(page);
      expect(at, `after ${seen.join(", ")}`).toMatchObject({ ringed: true, isClear: true });
      seen.push(at?.name ?? "");
      if (/^(Sign up|Ask to join)/.test(at?.name ?? "")) break;
    }
    expect(seen.at(-1)).toMatch(/^(Sign up|Ask to join)/);
    expect(seen.at(-1)).toContain(first);
  });
}

test("a choice is made, and made undone, by keyboard", async ({ page }) => {
  await page.goto("/");
  const english = page.getByRole("checkbox", { name: "English" });
  await english.focus();
  await page.keyboard.press("Space");
  await expect(english).not.toBeChecked();
  await page.getByRole("radio", { name: "Chat, like on Twitter" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: "Share photos" })).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/find\?kind=photos&seed=\d+/);
});

test("what is read aloud on the picks: named articles, one sentence for the picture, named questions", async ({
  page,
}) => {
  await page.goto("/find?language=en&seed=1");
  for (const domain of await pickedDomains(page)) {
    await expect(page.getByRole("article", { name: domain, exact: true })).toBeVisible();
    await expect(page.getByRole("heading", { level: 2, name: domain, exact: true })).toBeVisible();
  }
  await expect(page.getByText(/^The suggested servers, drawn to one scale/)).toHaveCount(1);
  await page.goto("/");
  for (const name of [/^I read and write/, /^I like/, /^I want to/]) {
    await expect(page.getByRole("group", { name })).toBeVisible();
  }
});
