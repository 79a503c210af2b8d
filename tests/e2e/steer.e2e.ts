import AxeBuilder from "@axe-core/playwright";
import type { BrowserContext, Page } from "@playwright/test";
import { TOPICS } from "#core/topics.ts";
import { fillSome } from "#site/commands/screenshots/states.ts";
import { ADMIN_COOKIE } from "#site/commands/screenshots/told-admin.ts";
import { TOLD } from "#site/commands/screenshots/told-server.ts";
import { startTemporarySite, type TemporarySite } from "#site/commands/start/temporary-site.ts";
import { expect, test } from "./support/test.ts";

/* What an admin does after the proof, in a store of their own; tests come one after another, as days do. */
test.describe.configure({ mode: "default" });

let site: TemporarySite;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  site = await startTemporarySite({ fill: fillSome, log: () => {} });
});
test.afterAll(() => site.stop());

const PAGE = `/manage/${TOLD}`;
const SEEN_WITHIN_MS = 6_000;
const WORDS = {
  "": {
    save: "Save",
    look: "Look at it first",
    saved: "Saved. It holds from now on.",
    draft: "Not saved yet. This is how it would look.",
  },
  "/fr": {
    save: "Enregistrer",
    look: "Regarder d’abord",
    saved: "Enregistré, dès maintenant.",
    draft: "Pas encore enregistré. Voici ce que cela donnerait.",
  },
} as const;

const enter = (context: BrowserContext) => context.addCookies([{ ...ADMIN_COOKIE, url: site.origin }]);
async function open(page: Page, path = PAGE): Promise<void> {
  await enter(page.context());
  expect((await page.goto(site.origin + path))?.status()).toBe(200);
}
const save = (page: Page, prefix: keyof typeof WORDS = "") =>
  page.getByRole("button", { name: WORDS[prefix].save, exact: true }).click();

test("a stranger sees nothing of it and changes nothing", async ({ page, request }) => {
  for (const path of [PAGE, `${PAGE}/numbers`, `${PAGE}/numbers.csv`]) {
    const answer = await request.get(site.origin + path);
    expect(answer.status(), path).toBe(403);
    expect(await answer.text(), path).not.toMatch(/name="intake"|newcomers_sent/);
  }
  const headers = { origin: site.origin };
  for (const path of ["steer", "pause-link"]) {
    const answer = await request.post(`${site.origin}${PAGE}/${path}`, {
      form: { revision: "0", wish: "save", pause: "notice" },
      headers,
    });
    expect(answer.status(), path).toBe(403);
  }
  await open(page);
  await expect(page.locator("#history + p")).toHaveText("Nothing yet.");
});

for (const javaScriptEnabled of [false, true]) {
  test.describe(`with script: ${javaScriptEnabled}`, () => {
    test.use({ javaScriptEnabled });

    for (const prefix of ["", "/fr"] as const) {
      test(`${prefix}/manage: looked at first, saved, seen by everybody within seconds`, async ({
        page,
        request,
        watch,
      }) => {
        const words = WORDS[prefix];
        const mark = `tide ${prefix.slice(1)}-${javaScriptEnabled}`;
        await open(page, prefix + PAGE);
        await page.locator("select[name=language]").first().selectOption("fr");
        await page.locator("#sentence-en").fill(`Film & paper < 3, ${mark}`);
        await page.locator("#intake").fill(prefix === "" ? "11" : "12");
        await page.locator("#staff").fill(javaScriptEnabled ? "4" : "5");
        await page.getByRole("button", { name: words.look }).click();
        await expect(page.getByText(words.draft)).toBeVisible();
        await expect(page.locator("#card .said")).toContainText("paper < 3");
        expect((await (await request.get(`${site.origin}/servers/${TOLD}`)).text()).includes(mark)).toBe(false);

        await save(page, prefix);
        await expect(page.getByText(words.saved)).toBeVisible();
        await expect(page.locator("#intake")).toHaveValue(prefix === "" ? "11" : "12");
        await expect
          .poll(async () => (await request.get(`${site.origin}/servers/${TOLD}`)).text(), { timeout: SEEN_WITHIN_MS })
          .toContain(`paper &lt; 3, ${mark}`);
        await expect(page.locator("ol.changes > li").first()).toBeVisible();
        expect(watch.complaints).toEqual([]);
      });
    }

    test("two tabs: the second is told what the first saved, loses nothing, and may put its own in place", async ({
      page,
      context,
    }) => {
      await open(page);
      const other = await context.newPage();
      await other.goto(site.origin + PAGE);
      await page.locator("#staff").fill("21");
      await save(page);
      await expect(page.getByText(WORDS[""].saved)).toBeVisible();

      await other.locator("#staff").fill("22");
      const answered = other.waitForResponse(
        (answer) => answer.request().method() === "POST" && answer.request().isNavigationRequest(),
      );
      await save(other);
      expect((await answered).status()).toBe(409);
      const told = other.getByRole("alert").getByRole("row", { name: "How many people look after it" });
      await expect(told.getByRole("cell")).toHaveText(["21", "22"]);
      await expect(other.locator("#staff")).toHaveValue("22");
      await page.reload();
      await expect(page.locator("#staff")).toHaveValue("21");
      await save(other);
      await expect(other.getByText(WORDS[""].saved)).toBeVisible();
      await expect(other.locator("#staff")).toHaveValue("22");
    });

    test("what cannot be meant comes back with everything that was typed", async ({ page }) => {
      await open(page);
      await page.locator("#sentence-fr").fill("é".repeat(301));
      await page.locator("#codeOfConduct").fill("http://tidepool.example.org");
      await page.locator("#staff").fill("9");
      await save(page);
      await expect(page.getByRole("alert").getByRole("link")).toHaveCount(2);
      await expect(page.locator("#sentence-fr")).toHaveValue("é".repeat(301));
      await expect(page.locator("#codeOfConduct")).toHaveAccessibleDescription(/begins with https/);
      await expect(page.locator("#staff")).toHaveValue("9");
      await page.getByRole("alert").getByRole("link").first().click();
      await expect(page.locator("#sentence-fr")).toBeInViewport();
      // Axe itself is a script.
      if (!javaScriptEnabled) return;
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
    });

    test("who ticks everything keeps three topics, and is told which were left out", async ({ page }) => {
      await open(page);
      const folded = page.locator("form#steer details");
      await folded.locator("summary").click();
      for (const box of await page.locator("input[name=topic]").all()) await box.check();
      await save(page);
      await expect(page.getByText(/^3 topics fit, no more\. Kept: /)).toBeVisible();
      await expect(page.locator("input[name=topic]:checked")).toHaveCount(3);
      expect(TOPICS.length).toBe(await page.locator("input[name=topic]").count());
    });
  });
}

test("the card follows what one types, and stays as it is while something cannot be meant", async ({ page }) => {
  await open(page);
  await page.locator("#sentence-en").fill("Typed just now.");
  await expect(page.locator("#card .said")).toHaveText("Typed just now.");
  await page.locator("#intake").fill("999");
  await page.locator("#sentence-en").fill("And this never.");
  await page.waitForResponse((answer) => answer.status() === 400);
  await expect(page.locator("#card .said")).toHaveText("Typed just now.");
  await page.reload();
  await expect(page.locator("#sentence-en")).not.toHaveValue("Typed just now.");
});

test("the link that pauses: a look changes nothing, the button does, and taken back it does nothing", async ({
  page,
  browser,
  request,
}) => {
  await open(page);
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = (await page.locator(".copy code").first().textContent()) ?? "";
  expect(link).toContain(`${site.origin}${PAGE}/pause?token=`);
  await page.goto(link);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  const state = async () =>
    ((await (await request.get(`${site.origin}/api/v1/instances/${TOLD}`)).json()) as { reasons: string[] }).reasons;
  const elsewhere = await browser.newContext({ javaScriptEnabled: false });
  const phone = await elsewhere.newPage();
  await phone.goto(link);
  await phone.waitForTimeout(SEEN_WITHIN_MS / 2);
  expect(await state()).toEqual([]);
  expect((await phone.goto(`${link.slice(0, -1)}${link.endsWith("A") ? "B" : "A"}`))?.status()).toBe(403);
  await expect(phone.getByRole("button", { name: "Pause now" })).toHaveCount(0);

  await phone.goto(link);
  await phone.getByRole("button", { name: "Pause now" }).click();
  await expect(phone.getByText("Paused until further notice.")).toBeVisible();
  await expect.poll(state, { timeout: SEEN_WITHIN_MS }).toEqual(["paused"]);

  await page.goto(site.origin + PAGE);
  await expect(page.getByRole("radio", { name: "Until I say so" })).toBeChecked();
  await expect(page.locator("ol.changes > li").first()).toContainText("by the link that pauses");
  await page.getByRole("button", { name: "Make it void" }).click();
  expect((await phone.goto(link))?.status()).toBe(410);
  const forced = await request.post(`${site.origin}${PAGE}/pause`, {
    form: { token: new URL(link).searchParams.get("token") ?? "" },
    headers: { origin: site.origin },
  });
  expect(forced.status()).toBe(410);
  await elsewhere.close();

  await page.goto(site.origin + PAGE);
  await page.getByRole("radio", { name: "Not now" }).check({ force: true });
  await save(page);
  await expect.poll(state, { timeout: SEEN_WITHIN_MS }).toEqual([]);
});

test("another site's form changes nothing, whoever is logged in", async ({ page, context }) => {
  await open(page);
  const before = await page.locator("input[name=revision]").inputValue();
  for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }, {}] as Record<
    string,
    string
  >[]) {
    for (const path of ["steer", "pause-link", "pause"]) {
      const answer = await context.request.post(`${site.origin}${PAGE}/${path}`, {
        form: { revision: before, wish: "save", pause: "notice" },
        headers,
      });
      expect(answer.status()).toBe(403);
    }
  }
  const large = await context.request.post(`${site.origin}${PAGE}/steer`, {
    form: { "sentence-en": "a".repeat(70_000) },
    headers: { origin: site.origin },
  });
  expect(large.status()).toBe(413);
  await page.reload();
  await expect(page.locator("input[name=revision]")).toHaveValue(before);
});

test("by keyboard alone: typed, looked at, saved", async ({ page }) => {
  await open(page);
  await page.locator("#staff").focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("17");
  await page.keyboard.press("Enter");
  await expect(page.getByText(WORDS[""].saved)).toBeVisible();
  await expect(page.locator("#staff")).toHaveValue("17");
  await page.locator("#staff").focus();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Save", exact: true })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByText(WORDS[""].draft)).toBeVisible();
});

test("numbers: what newcomers and visits brought, in words, as a table and as CSV; showings are counted", async ({
  page,
  context,
  request,
}) => {
  const shownToday = async () => {
    const csv = await (await context.request.get(`${site.origin}${PAGE}/numbers.csv`)).text();
    return Number(csv.trimEnd().split("\r\n").at(-1)?.split(",")[2]);
  };
  await open(page, `${PAGE}/numbers`);
  const before = await shownToday();
  const { languages, topics } = (await (await request.get(`${site.origin}/api/v1/instances/${TOLD}`)).json()) as {
    languages: string[];
    topics: string[];
  };
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, seed) =>
      request.get(`${site.origin}/find?language=${languages[0]}&topic=${topics[0]}&seed=${seed}`),
    ),
  );
  const pages = await Promise.all(answers.map((answer) => answer.text()));
  const times = pages.filter((html) => html.includes(`id="${TOLD}"`)).length;
  expect(times).toBeGreaterThan(0);
  await expect.poll(shownToday, { timeout: 15_000 }).toBe(before + times);

  const file = await context.request.get(`${site.origin}${PAGE}/numbers.csv`);
  expect(file.headers()).toMatchObject({
    "cache-control": "no-store",
    "content-type": "text/csv; charset=utf-8; header=present",
  });
  expect(file.headers()["access-control-allow-origin"]).toBeUndefined();
  expect((await file.text()).split("\r\n")[0]).toMatch(/^day,newcomers_sent,times_shown,/);
  await expect(page.getByRole("img", { name: /^Newcomers sent to tidepool\.example\.org by day/ })).toBeVisible();
  await expect(page.getByRole("img", { name: "Badge of tidepool.example.org" })).toBeVisible();
});

for (const look of [
  { colorScheme: "light", viewport: { width: 390, height: 844 }, prefix: "" },
  { colorScheme: "dark", viewport: { width: 1280, height: 800 }, prefix: "/fr" },
] as const) {
  test.describe(`${look.colorScheme}, ${look.viewport.width} px`, () => {
    test.use({ colorScheme: look.colorScheme, viewport: look.viewport });
    for (const path of [PAGE, `${PAGE}/numbers`]) {
      test(`${look.prefix}${path} is accessible with every fold open, and fits`, async ({ page }) => {
        await open(page, look.prefix + path);
        await page.locator("details").evaluateAll((folds) => {
          for (const fold of folds) (fold as HTMLDetailsElement).open = true;
        });
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" | ")}`)).toEqual(
          [],
        );
        for (const width of [320, look.viewport.width]) {
          await page.setViewportSize({ width, height: 800 });
          expect(await page.locator("html").evaluate((html) => html.scrollWidth - html.clientWidth), `${width}`).toBe(
            0,
          );
        }
      });
    }
  });
}
