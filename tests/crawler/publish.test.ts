import { beforeEach, expect, test } from "vitest";
import { publish } from "#crawler/publish.ts";
import { openStore } from "#store/open.ts";
import { readPublication } from "#store/publication.ts";
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
    instance("c.example.org", { software: "lemmy", monthlyActiveUsers: null, weeklyActiveUsers: 100 }),
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
  expect(day?.families["lemmy"]).toMatchObject({ instances: 1, activePeople: 165, gini: 0, hhi: 1 });
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
  expect((await store.networkDays.all()).map(({ all }) => all.instances)).toEqual([4]);
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

test("a sharp fall is held back with its reason, and believed when it lasts", async () => {
  const before = many(100);
  await store.instances.put(before);
  await publish(store, NOW);
  await store.instances.put(before.slice(0, 41).map((each) => ({ ...each, state: "gone" as const })));
  const { revision, heldBack } = await publish(store, inDays(1));
  expect(revision).toBe(1);
  expect(heldBack).toMatch(/only 59 servers .* left of 100.*2026-11-22/);
  expect((await store.networkDays.latest())?.day).toBe("2026-11-22");
  expect((await publish(store, inDays(2))).heldBack).not.toBeNull();
  expect(await publish(store, inDays(3))).toEqual({ revision: 2, heldBack: null });
});

test("a fall in small steps within a day is a fall", async () => {
  const before = many(100);
  await store.instances.put(before);
  await publish(store, NOW);
  const goneUpTo = (count: number) =>
    store.instances.put(before.slice(0, count).map((each) => ({ ...each, state: "gone" as const })));
  await goneUpTo(30);
  expect((await publish(store, inDays(1))).heldBack).toBeNull();
  await goneUpTo(50);
  expect((await publish(store, inDays(1))).heldBack).not.toBeNull();
});

test("a handful of servers may come and go", async () => {
  await store.instances.put(many(19));
  await publish(store, NOW);
  for (const { domain } of many(18)) await store.instances.remove(domain);
  expect((await publish(store, NOW)).heldBack).toBeNull();
});
