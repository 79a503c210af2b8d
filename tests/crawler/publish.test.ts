import { beforeEach, describe, expect, test } from "vitest";
import type { Instance } from "#core/instance.ts";
import { unsaid } from "#core/listing.ts";
import { WHOLE } from "#core/network.ts";
import { publish } from "#crawler/publish.ts";
import { openStore } from "#store/open.ts";
import { readPublication } from "#store/publication.ts";
import { readPublishGate } from "#store/publish-gate.ts";
import type { Store } from "#store/store.ts";
import { instance, NOW } from "../support/instances.ts";

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

let store: Store;
beforeEach(async () => {
  store = await openStore("sqlite::memory:", { migrate: true });
  return () => store.close();
});

const many = (count: number, prefix = "n") =>
  Array.from({ length: count }, (_, index) => instance(`${prefix}${index}.example.org`, { monthlyActiveUsers: 100 }));

test("the network's day has totals by family and for all", async () => {
  await store.instances.put([
    instance("a.example.org", { monthlyActiveUsers: 300, accounts: 1000 }),
    instance("b.example.org", { software: "hometown", monthlyActiveUsers: 100, accounts: null }),
    instance("c.example.org", { software: "lemmy", languages: [], monthlyActiveUsers: null, weeklyActiveUsers: 100 }),
    instance("seed.example.org", { state: "unvisited", lastSeenAt: null, monthlyActiveUsers: 50, accounts: null }),
    instance("failing.example.org", { state: "failing", failures: 1, monthlyActiveUsers: 50, accounts: null }),
  ]);
  await publish(store, NOW);
  const day = await store.networkDays.latest();
  expect(day).toMatchObject({
    day: "2026-11-22",
    all: { instances: 5, activePeople: 665, accounts: 3000, top1Share: 300 / 665 },
  });
  expect(day?.families["mastodon"]).toMatchObject({ instances: 4, activePeople: 500, top1Share: 0.6, top5Share: 1 });
  // One server's own figure is nobody's total.
  expect(day?.families["lemmy"]).toBeUndefined();
});

test("the network's day has totals by language, the admin's word before the server's", async () => {
  await store.instances.put([
    ...many(3),
    instance("two.example.org", { languages: ["fr", "en"], monthlyActiveUsers: 50 }),
    instance("fr.example.org", { languages: ["fr-CA"], monthlyActiveUsers: 70 }),
    instance("moved.example.org", { languages: ["de"], monthlyActiveUsers: 30 }),
    ...["x", "y", "z"].map((name) => instance(`${name}.example.org`, { languages: [], monthlyActiveUsers: 20 })),
  ]);
  await store.listings.put({ ...unsaid("moved.example.org", NOW), languages: ["fr"] }, "form");
  await publish(store, NOW);
  const day = await store.networkDays.latest();
  expect(day?.all).toMatchObject({ instances: 9, activePeople: 510 });
  expect(day?.languages).toMatchObject({
    en: { instances: 4, activePeople: 350 },
    fr: { instances: 3, activePeople: 150, top1Share: 70 / 150 },
    und: { instances: 3, activePeople: 60 },
  });
  expect(Object.keys(day?.languages ?? {})).toHaveLength(3);
});

test("who refused, is gone, long unseen or of unknown size is no part of the figures", async () => {
  await store.instances.put([
    instance("refused.example.org", { state: "refused" }),
    instance("gone.example.org", { state: "gone" }),
    instance("old.example.org", { state: "failing", lastSeenAt: inDays(-15).toISOString() }),
    instance("doubted.example.org", { doubts: ["periods-contradict"] }),
    instance("silent.example.org", { monthlyActiveUsers: null, accounts: null }),
  ]);
  expect((await publish(store, NOW)).heldBack).toBeNull();
  expect((await store.networkDays.latest())?.all).toMatchObject({ instances: 0, activePeople: 0, top1Share: null });
});

test("each publish counts one up, and a later one of the same day replaces its figures", async () => {
  await store.instances.put(many(3));
  expect(await publish(store, NOW)).toEqual({ revision: 1, heldBack: null });
  await store.instances.put(many(4));
  expect(await publish(store, NOW)).toEqual({ revision: 2, heldBack: null });
  expect(await readPublication(store)).toEqual({ number: 2, at: NOW.toISOString() });
  expect((await store.networkDays.of(WHOLE)).map(({ totals }) => totals.instances)).toEqual([4]);
});

test("an instance becomes oversized above the limit and stays so until it is well below", async () => {
  const grown = (monthlyActiveUsers: number, oversizedSince: string | null = null) =>
    store.instances.put([instance("big.example.org", { monthlyActiveUsers, accounts: 50_000, oversizedSince })]);
  const flag = async () => (await store.instances.get("big.example.org"))?.oversizedSince ?? null;
  await grown(10_000);
  await publish(store, NOW);
  expect(await flag()).toBeNull();
  await grown(10_001);
  await publish(store, inDays(1));
  expect(await flag()).toBe(inDays(1).toISOString());
  await grown(9_000, await flag());
  await publish(store, inDays(2));
  expect(await flag()).toBe(inDays(1).toISOString());
  await grown(8_000, await flag());
  await publish(store, inDays(3));
  expect(await flag()).toBeNull();
});

test("a middling instance is oversized where it holds too much of a well-known family", async () => {
  const middling = instance("mid.example.org", { monthlyActiveUsers: 1_500 });
  await store.instances.put([middling, ...many(28)]);
  await publish(store, NOW);
  expect((await store.instances.get("mid.example.org"))?.oversizedSince).toBeNull();
  await store.instances.put(many(29));
  await publish(store, NOW);
  expect((await store.instances.get("mid.example.org"))?.oversizedSince).toBe(NOW.toISOString());
});

describe("where far fewer servers answer than before", () => {
  /** So many servers, of which so many answered at their last visit. */
  const round = (count: number, alive: number, visitedAt: Date, changes: Partial<Instance> = {}) =>
    store.instances.put(
      many(count).map((each, index) => ({
        ...each,
        ...changes,
        lastVisitAt: visitedAt.toISOString(),
        ...(index < alive
          ? { lastSeenAt: visitedAt.toISOString() }
          : { state: "failing" as const, failures: 2, failure: "timeout" as const }),
      })),
    );
  const publishOn = (days: number, isConfirmed = false) => publish(store, inDays(days), { isConfirmed });

  test.for([
    { alive: 85, isHeldBack: false },
    { alive: 84, isHeldBack: true },
    { alive: 0, isHeldBack: true },
  ])("$alive of 100: held back $isHeldBack", async ({ alive, isHeldBack }) => {
    await round(100, 100, inDays(0));
    expect(await publishOn(0)).toEqual({ revision: 1, heldBack: null });
    await round(100, alive, inDays(1));
    const { revision, heldBack } = await publishOn(1);
    expect(revision).toBe(isHeldBack ? 1 : 2);
    expect(heldBack === null).toBe(!isHeldBack);
  });

  test("what is held back is kept, and the reason stands in the store", async () => {
    await round(100, 100, inDays(0));
    await publishOn(0);
    await round(100, 60, inDays(1));
    const { heldBack } = await publishOn(1);
    expect(heldBack?.reason).toBe(
      "only 60 servers answer, of 100 published before; only 60 servers can be suggested, of 100 published before",
    );
    expect((await readPublishGate(store)).heldBack).toEqual(heldBack);
    expect((await store.networkDays.latest())?.day).toBe("2026-11-22");
    expect(await store.instances.count()).toBe(100);
    expect((await publishOn(1.1)).heldBack).toEqual(heldBack);
  });

  test("a second round over the servers confirms it, and the next days are compared with that", async () => {
    await round(100, 100, inDays(0));
    await publishOn(0);
    await round(100, 60, inDays(1));
    await publishOn(1);
    await round(84, 60, inDays(1.5));
    expect((await publishOn(1.5)).heldBack).not.toBeNull();
    await round(85, 58, inDays(2));
    expect(await publishOn(2)).toEqual({ revision: 2, heldBack: null });
    expect((await readPublishGate(store)).heldBack).toBeNull();
    await round(100, 57, inDays(3));
    expect(await publishOn(3)).toEqual({ revision: 3, heldBack: null });
  });

  test("a second round that finds them again publishes at once", async () => {
    await round(100, 100, inDays(0));
    await publishOn(0);
    await round(100, 60, inDays(1));
    await publishOn(1);
    await round(100, 97, inDays(2));
    expect(await publishOn(2)).toEqual({ revision: 2, heldBack: null });
  });

  test("a second round that finds still fewer asks for a third", async () => {
    await round(100, 100, inDays(0));
    await publishOn(0);
    await round(100, 60, inDays(1));
    await publishOn(1);
    await round(100, 30, inDays(2));
    expect((await publishOn(2)).heldBack).toMatchObject({ alive: 30, since: inDays(2).toISOString() });
    await round(100, 30, inDays(3));
    expect(await publishOn(3)).toEqual({ revision: 2, heldBack: null });
  });

  test("a person confirms it", async () => {
    await round(100, 100, inDays(0));
    await publishOn(0);
    await round(100, 10, inDays(1));
    await publishOn(1);
    expect(await publishOn(1, true)).toEqual({ revision: 2, heldBack: null });
    expect(await publishOn(1.1)).toEqual({ revision: 3, heldBack: null });
  });

  test("a fall of those that can be suggested is one, too", async () => {
    await round(100, 100, inDays(0));
    await publishOn(0);
    await round(100, 100, inDays(1));
    await round(20, 20, inDays(1), { registrations: "closed" });
    const { heldBack } = await publishOn(1);
    expect(heldBack?.reason).toBe("only 80 servers can be suggested, of 100 published before");
  });

  test("a fall in small steps is a fall, within a day and from day to day", async () => {
    await round(100, 100, inDays(0));
    await publishOn(0);
    await round(100, 90, inDays(0.2));
    expect((await publishOn(0.2)).heldBack).toBeNull();
    await round(100, 80, inDays(0.4));
    expect((await publishOn(0.4)).heldBack).not.toBeNull();
    await round(100, 95, inDays(1));
    for (const [day, alive] of [
      [1, 95],
      [2, 91],
      [3, 87],
    ] as const) {
      await round(100, alive, inDays(day));
      expect((await publishOn(day)).heldBack, `day ${day}`).toBeNull();
    }
    await round(100, 83, inDays(4));
    expect((await publishOn(4)).heldBack).not.toBeNull();
  });

  test("what was published more than seven publishing days ago counts no more", async () => {
    for (let day = 0; day <= 30; day += 1) {
      await round(100, 100 - day, inDays(day));
      expect((await publishOn(day)).heldBack, `day ${day}`).toBeNull();
    }
  });

  test("a handful of servers may come and go", async () => {
    await round(19, 19, inDays(0));
    await publishOn(0);
    await round(19, 1, inDays(1));
    expect((await publishOn(1)).heldBack).toBeNull();
  });

  test("servers that nobody has visited yet are no part of it", async () => {
    const unvisited = { state: "unvisited" as const, lastSeenAt: null, lastVisitAt: null };
    await store.instances.put(many(100).map((each) => ({ ...each, ...unvisited })));
    await publishOn(0);
    await round(100, 30, inDays(1));
    expect((await publishOn(1)).heldBack).toBeNull();
  });
});
