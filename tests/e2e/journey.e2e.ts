import type { Page } from "@playwright/test";
import { contextOf, nameOf, VARIANTS } from "#site/commands/screenshots/variants.ts";
import { pickedDomains, SIGN_UP } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

const PICKS_HEADING = { en: "Three small servers for you", fr: "Trois petits serveurs pour vous" };
const GO = { en: "Show me three", fr: "Montrez-m’en trois" };

/** From `/` with nothing but the browser's language; French readers take the offer made in French. */
async function openHome(page: Page, locale: "en" | "fr"): Promise<void> {
  await page.goto("/");
  if (locale === "fr") {
    await page.getByRole("link", { name: "Cette page en français" }).click();
    await expect(page).toHaveURL("/fr");
  }
  await expect(page.locator("html")).toHaveAttribute("lang", locale);
}

for (const variant of VARIANTS) {
  test.describe(nameOf(variant), () => {
    test.use(contextOf(variant));
    const { locale } = variant;

    test("from the home page to three picks to the sign-up page", async ({ page, request, watch }) => {
      await openHome(page, locale);
      await expect(page.getByRole("checkbox", { name: { en: "English", fr: "Français" }[locale] })).toBeChecked();
      await page.getByRole("button", { name: GO[locale] }).click();

      await expect(page.getByRole("heading", { level: 1, name: PICKS_HEADING[locale] })).toBeVisible();
      expect(new URL(page.url()).searchParams.get("seed")).toMatch(/^\d{1,4}$/);
      const domains = await pickedDomains(page);
      expect(new Set(domains).size).toBe(3);
      await expect(
        page.getByText({ en: /^Open, as of \d/, fr: /^Ouvert, à la date du \d/ }[locale]).first(),
      ).toBeVisible();

      const [domain] = domains;
      const signUp = page.getByRole("article", { name: domain as string }).getByRole("link", { name: SIGN_UP });
      const door = await signUp.getAttribute("href");
      const answer = await request.get(door as string, { maxRedirects: 0 });
      expect(answer.status()).toBe(302);
      const target = new URL(answer.headers()["location"] ?? "");
      expect(target.protocol).toBe("https:");
      expect(target.hostname).toBe(domain);

      expect(watch.outside).toEqual([]);
      const leaving = page.waitForRequest((sent) => new URL(sent.url()).hostname === domain);
      await signUp.click();
      const left = await leaving;
      expect(left.url()).toBe(target.href);
      expect(left.headers()["referer"]).toBeUndefined();
      expect(watch.outside).toEqual([target.href]);
      expect(watch.complaints).toEqual([]);
    });
  });
}

test("just pick one picks one, and leads back to three", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Just pick one" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "This one would suit you" })).toBeVisible();
  const [one, ...more] = await pickedDomains(page);
  expect(more).toEqual([]);
  await page.getByRole("link", { name: "Another one" }).click();
  await expect(page.getByRole("article")).toHaveCount(1);
  expect(one).toMatch(/\./);
  await page.getByRole("link", { name: "Show me three", exact: true }).click();
  await expect(page.getByRole("article")).toHaveCount(3);
});

test("three others are others, and going back shows the first three again", async ({ page }) => {
  await page.goto("/find?language=en&seed=1");
  const first = await pickedDomains(page);
  const shown = new Set(first);
  for (let asked = 0; asked < 4; asked++) {
    const before = page.url();
    await page.getByRole("link", { name: "Show me three others" }).click();
    await expect(page).not.toHaveURL(before);
    for (const domain of await pickedDomains(page)) shown.add(domain);
  }
  // Five drawings out of some 190 servers: fewer than 8 different ones would be no lot.
  expect(shown.size).toBeGreaterThanOrEqual(8);
  await page.goto("/find?language=en&seed=1");
  expect(await pickedDomains(page)).toEqual(first);
});

test("the same seed shows the same three to somebody else, in another language of the page", async ({
  browser,
  page,
}) => {
  const path = "/find?language=de&topic=tech&seed=77";
  await page.goto(path);
  const picks = await pickedDomains(page);
  const other = await browser.newContext({ locale: "fr-FR", javaScriptEnabled: false });
  const theirs = await other.newPage();
  await theirs.goto(`/fr${path}`);
  expect(await pickedDomains(theirs)).toEqual(picks);
  expect(picks).toHaveLength(3);
  await other.close();
});

test("answers given on the home page are kept in Change answers", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("checkbox", { name: "Art" }).check();
  await page.getByText("More: followers, how I join").click();
  await page.getByLabel("How many follow you").selectOption("10000");
  await page.getByRole("radio", { name: "Be in right away" }).check();
  await page.getByRole("button", { name: "Show me three" }).click();
  await expect(page).toHaveURL(/signup=open/);
  await expect(page.getByText("You bring a crowd")).toBeVisible();
  await page.getByText("Change answers").click();
  await expect(page.getByRole("checkbox", { name: "Art" })).toBeChecked();
  await expect(page.getByRole("radio", { name: "Be in right away" })).toBeChecked();
  await expect(page.getByLabel("How many follow you")).toHaveValue("10000");
});

test("a pick in another language names only what the reader also reads", async ({ browser }) => {
  const context = await browser.newContext({ locale: "sv-SE" });
  const page = await context.newPage();
  await page.goto("/find?language=gd&seed=1");
  const reasons = await page.locator(".why dd").filter({ hasText: "which you also read" }).allTextContents();
  expect(reasons.length).toBeGreaterThan(0);
  for (const reason of reasons) expect(reason).toContain("In Swedish, which you also read.");
  await context.close();
});

test("what nobody has checked is told with its day, once for all three, and promises nothing", async ({ page }) => {
  await page.goto("/find?language=en&seed=1");
  await expect(page.getByText(/^We have not checked these ourselves yet/)).toHaveCount(1);
  await expect(page.getByRole("article").getByText(/Not checked by us yet/)).toHaveCount(0);
  await expect(page.getByRole("article").getByText(/, as of \d/)).toHaveCount(3);
  await expect(page.getByRole("article").getByText(/There is room|Open now|right away/)).toHaveCount(0);
});

test("an address with an answer that cannot be read still shows picks, and says what was left out", async ({
  page,
}) => {
  await page.goto("/find?language=en&topic=knitting-nope&seed=1");
  await expect(page.getByText(/left it out: topic=knitting-nope/)).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(3);
});

test("where few fit, no three others are promised, and the topic can be kept without the language", async ({
  page,
}) => {
  await page.goto("/find?language=gd&seed=1");
  await expect(page.getByRole("link", { name: "Show me three others" })).toHaveCount(0);
  await page.getByRole("link", { name: "Draw again" }).click();
  await expect(page.getByRole("article")).toHaveCount(3);
  await page.goto("/find?language=de&topic=games&seed=1");
  await expect(page.getByRole("link", { name: "Show me three others" })).toHaveCount(0);
  await page.getByRole("link", { name: "Keep games, any language" }).click();
  await expect(page).toHaveURL(/\/find\?topic=games&/);
  await expect(page.getByRole("link", { name: "Show me three others" })).toBeVisible();
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  for (const { path, says, way } of [
    {
      path: "/find?language=de&topic=cycling&seed=1",
      says: /Nothing in German about cycling/,
      way: /Keep cycling, any language/,
    },
    { path: "/find?language=gd&seed=1", says: /Only 1 in Scottish Gaelic/, way: null },
    { path: "/find?language=br&seed=1", says: /Nothing in Breton yet/, way: null },
    { path: "/find?kind=podcast&language=da&seed=1", says: /still meeting servers for podcasts/, way: /Chatting/ },
    { path: "/find?kind=links&language=en&seed=1", says: /full just now/, way: /Look at the full ones anyway/ },
    { path: "/find?language=ja&seed=1", says: /full just now/, way: null },
  ]) {
    test(`${path} says what was given up, and offers a way on`, async ({ page }) => {
      await page.goto(path);
      await expect(page.locator("main").getByText(says).first()).toBeVisible();
      if (way === null) await expect(page.getByRole("article")).toHaveCount(3);
      else await expect(page.getByRole("link", { name: way })).toBeVisible();
    });
  }

  for (const locale of ["en-GB", "fr-FR"]) {
    test.describe(`${locale} on a phone`, () => {
      test.use({ locale, viewport: { width: 390, height: 844 } });

      test("the fold for many followers is not under the button", async ({ page }) => {
        await page.goto("/");
        await expect(page.locator(".offer")).toHaveCount(locale === "en-GB" ? 0 : 1);
        const fold = await page.getByText("More: followers, how I join").boundingBox();
        const bar = await page.locator(".bar").boundingBox();
        expect((fold?.y ?? 0) + (fold?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
      });
    });
  }

  test("the home form and its button are on a phone's first screen, one tap from three picks", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto("/");
    for (const part of await page.locator("form.question fieldset").filter({ visible: true }).all()) {
      const box = await part.boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? 0), (await part.textContent()) ?? "").toBeLessThanOrEqual(844);
    }
    await expect(page.getByRole("button", { name: "Show me three" })).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole("radio", { name: "Write" })).toBeAttached();
    await page.getByRole("button", { name: "Show me three" }).click();
    await expect(page.getByRole("article")).toHaveCount(3);
  });
});
