import fc from "fast-check";
import { expect, test } from "vitest";
import { extentOf, RULER_PEOPLE, radiusOf, SCALES } from "#core/pool.ts";
import { DOT_STEP, LARGER_FRAME, largerPicture, SERVER_FRAME, serverPicture } from "#core/server-picture.ts";
import { IDEAL_ACTIVE_PEOPLE, OVERSIZED_PEOPLE } from "#core/size.ts";

const LARGEST = { domain: "large.example", people: 230_439 };

const domains = fc.stringMatching(/^[a-z]{2,12}\.example$/);

test("everything in a picture has one scale", () => {
  const { server, ruler, largest } = serverPicture("m.example.org", 779, LARGEST);
  expect(server.pool.radius).toBeCloseTo(SCALES.page * Math.sqrt(779));
  expect(ruler?.radius).toBeCloseTo(SCALES.page * Math.sqrt(RULER_PEOPLE));
  expect(largest?.pool.radius).toBeCloseTo(SCALES.page * Math.sqrt(230_439));
});

test("a dot has the area of one person", () => {
  expect(DOT_STEP ** 2).toBeCloseTo((Math.PI * radiusOf(1_000, SCALES.page) ** 2) / 1_000);
});

test("a pool that fits touches neither frame nor ruler, whatever its outline", () => {
  fc.assert(
    fc.property(domains, fc.integer({ min: 1, max: 1_000 }), (domain, people) => {
      const { server, ruler } = serverPicture(domain, people, LARGEST);
      const { left, right, top, bottom } = extentOf(server.pool);
      const { radius } = server.pool;
      expect(ruler).not.toBeNull();
      if (ruler === null) return;
      if (ruler.isInside) return; // Too large to stand beside the ruler.
      expect(server.x - left * radius).toBeGreaterThanOrEqual(0);
      expect(server.y - top * radius).toBeGreaterThanOrEqual(0);
      expect(server.y + bottom * radius).toBeLessThanOrEqual(SERVER_FRAME.height);
      expect(server.x + right * radius).toBeLessThanOrEqual(ruler.x - ruler.radius);
    }),
  );
});

test("a size that is not told is a ring alone", () => {
  const picture = serverPicture("m.example.org", null, LARGEST);
  expect(picture.server.pool.isTold).toBe(false);
  expect([picture.ruler, picture.largest]).toEqual([null, null]);
});

test("a largest instance that would not fill the frame is not shown as an edge", () => {
  expect(serverPicture("m.example.org", 50, { domain: "b.example", people: 900 }).largest).toBeNull();
  expect(serverPicture("m.example.org", 50, null).largest).toBeNull();
});

test("an oversized pool, where we stop and a typical pick have one scale, and the whole pool is seen", () => {
  const { server, limit, pick } = largerPicture(LARGEST.domain, LARGEST.people);
  expect(server.pool.radius / limit.radius).toBeCloseTo(Math.sqrt(LARGEST.people / OVERSIZED_PEOPLE));
  expect(pick.pool.radius / limit.radius).toBeCloseTo(Math.sqrt(IDEAL_ACTIVE_PEOPLE / OVERSIZED_PEOPLE));
  expect(server.pool.radius * 2).toBeLessThan(LARGER_FRAME.height);
  expect(server.isEdge).toBe(false);
});

test("a pool that takes the frame has the ruler inside, so that it can still be compared", () => {
  const { server, ruler, largest } = serverPicture("m.example.org", 6_400, LARGEST);
  expect(ruler).toMatchObject({ isInside: true, x: server.x, y: server.y });
  expect(largest).toBeNull();
});
