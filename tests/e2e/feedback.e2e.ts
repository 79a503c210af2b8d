import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

/*
 * The way back: from the page with the picks to a link that is good for one answer, and what becomes of it. All tests
 * come from one network, so that none of them can count on being counted; see tests/server/feedback.test.ts for that.
 */

const WORDS = {
  "": { title: "How did it go?", worked: "It worked, I have an account", go: "Tell Rockpool", thanks: "Good to hear." },
  "/fr": {
    title: "Comment cela s’est-il passé\u00a0?",
    worked: "J’y suis, j’ai un compte",
    go: "Le dire à Rockpool",
    thanks: "Voilà qui fait plaisir.",
  },
} as const;

/** Opens the link about the first pick, from the page that shows it. */
async function comeBack(page: Page, prefix: string, seed: number): Promise<string> {
  await page.goto(`${prefix}/find?language=en&seed=${seed}`);
  const link = page.locator(".after a[href*='/feedback?about=']").first();
  const domain = (await link.textContent()) ?? "";
  await link.click();
  await expect(page).toHaveURL(/\/feedback\?about=[^&]+&token=[\w.-]+$/);
  await expect(page.getByText(domain).first()).toBeVisible();
  return domain;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with script: ${javaScriptEnabled}`, () => {
    test.use({ javaScriptEnabled });

    for (const prefix of ["", "/fr"] as const) {
      test(`a newcomer tells how it went, starting at ${prefix}/find`, async ({ page, watch }) => {
        const words = WORDS[prefix];
        const domain = await comeBack(page, prefix, 7);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(words.title);
        await page.getByRole("radio", { name: words.worked }).check();
        await page.getByRole("button", { name: words.go }).click();
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(words.thanks);
        expect(page.url()).not.toContain("token");
        await expect(page.getByText(domain).first()).toBeVisible();
        expect(watch).toEqual({ outside: [], complaints: [] });
      });
    }

    test("without a choice the form comes back, says so at its head, and the link still works", async ({ page }) => {
      await comeBack(page, "", 11);
      const answered = page.waitForResponse((answer) => answer.request().method() === "POST");
      await page.getByRole("button", { name: "Tell Rockpool" }).click();
      expect((await answered).status()).toBe(400);
      await expect(page.getByRole("alert").getByRole("link")).toHaveText("Your answer: please fill this in.");
      await page.getByRole("alert").getByRole("link").click();
      await expect(page.locator("#outcome")).toBeFocused();
      await page.getByRole("radio", { name: "No answer came" }).check();
      await page.getByRole("button", { name: "Tell Rockpool" }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Thank you. Silence is hard to read.");
      await page.getByRole("link", { name: "Find another small server" }).click();
      await expect(page).toHaveURL(/\/find\?.*seed=/);
    });
  });
}

test("by keyboard alone: arrows choose, Enter tells", async ({ page }) => {
  await comeBack(page, "", 13);
  await page.locator("input[name=outcome]").first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("input[value=refused]")).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Thank you. That happens.");
});

test("who has no link names the server, and a name we do not know stays in its field", async ({ page }) => {
  await page.goto("/feedback");
  await page.getByLabel("Which server did you try?").fill("no such name");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByLabel("Which server did you try?")).toHaveValue("no such name");
  await expect(page.getByLabel("Which server did you try?")).toHaveAccessibleDescription(/“no such name”/);
  await page.getByLabel("Which server did you try?").fill("LOU.LT");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page).toHaveURL(/about=lou\.lt&token=/);
});

test("every visit gets a link of its own, which no cache keeps", async ({ request }) => {
  const links = new Set<string>();
  for (let visit = 0; visit < 3; visit++) {
    const answer = await request.get("/feedback?about=lou.lt", { maxRedirects: 0 });
    expect([answer.status(), answer.headers()["cache-control"]]).toEqual([303, "no-store"]);
    links.add(answer.headers()["location"] ?? "");
  }
  expect(links.size).toBe(3);
});

test("forged, foreign and old links, and links used twice, get nowhere and say why", async ({ request, baseURL }) => {
  const linkTo = async (about: string) => {
    const answer = await request.get(`/feedback?about=${about}`, { maxRedirects: 0 });
    return new URL(answer.headers()["location"] ?? "", baseURL).searchParams.get("token") ?? "";
  };
  const tell = async (form: Record<string, string>) => {
    const answer = await request.post("/feedback", { headers: { origin: baseURL as string }, form, maxRedirects: 0 });
    return { status: answer.status(), text: await answer.text(), location: answer.headers()["location"] };
  };
  const token = await linkTo("lou.lt");
  const forged = {
    about: "lou.lt",
    token: token.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
    outcome: "silent",
  };
  const foreign = { about: "lou.lt", token: await linkTo("mstdn.party"), outcome: "silent" };
  for (const form of [forged, foreign, { ...forged, token: token.replace(/^\d+/, "2001") }]) {
    const { status, text } = await tell(form);
    expect(status).toBe(400);
    expect(text).toContain("This link is not complete.");
  }
  const twice = { about: "lou.lt", token, outcome: "worked" };
  expect(await tell(twice)).toMatchObject({ status: 303, location: "/feedback?about=lou.lt&told=worked" });
  const again = await tell(twice);
  expect([again.status, again.text.includes("This link has been used.")]).toEqual([410, true]);

  const wrong = await tell({ ...twice, outcome: "brilliant" });
  expect([wrong.status, wrong.text.includes("“brilliant” is none of: worked, refused, silent.")]).toEqual([400, true]);
  const polluted = await request.post("/feedback", {
    headers: { origin: baseURL as string, "content-type": "application/x-www-form-urlencoded" },
    data: `about=lou.lt&token=${await linkTo("lou.lt")}&outcome=worked&outcome=silent`,
    maxRedirects: 0,
  });
  expect(polluted.status()).toBe(400);
  expect(await polluted.text()).toContain("Your answer: this came more than once.");
});
