import { expect, test } from "vitest";
import { type Outcome, TROUBLES_FOR_A_VISIT } from "#core/feedback.ts";
import { Feedback, LINK_DAYS } from "#site/server/feedback.ts";
import { LiveDirectory } from "#site/server/live-directory.ts";
import { openStore } from "#store/open.ts";
import { instance, NOW } from "../support/instances.ts";

const SECRET = "a secret of this test only";
const HERE = "m.example.org";
const WEEK = "2026-11-16";
const DAY_MS = 86_400_000;
const later = (days: number) => new Date(NOW.getTime() + days * DAY_MS);
/** An address of a network of its own. */
const from = (network: number) => `${20 + (network >> 16)}.${(network >> 8) & 255}.${network & 255}.7`;

async function opened() {
  const store = await openStore("sqlite::memory:", { migrate: true });
  await store.instances.put([instance(HERE)]);
  const dueAt = later(1).toISOString();
  await store.frontier.add([{ domain: HERE, dueAt, priority: 2, failures: 0, software: "mastodon" }]);
  const feedback = new Feedback(store, SECRET);
  const tell = (outcome: Outcome, network: number, now = NOW) =>
    feedback.report(HERE, feedback.token(HERE, now), outcome, from(network), now);
  const dueNow = async (now: Date) => (await store.frontier.lease(now, 5, 1_000)).map(({ domain }) => domain);
  return { store, feedback, tell, dueNow };
}

test("an answer adds one to the week's number, and spends its link", async () => {
  const { store, feedback } = await opened();
  const token = feedback.token(HERE, NOW);
  expect(await feedback.stateOf(HERE, token, NOW)).toBe("good");
  expect(await feedback.report(HERE, token, "silent", from(1), NOW)).toBe("good");
  expect(await feedback.stateOf(HERE, token, NOW)).toBe("spent");
  expect(await feedback.report(HERE, token, "silent", from(2), NOW)).toBe("spent");
  expect(await store.feedback.of(HERE)).toEqual([{ week: WEEK, worked: 0, refused: 0, silent: 1 }]);
});

test("one link sent from twenty networks at once counts once", async () => {
  const { store, feedback } = await opened();
  const token = feedback.token(HERE, NOW);
  const states = await Promise.all(
    Array.from({ length: 20 }, (_, network) => feedback.report(HERE, token, "silent", from(network), NOW)),
  );
  expect(states.filter((state) => state === "good")).toHaveLength(1);
  expect(await store.feedback.of(HERE)).toMatchObject([{ silent: 1 }]);
});

test("another domain's, a forged, a cut and a strange link are worth nothing", async () => {
  const { store, feedback } = await opened();
  const token = feedback.token(HERE, NOW);
  const foreign = new Feedback(store, "a secret of somebody else").token(HERE, NOW);
  const [day = "", nonce = "", signature = ""] = token.split(".");
  const bad = [
    feedback.token("other.example.org", NOW),
    foreign,
    `2026-11-23.${nonce}.${signature}`,
    `${day}.${"A".repeat(16)}.${signature}`,
    `${day}.${nonce}.${"A".repeat(16)}`,
    token.slice(0, -1),
    `${token}A`,
    `${token}\n`,
    "",
    "..",
  ];
  for (const [index, forged] of bad.entries()) {
    expect(await feedback.report(HERE, forged, "silent", from(index), NOW), forged).toBe("forged");
  }
  expect(await store.feedback.of(HERE)).toEqual([]);
});

test("a link is good for a month from its day on, used or not", async () => {
  const { feedback } = await opened();
  const midnight = (day: number) => new Date(Date.parse("2026-11-22") + day * DAY_MS);
  const [used, unused] = [feedback.token(HERE, NOW), feedback.token(HERE, NOW)];
  const last = new Date(midnight(LINK_DAYS).getTime() - 1);
  expect(await feedback.stateOf(HERE, unused, last)).toBe("good");
  expect(await feedback.report(HERE, used, "worked", from(1), last)).toBe("good");
  expect(await feedback.stateOf(HERE, used, last)).toBe("spent");
  expect(await feedback.stateOf(HERE, unused, midnight(LINK_DAYS))).toBe("expired");
  expect(await feedback.stateOf(HERE, used, midnight(LINK_DAYS))).toBe("expired");
});

test("somebody with ten thousand links of our pages counts once, also from 250 addresses of one network", async () => {
  const { store, feedback, dueNow } = await opened();
  for (let told = 0; told < 10_000; told++) {
    const address = `203.0.113.${told % 250}`;
    expect(await feedback.report(HERE, feedback.token(HERE, NOW), "silent", address, NOW)).toBe("good");
  }
  expect(await store.feedback.of(HERE)).toEqual([{ week: WEEK, worked: 0, refused: 0, silent: 1 }]);
  expect(await dueNow(NOW)).toEqual([]);
});

test("the same network counts again only after the weeks that count", async () => {
  const { store, tell } = await opened();
  for (const day of [0, 7, 14, 21, 28]) expect(await tell("silent", 1, later(day))).toBe("good");
  expect(await store.feedback.of(HERE)).toHaveLength(1);
  await tell("silent", 1, later(35));
  expect(await store.feedback.of(HERE)).toHaveLength(2);
});

test("one network tells of a few servers", async () => {
  const { store, feedback } = await opened();
  const domains = Array.from({ length: 12 }, (_, index) => `s${index}.example.org`);
  await store.instances.put(domains.map((domain) => instance(domain)));
  for (const domain of domains) await feedback.report(domain, feedback.token(domain, NOW), "silent", from(1), NOW);
  expect((await store.feedback.between(WEEK, "2026-11-23")).size).toBe(10);
});

test("five troubles in a week bring one visit, however many follow, and a week later another", async () => {
  const { store, tell, dueNow } = await opened();
  for (let network = 0; network < 30; network++) await tell("worked", network);
  for (let network = 30; network < 30 + TROUBLES_FOR_A_VISIT - 1; network++) await tell("refused", network);
  expect(await dueNow(NOW)).toEqual([]);
  await tell("silent", 50);
  expect(await store.frontier.get(HERE)).toMatchObject({ priority: 9, dueAt: NOW.toISOString(), software: "mastodon" });
  expect(await dueNow(NOW)).toEqual([HERE]);

  const visited = { domain: HERE, dueAt: later(10).toISOString(), priority: 2, failures: 0, software: "mastodon" };
  await store.frontier.reschedule(visited);
  for (let network = 60; network < 90; network++) await tell("silent", network);
  expect(await store.frontier.get(HERE)).toEqual(visited);
  for (let network = 100; network < 105; network++) await tell("silent", network, later(7));
  expect(await store.frontier.get(HERE)).toMatchObject({ priority: 9 });
});

test("of a server that left meanwhile nothing is kept", async () => {
  const { store, feedback, tell } = await opened();
  await store.instances.put([instance(HERE, { state: "refused", failure: "robots" })]);
  for (let network = 0; network < 6; network++) expect(await tell("silent", network)).toBe("good");
  expect(
    await feedback.report(
      "never-met.example.org",
      feedback.token("never-met.example.org", NOW),
      "silent",
      from(9),
      NOW,
    ),
  ).toBe("good");
  expect(await store.feedback.of(HERE)).toEqual([]);
  expect(await store.feedback.of("never-met.example.org")).toEqual([]);
  expect((await store.frontier.get(HERE))?.priority).toBe(2);
});

test("twenty silences weigh from the Monday after their week on, alike in every process, and for four weeks", async () => {
  const { store, tell } = await opened();
  for (let network = 0; network < 20; network++) await tell("silent", network);
  let now = NOW;
  const first = await LiveDirectory.open(store, () => now);
  expect(first.current.get(HERE)?.answering).toBe(1);
  now = new Date("2026-11-23T00:00:01.000Z");
  await first.refresh();
  expect(first.current.get(HERE)?.answering).toBe(0.8);
  for (let network = 100; network < 180; network++) await tell("worked", network, now);
  const second = await LiveDirectory.open(store, () => now);
  expect(second.current.get(HERE)?.answering).toBe(0.8);
  expect(second.current.revision).toBe(first.current.revision);
  now = new Date("2026-11-30T00:00:01.000Z");
  await first.refresh();
  expect(first.current.get(HERE)?.answering).toBeCloseTo(0.96, 12);
  now = new Date("2026-12-21T00:00:01.000Z");
  await first.refresh();
  expect(first.current.get(HERE)?.answering).toBe(1);
});
