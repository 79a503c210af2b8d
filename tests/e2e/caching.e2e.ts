import { expect, test } from "./support/test.ts";

/** What anybody may keep, for so many seconds; answers in the reader's language say so. */
const KEPT = [
  { path: "/find?language=en&seed=1", seconds: 60, isByLanguage: true },
  { path: "/fr/find?language=de&seed=7", seconds: 60, isByLanguage: true },
  { path: "/api/v1/recommendations?language=en&seed=1", seconds: 60, isByLanguage: true },
  { path: "/embed?language=en&seed=1", seconds: 60, isByLanguage: false },
  { path: "/badge/lou.lt.svg", seconds: 600, isByLanguage: false },
  { path: "/network.csv", seconds: 900, isByLanguage: false },
  { path: "/feeds/new.atom", seconds: 3_600, isByLanguage: false },
];

for (const { path, seconds, isByLanguage } of KEPT) {
  test(`${path} may be kept for ${seconds} seconds, and is checked by its tag`, async ({ request }) => {
    const plain = await request.get(path, { headers: { "accept-encoding": "identity" } });
    const { etag = "", ...headers } = plain.headers();
    expect(headers["cache-control"]).toBe(`public, max-age=${seconds}`);
    expect(headers["vary"]?.includes("Accept-Language")).toBe(isByLanguage);
    expect(headers["vary"]).toContain("Accept-Encoding");
    expect(etag).toMatch(/^W\/"[\w-]{22}"$/);

    const packed = await request.get(path, { headers: { "accept-encoding": "gzip" } });
    expect(packed.headers()).toMatchObject({ "content-encoding": "gzip", etag });
    const head = await request.head(path);
    expect([head.status(), head.headers()["etag"], await head.text()]).toEqual([200, etag, ""]);
    for (const known of [etag, `"other", ${etag}`, etag.replace("W/", ""), "*"]) {
      for (const answer of [
        await request.get(path, { headers: { "if-none-match": known } }),
        await request.head(path, { headers: { "if-none-match": known } }),
      ]) {
        expect([answer.status(), answer.headers()["etag"], await answer.text()], known).toEqual([304, etag, ""]);
        expect(answer.headers()["cache-control"]).toBe(`public, max-age=${seconds}`);
      }
    }
    const stale = await request.get(path, { headers: { "if-none-match": '"an older one"' } });
    expect(stale.status()).toBe(200);
  });
}

test("what is drawn anew for everyone is kept by nobody", async ({ request }) => {
  const page = await request.get("/find?language=en", { maxRedirects: 0 });
  expect([page.status(), page.headers()["cache-control"]]).toEqual([303, "no-store"]);
  const api = await request.get("/api/v1/recommendations?language=en");
  expect([api.status(), api.headers()["cache-control"], api.headers()["etag"]]).toEqual([200, "no-store", undefined]);
});

test("whoever finds all full may take a reminder to their calendar", async ({ page, request }) => {
  await page.goto("/find?kind=links&language=en&seed=1");
  await expect(page.getByText(/Room comes back in \d+ (hour|minute)s?, at \d\d:00 UTC\./)).toBeVisible();
  const link = page.getByRole("link", { name: /^Remind me then/ });
  const file = await request.get((await link.getAttribute("href")) ?? "");
  expect(file.headers()["content-type"]).toBe("text/calendar; charset=utf-8");
  expect(await file.text()).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]+DTSTART:\d{8}T\d\d0000Z\r\n[\s\S]+END:VCALENDAR\r\n$/);
  await expect(page.getByRole("link", { name: "Or start one together" })).toHaveAttribute("href", "/audience#group");
  const wrong = await request.get("/find.ics?kind=tv");
  expect(wrong.status()).toBe(400);
});
