import { afterEach, beforeEach, expect, test } from "vitest";
import { URGENT } from "#core/priority.ts";
import { Looks, MOST_WAITING, PER_MINUTE } from "#site/server/looks.ts";
import { openStore } from "#store/open.ts";
import type { Store } from "#store/store.ts";

const NOON = new Date("2026-11-20T12:00:00.000Z");
let store: Store;
beforeEach(async () => {
  store = await openStore("sqlite::memory:", { migrate: true });
});
afterEach(() => store.close());

const nameOf = (index: number) => `n${index}.example.org`;

test("a name goes before everything else, and keeps what was known of it", async () => {
  const known = {
    domain: nameOf(1),
    dueAt: "2099-01-01T00:00:00.000Z",
    priority: 2,
    failures: 3,
    software: "mastodon",
  };
  await store.frontier.add([known]);
  expect(await new Looks(store, true).ask(nameOf(1), "192.0.2.1", NOON)).toEqual({ outcome: "taken" });
  expect(await store.frontier.get(nameOf(1))).toEqual({ ...known, dueAt: NOON.toISOString(), priority: URGENT });
  expect(await store.looks.get(nameOf(1), NOON)).toMatchObject({ isNew: false });
  await new Looks(store, true).ask(nameOf(2), "192.0.2.1", NOON);
  expect(await store.looks.get(nameOf(2), NOON)).toMatchObject({ isNew: true });
});

test.for([
  ["192.0.2.1", "192.0.2.1", "192.0.2.2"],
  ["2001:db8::1", "2001:db8::ffff", "2001:db8:0:1::1"],
] as const)("%s and %s are one address, which asks ten times a minute; %s is another", async ([one, same, other]) => {
  const looks = new Looks(store, true);
  for (let index = 0; index < PER_MINUTE; index++) {
    expect(await looks.ask(nameOf(index), one, NOON)).toEqual({ outcome: "taken" });
  }
  expect(await looks.ask(nameOf(50), same, NOON)).toEqual({ outcome: "too-many", seconds: 6 });
  expect(await store.frontier.get(nameOf(50))).toBeNull();
  expect(await looks.ask(nameOf(51), other, NOON)).toEqual({ outcome: "taken" });
});

test("another process knows of a look, and does not ask for a second one within five minutes", async () => {
  await new Looks(store, true).ask(nameOf(1), "192.0.2.1", NOON);
  const later = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);
  expect(await new Looks(store, true).ask(nameOf(1), "192.0.2.2", later(299))).toEqual({ outcome: "lately" });
  expect((await store.frontier.get(nameOf(1)))?.dueAt).toBe(NOON.toISOString());
  expect(await new Looks(store, true).ask(nameOf(1), "192.0.2.2", later(300))).toEqual({ outcome: "taken" });
});

test("the line has an end, and its last places are for those who ask little", async () => {
  const looks = new Looks(store, true);
  const outcomes: string[] = [];
  for (let index = 0; index < 200; index++) {
    outcomes.push((await looks.ask(nameOf(index), `198.51.100.${Math.floor(index / 5)}`, NOON)).outcome);
  }
  expect(new Set(outcomes)).toEqual(new Set(["taken", "full"]));
  expect(await store.frontier.waiting(URGENT, NOON)).toBe(80 + 2 * 20);
  expect(await looks.ask(nameOf(999), "203.0.113.1", NOON)).toEqual({ outcome: "full" });
  await store.frontier.lease(NOON, 60, 60_000);
  expect(await store.frontier.waiting(URGENT, NOON)).toBe(MOST_WAITING - 60);
  expect(await looks.ask(nameOf(999), "203.0.113.1", NOON)).toEqual({ outcome: "taken" });
});
