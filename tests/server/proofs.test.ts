import { expect, test } from "vitest";
import type { Finding } from "#core/proof.ts";
import { Admins, SESSION_DAYS } from "#site/server/admins.ts";
import { CODE_DAYS, Proofs } from "#site/server/proofs.ts";
import { openStore } from "#store/open.ts";
import { Browser } from "../support/cookies.ts";
import { NOW } from "../support/instances.ts";

const HERE = "m.example.org";
const SECRET = "a secret of this test only";
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const DAY = 86_400;

async function opened(origin = "https://rockpool.example") {
  const store = await openStore("sqlite::memory:", { migrate: true });
  const proofs = new Proofs(store, SECRET, origin);
  const admins = new Admins(store, proofs, origin);
  /** A crawler that sees these words in the name record. */
  const see = async (words: string[], now: Date) => {
    const finding: Finding = { place: "dns", outcome: "read", failure: null, words };
    for (const domain of await store.proofs.take(now, 10)) await store.proofs.report(domain, now, [finding]);
  };
  return { store, proofs, admins, see };
}

/** What is said of a word that stands where this browser's code should. */
async function verdictOn(word: (own: string, setting: Awaited<ReturnType<typeof opened>>) => string, now = NOW) {
  const setting = await opened();
  const { jar } = new Browser();
  const own = setting.proofs.begin(HERE, "manage", jar, now);
  const seen = word(own, setting);
  await setting.proofs.ask(HERE, "manage", jar, now);
  await setting.see([seen], now);
  const state = await setting.proofs.stateOf(HERE, "manage", jar, now);
  if (state.step !== "looked") return state.step;
  return state.findings[0]?.words[0]?.verdict;
}

test("a code that is seen where it should be makes its browser known, once", async () => {
  const { store, proofs, admins, see } = await opened();
  const browser = new Browser();
  const code = proofs.begin(HERE, "manage", browser.jar, NOW);
  expect(await proofs.stateOf(HERE, "manage", browser.jar, NOW)).toMatchObject({ step: "shown", code });
  expect(await admins.enter(HERE, browser.jar, NOW)).toBe(false);
  expect(await proofs.ask(HERE, "manage", browser.jar, NOW)).toBe("asked");
  expect(await proofs.stateOf(HERE, "manage", browser.jar, later(20))).toMatchObject({ step: "waiting", isSlow: true });
  await see(["rockpool-else", code], later(1));
  const before = new Browser();
  for (const [name, cookie] of browser.held) before.held.set(name, cookie);

  expect(await admins.enter(HERE, browser.jar, later(2))).toBe(true);
  expect(await admins.of(HERE, browser.jar, later(2))).toMatchObject({
    domain: HERE,
    provenAt: later(2).toISOString(),
  });
  expect(await admins.of("other.example.org", browser.jar, later(2))).toBeNull();
  expect(await admins.of(HERE, browser.jar, later(SESSION_DAYS * DAY + 2))).toBeNull();
  // The cookie of the proof as it was before, replayed.
  expect(await admins.enter(HERE, before.jar, later(3))).toBe(false);
  expect(await proofs.ask(HERE, "manage", before.jar, later(3))).toBe("spent");
  expect(await store.sessions.of(HERE, later(3))).toHaveLength(1);
});

test("cookies are for HTTPS, this host and no script; the store holds nothing to enter with", async () => {
  const { store, proofs, admins, see } = await opened();
  const { held, jar } = new Browser();
  const code = proofs.begin(HERE, "manage", jar, NOW);
  const [[proofName, proof] = []] = held;
  expect(proofName).toBe(`__Host-rockpool-proof-manage.${HERE}`);
  expect(proof?.options).toMatchObject({ path: "/", httpOnly: true, sameSite: "lax", secure: true });
  await proofs.ask(HERE, "manage", jar, NOW);
  await see([code], NOW);
  await admins.enter(HERE, jar, NOW);
  const [[name, session] = []] = held;
  expect([held.size, name]).toEqual([1, `__Host-rockpool-admin.${HERE}`]);
  expect(session?.options).toMatchObject({ path: "/", httpOnly: true, sameSite: "lax", secure: true });
  expect(JSON.stringify(await store.sessions.of(HERE, NOW))).not.toContain(session?.value);
  expect(JSON.stringify(await store.proofs.get(code))).not.toContain(proof?.value.split(".")[0]);
});

test("whoever asks for a look at somebody else's code gets nothing", async () => {
  const { proofs, admins, see } = await opened();
  const [admin, thief] = [new Browser(), new Browser()];
  const code = proofs.begin(HERE, "manage", admin.jar, NOW);
  proofs.begin(HERE, "manage", thief.jar, NOW);
  await proofs.ask(HERE, "manage", thief.jar, NOW);
  await see([code], NOW);
  expect(await admins.enter(HERE, thief.jar, NOW)).toBe(false);
  // A cookie made up around the code that stands on the server for everybody to read.
  for (const secret of ["", "A".repeat(43)]) {
    thief.held.set(`__Host-rockpool-proof-manage.${HERE}`, { value: `${secret}.${code}`, options: {} });
    expect(await proofs.stateOf(HERE, "manage", thief.jar, NOW)).toEqual({ step: "none" });
    expect(await admins.enter(HERE, thief.jar, NOW)).toBe(false);
  }
  await proofs.ask(HERE, "manage", admin.jar, later(60));
  await see([code], later(60));
  expect(await admins.enter(HERE, admin.jar, later(60))).toBe(true);
});

test("a session that was slipped in is worth nothing, and a new proof ends the old one", async () => {
  const { store, proofs, admins, see } = await opened();
  const browser = new Browser();
  browser.held.set(`__Host-rockpool-admin.${HERE}`, { value: "chosen-by-somebody-else", options: {} });
  const enter = async (now: Date) => {
    const code = proofs.begin(HERE, "manage", browser.jar, now);
    await proofs.ask(HERE, "manage", browser.jar, now);
    await see([code], now);
    await admins.enter(HERE, browser.jar, now);
    return browser.held.get(`__Host-rockpool-admin.${HERE}`)?.value;
  };
  const first = await enter(NOW);
  expect(first).not.toBe("chosen-by-somebody-else");
  const second = await enter(later(60));
  expect(second).not.toBe(first);
  browser.held.set(`__Host-rockpool-admin.${HERE}`, { value: first ?? "", options: {} });
  expect(await admins.of(HERE, browser.jar, later(61))).toBeNull();
  expect((await store.sessions.of(HERE, later(61))).map(({ endedAt }) => endedAt)).toEqual([
    null,
    later(60).toISOString(),
  ]);
});

test("a session ends for whoever holds it, and for no other domain", async () => {
  const { store, proofs, admins, see } = await opened();
  const [one, two] = [new Browser(), new Browser()];
  for (const [{ jar }, domain] of [
    [one, HERE],
    [two, HERE],
    [two, "b.example.org"],
  ] as const) {
    const code = proofs.begin(domain, "manage", jar, NOW);
    await proofs.ask(domain, "manage", jar, NOW);
    await see([code], NOW);
    expect(await admins.enter(domain, jar, NOW)).toBe(true);
    await store.proofs.remove(domain);
  }
  const known = async () =>
    Promise.all([
      admins.of(HERE, one.jar, NOW),
      admins.of(HERE, two.jar, NOW),
      admins.of("b.example.org", two.jar, NOW),
    ]);
  const [first, , other] = await known();
  await store.sessions.end(HERE, other?.session ?? "", NOW);
  expect((await known()).map((admin) => admin !== null)).toEqual([true, true, true]);
  await store.sessions.end(HERE, first?.session ?? "", NOW);
  expect((await known()).map((admin) => admin !== null)).toEqual([false, true, true]);
  await store.sessions.end(HERE, null, NOW);
  expect((await known()).map((admin) => admin !== null)).toEqual([false, false, true]);
});

test.for<[string, (own: string, setting: Awaited<ReturnType<typeof opened>>) => string, string]>([
  ["the right one", (own) => own, "proven"],
  ["another visitor's", (_, { proofs }) => proofs.begin(HERE, "manage", new Browser().jar, NOW), "other-visitor"],
  ["for leaving", (_, { proofs }) => proofs.begin(HERE, "leave", new Browser().jar, NOW), "other-purpose"],
  ["of last month", (_, { proofs }) => proofs.begin(HERE, "manage", new Browser().jar, later(-30 * DAY)), "expired"],
  [
    "another domain's",
    (_, { proofs }) => proofs.begin("b.example.org", "manage", new Browser().jar, NOW),
    "other-domain",
  ],
  [
    "a look-alike domain's",
    (_, { proofs }) => proofs.begin("xn--m-2tb.example.org", "manage", new Browser().jar, NOW),
    "other-domain",
  ],
  ["in capitals", (own) => own.toUpperCase(), "altered"],
  ["with a Cyrillic letter", (own) => own.replace("rockpool", "r\u043eckpool"), "altered"],
  ["with long dashes", (own) => own.replaceAll("-", "\u2013"), "altered"],
  ["with a dot at its end", (own) => `${own}.`, "altered"],
  ["cut off", (own) => own.slice(0, 70), "cut"],
  [
    "of another Rockpool",
    (_, { store }) =>
      new Proofs(store, "another secret", "https://b.example").begin(HERE, "manage", new Browser().jar, NOW),
    "forged",
  ],
  ["with another end", (own) => own.replace(/-[0-9a-f]{8}-/, "-ffffffff-"), "forged"],
  ["made up", () => "rockpool-manage-please", "forged"],
])("a code %s: %s", async ([, word, expected]) => {
  expect(await verdictOn(word)).toBe(expected);
});

test("a code is over after its days, and what a look found after an hour", async () => {
  const { proofs, admins, see } = await opened();
  const { jar } = new Browser();
  const code = proofs.begin(HERE, "manage", jar, NOW);
  await proofs.ask(HERE, "manage", jar, NOW);
  await see([code], NOW);
  expect(await proofs.stateOf(HERE, "manage", jar, later(3_601))).toMatchObject({ step: "shown" });
  expect(await admins.enter(HERE, jar, later(3_601))).toBe(false);
  expect(await proofs.stateOf(HERE, "manage", jar, later(CODE_DAYS * DAY - 1))).toMatchObject({ step: "shown" });
  expect(await proofs.stateOf(HERE, "manage", jar, later(CODE_DAYS * DAY))).toEqual({ step: "none" });
  expect(await proofs.ask(HERE, "manage", jar, later(CODE_DAYS * DAY))).toBe("none");
});
