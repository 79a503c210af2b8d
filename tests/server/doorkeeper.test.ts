import fc from "fast-check";
import { expect, test } from "vitest";
import { doorkeeper } from "#site/server/doorkeeper.ts";

test.for([
  ["/", "/"],
  ["/servers?q=caf%C3%A9&page=2", "/servers?q=caf%C3%A9&page=2"],
  ["/servers?q=a/../b%2f", "/servers?q=a/../b%2f"],
  ["/servers/b%C3%BCcher.example", "/servers/b%C3%BCcher.example"],
  ["/.well-known/anything", "/.well-known/anything"],
  ["/servers/..a", "/servers/..a"],
  ["/servers/404", "/servers/404"],
  ["/find?language=fr#picks", "/find?language=fr"],
  ["http://evil.example/servers?q=art", "/servers?q=art"],
  ["http://evil.example", "/"],
  ["?q=1", "/?q=1"],
  ["/servers?q=%ff%fe&language=fr", "/servers?q=%EF%BF%BD%EF%BF%BD&language=fr"],
  ["/servers?q=100%", "/servers?q=100%25"],
  [`/servers/${"a".repeat(253)}`, `/servers/${"a".repeat(253)}`],
] as const)("%s is served as %s", ([asked, served]) => {
  for (const method of ["GET", "HEAD"]) expect(doorkeeper(method, asked)).toBe(served);
});

test.for([
  ["/servers/..%2f", "/404"],
  ["/servers/..%2F?q=1", "/404"],
  ["/fr/servers/..%5C", "/fr/404"],
  ["/de/servers/..%5C", "/404"],
  ["/servers\\x", "/404"],
  ["/servers/..", "/404"],
  ["/a/../servers", "/404"],
  ["/a/.%2E/servers", "/404"],
  ["/./servers", "/404"],
  ["//evil.example/", "/404"],
  ["//", "/404"],
  ["*", "/404"],
  ["http:/servers", "/404"],
  ["/%ff", "/404"],
  ["/fr/%ff?q=%ff", "/fr/404"],
  ["/servers/%E0%A4%A", "/404"],
  ["/servers\f/", "/404"],
  ["/\t/evil.example/", "/404"],
  ["/servers/b\u00c3\u00bccher.example", "/404"],
  ["/_image?href=/favicon.svg&f=webp", "/404"],
  ["/%5fimage", "/404"],
  ["/_server-islands/Menu", "/404"],
  ["/_server-islands", "/404"],
  ["/404", "/404"],
  ["/404/", "/404"],
  ["/500", "/404"],
  ["/%35%30%30", "/404"],
  ["/%2535%2530%2530", "/404"],
  ["/servers/..%252f", "/404"],
  [`/${"a".repeat(20_000)}`, "/404"],
] as const)("%s is no address of ours: %s is served", ([asked, served]) => {
  expect(doorkeeper("GET", asked)).toBe(served);
});

test.for(["/api/%ff", "/api/v1/instances/..%2f", "/api/v1/../../x", `/api/${"a".repeat(20_000)}`])(
  "%.40s gets an error that a program can read",
  async (asked) => {
    const answer = doorkeeper("GET", asked) as Response;
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect((await answer.text()).length).toBeLessThan(400);
  },
);

test.for([
  ["GET", "/servers/", 301, "/servers"],
  ["HEAD", "/fr/", 301, "/fr"],
  ["GET", "/servers///?q=art", 301, "/servers?q=art"],
  ["GET", "http://evil.example/servers/?q=%ff", 301, "/servers?q=%EF%BF%BD"],
  ["GET", "/servers/?q=a\fb", 301, "/servers?q=a%0Cb"],
  ["POST", "/feedback/", 308, "/feedback"],
] as const)("%s %s has moved: %i to %s, without a body", ([method, asked, status, location]) => {
  const answer = doorkeeper(method, asked) as Response;
  expect([answer.status, answer.headers.get("location"), answer.body]).toEqual([status, location, null]);
});

test.for(["/feedback", "/fr/feedback", "/feedback?about=a.example"])("%s takes a form", (path) => {
  expect(doorkeeper("POST", path)).toBe(path);
  for (const method of ["OPTIONS", "PUT"]) {
    const answer = doorkeeper(method, path) as Response;
    expect([answer.status, answer.headers.get("allow")]).toEqual([
      method === "PUT" ? 405 : 204,
      "GET, HEAD, POST, OPTIONS",
    ]);
  }
});

test.for([
  "/",
  "/servers",
  "/go/lou.lt",
  "/feedback/more",
  "/api/feedback",
  "/xx/feedback",
  "/fr/fr/feedback",
  "/%66eedback",
  "/feedback%2f..",
  "//feedback",
])("%s takes no form", (path) => {
  const answer = doorkeeper("POST", path) as Response;
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
});

test("a moved address of the API can be followed from other sites", () => {
  const answer = doorkeeper("GET", "/api/v1/instances/") as Response;
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
});

test.for(["TRACE", "PUT", "PATCH", "DELETE", "PROPFIND", "CONNECT", ""])("%s is not allowed anywhere", (method) => {
  for (const path of ["/", "/servers/..%2f", "/assets/a.css"]) {
    const answer = doorkeeper(method, path) as Response;
    expect([answer.status, answer.headers.get("allow"), answer.body]).toEqual([405, "GET, HEAD, OPTIONS", null]);
  }
  const answer = doorkeeper(method, "/api/v1/instances") as Response;
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
});

test("OPTIONS tells pages' methods, and scripts of other sites what they may ask the API", () => {
  const page = doorkeeper("OPTIONS", "/servers") as Response;
  expect([page.status, page.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
  expect(page.headers.get("access-control-allow-origin")).toBeNull();
  const api = doorkeeper("OPTIONS", "/api/v1/instances?limit=5") as Response;
  expect([api.status, api.body]).toEqual([204, null]);
  expect(Object.fromEntries(api.headers)).toMatchObject({
    allow: "GET, HEAD, OPTIONS",
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, HEAD, OPTIONS",
    "access-control-allow-headers": "*",
    "access-control-max-age": "86400",
  });
});

test("whatever is asked, an answer is found, and nobody is sent to another site", () => {
  const pieces = fc.constantFrom(
    "/",
    "//",
    "\\",
    ".",
    "..",
    "%2f",
    "%",
    "%ff",
    "?",
    "#",
    "a",
    "\t",
    "\f",
    "\u00ff",
    "api",
    "fr",
  );
  const targets = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(targets, (target) => {
      const admitted = doorkeeper("GET", target);
      const path = typeof admitted === "string" ? admitted : (admitted.headers.get("location") ?? "/");
      expect(path).toMatch(/^\/(?!\/)[!-~]*$/);
      expect(() => decodeURI(path)).not.toThrow();
    }),
  );
});
