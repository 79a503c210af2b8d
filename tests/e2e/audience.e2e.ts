import { gzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./support/test.ts";

const HTML_BYTES = 20_000;

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("23,000 followers: 3,000 deliveries a post, hours after a hundred replies, one's own server first", async ({
    page,
  }) => {
    await page.goto("/audience");
    await page.getByRole("textbox", { name: "Followers" }).fill("23,000");
    await page.getByLabel("Posts a day").fill("2");
    await page.getByLabel("Replies a day").fill("8");
    await page.getByRole("button", { name: "Work it out" }).click();
    await expect(page).toHaveURL(/followers=23(%2C)?000/);
    await expect(page.getByRole("heading", { name: "About 3,000 deliveries for each post" })).toBeVisible();
    await expect(page.getByText("everybody waits 3 hours and 20 minutes")).toBeVisible();
    await expect(page.getByText("about 30,000", { exact: true })).toBeVisible();
    await expect(page.getByText("Have your own, or ask first.")).toBeVisible();
    await expect(page.getByLabel("Posts a day")).toHaveValue("2");
    const plot = page.getByRole("img", { name: /^Deliveries waiting: none at first, 280,000 after 10 minutes/ });
    await expect(plot).toBeVisible();
  });

  test("more deliveries at once make the wait shorter", async ({ page }) => {
    await page.goto("/audience?followers=23000");
    await page.getByText("Deliveries at once: 12").click();
    await page.getByLabel("Deliveries at once", { exact: true }).fill("120");
    await page.getByRole("button", { name: "Work it out" }).click();
    await expect(page.getByText("everybody waits 11 minutes")).toBeVisible();
  });

  test("800 followers: any small server will do, and the picks are three", async ({ page }) => {
    await page.goto("/audience?followers=800");
    await expect(page.getByText("Any small server will do.")).toBeVisible();
    await page.getByRole("link", { name: "Find three servers" }).click();
    await expect(page.locator("article.pick")).toHaveCount(3);
    await expect(page.getByText("You bring a crowd")).toHaveCount(0);
  });

  test("an answer that cannot be meant is named with its value and what is allowed, and kept", async ({ page }) => {
    await page.goto("/audience?followers=many&replies=12");
    const summary = page.getByRole("alert");
    await expect(summary).toContainText("Followers: “many” is not a whole number from 1 to 5,000,000.");
    await summary.getByRole("link").click();
    await expect(page).toHaveURL(/#followers$/);
    const field = page.getByRole("textbox", { name: "Followers" });
    await expect(field).toHaveValue("many");
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(/is not a whole number from 1 to 5,000,000/);
    await expect(page.getByLabel("Replies a day")).toHaveValue("12");
    await expect(page.getByText("Until then we reckon with 23,000.")).toBeVisible();
  });

  test("40 people: a server of 800 over four days; willing, their own; 300, several", async ({ page }) => {
    await page.goto("/audience?followers=5000");
    await page.getByLabel("How many of you?").fill("40");
    await page.getByRole("button", { name: "Show us where" }).click();
    await expect(page).toHaveURL(/people=40.*#group$/);
    await expect(page.getByRole("textbox", { name: "Followers" })).toHaveValue("5,000");
    const advice = page.locator("section", { has: page.getByText("Our advice") }).last();
    await expect(advice).toContainText("One server for all of you");
    await expect(advice).toContainText("A server of about 800 people or more");
    await expect(page.getByText("That is a takeover, however friendly.")).toBeVisible();
    await expect(page.locator("ol.days li")).toHaveText([
      /Day 1\s+10 of you/,
      /Day 2\s+10 of you/,
      /Day 3\s+10 of you/,
      /Day 4\s+10 of you/,
    ]);

    await page.getByRole("radio", { name: "Yes, one of us would" }).check();
    await page.getByRole("button", { name: "Show us where" }).click();
    await expect(advice).toContainText("One of your own");

    await page.goto("/audience?people=300#group");
    await expect(advice).toContainText(/11 small servers, with 28 of you on each/);
    await advice.getByRole("link", { name: "Find three small servers" }).click();
    await expect(page.locator("article.pick")).toHaveCount(3);
  });

  test("links to hosts say where they lead, and vouch for nobody", async ({ page }) => {
    await page.goto("/audience");
    const links = page.locator("#own a");
    for (const link of await links.all()) {
      await expect(link).toHaveAttribute("rel", "nofollow");
      await expect(link).toHaveAttribute("href", /^https:/);
    }
    await expect(page.getByRole("link", { name: "Masto.host", exact: true })).toHaveAttribute(
      "href",
      "https://masto.host",
    );
    await expect(page.getByRole("link", { name: "CHATONS", exact: true })).toBeVisible();
  });
});

test("followers change the answer: nothing, what it costs the picks, one's own server first", async ({ page }) => {
  await page.goto("/find?language=en&followers=2000&seed=1");
  await expect(page.getByText("You bring a crowd")).toHaveCount(0);
  const domains = () => page.locator("article.pick").evaluateAll((picks) => picks.map(({ id }) => id));
  const usual = await domains();

  await page.goto("/find?language=en&followers=20000&seed=1");
  const note = page.getByRole("note").filter({ hasText: "You bring a crowd" });
  await expect(note).toContainText("about 2,800 deliveries");
  for (const domain of await domains()) await expect(note).toContainText(domain);

  await page.goto("/find?language=en&followers=50000&seed=1");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your own server first, or one of these");
  await expect(page.locator("article.pick")).toHaveCount(3);
  await page.getByRole("link", { name: "How to get your own" }).click();
  await expect(page).toHaveURL(/\/audience\?followers=50000#own$/);
  await expect(page.getByRole("textbox", { name: "Followers" })).toHaveValue("50,000");

  await page.goto("/find?language=en&seed=1");
  expect(await domains()).toEqual(usual);
});

test("the pages that mention a crowd lead there", async ({ page }) => {
  for (const path of ["/", "/why-small", "/find?language=en&followers=10000&seed=1"]) {
    await page.goto(path);
    expect(await page.locator('main a[href^="/audience"]').count(), path).toBeGreaterThan(0);
    await expect(page.getByRole("contentinfo").getByRole("link", { name: "A crowd, or a group" }), path).toBeVisible();
  }
});

const PATHS = [
  "/audience",
  "/audience?followers=800",
  "/audience?followers=x&people=0",
  "/audience?people=300&willing=yes",
];
for (const { prefix, width, colorScheme } of [
  { prefix: "", width: 390, colorScheme: "dark" },
  { prefix: "", width: 1280, colorScheme: "light" },
  { prefix: "/fr", width: 390, colorScheme: "light" },
  { prefix: "/fr", width: 1280, colorScheme: "dark" },
] as const) {
  test.describe(`${prefix || "/en"} at ${width} px, ${colorScheme}`, () => {
    test.use({ viewport: { width, height: 844 }, colorScheme });

    for (const path of PATHS) {
      test(`${path} is light, accessible with every fold open, and never wider than the window`, async ({
        page,
        watch,
      }) => {
        const answer = await page.goto(prefix + path);
        const weight = gzipSync((await answer?.text()) ?? "").byteLength;
        expect(weight, `${weight} bytes of HTML, gzipped`).toBeLessThan(HTML_BYTES);
        await page.locator("details:not(.menu)").evaluateAll((folds) => {
          for (const fold of folds) (fold as HTMLDetailsElement).open = true;
        });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" | ")}`)).toEqual(
          [],
        );
        expect(watch.outside).toEqual([]);
        expect(watch.complaints).toEqual([]);
      });
    }
  });
}
