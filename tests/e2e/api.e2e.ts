import fc from "fast-check";
import { AUDIENCE_BANDS } from "#core/audience.ts";
import { INELIGIBILITY } from "#core/eligible.ts";
import { RELAXATIONS } from "#core/fit.ts";
import { REASONS } from "#core/recommend.ts";
import { ENDPOINTS } from "#site/api/endpoints.ts";
import { json } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

for (const path of ["/api", "/fr/api"]) {
  test(`every example of ${path} runs, and answers what the page shows`, async ({ page, request }) => {
    await page.goto(path);
    const examples = page.locator("article.endpoint");
    await expect(examples).toHaveCount(ENDPOINTS.length);
    for (const example of await examples.all()) {
      const line = (await example.locator("[data-copy] pre").textContent()) ?? "";
      const address = /^curl '(.+)'$/.exec(line)?.[1] ?? "";
      const answer = await request.get(address);
      expect(answer.status(), address).toBe(200);
      await example.locator("summary").click();
      const shown: unknown = JSON.parse((await example.locator("details pre").textContent()) ?? "");
      expect(shown, address).toEqual(shortened(await answer.json()));
    }
    const first = await page.locator("[data-copy] pre").first().textContent();
    const { picks } = await json<{ picks: unknown[] }>(request, /'(.+)'/.exec(first ?? "")?.[1] ?? "");
    expect(picks).toHaveLength(3);
    for (const link of await page.locator("main a[href^='#']").all()) {
      await expect(page.locator((await link.getAttribute("href")) ?? "")).toHaveCount(1);
    }
  });
}

test("every code of the answers has its meaning on the page, but for those that are never seen", async ({ page }) => {
  await page.goto("/api");
  const meant = await page.locator("#codes ~ dl dt").allTextContents();
  const seen = INELIGIBILITY.filter((code) => code !== "refused" && code !== "blocked");
  expect(meant).toEqual([...REASONS, ...RELAXATIONS, ...AUDIENCE_BANDS, ...seen]);
});

/** As the page cuts lists: two of them, and a sign that there are more. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 2 ? [...value.slice(0, 2).map(shortened), "…"] : value.map(shortened);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shortened(inner)]));
}

test("the API describes itself where it says so", async ({ request, baseURL }) => {
  const answer = await request.get("/api/v1/openapi.json");
  expect(answer.headers()).toMatchObject({ "access-control-allow-origin": "*", "content-type": "application/json" });
  const document = (await answer.json()) as { paths: object; servers: object[] };
  expect(Object.keys(document.paths)).toEqual(ENDPOINTS.map(({ path }) => path));
  expect(document.servers).toEqual([{ url: baseURL }]);
});

test("whatever a stranger asks the API, it never fails", async ({ request }) => {
  const targets = fc.tuple(
    fc.constantFrom(...ENDPOINTS.map(({ path }) => path), "/api/v1/openapi.json", "/api/v2", "/dumps/instances.csv"),
    fc.webSegment(),
    fc.dictionary(
      fc.constantFrom(...ENDPOINTS.flatMap(({ parameters }) => Object.keys(parameters)), "x", "__proto__"),
      fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), fc.constantFrom("1", "fr", "art", "open", "mastodon")),
      { maxKeys: 5 },
    ),
  );
  await fc.assert(
    fc.asyncProperty(targets, async ([path, segment, query]) => {
      const name = segment.replaceAll(/[/\\]/g, "") || "lou.lt";
      const given = new URLSearchParams(query);
      const answer = await request.get(`${path.replace("{domain}", name)}?${given}`, { maxRedirects: 0 });
      expect([200, 301, 400, 404], `${path} ${segment} ${given}`).toContain(answer.status());
    }),
    { numRuns: 200 },
  );
});

test("HEAD has the headers of GET, and nothing behind them", async ({ request }) => {
  for (const path of [...ENDPOINTS.map(({ example }) => example("lou.lt")), "/dumps/instances.csv"]) {
    const [head, get] = [await request.head(path), await request.get(path)];
    expect([head.status(), await head.text()], path).toEqual([200, ""]);
    for (const name of ["etag", "content-type", "cache-control"]) {
      expect(head.headers()[name], `${path} ${name}`).toBe(get.headers()[name]);
    }
  }
});

test("the dumps have who was visited, seeds not yet; asked again, nothing is sent", async ({ request }) => {
  for (const path of ["/dumps/instances.ndjson.gz", "/dumps/instances.csv"]) {
    const { etag = "", "last-modified": modified = "", ...headers } = (await request.get(path)).headers();
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect((await request.get(path, { headers: { "if-none-match": etag } })).status()).toBe(304);
    expect((await request.get(path, { headers: { "if-modified-since": modified } })).status()).toBe(304);
  }
  const table = await (await request.get("/dumps/instances.csv")).text();
  const { instances } = await json<{ instances: { domain: string; lastSeenAt: string | null }[] }>(
    request,
    "/api/v1/instances?limit=200",
  );
  const visited = new Set(table.split("\r\n").map((line) => line.split(",")[0]));
  for (const { domain, lastSeenAt } of instances) expect(visited.has(domain), domain).toBe(lastSeenAt !== null);
});
