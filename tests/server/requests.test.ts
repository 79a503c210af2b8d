import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { clientAddress } from "#site/server/client-address.ts";
import { compressed } from "#site/server/compress.ts";
import { Referrals } from "#site/server/referrals.ts";
import { isFromOurPages, secureHeaders } from "#site/server/security.ts";
import { openStore } from "#store/open.ts";
import { NOW } from "../support/instances.ts";

const DAY = "2026-11-22";
const SECRET = "a secret of this test only";

async function counter() {
  const store = await openStore("sqlite::memory:", { migrate: true });
  const referrals = new Referrals(store, SECRET);
  const go = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    new Request(`https://rockpool.example${path}`, { headers, method });
  const counted = async (domain: string) => (await store.referrals.on(DAY)).get(domain) ?? 0;
  return { referrals, go, counted, store };
}

test("a newcomer sent on from our page is counted once a day, domain and network", async () => {
  const { referrals, go, counted } = await counter();
  const path = referrals.path("m.example.org", 7, NOW);
  expect(await referrals.count("m.example.org", go(path), "203.0.113.5", NOW)).toBe(true);
  expect(await referrals.count("m.example.org", go(path), "203.0.113.77", NOW)).toBe(false);
  expect(await referrals.count("m.example.org", go(path), "::ffff:203.0.113.9", NOW)).toBe(false);
  expect(await referrals.count("m.example.org", go(path), "198.51.100.1", NOW)).toBe(true);
  expect(await referrals.count("m.example.org", go(path), "2001:db8:1:2::3", NOW)).toBe(true);
  expect(await referrals.count("m.example.org", go(path), "2001:db8:1:9::4", NOW)).toBe(false);
  expect(await counted("m.example.org")).toBe(3);
});

test("a guess of the browser, a HEAD, a forged, foreign, old or missing token count nothing", async () => {
  const { referrals, go, counted } = await counter();
  const path = referrals.path("m.example.org", 7, NOW);
  const stale = referrals.path("m.example.org", 7, new Date(NOW.getTime() - 3 * 86_400_000));
  const future = referrals.path("m.example.org", 7, new Date(NOW.getTime() + 2 * 86_400_000));
  const refused = [
    go(path, { "sec-purpose": "prefetch" }),
    go(path, { purpose: "prefetch" }),
    go(path, {}, "HEAD"),
    go(path.replace(/token=.*/, "token=AAAAAAAAAAAAAAAA")),
    go(path.replace("seed=7", "seed=8")),
    go(path.replace(/token=.*/, "")),
    go(referrals.path("other.example.org", 7, NOW)),
    go(stale),
    go(future),
    go("/go/m.example.org"),
  ];
  for (const [index, request] of refused.entries()) {
    expect(await referrals.count("m.example.org", request, `203.0.${index}.1`, NOW)).toBe(false);
  }
  expect(await counted("m.example.org")).toBe(0);
});

test("one house counts a few times a day in all, however many servers it looks at", async () => {
  const { referrals, go, store } = await counter();
  for (let server = 0; server < 400; server++) {
    const domain = `s${server}.example.org`;
    await referrals.count(domain, go(referrals.path(domain, 0, NOW)), `203.0.113.${server % 250}`, NOW);
  }
  const counts = [...(await store.referrals.on(DAY)).values()];
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
});

test.for([
  ["2001:db8::1", "2001:db8:0:1::1"],
  ["[2001:db8::1]:443", "2001:db8::2"],
  ["203.0.113.5:5678", "203.0.113.9:1234"],
  ["::ffff:203.0.113.9", "203.0.113.5"],
] as const)("%s and %s are one network", async ([first, second]) => {
  const { referrals, go } = await counter();
  const path = referrals.path("m.example.org", 7, NOW);
  expect(await referrals.count("m.example.org", go(path), first, NOW)).toBe(true);
  expect(await referrals.count("m.example.org", go(path), second, NOW)).toBe(false);
});

test("10,000 forged requests fill nobody", async () => {
  const { referrals, go, counted } = await counter();
  for (let forged = 0; forged < 10_000; forged++) {
    const token = forged.toString(36).padStart(16, "0");
    await referrals.count(
      "m.example.org",
      go(`/go/m.example.org?day=${DAY}&seed=1&token=${token}`),
      `10.${forged % 250}.0.1`,
      NOW,
    );
  }
  expect(await counted("m.example.org")).toBe(0);
});

test.for([
  { trust: 0, forwarded: "6.6.6.6", address: "10.0.0.1" },
  { trust: 1, forwarded: "6.6.6.6, 203.0.113.5", address: "203.0.113.5" },
  { trust: 2, forwarded: "6.6.6.6, 203.0.113.5, 10.9.9.9", address: "203.0.113.5" },
  { trust: 1, forwarded: "", address: "10.0.0.1" },
])(
  "with $trust trusted proxies and X-Forwarded-For $forwarded the client is $address",
  ({ trust, forwarded, address }) => {
    expect(clientAddress(forwarded === "" ? null : forwarded, "10.0.0.1", trust)).toBe(address);
  },
);

test.for([
  { method: "GET", headers: { "sec-fetch-site": "cross-site" }, allowed: true },
  { method: "POST", headers: { "sec-fetch-site": "same-origin" }, allowed: true },
  { method: "POST", headers: { "sec-fetch-site": "cross-site", origin: "https://rockpool.example" }, allowed: false },
  { method: "POST", headers: { "sec-fetch-site": "same-site" }, allowed: false },
  { method: "POST", headers: { origin: "https://rockpool.example" }, allowed: true },
  { method: "POST", headers: { origin: "https://evil.example" }, allowed: false },
  { method: "POST", headers: { origin: "null" }, allowed: false },
  { method: "POST", headers: {}, allowed: false },
  { method: "DELETE", headers: {}, allowed: false },
])("$method with $headers is let in: $allowed", ({ method, headers, allowed }) => {
  const request = new Request("http://internal:4321/list", { method, headers: headers as Record<string, string> });
  expect(isFromOurPages(request, "https://rockpool.example")).toBe(allowed);
});

test("every answer carries the security headers, and keeps what an endpoint set itself", () => {
  const headers = new Headers({ "referrer-policy": "no-referrer" });
  secureHeaders(headers, "https://rockpool.example");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("strict-transport-security")).toMatch(/^max-age=/);
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

test.for([
  { accept: "gzip, deflate, br", type: "text/html", encoded: true },
  { accept: "br;q=1.0, gzip;q=0.8", type: "application/problem+json", encoded: true },
  { accept: "*", type: "image/svg+xml", encoded: true },
  { accept: "gzip;q=0, br", type: "text/html", encoded: false },
  { accept: "", type: "text/html", encoded: false },
  { accept: "gzip", type: "image/png", encoded: false },
])("$type to a client that takes $accept is packed: $encoded", async ({ accept, type, encoded }) => {
  const request = new Request("http://localhost/", { headers: { "accept-encoding": accept } });
  const text = "a rock pool ".repeat(500);
  const response = compressed(request, new Response(text, { headers: { "content-type": type } }));
  expect(response.headers.get("content-encoding")).toBe(encoded ? "gzip" : null);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect((encoded ? gunzipSync(bytes) : bytes).toString()).toBe(text);
});
