import type { Page } from "@playwright/test";
import { OVERSIZED, UNKNOWN } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

const meta = (page: Page, name: string) =>
  page.locator(`meta[property="${name}"], meta[name="${name}"]`).getAttribute("content");

for (const { path, locale, picture } of [
  { path: "/", locale: "en_US", picture: "home" },
  { path: "/fr", locale: "fr_FR", picture: "home" },
  { path: "/find?language=en&seed=1", locale: "en_US", picture: "home" },
  { path: "/servers/lou.lt", locale: "en_US", picture: "lou.lt" },
  { path: "/fr/servers/lou.lt", locale: "fr_FR", picture: "lou.lt" },
  { path: `/servers/${OVERSIZED}`, locale: "en_US", picture: OVERSIZED },
  { path: `/servers/${UNKNOWN}`, locale: "en_US", picture: "home" },
]) {
  test(`a link to ${path} is shown with a picture that is there, in its language`, async ({
    page,
    request,
    baseURL,
  }) => {
    await page.goto(path);
    const address = new URL((await meta(page, "og:image")) ?? "");
    expect(address.origin).toBe(baseURL);
    expect(address.pathname).toBe(`/picture/${picture}.png`);
    expect(address.searchParams.get("language")).toBe(locale === "fr_FR" ? "fr" : null);
    expect(await meta(page, "og:locale")).toBe(locale);
    expect(await meta(page, "twitter:card")).toBe("summary_large_image");
    expect((await meta(page, "og:title"))?.length).toBeGreaterThan(3);
    expect((await meta(page, "og:image:alt"))?.length).toBeGreaterThan(20);

    const answer = await request.get(address.href);
    expect(answer.status()).toBe(200);
    expect(answer.headers()).toMatchObject({
      "content-type": "image/png",
      "cache-control": "public, max-age=31536000, immutable",
      "cross-origin-resource-policy": "cross-origin",
      "access-control-allow-origin": "*",
    });
    const etag = answer.headers()["etag"] ?? "";
    const again = await request.get(address.href, { headers: { "if-none-match": etag } });
    expect(again.status()).toBe(304);

    // Without its hash the address means "as it is now" and is not kept for ever.
    const plain = await request.get(address.pathname);
    expect(plain.headers()["cache-control"]).toBe("public, max-age=3600");
    const drawnSize = await page.evaluate(async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    }, address.href);
    expect(drawnSize).toEqual([1200, 630]);
  });
}

for (const name of [UNKNOWN, "nothing", "lou.lt.png", "..", "LOU.LT"]) {
  test(`there is no picture of ${name}`, async ({ request }) => {
    const answer = await request.get(`/picture/${name}.png`);
    expect(answer.status()).toBe(404);
    expect(answer.headers()["content-type"] ?? "").not.toContain("image");
  });
}

const REFUSED = [
  { parameter: "language", value: "tlh", allowed: "en, fr" },
  { parameter: "theme", value: "red", allowed: "auto, light, dark" },
  { parameter: "language", value: "fr, en", allowed: "given once" },
  { parameter: "colour", value: "red", allowed: "language, v" },
];

test("what pictures and badges do not take is named in the error", async ({ request }) => {
  for (const path of [
    "/picture/lou.lt.png?language=tlh",
    "/badge/lou.lt.svg?language=tlh",
    "/badge/lou.lt.svg?theme=red",
    "/badge/lou.lt.svg?language=fr&language=en",
    "/picture/lou.lt.png?colour=red",
  ]) {
    const answer = await request.get(path);
    expect(answer.status()).toBe(400);
    const { problems } = await answer.json();
    expect(problems).toHaveLength(1);
    expect(REFUSED).toContainEqual(problems[0]);
  }
});

test("a badge stands on another site's page, in light and dark, and is told to screen readers", async ({
  browser,
  baseURL,
  request,
}) => {
  const answer = await request.get("/badge/lou.lt.svg");
  expect(answer.headers()).toMatchObject({
    "content-type": "image/svg+xml; charset=utf-8",
    "cache-control": "public, max-age=600",
    "cross-origin-resource-policy": "cross-origin",
  });
  expect(answer.headers()["content-security-policy"]).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; sandbox$/,
  );
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await browser.newPage({ colorScheme });
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    await page.setContent(`<img src="${baseURL}/badge/lou.lt.svg"><img src="${baseURL}/badge/${UNKNOWN}.svg">`);
    const widths = await page.locator("img").evaluateAll(async (images) => {
      await Promise.all(images.map((image) => (image as HTMLImageElement).decode()));
      return images.map((image) => (image as HTMLImageElement).naturalWidth);
    });
    for (const width of widths) expect(width).toBeGreaterThan(150);

    await page.goto(`${baseURL}/badge/lou.lt.svg`);
    const fill = await page.locator(".ground").evaluate((ground) => getComputedStyle(ground).fill);
    expect(fill).toBe(colorScheme === "dark" ? "rgb(13, 26, 29)" : "rgb(251, 251, 246)");
    await expect(page.getByRole("img", { name: /^lou\.lt on Rockpool: small server/ })).toHaveCount(1);
    expect(complaints.filter((text) => !/status of 404/.test(text))).toEqual([]);
    await page.close();
  }
});

test("a server's page tells search engines what it is about", async ({ page, watch }) => {
  await page.goto("/fr/servers/lou.lt");
  const json = await page.locator('script[type="application/ld+json"]').textContent();
  const document = JSON.parse(json ?? "") as { "@id": string; mainEntity: { url: string } };
  expect(document["@id"]).toMatch(/\/fr\/servers\/lou\.lt$/);
  expect(document.mainEntity.url).toBe("https://lou.lt/");
  expect(watch.complaints).toEqual([]);
  await page.goto(`/servers/${UNKNOWN}`);
  await expect(page.locator('script[type="application/ld+json"]')).toHaveCount(0);
});

test("robots.txt names the sitemap, whose addresses answer", async ({ page, request, baseURL }) => {
  const robots = await (await request.get("/robots.txt")).text();
  expect(robots).toContain(`Sitemap: ${baseURL}/sitemap.xml`);
  const answer = await request.get("/sitemap.xml");
  expect(answer.headers()["content-type"]).toContain("application/xml");
  await page.goto("/");
  const addresses = await page.evaluate(async (path) => {
    const xml = new DOMParser().parseFromString(await (await fetch(path)).text(), "application/xml");
    return [...xml.querySelectorAll("loc")].map((loc) => loc.textContent ?? "");
  }, "/sitemap.xml");
  expect(addresses.length).toBeGreaterThan(600);
  expect(addresses.join()).not.toContain(UNKNOWN);
  for (const address of addresses.slice(0, 16)) expect((await request.get(address)).status(), address).toBe(200);
  expect((await request.get("/sitemap/1.xml")).status()).toBe(404);
});

test("the directory offers a feed of what it shows, which a strict reader can read", async ({ page, request }) => {
  for (const [path, title] of [
    ["/servers?language=fr&topic=art", "New small servers: French, art"],
    ["/fr", "Nouveaux petits serveurs"],
  ] as const) {
    await page.goto(path);
    const link = page.locator('link[type="application/atom+xml"]');
    const address = new URL((await link.getAttribute("href")) ?? "");
    const answer = await request.get(address.href);
    expect(answer.headers()["content-type"]).toBe("application/atom+xml; charset=utf-8");
    const read = await page.evaluate(async (source) => {
      const xml = new DOMParser().parseFromString(await (await fetch(source)).text(), "application/xml");
      return { error: xml.querySelector("parsererror")?.textContent, title: xml.querySelector("title")?.textContent };
    }, address.pathname + address.search);
    expect(read).toEqual({ error: undefined, title });
  }
  expect((await request.get("/feeds/new.atom?topic=chess&sort=name")).status()).toBe(400);
});
