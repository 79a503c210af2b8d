import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { publish } from "#crawler/publish.ts";
import { BLOCKED, REFUSED } from "#site/commands/screenshots/standing-servers.ts";
import { addTold } from "#site/commands/screenshots/told-server.ts";
import { serveStore, type TemporarySite } from "#site/commands/start/temporary-site.ts";
import { openStore } from "#store/open.ts";
import { type NameServer, startNameServer } from "../fediverse/dns.ts";
import { type Host, type Lab, startLab } from "../fediverse/lab.ts";
import { mastodon, robots, serving } from "../fediverse/programs.ts";
import { UNKNOWN } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

/*
 * An admin asks for a look: a site, a crawler in a process of its own, and servers on loopback that it visits over TLS.
 */

const CRAWL = new URL("../../src/commands/crawl.ts", import.meta.url).pathname;
const NAMES = ["en-on", "en-off", "fr-on", "fr-off", "honest"].flatMap((name) => [
  `${name}.example.org`,
  `gts-${name}.example.org`,
]);
const HONEST = Array.from({ length: 12 }, (_, index) => `honest${index}.example.org`);
/** Take a connection and say nothing, each at an address of its own. */
const TARPITS = Array.from({ length: 40 }, (_, index) => `tarpit${index}.example.org`);

const WORDS = {
  en: {
    prefix: "",
    label: "Your server’s name",
    go: "Look at it now",
    saw: "What our crawler saw",
    refresh: "See what is new",
    robots: "robots.txt lets us in",
    program: "It is Mastodon 4.6.2",
    people: "236 people a month",
    ended: "Here it ended: robots.txt asked us to stay out",
    line: "Line 2, in the group for *: “Disallow: /.well-known/nodeinfo”.",
    mine: "This is my server",
  },
  fr: {
    prefix: "/fr",
    label: "Le nom de votre serveur",
    go: "Aller le voir maintenant",
    saw: "Ce que notre robot a vu",
    refresh: "Voir ce qu’il y a de nouveau",
    robots: "robots.txt nous laisse entrer",
    program: "C’est Mastodon 4.6.2",
    people: "236 personnes par mois",
    ended: "Tout s’arrête ici\u00a0: robots.txt nous demandait de rester dehors",
    line: "Ligne 2, dans le groupe pour *\u00a0: «\u00a0Disallow: /.well-known/nodeinfo\u00a0».",
    mine: "C’est mon serveur",
  },
} as const;

let folder: string;
let lab: Lab;
let names: NameServer;
let site: TemporarySite;
let crawler: ChildProcess;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  const hosts = [...NAMES, ...HONEST].map((domain): [string, Host] => {
    const pages = mastodon(domain, { instance: { title: `Tidewater ${domain}` } });
    const forbidding = robots("User-agent: *", "Disallow: /.well-known/nodeinfo");
    return [domain, { handle: serving(domain.startsWith("gts-") ? { ...pages, "/robots.txt": forbidding } : pages) }];
  });
  const silent = TARPITS.map((domain): [string, Host] => [domain, { handle: () => {} }]);
  lab = await startLab(new Map([...hosts, ...silent]));
  names = await startNameServer(lab.resolve);
  folder = await mkdtemp(join(tmpdir(), "rockpool-list-"));
  await writeFile(join(folder, "ca.pem"), lab.ca);
  const databaseUrl = `sqlite:${join(folder, "rockpool.sqlite")}`;
  // Not the seeds: none of them is in this lab, and a crawler that hears from nobody waits for its internet.
  const store = await openStore(databaseUrl, { migrate: true });
  await addTold(store, new Date());
  await publish(store, new Date());
  await store.close();
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
  await expect
    .poll(async () => (await (await fetch(`${site.origin}/list`)).text()).includes("No crawler is at work"), {
      timeout: 30_000,
    })
    .toBe(false);
});
test.afterAll(async () => {
  const isOver = once(crawler, "exit");
  crawler.kill("SIGTERM");
  await isOver;
  await site.stop();
  await names.close();
  await lab.close();
  await rm(folder, { recursive: true, force: true });
});

/** Reads along until the look is over: by itself with script, by the link without. */
async function readAlong(page: Page, hasScript: boolean, refresh: string): Promise<void> {
  const open = page.locator("#look[data-open] .findings .open");
  for (const deadline = Date.now() + 15_000; Date.now() < deadline && (await open.count()) > 0; ) {
    if (hasScript) await page.waitForTimeout(200);
    else await page.getByRole("link", { name: refresh }).click();
  }
  await expect(open).toHaveCount(0);
}

for (const locale of ["en", "fr"] as const) {
  for (const javaScriptEnabled of [true, false]) {
    test.describe(`in ${locale}, with script: ${javaScriptEnabled}`, () => {
      test.use({ javaScriptEnabled });
      const words = WORDS[locale];
      const own = `${locale}-${javaScriptEnabled ? "on" : "off"}.example.org`;

      test("an admin has a server looked at, by keyboard, and reads every step and the verdict", async ({ page }) => {
        await page.goto(`${site.origin}${words.prefix}/list`);
        await page.getByLabel(words.label).focus();
        await page.keyboard.type(`https://${own.toUpperCase()}/about`);
        await page.keyboard.press("Enter");
        await expect(page).toHaveURL(`${site.origin}${words.prefix}/list/${own}`);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(words.saw);
        await expect(page.getByRole("link", { name: words.refresh })).toHaveCount(javaScriptEnabled ? 0 : 1);
        await readAlong(page, javaScriptEnabled, words.refresh);
        for (const text of [words.robots, words.program, words.people])
          await expect(page.getByText(text)).toBeVisible();
        await expect(page.getByRole("link", { name: words.mine })).toHaveAttribute(
          "href",
          `${words.prefix}/manage/${own}`,
        );
      });

      test("the admin of a server that keeps us out learns by which line, and what to write instead", async ({
        page,
      }) => {
        await page.goto(`${site.origin}${words.prefix}/list`);
        await page.getByLabel(words.label).fill(`@ada@gts-${own}`);
        await page.getByRole("button", { name: words.go }).click();
        await readAlong(page, javaScriptEnabled, words.refresh);
        await expect(page.getByText(words.ended)).toBeVisible();
        await expect(page.getByText(words.line)).toBeVisible();
        await expect(page.getByText("User-agent: Rockpool\nAllow: /")).toBeVisible();
        await expect(page.getByText('instance-stats-mode: "serve"')).toBeVisible();
      });
    });
  }
}

const asForm = (domain: string, address: string) => ({
  method: "POST",
  redirect: "manual" as const,
  headers: { origin: site.origin, "x-forwarded-for": address },
  body: new URLSearchParams({ domain }),
});
let addresses = 0;
/** Somebody else each time. */
const anybody = () => `198.18.${(addresses >> 8) & 255}.${addresses++ & 255}`;

test("a second look within five minutes is the first one, whoever asks", async () => {
  const answer = await fetch(`${site.origin}/list`, asForm("en-on.example.org", anybody()));
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/list/en-on.example.org"]);
  expect(lab.asked.get("en-on.example.org")?.filter((path) => path === "/nodeinfo/2.0")).toHaveLength(2);
  const page = await (await fetch(`${site.origin}/list/en-on.example.org`)).text();
  expect(page).toMatch(/once in five minutes/);
});

test("what is no public server is refused with status 400, the field and what is allowed", async () => {
  const before = new Map(lab.asked);
  for (const typed of [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "１２７.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "https://[64:ff9b::7f00:1]/",
    "169.254.169.254",
    "http://10.0.0.1/",
    "localhost",
    "localhost.localdomain",
    "printer",
    "m.local",
    "m.internal",
    "m.test",
    "m.example",
    "m.onion",
    "1.0.0.127.in-addr.arpa",
    "co.uk",
    "com",
    "m.example.org:8443",
    "https://m.example.org:22/",
    "https://user@m.example.org/",
    "https://user:pass@m.example.org/",
    "user:pass@m.example.org",
    "https://:pass@m.example.org/",
    "a_b.example.org",
    "-a.example.org",
    "..",
    "%00",
    "javascript:alert(1)",
    "file:///etc/passwd",
    '"><script>alert(1)</script>',
    "",
    " ",
    `${"a".repeat(400)}.org`,
    "a".repeat(600),
  ]) {
    const answer = await fetch(`${site.origin}/list`, asForm(typed, anybody()));
    const html = await answer.text();
    expect(answer.status, typed).toBe(400);
    expect(/<a href="#domain"[^>]*>Your server’s name: /.test(html), typed).toBe(true);
    expect(html.includes('aria-invalid="true"'), typed).toBe(true);
    expect(html.includes('"><script>alert'), typed).toBe(false);
  }
  const twice = { ...asForm("", anybody()), body: new URLSearchParams("domain=a.example.org&domain=b.example.org") };
  const foreign = { ...asForm("", anybody()), body: new URLSearchParams("domain=a.example.org&next=//evil.example") };
  for (const form of [twice, foreign]) expect((await fetch(`${site.origin}/list`, form)).status).toBe(400);
  expect(lab.asked).toEqual(before);
});

test("a name on the public internet that leads inside is asked nothing", async ({ page }) => {
  // The name server of this lab knows no such name; its address is refused in tests/crawler/look.test.ts.
  const answer = await fetch(`${site.origin}/list`, asForm("127.0.0.1.nip.io", anybody()));
  expect(answer.headers.get("location")).toBe("/list/127.0.0.1.nip.io");
  await page.goto(`${site.origin}/list/127.0.0.1.nip.io`);
  await readAlong(page, true, "");
  await expect(page.getByText("This look brought nothing")).toBeVisible();
});

test("a look that nobody asked for leads to the form, filled in", async ({ page }) => {
  await page.goto(`${site.origin}/list/${UNKNOWN}`);
  await expect(page).toHaveURL(`${site.origin}/list?domain=${UNKNOWN}`);
  await expect(page.getByLabel("Your server’s name")).toHaveValue(UNKNOWN);
});

test("pages of servers tell when we come, and those that are not told of look alike", async ({ request }) => {
  const known = await (await request.get("/servers/lou.lt")).text();
  expect(known).toMatch(/Our next visit<\/dt>\s*<dd[^>]*>[^<]+/);
  const told = await Promise.all(
    [REFUSED, BLOCKED, UNKNOWN].map(async (domain) =>
      (await (await request.get(`/servers/${domain}`)).text()).replaceAll(domain, "X"),
    ),
  );
  for (const html of told) {
    expect(html).toContain('href="/manage/X"');
    expect(html).not.toContain("Our next visit");
  }
});

test("1,000 submissions a minute, from one address and from many, let nothing through and keep nobody waiting", async () => {
  test.setTimeout(150_000);
  const statuses = new Map<number, number>();
  const submit = async (domain: string, address: string) => {
    const { status } = await fetch(`${site.origin}/list`, asForm(domain, address));
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    return status;
  };
  const waits: number[] = [];
  /** From the submission to the end of the look; an honest person sends it again when told to. */
  const honest = async (domain: string) => {
    const started = performance.now();
    while ((await fetch(`${site.origin}/list`, asForm(domain, anybody()))).status === 503)
      await new Promise((again) => setTimeout(again, 1_000));
    for (;;) {
      const html = await (await fetch(`${site.origin}/list/${domain}`)).text();
      if (html.includes("Looked at on")) break;
      if (performance.now() - started > 100_000) throw new Error(`${domain} was not looked at`);
      await new Promise((again) => setTimeout(again, 250));
    }
    waits.push(performance.now() - started);
  };

  const fromOne = await Promise.all(
    Array.from({ length: 500 }, (_, index) => submit(`one${index}.example.org`, "203.0.113.1")),
  );
  expect(fromOne.filter((status) => status === 303)).toHaveLength(10);
  expect(new Set(fromOne)).toEqual(new Set([303, 429]));

  const started = performance.now();
  const attack = Array.from({ length: 500 }, (_, index) => async () => {
    const tarpit = TARPITS[index % 80];
    await submit(tarpit ?? `many${index}.example.org`, `203.0.${Math.floor(index / 5)}.9`);
  });
  const attacking = (async () => {
    for (const [index, one] of attack.entries()) {
      if (index % 10 === 0) await new Promise((next) => setTimeout(next, 100));
      void one();
    }
  })();
  const visitors = HONEST.map(async (domain, index) => {
    await new Promise((turn) => setTimeout(turn, index * 500));
    await honest(domain);
  });
  await Promise.all([attacking, ...visitors]);
  waits.sort((a, b) => a - b);
  const second = (ms = 0) => `${(ms / 1000).toFixed(1)} s`;
  console.log(
    `500 submissions from one address, 500 from a hundred in ${second(performance.now() - started)} with ${TARPITS.length} silent servers among them: ` +
      `${[...statuses].map(([status, count]) => `${count} × ${status}`).join(", ")}; ` +
      `${waits.length} honest ones were looked at after ${second(waits[Math.floor(waits.length / 2)])} (median), ${second(waits.at(-1))} (longest)`,
  );
  expect(waits).toHaveLength(HONEST.length);
  expect(waits.at(-1)).toBeLessThan(60_000);
  expect([...statuses.keys()].every((status) => [303, 429, 503].includes(status))).toBe(true);
});
