import { expect, test } from "vitest";
import { blankInstance } from "#core/instance.ts";
import { UNTIL_FURTHER_NOTICE, unsaid } from "#core/listing.ts";
import { publish } from "#crawler/publish.ts";
import { LiveDirectory } from "#site/server/live-directory.ts";
import { openStore } from "#store/open.ts";
import { countRemoval } from "#store/publication.ts";
import { instance, NOW } from "../support/instances.ts";

const DAY = NOW.toISOString().slice(0, 10);

async function opened(...domains: string[]) {
  const store = await openStore("sqlite::memory:", { migrate: true });
  await store.instances.put(domains.map((domain) => instance(domain)));
  await publish(store, NOW);
  let now = NOW;
  const live = await LiveDirectory.open(store, () => now);
  const wait = (hours: number) => {
    now = new Date(now.getTime() + hours * 3_600_000);
  };
  return { store, live, wait };
}

test("an empty store is an empty directory, not an error", async () => {
  const store = await openStore("sqlite::memory:", { migrate: true });
  const live = await LiveDirectory.open(store, () => NOW);
  expect(live.current.listed).toEqual([]);
  expect(live.current.eligibleOf("microblog")).toBe(0);
});

test("what the store publishes is shown at the next look, and nothing before it is published", async () => {
  const { store, live } = await opened("a-one.org");
  const before = live.current;
  await store.instances.put([instance("b-two.org")]);
  await live.refresh();
  expect(live.current.get("b-two.org")).toBeUndefined();
  expect(live.current.revision).toBe(before.revision);
  await publish(store, NOW);
  await live.refresh();
  expect(live.current.get("b-two.org")?.eligibility.eligible).toBe(true);
  expect(live.current.revision).not.toBe(before.revision);
  expect(before.get("b-two.org")).toBeUndefined();
});

test("referrals that another process counted fill an instance, the next hours and the next day empty it", async () => {
  const { store, live, wait } = await opened("a-one.org");
  const room = () => live.current.roomOf(live.current.get("a-one.org") as never);
  const referred = Array.from({ length: 6 }, () => store.referrals.add("a-one.org", DAY));
  await Promise.all(referred);
  await live.refresh();
  expect(room()).toBe("full");
  wait(3);
  await live.refresh();
  expect(room()).toBe("places-left");
  for (let more = 0; more < 3; more++) await store.referrals.add("a-one.org", DAY);
  await live.refresh();
  expect(room()).toBe("full");
  wait(9);
  await live.refresh();
  expect(room()).toBe("places-left");
});

test("whoever asks to leave is gone at the next look, although nothing is published", async () => {
  const { store, live } = await opened("a-one.org", "b-two.org");
  const before = live.current;
  await store.transaction(async (store) => {
    await store.instances.put([
      { ...blankInstance("a-one.org", "unknown", NOW.toISOString()), state: "refused", failure: "robots" },
    ]);
    await countRemoval(store);
  });
  await live.refresh();
  expect(live.current.get("a-one.org")).toBeUndefined();
  expect(live.current.listed.map(({ instance: { domain } }) => domain)).toEqual(["b-two.org"]);
  expect(live.current.revision).not.toBe(before.revision);
});

test("what an admin changes is seen at the next look of every process, although nothing is published", async () => {
  const { store, live } = await opened("a-one.org", "b-two.org");
  const other = await LiveDirectory.open(store, () => NOW);
  const before = live.current;
  const told = unsaid("a-one.org", NOW);
  await store.instances.put([instance("c-three.org")]);
  const look = async () => {
    await Promise.all([live.refresh(), other.refresh()]);
    expect(other.current.revision).toBe(live.current.revision);
    return live.current.get("a-one.org");
  };

  await store.listings.put({ ...told, languages: ["cy"], topics: ["books"], intakePerDay: 20 }, "form");
  expect(await look()).toMatchObject({
    languages: ["cy"],
    topics: ["books"],
    intake: 20,
    eligibility: { eligible: true },
  });
  expect(live.current.topics()).toContainEqual({ id: "books", count: 1 });
  expect(live.current.revision).not.toBe(before.revision);
  const said = live.current.revision;

  await store.listings.put({ ...told, revision: 2, pausedUntil: UNTIL_FURTHER_NOTICE }, "link");
  expect(await look()).toMatchObject({ intake: 0, eligibility: { reasons: ["paused"] } });
  expect(live.current.eligibleOf("microblog")).toBe(1);

  await store.listings.put({ ...told, revision: 3, languages: ["cy"], topics: ["books"], intakePerDay: 20 }, "form");
  await look();
  expect(live.current.revision).toBe(said);

  await store.listings.remove("a-one.org");
  expect((await look())?.listing).toBeUndefined();
  expect(live.current.revision).toBe(before.revision);
  // Facts wait for the publish, whatever admins do.
  expect(live.current.get("c-three.org")).toBeUndefined();
});

test("who leaves and who changes something between two looks are both seen", async () => {
  const { store, live } = await opened("a-one.org", "b-two.org");
  await store.transaction(async (store) => {
    const left = blankInstance("a-one.org", "unknown", NOW.toISOString());
    await store.instances.put([{ ...left, state: "refused", failure: "robots" }]);
    await countRemoval(store);
  });
  await store.listings.put({ ...unsaid("b-two.org", NOW), topics: ["books"] }, "form");
  await live.refresh();
  expect(live.current.listed.map(({ instance: { domain }, topics }) => [domain, topics])).toEqual([
    ["b-two.org", ["books"]],
  ]);
});

test("a server not seen for a fortnight is no longer suggested, although nothing is published", async () => {
  const { live, wait } = await opened("a-one.org");
  wait(13 * 24);
  await live.refresh();
  expect(live.current.get("a-one.org")?.eligibility.reasons).toEqual([]);
  wait(2 * 24);
  await live.refresh();
  expect(live.current.get("a-one.org")?.eligibility.reasons).toEqual(["stale"]);
});

test("rows that differ give another revision, also where the publication is the same", async () => {
  const { store, live } = await opened("a-one.org", "b-two.org");
  await store.instances.put([instance("b-two.org", { registrations: "closed" })]);
  const restarted = await LiveDirectory.open(store, () => NOW);
  expect(restarted.current.revision).not.toBe(live.current.revision);
});

test("many who ask at once wait for one look", async () => {
  const { store, live } = await opened("a-one.org");
  await publish(store, NOW);
  const looks = Array.from({ length: 50 }, () => live.refresh());
  expect(new Set(looks).size).toBe(1);
  await Promise.all(looks);
});

test("a look that fails keeps the directory that is there", async () => {
  const { store, live } = await opened("a-one.org");
  await store.close();
  await expect(live.refresh()).rejects.toThrow();
  expect(live.current.get("a-one.org")).toBeDefined();
});
