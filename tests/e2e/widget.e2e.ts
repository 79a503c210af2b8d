import type { ServerResponse } from "node:http";
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import type { Picker } from "#site/widget/picker.ts";
import { type ForeignSite, openForeignSite } from "./support/foreign-site.ts";

/** What a page and its browser did. */
interface Seen {
  /** Addresses asked of anybody but the foreign site itself, in order. */
  asked: string[];
  /** Errors, warnings and refusals of a policy. */
  complaints: string[];
}

const test = base.extend<{ foreign: ForeignSite; seen: Seen }>({
  foreign: async ({ baseURL }, use) => {
    const foreign = await openForeignSite(baseURL ?? "");
    await use(foreign);
    foreign.close();
  },
  seen: async ({ context, foreign }, use) => {
    const seen: Seen = { asked: [], complaints: [] };
    context.on("request", (request) => {
      if (!request.url().startsWith(foreign.origin)) seen.asked.push(request.url());
    });
    context.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) seen.complaints.push(message.text());
    });
    context.on("weberror", (error) => seen.complaints.push(String(error.error())));
    await use(seen);
  },
});

const LINK = '<a href="https://rockpool.example/find">Find a small server</a>';
const picker = (attributes = "") => `<small-server-picker ${attributes}>${LINK}</small-server-picker>`;
const picks = (page: Page) => page.locator("small-server-picker li");
const domains = (page: Page, nth = 0) =>
  page.locator("small-server-picker").nth(nth).locator(".domain").allTextContents();

async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" | ")}`);
}

test("under a strict policy it shows servers with one request, no cookie, no global and no complaint", async ({
  page,
  context,
  foreign,
  seen,
  baseURL,
}) => {
  const names = () => page.evaluate(() => Object.getOwnPropertyNames(window).toSorted());
  await page.goto(foreign.put({ body: picker("language=en"), widget: null }));
  const before = await names();
  await expect(page.getByRole("link", { name: "Find a small server" })).toBeVisible();
  expect(seen.asked).toEqual([]);

  await page.goto(foreign.put({ body: picker("language=en") }));
  await expect(picks(page)).toHaveCount(3);
  await expect(page.getByText("Find a small server")).toBeHidden();
  expect(await names()).toEqual(before);
  const [script = "", answer = "", ...more] = seen.asked;
  expect(more).toEqual([]);
  expect(script).toBe(`${baseURL}/widget.js`);
  const asked = new URL(answer);
  expect(asked.origin + asked.pathname).toBe(`${baseURL}/widget.json`);
  expect(Number(asked.searchParams.get("seed"))).toBeLessThan(256);
  expect([...asked.searchParams.keys()]).toEqual(["language", "lang", "seed"]);
  for (const link of await page.locator("small-server-picker .join").all()) {
    expect(await link.getAttribute("href")).toMatch(new RegExp(`^${baseURL}/go/[a-z0-9.-]+\\?day=.*&token=`));
  }
  expect(await context.cookies()).toEqual([]);
  expect(seen.complaints).toEqual([]);
  expect(await violations(page)).toEqual([]);
});

test("without scripts the link is all there is, and it is enough", async ({ browser, foreign }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(foreign.put({ body: picker() }));
  await expect(page.getByRole("link", { name: "Find a small server" })).toBeVisible();
  await context.close();
});

const FAILURES: Record<string, (response: ServerResponse) => void> = {
  "answers 500": (response) => response.writeHead(500).end("{}"),
  "hangs up": (response) => response.destroy(),
  "answers no JSON": (response) => response.end("<html>"),
  "answers half of it": (response) => response.end('{"picks": [{'),
  "answers another thing": (response) => response.end('{"picks": 3}'),
  "answers null": (response) => response.end("null"),
  "answers without end": (response) => {
    const chunk = " ".repeat(100_000);
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
      if (!response.destroyed) response.once("drain", more);
    };
    more();
  },
  "never answers": () => undefined,
};
for (const [what, answer] of Object.entries(FAILURES)) {
  test(`where the site ${what}, the link stays and the page hears of it by an event only`, async ({
    page,
    foreign,
    seen,
  }) => {
    await page.addInitScript(() => {
      document.addEventListener("small-server-picker-error", () => document.body.setAttribute("data-told", ""), true);
    });
    await page.goto(foreign.put({ body: picker(), widget: foreign.standIn(answer) }));
    await expect(page.locator("body[data-told]")).toHaveCount(1, { timeout: 15_000 });
    await expect(page.getByRole("link", { name: "Find a small server" })).toBeVisible();
    expect(await page.locator("small-server-picker").evaluate((one) => one.shadowRoot?.children.length)).toBe(1);
    expect(seen.complaints.filter((text) => !/^Failed to load resource/.test(text))).toEqual([]);
  });
}

test("three with the same question share one request; another question has its own", async ({
  page,
  foreign,
  seen,
}) => {
  const body =
    picker("language=en topic='tech games'") + picker("language=en topic=tech,games") + picker("language=de");
  await page.goto(foreign.put({ body }));
  await expect(picks(page)).toHaveCount(9);
  expect(await domains(page, 0)).toEqual(await domains(page, 1));
  expect(seen.asked.filter((address) => address.includes("/widget.json"))).toHaveLength(2);
  expect(await violations(page)).toEqual([]);
});

test("attributes that change together ask once, and the reader's own choice keeps the focus", async ({
  page,
  foreign,
  seen,
}) => {
  await page.goto(foreign.put({ body: picker("language=en seed=5") }));
  await expect(picks(page)).toHaveCount(3);
  await page.locator("small-server-picker").evaluate((one) => {
    one.setAttribute("language", "de");
    one.setAttribute("count", "6");
    one.setAttribute("theme", "dark");
  });
  await expect(picks(page)).toHaveCount(6);
  expect(seen.asked.filter((address) => address.includes("/widget.json"))).toHaveLength(2);
  const paper = await page
    .locator("small-server-picker .card")
    .evaluate((card) => getComputedStyle(card).backgroundColor);
  expect(paper).toBe("rgb(13, 26, 29)");

  const language = page.getByLabel("Language");
  await expect(language).toHaveValue("de");
  await language.focus();
  await language.selectOption("fr");
  await expect(page.locator("small-server-picker")).toHaveAttribute("language", "fr");
  await expect(page.locator("small-server-picker [aria-busy]")).toHaveCount(0);
  await expect(language).toBeFocused();
  await expect(language).toHaveValue("fr");
  await expect(page.getByRole("status")).toContainText("6 servers.");
});

test("offline, a reader's change keeps what was there and says so", async ({ page, context, foreign }) => {
  await page.goto(foreign.put({ body: picker("language=en seed=5") }));
  await expect(picks(page)).toHaveCount(3);
  const before = await domains(page);
  await context.setOffline(true);
  await page.getByLabel("Language").selectOption("fr");
  await expect(page.getByRole("status")).toContainText("That did not come through");
  expect(await domains(page)).toEqual(before);
});

for (const { name, root, language } of [
  { name: "Arabic", root: 'lang="ar" dir="rtl"', language: "ar" },
  { name: "Japanese", root: 'lang="ja-JP"', language: "ja" },
]) {
  test(`on a page in ${name} it asks for servers in it, and says which language it speaks itself`, async ({
    page,
    foreign,
    seen,
  }) => {
    await page.goto(foreign.put({ root, body: picker() }));
    await expect(picks(page)).toHaveCount(3);
    const asked = new URL(seen.asked.find((address) => address.includes("/widget.json")) ?? "");
    expect(asked.searchParams.get("language")?.slice(0, 2)).toBe(language);
    await expect(page.locator("small-server-picker .card")).toHaveAttribute("lang", "en");
    await expect(page.locator("small-server-picker .card")).toHaveAttribute("dir", "ltr");
    await expect(page.getByLabel("Language")).toHaveValue(language);
    expect(seen.complaints).toEqual([]);
  });
}

test("on a French page it speaks French", async ({ page, foreign }) => {
  await page.goto(foreign.put({ root: 'lang="fr-CA"', body: picker("language=br") }));
  await expect(page.locator("small-server-picker .card")).toHaveAttribute("lang", "fr");
  await expect(page.getByRole("heading", { name: "Rejoignez le web social ouvert" })).toBeVisible();
});

test("in a language from right to left it is laid out from right to left", async ({ page, foreign, baseURL }) => {
  const real = (await (await fetch(`${baseURL}/widget.json?language=en&seed=1`)).json()) as Picker;
  const words = { ...real, lang: "ar", dir: "rtl", heading: "انضم إلى الشبكة المفتوحة", lead: "اختر خادما صغيرا." };
  const widget = foreign.standIn((response) => response.end(JSON.stringify(words)));
  await page.goto(foreign.put({ root: 'lang="ar" dir="rtl"', body: picker(), widget }));
  const boxes = async (selector: string) => (await page.locator(selector).first().boundingBox())?.x ?? 0;
  await expect(picks(page)).toHaveCount(3);
  expect(await boxes("small-server-picker li svg")).toBeGreaterThan(await boxes("small-server-picker .domain"));
  expect(await boxes("small-server-picker .domain")).toBeGreaterThan(await boxes("small-server-picker .join"));
  await expect(page.locator("small-server-picker bdi").first()).toHaveAttribute("dir", "ltr");
});

test("what a hostile answer says stays text, in its place and of a bearable length", async ({
  page,
  foreign,
  seen,
  baseURL,
}) => {
  const real = (await (await fetch(`${baseURL}/widget.json?language=en&seed=1`)).json()) as Picker;
  const image = "<img src=x onerror=\"document.title='owned'\">";
  const bidi = "\u202e\u2066evil\u0000.example";
  const long = "w".repeat(10_000);
  const [first] = real.picks;
  const hostile = [image, bidi, long].map((text) => ({
    ...first,
    domain: text,
    facts: text,
    on: text,
    url: "javascript:document.title='owned'",
    signUp: { text, url: "data:text/html,owned" },
  }));
  const answer = { ...real, heading: image, lead: long, notice: bidi, problems: [], picks: hostile };
  const widget = foreign.standIn((response) => response.end(JSON.stringify(answer)));
  await page.setViewportSize({ width: 320, height: 800 });
  await page.goto(foreign.put({ body: picker(), widget }));
  await expect(picks(page)).toHaveCount(3);
  expect(await page.locator("small-server-picker img").count()).toBe(0);
  expect(await page.title()).toBe("A club");
  for (const link of await page.locator("small-server-picker li a").all())
    expect(await link.getAttribute("href")).toBe("#");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  expect((await page.locator("small-server-picker .lead").textContent())?.length).toBe(300);
  expect(seen.complaints).toEqual([]);
});

test("the widget's file is for everyone, fresh for an hour, and known by its content", async ({ request }) => {
  const answer = await request.get("/widget.js");
  const headers = answer.headers();
  expect(headers).toMatchObject({
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": expect.stringContaining("max-age=3600"),
    "content-type": expect.stringContaining("javascript"),
  });
  expect((await request.get("/widget.js", { headers: { "if-none-match": headers["etag"] ?? "" } })).status()).toBe(304);
});

test("the frame needs no script, fits its code's height, and sends sign-ups to a page of their own", async ({
  browser,
  foreign,
  request,
  baseURL,
}) => {
  const drawn = await request.get("/fr/embed?language=fr&theme=dark", { maxRedirects: 0 });
  expect([drawn.status(), drawn.headers()["cache-control"]]).toEqual([303, "no-store"]);
  expect(drawn.headers()["location"]).toMatch(/^\/fr\/embed\?language=fr&seed=\d+&theme=dark$/);

  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const width of [300, 600]) {
    for (const count of [1, 3, 6]) {
      const pasted = `${baseURL}/fr/find?language=fr&count=${count}&seed=7`;
      const oembed = await request.get(`/oembed?maxwidth=${width}&url=${encodeURIComponent(pasted)}`);
      const { html, height } = (await oembed.json()) as { html: string; height: number };
      await page.goto(foreign.put({ body: html, widget: null }));
      const frame = page.frameLocator("iframe");
      await expect(frame.locator("li")).toHaveCount(count);
      const card = await frame.locator(".card").boundingBox();
      expect(card?.height, `${count} in ${width} px`).toBeLessThanOrEqual(height);
    }
  }
  const join = page.frameLocator("iframe").locator(".join").first();
  expect(await join.getAttribute("target")).toBe("_blank");
  await page.frameLocator("iframe").getByLabel("Langue").selectOption("en");
  await page.frameLocator("iframe").getByRole("button", { name: "Montrer" }).click();
  await expect(page.frameLocator("iframe").getByLabel("Langue")).toHaveValue("en");
  await context.close();
});

test("the frame's page passes axe in both themes", async ({ page }) => {
  for (const path of ["/embed?language=en&seed=1&theme=light", "/fr/embed?language=gd&count=6&seed=1&theme=dark"]) {
    await page.goto(path);
    expect(await violations(page), path).toEqual([]);
  }
});

test("no other page may be framed", async ({ page, foreign, seen, baseURL }) => {
  await page.goto(foreign.put({ body: `<iframe src="${baseURL}/widget"></iframe>`, widget: null }));
  await expect.poll(() => seen.complaints.join()).toMatch(/frame-ancestors|X-Frame-Options/);
});

for (const { query, status } of [
  { query: "url={site}/", status: 200 },
  { query: "url={site}/fr&format=json&dnt=1", status: 200 },
  { query: "url={site}/servers/lou.lt", status: 200 },
  { query: "url={site}/&format=xml", status: 501 },
  { query: "url={site}/about", status: 404 },
  { query: "url={site}/servers/nobody-met-this.example.org", status: 404 },
  { query: "url=https://evil.example/", status: 404 },
  { query: "", status: 404 },
  { query: "url={site}/&maxwidth=wide", status: 400 },
]) {
  test(`oEmbed answers ${status} to ${query || "nothing"}`, async ({ request, baseURL }) => {
    const answer = await request.get(`/oembed?${query.replace("{site}", encodeURIComponent(baseURL ?? ""))}`);
    expect(answer.status()).toBe(status);
    expect(answer.headers()["access-control-allow-origin"]).toBe("*");
  });
}

test("pages that one would paste say where their oEmbed is, and it keeps within what is allowed", async ({
  page,
  request,
}) => {
  for (const path of ["/", "/fr", "/find?language=en&topic=art&seed=1", "/widget?topic=art", "/servers/lou.lt"]) {
    await page.goto(path);
    const link = page.locator('link[type="application/json+oembed"]');
    const answer = await request.get(`${await link.getAttribute("href")}&maxwidth=320&maxheight=200`);
    const body = (await answer.json()) as { type: string; version: string; width?: number; height?: number };
    expect(body.version, path).toBe("1.0");
    if (body.type === "rich") expect([body.width, body.height], path).toEqual([320, 200]);
    expect(JSON.stringify(body), path).not.toContain("seed=");
  }
});

test("the builder shows and codes what is chosen, with a script and without", async ({ browser, page, baseURL }) => {
  const codes = (on: Page) => on.locator("#code pre").allTextContents();
  await page.goto("/widget");
  await page.getByLabel("Dark", { exact: true }).check();
  await page.getByLabel("Servers in").selectOption("de");
  await expect(page.locator("iframe")).toHaveAttribute("src", "/embed?language=de&theme=dark");
  await expect(page.frameLocator("iframe").locator("li")).toHaveCount(3);
  const [html = "", frame = "", markdown = ""] = await codes(page);
  expect(html).toContain('<small-server-picker language="de" theme="dark">');
  expect(frame).toContain(`src="${baseURL}/embed?language=de&amp;theme=dark"`);
  expect(markdown).toBe(`[Find a small server on the open social web](${baseURL}/find?language=de)`);
  await expect(page.locator("#code").getByRole("button", { name: "Copy" })).toHaveCount(3);

  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(`${baseURL}/widget`);
  await plain.getByLabel("Dark", { exact: true }).check();
  await plain.getByLabel("Servers in").selectOption("de");
  await plain.getByRole("button", { name: "Show it" }).click();
  expect(await codes(plain)).toEqual([html, frame, markdown]);
  await context.close();
});
