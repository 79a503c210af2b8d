import fc from "fast-check";
import { expect, test } from "vitest";
import { BURST, PER_SECOND, RateLimit, rateLimitHeaders, tooMany } from "#site/server/rate-limit.ts";

/** How many of `count` requests at one instant are let through. */
function allowedOf(limit: RateLimit, address: string, count: number, nowMs: number): number {
  let allowed = 0;
  for (let asked = 0; asked < count; asked++) if (limit.take(address, nowMs).isAllowed) allowed++;
  return allowed;
}

test("an address may ask 2,000 times at once, then 50 times a second", () => {
  const limit = new RateLimit();
  expect(allowedOf(limit, "203.0.113.5", 5_000, 0)).toBe(2_000);
  for (let second = 1; second <= 10; second++) {
    expect(allowedOf(limit, "203.0.113.5", 500, second * 1_000)).toBe(50);
  }
  expect(allowedOf(limit, "203.0.113.5", 5_000, 60_000)).toBe(2_000);
});

test("what makes more work may be asked for less often", () => {
  const limit = new RateLimit({ burst: 10, perSecond: 10 / 60 });
  expect(allowedOf(limit, "203.0.113.5", 100, 0)).toBe(10);
  expect(limit.take("203.0.113.5", 5_900).isAllowed).toBe(false);
  expect(allowedOf(limit, "203.0.113.5", 100, 30_000)).toBe(5);
});

test("whatever the pace, no address gets more than the burst and 50 for each second", () => {
  const pauses = fc.array(fc.nat(400), { minLength: 50, maxLength: 300 });
  fc.assert(
    fc.property(pauses, (each) => {
      const limit = new RateLimit();
      let now = 0;
      let allowed = 0;
      for (const pause of each) {
        now += pause;
        allowed += allowedOf(limit, "203.0.113.5", 40, now);
        expect(allowed).toBeLessThanOrEqual(BURST + (now / 1_000) * PER_SECOND);
      }
    }),
    { numRuns: 30 },
  );
});

test.for([
  ["203.0.113.5", "203.0.113.6", false],
  ["203.0.113.5", "::ffff:203.0.113.5", true],
  ["2001:db8:1:2::3", "2001:db8:1:2:ffff::4", true],
  ["2001:db8:1:2::3", "2001:db8:1:3::3", false],
] as const)("%s and %s share one allowance: %s", ([first, second, isShared]) => {
  const limit = new RateLimit();
  allowedOf(limit, first, BURST, 0);
  expect(limit.take(second, 0).isAllowed).toBe(!isShared);
});

test("quiet addresses are forgotten, and a flood of addresses takes bounded memory", () => {
  const limit = new RateLimit();
  const address = (index: number) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
  for (let index = 0; index < 150_000; index++) limit.take(address(index), 0);
  expect(limit.size).toBe(100_000);
  for (let index = 0; index < 60_000; index++) limit.take("203.0.113.5", 1_000 + index * 1_000);
  expect(limit.size).toBe(1);
});

test("what is left is told in the words of the draft", () => {
  const limit = new RateLimit();
  const first = limit.take("203.0.113.5", 0);
  expect(rateLimitHeaders(first)).toEqual({
    "ratelimit-policy": '"address";q=2000;w=40',
    ratelimit: '"address";r=1999;t=1',
  });
  allowedOf(limit, "203.0.113.5", BURST, 0);
  expect(rateLimitHeaders(limit.take("203.0.113.5", 0))["ratelimit"]).toBe('"address";r=0;t=40');
});

test("a reader gets a sentence in the page's language, a program a document", async () => {
  const html = "text/html,application/xhtml+xml";
  const english = tooMany("/servers?page=2", html);
  const french = tooMany("/fr?x=1", html);
  for (const page of [english, french]) {
    expect(page.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  }
  expect(await english.text()).not.toBe(await french.text());
  for (const [target, accept] of [
    ["/api/v1/instances", html],
    ["/assets/a.css", "text/css"],
    ["/", undefined],
  ] as const) {
    const answer = tooMany(target, accept);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ status: 429, "violated-policies": ["address"] });
    expect(answer.headers.get("access-control-expose-headers")).toContain("RateLimit");
  }
  for (const answer of [english, french, tooMany("/", undefined)]) {
    expect([answer.status, answer.headers.get("retry-after"), answer.headers.get("cache-control")]).toEqual([
      429,
      "1",
      "no-store",
    ]);
  }
});
