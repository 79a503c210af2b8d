import { expect, test } from "vitest";
import { UNTIL_FURTHER_NOTICE, unsaid } from "#core/listing.ts";
import { TOPICS } from "#core/topics.ts";
import { PauseLinks } from "#site/server/pause-link.ts";
import { Showings } from "#site/server/showings.ts";
import { readSteering, save, typedOf } from "#site/server/steering.ts";
import { openStore } from "#store/open.ts";
import type { Store } from "#store/store.ts";
import { entry } from "../support/instances.ts";

const NOW = new Date("2026-11-20T12:00:00.000Z");
const DOMAIN = "m.example.org";
const PLAIN = unsaid(DOMAIN, NOW);

type Answers = Record<string, string | readonly string[]>;

function formOf(answers: Answers): Request {
  const body = new URLSearchParams(
    [
      ["revision", "0"],
      ["wish", "save"],
      ["pause", "no"],
    ].filter(([name = ""]) => !(name in answers)),
  );
  for (const [name, given] of Object.entries(answers))
    for (const answer of [given].flat()) body.append(name, answer as string);
  return new Request("https://rockpool.example/manage/m.example.org/steer", { method: "POST", body });
}
const read = (answers: Answers, current = PLAIN) =>
  readSteering(formOf(answers), DOMAIN, entry(DOMAIN, { monthlyActiveUsers: 400 }), current, NOW);
const listingOf = async (answers: Answers, current = PLAIN) => (await read(answers, current)).wanted?.listing;

test("an empty form leaves everything to the server", async () => {
  expect(
    await listingOf({ intake: "", pauseUntil: "", language: ["", "", "", ""], "sentence-en": "", codeOfConduct: "" }),
  ).toEqual(PLAIN);
});

test("every field is read, and the form of what was read is the same form", async () => {
  const answers = {
    intake: "12",
    pause: "until",
    pauseUntil: "2027-03-01",
    language: ["fr", "pt-BR", "", "zh-TW"],
    topic: ["art", "books"],
    "sentence-en": "Film & paper\r\nfor all",
    "sentence-fr": "Une mare",
    welcomesBelowFloor: "yes",
    autoFollow: "yes",
    codeOfConduct: "https://m.example.org/règles",
    staff: "3",
  };
  const listing = await listingOf(answers);
  expect(listing).toEqual({
    ...PLAIN,
    intakePerDay: 12,
    pausedUntil: "2027-03-01T00:00:00.000Z",
    languages: ["fr", "pt", "zh-Hant"],
    topics: ["art", "books"],
    sentences: { en: "Film & paper for all", fr: "Une mare" },
    welcomesBelowFloor: true,
    autoFollow: true,
    codeOfConduct: "https://m.example.org/r%C3%A8gles",
    staff: 3,
  });
  const again = await listingOf({ ...Object.fromEntries(typedOf(listing ?? PLAIN, NOW)), revision: "0" });
  expect(again).toEqual(listing);
});

test.for<{ answers: Answers; field: string; rule: string }>([
  { answers: { intake: "51" }, field: "intake", rule: "number" },
  { answers: { intake: "-1" }, field: "intake", rule: "number" },
  { answers: { intake: "1e1" }, field: "intake", rule: "number" },
  { answers: { pause: "until" }, field: "pauseUntil", rule: "given" },
  { answers: { pause: "until", pauseUntil: "2026-11-20" }, field: "pauseUntil", rule: "day" },
  { answers: { pause: "until", pauseUntil: "2028-01-01" }, field: "pauseUntil", rule: "day" },
  { answers: { pause: "until", pauseUntil: "2027-02-30" }, field: "pauseUntil", rule: "day" },
  { answers: { pause: "for ever" }, field: "pause", rule: "oneOf" },
  { answers: { language: ["fr", "klingonish-that-is-no-tag"] }, field: "language", rule: "readable" },
  { answers: { topic: ["art", "nosuch"] }, field: "topic", rule: "oneOf" },
  { answers: { "sentence-en": "a".repeat(301) }, field: "sentence-en", rule: "length" },
  { answers: { "sentence-de": "Hallo" }, field: "sentence-de", rule: "known" },
  { answers: { codeOfConduct: "http://m.example.org" }, field: "codeOfConduct", rule: "webAddress" },
  { answers: { codeOfConduct: "javascript:alert(1)" }, field: "codeOfConduct", rule: "webAddress" },
  { answers: { codeOfConduct: "https://ada:secret@m.example.org" }, field: "codeOfConduct", rule: "webAddress" },
  {
    answers: { codeOfConduct: `https://m.example.org/${"a".repeat(300)}` },
    field: "codeOfConduct",
    rule: "webAddress",
  },
  { answers: { staff: "0" }, field: "staff", rule: "number" },
  { answers: { revision: "x" }, field: "revision", rule: "number" },
  { answers: { wish: ["save", "look"] }, field: "wish", rule: "once" },
  { answers: { intake: ["1", "2"] }, field: "intake", rule: "once" },
])("$answers: $field breaks the rule “$rule”, and nothing typed is lost", async ({ answers, field, rule }) => {
  const { form, wanted } = await read({ staff: "7", ...answers });
  expect(wanted).toBeNull();
  expect(form.problems).toMatchObject([{ field, allowed: { rule } }]);
  expect(form.typed.get(field)).toEqual(
    [answers[field] ?? []].flat().length === 0 ? undefined : [answers[field]].flat(),
  );
  if (field !== "staff") expect(form.typed.get("staff")).toEqual(["7"]);
});

test("a day that stands beside a pause that is over is not looked at", async () => {
  expect(await listingOf({ pause: "no", pauseUntil: "2001-01-01" })).toMatchObject({ pausedUntil: null });
  expect(await listingOf({ pause: "notice", pauseUntil: "x" })).toMatchObject({ pausedUntil: UNTIL_FURTHER_NOTICE });
});

test("whoever ticks everything keeps what was there, then the first ones, and is told the rest", async () => {
  const { wanted } = await read(
    { topic: TOPICS, language: ["en", "fr", "de", "cy", "br", "en"], anyTopic: "yes" },
    { ...PLAIN, topics: ["music"] },
  );
  expect(wanted?.listing.topics).toEqual(["music", "academia", "activism"]);
  expect(wanted?.leftOut.topics).toHaveLength(TOPICS.length - 3);
  expect(wanted?.listing.languages).toEqual(["en", "fr", "de", "cy"]);
  expect(wanted?.leftOut.languages).toEqual(["br"]);
});

test("anything is not the same as what the server tells", async () => {
  expect((await listingOf({ anyTopic: "yes" }))?.topics).toEqual([]);
  expect((await listingOf({}))?.topics).toBeNull();
});

test("a sentence is plain text, without HTML and without e-mail addresses, and says whose were left out", async () => {
  const { wanted } = await read({
    "sentence-en": "<b>Hi</b> <script>x</script>ask ada@example.org",
    "sentence-fr": "Bonjour […]",
  });
  expect(wanted?.listing.sentences).toEqual({ en: "Hi ask […]", fr: "Bonjour […]" });
  expect(wanted?.withoutAddress).toEqual(["en"]);
});

async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore("sqlite::memory:", { migrate: true });
  await work(store).finally(() => store.close());
}

test("a change that was overtaken is not kept, and says what is different; the same change twice is one", () =>
  withStore(async (store) => {
    const mine = { ...PLAIN, topics: ["art"], staff: 2 };
    expect(await save(store, mine)).toEqual({ isSaved: true, listing: mine });
    expect(await save(store, mine)).toEqual({ isSaved: true, listing: mine });
    const theirs = { ...PLAIN, topics: ["books"], staff: 2 };
    expect(await save(store, theirs)).toEqual({
      isSaved: false,
      current: mine,
      differences: [{ field: "topics", before: ["art"], after: ["books"] }],
    });
    expect(await store.listings.get(DOMAIN)).toEqual(mine);
    expect(await save(store, { ...theirs, revision: 2 })).toMatchObject({ isSaved: true });
    expect((await store.listings.changes(DOMAIN)).map(({ revision, field }) => [revision, field])).toEqual([
      [2, "topics"],
      [1, "topics"],
      [1, "staff"],
    ]);
  }));

test("a link pauses until it is taken back; forged, cut and other links never do", () =>
  withStore(async (store) => {
    const links = new PauseLinks(store, "a secret of this test only");
    const madeAt = "2026-11-19T08:00:00.000Z";
    const token = links.token(DOMAIN, madeAt);
    const forged = [
      token.slice(0, -1),
      token.toUpperCase(),
      `${token}x`,
      "",
      `x.${token.split(".")[1]}`,
      links.token("other.example.org", madeAt),
      new PauseLinks(store, "another secret").token(DOMAIN, madeAt),
    ];
    expect(await links.pause(DOMAIN, token, NOW)).toBe("revoked");
    await store.listings.put({ ...PLAIN, pauseLinkAt: madeAt }, "form");
    for (const one of forged) expect(await links.pause(DOMAIN, one, NOW), one).toBe("forged");
    expect(await links.stateOf(DOMAIN, token)).toBe("good");
    expect((await store.listings.get(DOMAIN))?.pausedUntil).toBeNull();

    expect(await links.pause(DOMAIN, token, NOW)).toBe("good");
    expect(await links.pause(DOMAIN, token, NOW)).toBe("good");
    const paused = await store.listings.get(DOMAIN);
    expect(paused).toMatchObject({ revision: 2, pausedUntil: UNTIL_FURTHER_NOTICE });
    expect(await store.listings.changes(DOMAIN)).toMatchObject([
      { way: "link", field: "pausedUntil" },
      { way: "form" },
    ]);

    const again = { ...PLAIN, revision: 3, pauseLinkAt: "2026-11-20T08:00:00.000Z" };
    await store.listings.put(again, "form");
    expect(await links.pause(DOMAIN, token, NOW)).toBe("revoked");
    expect(await links.stateOf(DOMAIN, links.token(DOMAIN, again.pauseLinkAt))).toBe("good");
    await store.listings.put({ ...again, revision: 4, pauseLinkAt: null }, "form");
    expect(await links.pause(DOMAIN, links.token(DOMAIN, again.pauseLinkAt), NOW)).toBe("revoked");
    expect((await store.listings.get(DOMAIN))?.pausedUntil).toBeNull();
  }));

test("picks shown are counted by day and written together; what cannot be written counts the next time", () =>
  withStore(async (store) => {
    let isBroken = true;
    const add: Store["showings"]["add"] = (day, times) =>
      isBroken ? Promise.reject(new Error("The store is away")) : store.showings.add(day, times);
    const showings = new Showings({ ...store, showings: { ...store.showings, add } });
    const [a, b] = [entry("a.example.org"), entry("b.example.org")];
    showings.count([a, b], NOW);
    showings.count([a], NOW);
    await expect(showings.write()).rejects.toThrow("away");
    showings.count([a], NOW);
    isBroken = false;
    showings.count([b], new Date("2026-11-21T00:00:00.000Z"));
    await showings.write();
    await showings.write();
    expect(await store.showings.of("a.example.org", "2026-01-01")).toEqual([{ day: "2026-11-20", times: 3 }]);
    expect(await store.showings.of("b.example.org", "2026-01-01")).toEqual([
      { day: "2026-11-20", times: 1 },
      { day: "2026-11-21", times: 1 },
    ]);
  }));
