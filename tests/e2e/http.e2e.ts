import { request as httpRequest } from "node:http";
import { json, PAGES } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

const MACHINE_PATHS = [
  "/health",
  "/ready",
  "/robots.txt",
  "/api/v1/recommendations?seed=1",
  "/api/v1/instances",
  "/api/v1/no-such-thing",
];

test("every answer carries the security headers and sets no cookie", async ({ request }) => {
  for (const path of [...PAGES.map((page) => page.path), ...MACHINE_PATHS, "/go/lou.lt", "/go/no.example.org"]) {
    const answer = await request.get(path, { maxRedirects: 0 });
    const headers = answer.headers();
    const policy = headers["content-security-policy"] ?? "";
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).not.toMatch(/unsafe-|https?:|\*/);
    expect(headers, path).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY" });
    expect(headers["referrer-policy"], path).toMatch(/^(strict-origin-when-cross-origin|no-referrer)$/);
    expect(headers["set-cookie"], path).toBeUndefined();
  }
});

test("files of the build carry nosniff and may be kept for ever", async ({ request, page }) => {
  await page.goto("/");
  const files = await page
    .locator("link[rel=stylesheet], link[rel=preload]")
    .evaluateAll((links) => links.map((link) => (link as HTMLLinkElement).href));
  expect(files.length).toBeGreaterThanOrEqual(2);
  for (const file of files) {
    const answer = await request.get(file);
    expect(answer.status(), file).toBe(200);
    expect(answer.headers()["cache-control"], file).toMatch(/immutable/);
  }
});

for (const { path, location } of [
  { path: "/en", location: "/" },
  { path: "/en/servers?q=art", location: "/servers?q=art" },
  { path: "/en/servers/lou.lt", location: "/servers/lou.lt" },
]) {
  test(`${path} has moved for good to ${location}`, async ({ request }) => {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect(answer.status()).toBe(308);
    expect(answer.headers()["location"]).toBe(location);
  });
}

for (const path of ["/xx", "/xx/servers", "/xx/servers/lou.lt", "/fr/en/servers", "/de/find", "/fr/nothing"]) {
  test(`${path} is not found, and says so in HTML`, async ({ request }) => {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect(answer.status()).toBe(404);
    expect(answer.headers()["content-type"]).toContain("text/html");
    expect(await answer.text()).toContain(path.startsWith("/fr") ? 'lang="fr"' : 'lang="en"');
  });
}

test("a question without a seed gets one of its own each time, and is not kept", async ({ request }) => {
  const seeds = new Set<string>();
  for (let asked = 0; asked < 8; asked++) {
    const answer = await request.get("/find?language=fr&topic=art", { maxRedirects: 0 });
    expect(answer.status()).toBe(303);
    expect(answer.headers()["cache-control"]).toBe("no-store");
    const location = answer.headers()["location"] ?? "";
    expect(location).toMatch(/^\/find\?language=fr&topic=art&seed=\d{1,4}$/);
    seeds.add(location);
  }
  expect(seeds.size).toBeGreaterThan(4);
});

test("the home page offers French in French, and tells caches what it depends on", async ({ request }) => {
  const french = await request.get("/", { headers: { "accept-language": "fr-CA,fr;q=0.9,en;q=0.5" } });
  expect(french.headers()["vary"]).toMatch(/accept-language/i);
  const html = await french.text();
  expect(html).toContain('<html lang="en"');
  expect(html).toMatch(/lang="fr"[^>]*>\s*<a href="\/fr"/);
  expect(html).toContain("Cette page en français");
  const english = await request.get("/", { headers: { "accept-language": "en" } });
  expect(await english.text()).not.toContain("Cette page en français");
  const mapped = await request.get("/fr", { headers: { "accept-language": "en" } });
  expect(await mapped.text()).toContain("This page in English");
});

for (const host of ["evil.example", "evil.example:4399", "localhost"]) {
  test(`a Host header of ${host} appears in no link`, async ({ baseURL }) => {
    for (const path of [
      "/",
      "/fr",
      "/servers",
      "/servers/lou.lt",
      "/find?seed=1",
      "/en/servers",
      "/find",
      "/xx",
      "/api/v1/recommendations?seed=1",
    ]) {
      const { body, location } = await rawGet(`${baseURL}${path}`, { host, "x-forwarded-host": "evil.example" });
      expect(`${location}\n${body}`, path).not.toContain("evil.example");
      for (const [link] of body.matchAll(/https?:\/\/(?:localhost|\[::1\]|127\.0\.0\.1)[^"' <]*/g)) {
        expect(link.startsWith(baseURL as string), link).toBe(true);
      }
    }
  });
}

const FORM = { "content-type": "application/x-www-form-urlencoded" };

for (const { what, headers } of [
  { what: "without an origin", headers: {} },
  { what: "from another site", headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" } },
  { what: "from a sandboxed frame", headers: { origin: "null" } },
]) {
  test(`a form sent ${what} is refused`, async ({ request }) => {
    for (const path of ["/", "/find", "/servers", "/api/v1/instances"]) {
      const answer = await request.post(path, { headers: { ...FORM, ...headers }, data: "a=b" });
      expect(answer.status(), path).toBe(403);
    }
  });
}

test("a body of 100 kB is refused, whoever sends it", async ({ request, baseURL }) => {
  const data = "a".repeat(100_000);
  for (const headers of [{}, { origin: baseURL as string, "sec-fetch-site": "same-origin" }]) {
    for (const path of ["/", "/find", "/api/v1/instances", "/go/lou.lt"]) {
      const answer = await request.post(path, { headers: { ...FORM, ...headers }, data });
      expect(answer.status(), path).toBe("origin" in headers ? 413 : 403);
    }
  }
});

for (const path of [
  "/go/nobody-met-this.example.org",
  "/go/evil.example",
  "/go/localhost",
  "/go/127.0.0.1",
  "/go/https:%2F%2Fevil.example",
  "/go/%2F%2Fevil.example",
  "/go/lou.lt@evil.example",
  "/go/lou.lt%2F..%2F..%2Fevil.example",
  "/go/%00",
  "/go/%E0%A4%A",
]) {
  test(`${path} leads nowhere`, async ({ baseURL }) => {
    const { status, location } = await rawGet(`${baseURL}${path}`, {});
    expect(location).toBe("");
    expect([400, 404]).toContain(status);
  });
}

test("the way out is counted by nobody else, kept by nobody and followed by no robot", async ({ request }) => {
  const answer = await request.get("/go/lou.lt?next=https://evil.example&url=//evil.example", { maxRedirects: 0 });
  expect(answer.status()).toBe(302);
  expect(new URL(answer.headers()["location"] ?? "").hostname).toBe("lou.lt");
  expect(answer.headers()).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
  expect(answer.headers()["x-robots-tag"]).toContain("nofollow");
  expect(await (await request.get("/robots.txt")).text()).toContain("Disallow: /go/");
});

for (const { path, parameter } of [
  { path: "/api/v1/recommendations?kind=tv", parameter: "kind" },
  { path: "/api/v1/recommendations?colour=red", parameter: "colour" },
  { path: "/api/v1/recommendations?seed=-1", parameter: "seed" },
  { path: "/api/v1/instances?size=huge", parameter: "size" },
]) {
  test(`${path} is answered with what is allowed instead`, async ({ request }) => {
    const answer = await request.get(path);
    expect(answer.status()).toBe(400);
    expect(answer.headers()["content-type"]).toContain("application/problem+json");
    const { problems } = (await answer.json()) as { problems: { parameter: string; allowed: string }[] };
    expect(problems).toEqual([expect.objectContaining({ parameter, allowed: expect.stringMatching(/./) })]);
  });
}

test("the API never recommends an oversized or full server, whatever is asked", async ({ request }) => {
  for (const query of [
    "",
    "language=ja",
    "language=en&topic=tech",
    "signup=open",
    "kind=links",
    "followers=1000000&count=6",
  ]) {
    for (const seed of [0, 1, 2, 4095]) {
      const answer = await json<{ picks: { domain: string; size: { class: string }; eligible: boolean }[] }>(
        request,
        `/api/v1/recommendations?${query}&seed=${seed}`,
      );
      for (const pick of answer.picks) {
        expect(pick.eligible, pick.domain).toBe(true);
        expect(pick.size.class, pick.domain).toMatch(/^(small|medium|large|personal)$/);
      }
      if (query === "kind=links") expect(answer.picks).toEqual([]);
    }
  }
});

/** A GET with a Host header of our choice, as no browser would send it, and without following anything. */
function rawGet(
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number; location: string; body: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, path: url.slice(new URL(url).origin.length), headers }, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, location: answer.headers.location ?? "", body }),
      );
    });
    sent.on("error", reject).end();
  });
}
