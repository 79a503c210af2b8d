import { afterAll, beforeAll, expect, test } from "vitest";
import { type Finding, PLACES, type Place } from "#core/proof.ts";
import { createResolveTexts } from "#crawler/net/name-texts.ts";
import { answerProofs } from "#crawler/proof/answer.ts";
import { lookForCodes, type ProofOutside } from "#crawler/proof/look.ts";
import { Admins } from "#site/server/admins.ts";
import { Proofs } from "#site/server/proofs.ts";
import { openStore } from "#store/open.ts";
import { type NameServer, startNameServer } from "../fediverse/dns.ts";
import { type Lab, startLab } from "../fediverse/lab.ts";
import { outsideOf } from "../fediverse/outside.ts";
import { mastodon, type Pages, robots, serving, status, text } from "../fediverse/programs.ts";
import { Browser } from "../support/cookies.ts";

const CODE = `rockpool-manage-6b0c3fc5-7418609e-${"0".repeat(32)}-${"1".repeat(24)}`;
const FILE = "/.well-known/rockpool.txt";
const HERE = "here.example.org";

const page =
  (body: string, type = "text/plain") =>
  (_: unknown, response: Parameters<typeof text>[0]) =>
    text(response, body, 200, type);
const contact = (account: object) => ({
  contact: { email: "", account: { acct: "ada", note: "", fields: [], ...account } },
});

/** What stands on each server, and what is seen of it in one place. */
const CASES: readonly [domain: string, pages: Pages, place: Place, seen: Partial<Finding>][] = [
  ["file.example.org", { [FILE]: page(`hello\r\n${CODE}\r\n`) }, "file", { outcome: "read", words: [CODE] }],
  ["prose.example.org", { [FILE]: page(`somebody wrote ${CODE} here`) }, "file", { outcome: "read", words: [] }],
  ["html.example.org", { [FILE]: page(`<p>\n${CODE}\n</p>`, "text/html") }, "file", { outcome: "page", words: [] }],
  ["empty.example.org", {}, "file", { outcome: "absent" }],
  ["broken.example.org", { [FILE]: status(500) }, "file", { outcome: "failed", failure: "http" }],
  ["shut.example.org", { [FILE]: status(403) }, "file", { outcome: "failed", failure: "forbidden" }],
  [
    "away.example.org",
    { [FILE]: status(302, "", { location: "https://evil.example.net/x" }) },
    "file",
    { outcome: "failed", failure: "redirect" },
  ],
  ["long.example.org", { [FILE]: page(`${"x\n".repeat(100_000)}${CODE}\n`) }, "file", { outcome: "read", words: [] }],
  [
    "no-file.example.org",
    {
      ...mastodon("no-file.example.org"),
      [FILE]: page(CODE),
      "/robots.txt": robots("User-agent: Rockpool", `Disallow: ${FILE}`),
    },
    "file",
    { outcome: "failed", failure: "robots" },
  ],
  [
    "short.example.org",
    mastodon("short.example.org", { instance: { description: `Boats. ${CODE} Boats.` } }),
    "description",
    { outcome: "read", words: [CODE] },
  ],
  [
    "extended.example.org",
    {
      ...mastodon("extended.example.org"),
      "/api/v1/instance/extended_description": { content: `<p>${"word ".repeat(2_000)}</p><p>${CODE}</p>` },
    },
    "description",
    { words: [CODE] },
  ],
  [
    "nodeinfo.example.org",
    mastodon("nodeinfo.example.org", { nodeinfo: { metadata: { nodeDescription: CODE } } }),
    "description",
    { words: [CODE] },
  ],
  ["silent.example.org", {}, "description", { outcome: "failed", failure: "no-nodeinfo" }],
  [
    "closed.example.org",
    {
      ...mastodon("closed.example.org", { instance: { description: CODE } }),
      "/robots.txt": robots("User-agent: *", "Disallow: /api/"),
    },
    "description",
    { outcome: "failed", failure: "robots" },
  ],
  [
    "rule.example.org",
    mastodon("rule.example.org", { instance: { rules: [{ text: CODE }], thumbnail: { description: "a boat" } } }),
    "description",
    { words: [] },
  ],
  [
    "bio.example.org",
    mastodon("bio.example.org", { instance: contact({ note: `<p>Ada. <span>${CODE}</span></p>` }) }),
    "account",
    { outcome: "read", words: [CODE] },
  ],
  [
    "field.example.org",
    mastodon("field.example.org", { instance: contact({ fields: [{ name: "x", value: CODE }] }) }),
    "account",
    { words: [CODE] },
  ],
  [
    "bio-only.example.org",
    mastodon("bio-only.example.org", { instance: contact({ note: CODE }) }),
    "description",
    { words: [] },
  ],
  ["nobody.example.org", mastodon("nobody.example.org"), "account", { outcome: "absent" }],
  [
    "guest.example.org",
    mastodon("guest.example.org", { instance: contact({ acct: "eve@evil.example.net", note: CODE }) }),
    "account",
    { outcome: "absent" },
  ],
  [
    "admins.example.org",
    mastodon("admins.example.org", { instance: { user: { description: CODE }, accounts: [{ description: CODE }] } }),
    "description",
    { words: [] },
  ],
];

/** Texts of names; tests put theirs in. */
const texts = new Map<string, string[] | "silence">();
/** What the file of HERE says; changes as its admin likes. */
let file = "";
let lab: Lab;
let names: NameServer;
let outside: ProofOutside;

beforeAll(async () => {
  const hosts = new Map(CASES.map(([domain, pages]) => [domain, { handle: serving(pages) }]));
  hosts.set(HERE, {
    handle: serving({ [FILE]: (_: unknown, response: Parameters<typeof text>[0]) => text(response, file) }),
  });
  lab = await startLab(hosts);
  const odd = (name: string) =>
    [
      name,
      () => {
        const found = texts.get(name);
        return found === "silence" ? found : found === undefined ? ({ error: "NXDOMAIN" } as const) : { texts: found };
      },
    ] as const;
  names = await startNameServer(lab.resolve, new Map([...hosts.keys()].map((name) => odd(`_rockpool.${name}`))));
  outside = { ...outsideOf(lab), resolveTexts: await createResolveTexts(names.address) };
});
afterAll(async () => {
  await names.close();
  await lab.close();
});

test.for(CASES)("%s", async ([domain, , place, seen]) => {
  const findings = await lookForCodes(domain, outside);
  expect(findings.map((finding) => finding.place)).toEqual(PLACES);
  expect(findings.find((finding) => finding.place === place)).toMatchObject(seen);
});

test("a record's strings are one text, other records do not matter, and none is none", async () => {
  const recordOf = async () => (await lookForCodes("empty.example.org", outside))[0];
  expect(await recordOf()).toEqual({ place: "dns", outcome: "absent", failure: null, words: [] });
  texts.set("_rockpool.empty.example.org", ["v=spf1 -all", `${"x ".repeat(110)}${CODE}`, `"${CODE.toUpperCase()}"`]);
  expect(await recordOf()).toMatchObject({ outcome: "read", words: [CODE, CODE.toUpperCase()] });
  texts.set(
    "_rockpool.empty.example.org",
    Array.from({ length: 60 }, (_, index) => (index < 55 ? "x" : CODE)),
  );
  expect(await recordOf()).toMatchObject({ outcome: "read", words: [] });
});

test("a name server that is silent is told, and keeps nobody from the other places", async () => {
  texts.set("_rockpool.file.example.org", "silence");
  const [record, found] = await lookForCodes("file.example.org", outside);
  expect(record).toMatchObject({ outcome: "failed", failure: "dns" });
  expect(found).toMatchObject({ words: [CODE] });
}, 15_000);

test("what is no public name is asked for nowhere", async () => {
  const before = [names.asked.size, lab.asked.size];
  for (const domain of ["db.internal", "localhost.localdomain", "x.onion", "192.168.0.1.test"]) {
    const findings = await lookForCodes(domain, outside);
    expect(findings.map(({ outcome }) => outcome)).toEqual(PLACES.map(() => "failed"));
  }
  expect([names.asked.size, lab.asked.size]).toEqual(before);
});

test("a private address is not asked where that is forbidden; the name record still counts", async () => {
  texts.set("_rockpool.short.example.org", [CODE]);
  const asked = lab.asked.get("short.example.org")?.length ?? 0;
  const findings = await lookForCodes("short.example.org", { ...outside, allowPrivateNetwork: false });
  expect(findings.map(({ failure }) => failure)).toEqual([null, "address", "address", "address"]);
  expect(findings[0]?.words).toEqual([CODE]);
  expect(lab.asked.get("short.example.org")?.length ?? 0).toBe(asked);
});

test("from the button to the session: a crawler looks within a second, for all who wait at once, and again after a pause", async () => {
  const store = await openStore("sqlite::memory:", { migrate: true });
  const proofs = new Proofs(store, "a secret of this test only", "https://rockpool.example");
  const admins = new Admins(store, proofs, "https://rockpool.example");
  const [admin, other] = [new Browser(), new Browser()];
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  const stop = new AbortController();
  const answering = answerProofs({ store, outside: { ...outside, now }, signal: stop.signal });
  const stepOf = async ({ jar }: Browser) => (await proofs.stateOf(HERE, "manage", jar, now())).step;

  const code = proofs.begin(HERE, "manage", admin.jar, now());
  proofs.begin(HERE, "manage", other.jar, now());
  file = code;
  for (const { jar } of [admin, other]) expect(await proofs.ask(HERE, "manage", jar, now())).toBe("asked");
  await expect.poll(() => stepOf(admin), { timeout: 3_000 }).toBe("proven");
  expect(await stepOf(other)).toBe("looked");
  expect(lab.asked.get(HERE)?.filter((path) => path === FILE)).toHaveLength(1);
  expect(await admins.enter(HERE, other.jar, now())).toBe(false);
  expect(await admins.enter(HERE, admin.jar, now())).toBe(true);
  expect(await store.sessions.of(HERE, now())).toMatchObject([{ place: "file" }]);

  await proofs.ask(HERE, "manage", other.jar, now());
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(await stepOf(other)).toBe("waiting");
  ahead = 31_000;
  await expect.poll(() => stepOf(other), { timeout: 3_000 }).toBe("looked");
  stop.abort();
  await answering;
  await store.close();
}, 15_000);
