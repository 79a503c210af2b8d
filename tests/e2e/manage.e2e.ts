import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { unsaid } from "#core/listing.ts";
import { publish } from "#crawler/publish.ts";
import { serveStore, type TemporarySite } from "#site/commands/start/temporary-site.ts";
import { depart } from "#store/erase.ts";
import { openStore } from "#store/open.ts";
import type { Store } from "#store/store.ts";
import { type NameServer, startNameServer } from "../fediverse/dns.ts";
import { type Lab, startLab } from "../fediverse/lab.ts";
import { mastodon, peertube, serving, text } from "../fediverse/programs.ts";
import { instance } from "../support/instances.ts";
import { expect, test } from "./support/test.ts";

/*
 * Admins prove, are known, and leave: a site, a crawler in a process of its own, servers and a name server on loopback.
 */

const CRAWL = new URL("../../src/commands/crawl.ts", import.meta.url).pathname;
const LEAVER = "leaver-of-the-lab.example.org";
/** A program that the lists for other programs are about. */
const TUBE = "tube-of-the-lab.example.net";
const STAYS = "stays-in-the-lab.example.com";
const UNMET = "nobody-of-the-lab.example.org";
const FILE = "/.well-known/rockpool.txt";

/** Where a server may stand, each with which of the two that leave stands there before. */
const OUTPUTS: readonly [path: string, before: readonly string[]][] = [
  ["/", []],
  ["/find?language=en&seed=1", [LEAVER]],
  ["/fr/find?language=en&seed=1", [LEAVER]],
  ["/find?language=en&kind=video&seed=1", [TUBE]],
  ["/servers", [LEAVER, TUBE]],
  ["/fr/servers?sort=name", [LEAVER, TUBE]],
  [`/servers?q=of-the-lab`, [LEAVER, TUBE]],
  [`/servers/${LEAVER}`, [LEAVER]],
  [`/servers/${STAYS}`, [LEAVER]],
  ["/api/v1/instances", [LEAVER, TUBE]],
  ["/api/v1/instances?q=of-the-lab", [LEAVER, TUBE]],
  [`/api/v1/instances/${LEAVER}`, [LEAVER]],
  ["/api/v1/recommendations?language=en&seed=1", [LEAVER]],
  ["/embed?language=en&seed=1", [LEAVER]],
  ["/widget.json?language=en&seed=1", [LEAVER]],
  ["/dumps/instances.csv", [LEAVER, TUBE]],
  ["/dumps/instances.ndjson.gz", [LEAVER, TUBE]],
  ["/feeds/new.atom", [LEAVER, TUBE]],
  ["/compat/joinmastodon/servers", [LEAVER]],
  ["/compat/joinmastodon/default-servers", [LEAVER]],
  ["/compat/peertube/api/v1/instances", [TUBE]],
  ["/compat/peertube/api/v1/instances/hosts", [TUBE]],
  ["/sitemap.xml", [LEAVER, TUBE]],
  ["/network", []],
  ["/network.csv", []],
];
/** Machines' answers about one server; after it left they are those about a name that nobody has met. */
const ABOUT_ONE = [
  "/api/v1/instances/NAME",
  "/api/v1/instances/NAME/history",
  "/badge/NAME.svg",
  "/picture/NAME.png",
  "/go/NAME",
  "/oembed?url=SITE/servers/NAME",
];

const texts = new Map<string, string>();
let file = "";
let folder: string;
let lab: Lab;
let names: NameServer;
let site: TemporarySite;
let store: Store;
let crawler: ChildProcess;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  lab = await startLab(
    new Map([
      [LEAVER, { handle: serving(mastodon(LEAVER)) }],
      [
        STAYS,
        {
          handle: serving({
            ...mastodon(STAYS),
            [FILE]: (_: unknown, answer: Parameters<typeof text>[0]) => text(answer, file),
          }),
        },
      ],
      [TUBE, { handle: serving(peertube()) }],
    ]),
  );
  const record = (domain: string) => {
    const name = `_rockpool.${domain}`;
    return [
      name,
      () => (texts.has(name) ? { texts: [texts.get(name) ?? ""] } : ({ error: "NXDOMAIN" } as const)),
    ] as const;
  };
  names = await startNameServer(lab.resolve, new Map([LEAVER, TUBE, STAYS].map(record)));
  folder = await mkdtemp(join(tmpdir(), "rockpool-manage-"));
  await writeFile(join(folder, "ca.pem"), lab.ca);
  const databaseUrl = `sqlite:${join(folder, "rockpool.sqlite")}`;
  store = await openStore(databaseUrl, { migrate: true });
  const now = new Date();
  const seen = { lastSeenAt: now.toISOString(), lastVisitAt: now.toISOString(), countsAt: now.toISOString() };
  await store.instances.put([
    instance(LEAVER, { ...seen, addedAt: now.toISOString() }),
    instance(STAYS, seen),
    instance(TUBE, {
      ...seen,
      software: "peertube",
      version: "7.3.0",
      monthlyActiveUsers: 40,
      addedAt: now.toISOString(),
    }),
  ]);
  await store.listings.put({ ...unsaid(TUBE, now), autoFollow: true }, "form");
  await publish(store, now);
  site = await serveStore(databaseUrl, { environment: { ROCKPOOL_TRUST_PROXY: "1" } });
  crawler = spawn(process.execPath, [CRAWL, "--watch", "--concurrency", "4"], {
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: databaseUrl,
      ROCKPOOL_ALLOW_PRIVATE_NETWORK: "1",
      ROCKPOOL_LAB_PORT: String(lab.port),
      ROCKPOOL_DNS: names.address,
      NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
});
test.afterAll(async () => {
  const isOver = once(crawler, "exit");
  crawler.kill("SIGTERM");
  await isOver;
  await site.stop();
  await store.close();
  await names.close();
  await lab.close();
  await rm(folder, { recursive: true, force: true });
});

async function bodyOf(path: string): Promise<string> {
  const answer = await fetch(site.origin + path, { redirect: "manual" });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return path.endsWith(".gz") ? gunzipSync(bytes).toString() : bytes.toString();
}

/** Reads along until a crawler has looked: by itself with script, by the link without. */
async function readAlong(page: Page, hasScript: boolean, refresh: string): Promise<void> {
  const waiting = page.locator("[data-waiting]");
  for (const deadline = Date.now() + 60_000; Date.now() < deadline && (await waiting.count()) > 0; ) {
    await page.waitForTimeout(500);
    if (!hasScript) await page.getByRole("link", { name: refresh }).click({ timeout: 20_000 });
  }
  await expect(waiting).toHaveCount(0);
}

async function isClean(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
}

test("before anybody leaves, the servers stand in every output", async () => {
  for (const [path, before] of OUTPUTS) {
    const body = await bodyOf(path);
    for (const domain of before) expect.soft([path, domain, body.includes(domain)]).toEqual([path, domain, true]);
  }
});

test.describe("in French, without script", () => {
  test.use({ javaScriptEnabled: false });

  test("an admin proves with a file, is told first what is wrong with it, and ends the session", async ({
    page,
    context,
  }) => {
    test.setTimeout(90_000);
    const first = await page.goto(`${site.origin}/fr/manage/${STAYS.toUpperCase()}.`);
    expect(first?.status()).toBe(403);
    expect(page.url()).toBe(`${site.origin}/fr/manage/${STAYS}`);
    expect(await context.cookies()).toEqual([]);
    await page.getByRole("button", { name: "Créer un code" }).click();
    const code = (await page.locator("pre code").first().textContent()) ?? "";
    file = `${code.toUpperCase()}\n`;
    await page.getByRole("button", { name: "Il y est" }).click();
    await readAlong(page, false, "Montrer ce qu’il a trouvé");
    await expect(page.getByText("ressemble à votre code sans l’être")).toBeVisible();
    await expect(page.getByText("Il n’y a pas de tel enregistrement")).toBeVisible();
    file = `${code}\n`;
    await page.getByRole("button", { name: "Regarder encore" }).click();
    await readAlong(page, false, "Montrer ce qu’il a trouvé");
    await expect(page.getByRole("heading", { name: "Qui a prouvé avoir ce serveur" })).toBeVisible();
    expect((await context.cookies()).map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite])).toEqual([
      [`rockpool-admin.${STAYS}`, true, "Lax"],
    ]);
    await page.getByRole("button", { name: "Oublier ce navigateur" }).click();
    await expect(page.getByRole("button", { name: "Créer un code" })).toBeVisible();
    expect(await context.cookies()).toEqual([]);
  });
});

test("an admin proves with a name record, sees that somebody else did, and leaves", async ({ page, browser }) => {
  test.setTimeout(150_000);
  const other = {
    id: "of-somebody-else",
    domain: LEAVER,
    place: "account",
    provenAt: new Date().toISOString(),
  } as const;
  await store.sessions.add({ ...other, endsAt: new Date(Date.now() + 86_400_000).toISOString() });
  await page.goto(`${site.origin}/manage?domain=${LEAVER}`);
  await isClean(page);
  await page.getByRole("button", { name: "Make me a code" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Your code" })).toBeVisible();
  await isClean(page);
  texts.set(`_rockpool.${LEAVER}`, (await page.locator("pre code").first().textContent()) ?? "");
  await page.getByRole("button", { name: "I have put it there" }).press("Enter");
  await readAlong(page, true, "");
  await expect(page.getByText("Somebody, in another browser")).toBeVisible();
  await expect(page.getByText("the contact’s profile")).toBeVisible();
  await isClean(page);

  // Who reads the code on the server and asks for a look, in another browser, is no admin.
  const thief = await browser.newPage();
  await thief.goto(`${site.origin}/manage/${LEAVER}`);
  await expect(thief.getByRole("button", { name: "Make me a code" })).toBeVisible();
  await thief.close();

  await page.getByRole("link", { name: "Leave Rockpool" }).click();
  await page.getByRole("button", { name: "Make me a code" }).click();
  texts.set(`_rockpool.${LEAVER}`, (await page.locator("pre code").first().textContent()) ?? "");
  await page.getByRole("button", { name: "I have put it there" }).click();
  await readAlong(page, true, "");
  await isClean(page);
  await page.getByRole("button", { name: `Take ${LEAVER} out now` }).click();
  await expect(page.getByText("It is out.")).toBeVisible();
  await isClean(page);
  expect(await page.context().cookies()).toEqual([]);
  expect(await store.sessions.of(LEAVER, new Date())).toEqual([]);
});

test("whoever left stands in no output, and is told of like a name that nobody has met", async () => {
  await depart(store, TUBE, new Date());
  await expect.poll(() => bodyOf("/servers"), { timeout: 10_000 }).not.toContain("of-the-lab");
  for (const [path] of OUTPUTS) {
    const body = await bodyOf(path);
    for (const domain of [LEAVER, TUBE].filter((name) => !path.includes(name))) {
      expect.soft([path, domain, body.includes(domain)]).toEqual([path, domain, false]);
    }
  }
  for (const path of ABOUT_ONE) {
    const answers = await Promise.all(
      [LEAVER, UNMET].map(async (name) => {
        const answer = await fetch(site.origin + path.replace("NAME", name).replace("SITE", site.origin), {
          redirect: "manual",
        });
        return `${answer.status} ${answer.headers.get("location")} ${(await answer.text()).replaceAll(name, "NAME")}`;
      }),
    );
    expect.soft(answers[0], path).toBe(answers[1]);
  }
  const page = await fetch(`${site.origin}/servers/${LEAVER}`);
  expect(page.status).toBe(404);
  expect(await page.text()).not.toMatch(/Mastodon|Tidewater/);
  expect((await fetch(`${site.origin}/manage/${LEAVER}`)).status).toBe(403);
});

test("its admin, once known again, brings it back", async ({ page, context }) => {
  const token = "a token of this test only";
  const id = createHash("sha256").update(token).digest("base64url");
  const times = { provenAt: new Date().toISOString(), endsAt: new Date(Date.now() + 86_400_000).toISOString() };
  await store.sessions.add({ id, domain: LEAVER, place: "dns", ...times });
  await context.addCookies([{ name: `rockpool-admin.${LEAVER}`, value: encodeURIComponent(token), url: site.origin }]);
  await page.goto(`${site.origin}/manage/${LEAVER}`);
  await isClean(page);
  await page.getByRole("button", { name: "Come back" }).click();
  await expect(page.getByRole("link", { name: "Leave Rockpool" })).toBeVisible();
  await expect.poll(async () => (await store.instances.get(LEAVER))?.title, { timeout: 15_000 }).toBe("Tidewater");
});

const asForm = (fields: string, headers: Record<string, string> = {}) => ({
  method: "POST",
  redirect: "manual" as const,
  headers: {
    origin: site.origin,
    "content-type": "application/x-www-form-urlencoded",
    "x-forwarded-for": "198.18.0.7",
    ...headers,
  },
  body: fields,
});

test("what is not meant is refused: other origins, forged and cut cookies, fields twice or unknown, long bodies", async () => {
  const at = (path: string) => `${site.origin}/manage/${STAYS}/${path}`;
  const cookie = `rockpool-admin.${STAYS}=`;
  const refused: [path: string, fields: string, headers: Record<string, string>, status: number][] = [
    ["prove", "purpose=manage&step=code", { origin: "https://evil.example" }, 403],
    ["sessions", "end=all", { origin: "null" }, 403],
    ["leave", "leave=now", { "sec-fetch-site": "cross-site" }, 403],
    ["leave", "leave=now", { "sec-fetch-site": "same-site" }, 403],
    ["leave", "leave=now", {}, 403],
    ["leave", "leave=now", { cookie: `rockpool-proof-leave.${STAYS}=x.y` }, 403],
    ["sessions", "end=all", {}, 403],
    ["sessions", "end=all", { cookie: `${cookie}${"A".repeat(43)}` }, 403],
    ["sessions", "end=all", { cookie: `${cookie}of-somebody-else` }, 403],
    ["return", "return=now", { cookie }, 403],
    ["prove", "purpose=manage&step=code&step=look", {}, 400],
    ["prove", "purpose=manage&purpose=leave&step=code", {}, 400],
    ["prove", "purpose=manage&step=code&domain=evil.example", {}, 400],
    ["prove", "purpose=manage&step=look", {}, 400],
    ["leave", "leave=now&leave=now", {}, 400],
    ["prove", `purpose=manage&step=code&x=${"x".repeat(70_000)}`, {}, 413],
    ["prove", "{}", { "content-type": "application/json" }, 415],
  ];
  for (const [path, fields, headers, status] of refused) {
    const answer = await fetch(at(path), asForm(fields, headers));
    expect(
      [answer.status, answer.headers.get("set-cookie")],
      `${path} ${fields.slice(0, 60)} ${JSON.stringify(headers)}`,
    ).toEqual([status, null]);
  }
  expect((await store.instances.get(STAYS))?.state).toBe("alive");
});

test("one address may ask ten times a minute; others are served meanwhile", async () => {
  const ask = (address: string) =>
    fetch(`${site.origin}/manage/${STAYS}/prove`, asForm("purpose=manage&step=code", { "x-forwarded-for": address }));
  const statuses = [];
  for (let time = 0; time < 12; time++) statuses.push((await ask("198.18.0.9")).status);
  expect(statuses.filter((status) => status === 303).length).toBeGreaterThanOrEqual(10);
  expect(statuses.at(-1)).toBe(429);
  expect((await ask("198.18.0.10")).status).toBe(303);
});
