import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { TOLD, TOLD_ALIAS } from "#site/commands/screenshots/told-server.ts";
import { json, PAGES } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

const MACHINE_PATHS = [
  "/health",
  "/ready",
  "/metrics",
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

test("another name of a server leads to its page, in the language asked", async ({ request }) => {
  for (const locale of ["", "/fr"]) {
    const answer = await request.get(`${locale}/servers/${TOLD_ALIAS}`, { maxRedirects: 0 });
    expect(answer.status()).toBe(302);
    expect(answer.headers()["location"]).toBe(`${locale}/servers/${TOLD}`);
  }
});

test("metrics are Prometheus' text, with what the site knows", async ({ request }) => {
  const answer = await request.get("/metrics");
  expect(answer.headers()["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
  const lines = (await answer.text()).split("\n");
  const value = (key: string) => Number(lines.find((line) => line.startsWith(`${key} `))?.slice(key.length + 1));
  expect(value("rockpool_frontier_names")).toBeGreaterThan(6_000);
  expect(value("rockpool_listed_instances")).toBeGreaterThan(300);
  expect(value('rockpool_eligible_instances{kind="microblog"}')).toBeGreaterThan(200);
  expect(value("rockpool_queue_age_seconds")).toBeGreaterThanOrEqual(0);
});

test("a server's own words, its rules and why we think it is about something are on its page", async ({ page }) => {
  await page.goto(`/servers/${TOLD}`);
  await expect(page.getByText("because it says: photograph on film, darkroom")).toBeVisible();
  await expect(page.getByRole("heading", { name: "In its own words" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Be kind." })).toBeVisible();
  const last = page.getByText("Bots are welcome when they say so");
  await expect(last).toBeHidden();
  await page.getByText("1 more rule").click();
  await expect(last).toBeVisible();
});

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
/** Every page that takes a posted form. */
const FORM_PAGES = [
  "/feedback",
  "/fr/feedback",
  "/list",
  "/fr/list",
  "/manage/lou.lt/prove",
  "/fr/manage/lou.lt/prove",
];

for (const { what, headers } of [
  { what: "without an origin", headers: {} },
  { what: "from another site", headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" } },
  { what: "from a neighbour below the same domain", headers: { "sec-fetch-site": "same-site" } },
  { what: "from a sandboxed frame", headers: { origin: "null" } },
]) {
  test(`a form sent ${what} is refused`, async ({ request }) => {
    for (const path of FORM_PAGES) {
      const answer = await request.post(path, { headers: { ...FORM, ...headers }, data: "a=b" });
      expect(answer.status(), path).toBe(403);
    }
  });
}

test("a body larger than any form is refused, however it comes, and the answer can be read", async ({ baseURL }) => {
  const ours = { ...FORM, origin: baseURL as string };
  const kB = "a".repeat(1024);
  for (const path of FORM_PAGES) {
    for (const isChunked of [true, false]) {
      expect(await posted(baseURL + path, ours, kB.repeat(64), isChunked), path).toBe(400);
      expect(await posted(baseURL + path, ours, `${kB.repeat(64)}a`, isChunked), path).toBe(413);
      expect(await posted(baseURL + path, ours, kB.repeat(10_240), isChunked), path).toBe(413);
    }
  }
});

test("a body that is no form is refused", async ({ request, baseURL }) => {
  const ours = { origin: baseURL as string };
  for (const path of FORM_PAGES) {
    for (const type of ["application/json", "text/plain", "application/xml"]) {
      const answer = await request.post(path, { headers: { ...ours, "content-type": type }, data: "{}" });
      expect(answer.status(), `${type} to ${path}`).toBe(415);
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

for (const { path, language } of [
  { path: "/servers/..%2f", language: "en" },
  { path: "/fr/servers/..%5c", language: "fr" },
  { path: "/%ff", language: "en" },
  { path: "/fr/%ff", language: "fr" },
  { path: "/_image?href=%2Ffavicon.svg&f=webp", language: "en" },
  { path: "/_server-islands/Menu", language: "en" },
  { path: "/404", language: "en" },
  { path: "/500", language: "en" },
  { path: "/%2535%2530%2530", language: "en" },
  { path: "//evil.example/", language: "en" },
  { path: "/servers/%00", language: "en" },
]) {
  test(`${path} gets the page that says nothing is there`, async ({ baseURL }) => {
    const { status, headers, body } = await raw("GET", baseURL + path);
    expect([status, headers["location"]]).toEqual([404, undefined]);
    expect(headers["content-type"]).toContain("text/html");
    expect(body).toContain(`<html lang="${language}"`);
  });
}

test("a page that is not found stays small, however much was asked for", async ({ baseURL }) => {
  const long = "a".repeat(12_000);
  const { body: short } = await raw("GET", `${baseURL}/under/this/stone`);
  for (const path of [`/${long}`, `/fr/${long}`, `/under/this/stone?q=${long}`, `/xx/servers?q=${long}`]) {
    const { status, body } = await raw("GET", baseURL + path);
    expect(status, path.slice(0, 40)).toBe(404);
    expect(body.length, path.slice(0, 40)).toBeLessThan(short.length + 1_000);
  }
});

test("bytes of a query that are no text are read as U+FFFD", async ({ baseURL }) => {
  const page = await raw("GET", `${baseURL}/servers?q=lou%ff`);
  expect(page.status).toBe(200);
  expect(page.body).toContain("lou\ufffd");
  const api = await raw("GET", `${baseURL}/api/v1/recommendations?kind=%ff%fe`);
  expect(api.status).toBe(400);
  expect(JSON.parse(api.body)).toMatchObject({ problems: [{ parameter: "kind", value: "\ufffd\ufffd" }] });
});

for (const method of ["TRACE", "PUT", "PATCH", "DELETE"]) {
  test(`${method} is answered with what is allowed instead`, async ({ baseURL }) => {
    const page = await raw(method, `${baseURL}/`);
    expect([page.status, page.headers["allow"], page.body]).toEqual([405, "GET, HEAD, OPTIONS", ""]);
    expect(page.headers).toMatchObject({ "x-content-type-options": "nosniff" });
    const api = await raw(method, `${baseURL}/api/v1/instances`);
    expect(api.status).toBe(405);
    expect(api.headers).toMatchObject({ ...OF_API_ERRORS, allow: "GET, HEAD, OPTIONS" });
  });
}

test("a form sent from our pages to where none is taken is not allowed", async ({ baseURL }) => {
  for (const path of ["/", "/servers", "/fr/find", "/nothing", "/api/v1/instances", "/api/v1/nothing"]) {
    const { status, headers } = await raw("POST", baseURL + path, { origin: baseURL as string, "content-length": "0" });
    expect([status, headers["allow"]], path).toEqual([405, "GET, HEAD, OPTIONS"]);
    if (path.startsWith("/api")) expect(headers, path).toMatchObject(OF_API_ERRORS);
  }
});

test("other sites' scripts learn that they may ask the API", async ({ baseURL }) => {
  const { status, headers, body } = await raw("OPTIONS", `${baseURL}/api/v1/recommendations`, {
    origin: "https://elsewhere.example",
    "access-control-request-headers": "x-anything",
  });
  expect([status, body]).toEqual([204, ""]);
  expect(headers).toMatchObject({
    allow: "GET, HEAD, OPTIONS",
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, HEAD, OPTIONS",
    "access-control-allow-headers": "*",
    "cross-origin-resource-policy": "cross-origin",
  });
  const page = await raw("OPTIONS", `${baseURL}/servers`, { origin: "https://elsewhere.example" });
  expect([page.status, page.headers["allow"]]).toEqual([204, "GET, HEAD, OPTIONS"]);
  expect(page.headers["access-control-allow-origin"]).toBeUndefined();
});

for (const path of ["/api/%ff", "/api/v1/instances/..%2f", "/api/v1/instances/%00", `/api/${"a".repeat(12_000)}`]) {
  test(`${path.slice(0, 30)} is an error that a program can read`, async ({ baseURL }) => {
    const { status, headers, body } = await raw("GET", baseURL + path);
    expect([400, 404]).toContain(status);
    expect(headers).toMatchObject(OF_API_ERRORS);
    expect(body.length).toBeLessThan(400);
  });
}

for (const parameter of ["limit", "cursor"]) {
  test(`${parameter} is given once or not at all`, async ({ request }) => {
    const value = parameter === "limit" ? ["200", "5"] : ["a.example", "b.example"];
    const answer = await request.get(`/api/v1/instances?${parameter}=${value[0]}&${parameter}=${value[1]}`);
    expect(answer.status()).toBe(400);
    expect(await answer.json()).toMatchObject({
      problems: [{ parameter, value: value.join(", "), allowed: "given once" }],
    });
  });
}

test("a slash too much leads to the address without, whatever Host was sent, and without a word", async ({
  baseURL,
}) => {
  const { status, headers, body } = await raw("GET", `${baseURL}/servers/?q=art`, { host: "evil.example" });
  expect([status, headers["location"], body]).toEqual([301, "/servers?q=art", ""]);
});

const OF_API_ERRORS = { "content-type": "application/problem+json", "access-control-allow-origin": "*" };

interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A request as no browser would send it, byte for byte and without following anything. */
async function raw(method: string, url: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  const { hostname, port, origin } = new URL(url);
  const target = url.slice(origin.length);
  const lines = Object.entries({ host: hostname, ...headers, connection: "close" }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const socket = connect(Number(port), hostname);
  socket.setTimeout(10_000, () => socket.destroy(new Error(`No answer to ${target.slice(0, 80)}`)));
  socket.write(`${method} ${target} HTTP/1.0\r\n${lines.join("\r\n")}\r\n\r\n`, "latin1");
  const [head = "", ...rest] = (await text(socket)).split("\r\n\r\n");
  const [first = "", ...fields] = head.split("\r\n");
  const answered = fields.map((field) => {
    const [name = "", ...value] = field.split(": ");
    return [name.toLowerCase(), value.join(": ")] as const;
  });
  return { status: Number(first.split(" ")[1]), headers: Object.fromEntries(answered), body: rest.join("\r\n\r\n") };
}

/** The status that a body gets, with its length announced or in chunks. */
function posted(url: string, headers: Record<string, string>, body: string, isChunked: boolean): Promise<number> {
  const length: Record<string, string> = isChunked ? {} : { "content-length": String(body.length) };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method: "POST", headers: { ...headers, ...length } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on("error", reject);
    for (let start = 0; start < body.length; start += 1024) sent.write(body.slice(start, start + 1024));
    sent.end();
  });
}

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
