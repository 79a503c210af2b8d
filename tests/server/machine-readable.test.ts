import { readdir } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import type { Instance } from "#core/instance.ts";
import { escapeXml } from "#core/xml.ts";
import { drawBadge } from "#site/pictures/badge.ts";
import { regular } from "#site/pictures/fonts.ts";
import { badgeOf, badgeOfNobody } from "#site/server/badge.ts";
import { newServers, newServersAtom } from "#site/server/feed.ts";
import { OWN_PAGES, PLACES_PER_PART, sitemap, sitemapIndex, sitemapParts } from "#site/server/sitemap.ts";
import { inPage, serverDocument } from "#site/server/structured-data.ts";
import { HOSTILE_TITLES, isWellFormed } from "../pictures/support.ts";
import { entry } from "../support/instances.ts";

const ORIGIN = "https://rockpool.example";

test.for([
  [{ monthlyActiveUsers: 230 }, "en", "small server · 230 active · joins open"],
  [
    { monthlyActiveUsers: 230, registrations: "approval" },
    "fr",
    "petit serveur · 230 personnes actives · inscription sur demande",
  ],
  [
    { monthlyActiveUsers: 1, registrations: "invite" },
    "fr",
    "chez quelqu’un · 1 personne active · inscription sur invitation",
  ],
  [{ monthlyActiveUsers: 60_000, registrations: "closed" }, "en", "very large server · 60,000 active · joins closed"],
  [{ monthlyActiveUsers: null, accounts: null, registrations: "unknown" }, "en", "server · size not told"],
] as const satisfies readonly (readonly [Partial<Instance>, "en" | "fr", string])[])(
  "%j in %s: %s",
  ([facts, locale, words]) => {
    expect(badgeOf(entry("pond.example.org", facts), locale).words).toBe(words);
  },
);

test("a badge is well-formed and wide enough for its words, in every theme", () => {
  for (const theme of ["auto", "light", "dark"] as const) {
    for (const words of [...HOSTILE_TITLES, "small server · 230 active"]) {
      const badge = { ...badgeOf(entry("pond.example.org"), "en"), words, title: words };
      const svg = drawBadge(badge, theme);
      expect(isWellFormed(svg), words.slice(0, 40)).toBe(true);
      expect(Number(/ width="(\d+)"/.exec(svg)?.[1])).toBeGreaterThan(regular.widthOf(words, 13));
      expect(svg).not.toContain("<script");
    }
    expect(drawBadge(badgeOfNobody("fr"), theme)).toContain("absent de l’annuaire");
  }
});

test("a document for search engines never ends its element, and is read back as it was", () => {
  for (const title of HOSTILE_TITLES) {
    const written = inPage(serverDocument(entry("pond.example.org", { title, description: title }), "fr", ORIGIN));
    expect(written).not.toContain("<");
    const read = JSON.parse(written) as { mainEntity: { name: string } };
    expect(read.mainEntity.name).toBe(title);
  }
  expect(serverDocument(entry("pond.example.org", { languages: ["cy"] }), "fr", ORIGIN)).toMatchObject({
    "@id": `${ORIGIN}/fr/servers/pond.example.org`,
    dateModified: "2026-11-22T12:00:00.000Z",
    mainEntity: { url: "https://pond.example.org/", inLanguage: ["cy"] },
  });
});

test("what XML cannot carry is left out, and everything else is read as text", () => {
  for (const title of HOSTILE_TITLES) {
    expect(isWellFormed(`<a b="${escapeXml(title)}" c='${escapeXml(title)}'>${escapeXml(title)}</a>`)).toBe(true);
  }
  expect(escapeXml("a\u0000<b>&\ud800")).toBe("a&lt;b&gt;&amp;\ufffd");
});

test("a few servers are on one sitemap, in every language, with what stands in for each", async () => {
  const listed = [entry("a.example.org"), entry("b.example.org")];
  expect(sitemapParts(listed)).toBe(1);
  const xml = await text(sitemap(listed, 1, ORIGIN));
  expect(isWellFormed(xml)).toBe(true);
  const addresses = [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address);
  expect(addresses).toHaveLength(2 * (OWN_PAGES.length + 2));
  expect(addresses).toContain(`${ORIGIN}/`);
  expect(addresses).toContain(`${ORIGIN}/fr`);
  expect(addresses).toContain(`${ORIGIN}/fr/servers/b.example.org`);
  expect(xml).toContain("<lastmod>2026-11-22T12:00:00.000Z</lastmod>");
});

test("many servers are on several sitemaps, each address on one of them, all within the limits", async () => {
  const one = entry("a.example.org");
  const listed = Array.from({ length: 2.5 * PLACES_PER_PART }, (_, index) => ({
    ...one,
    instance: { ...one.instance, domain: `${"long-".repeat(20)}${index}.example.org` },
  }));
  const parts = sitemapParts(listed);
  expect(parts).toBe(3);
  const index = sitemapIndex(parts, ORIGIN);
  expect(isWellFormed(index)).toBe(true);
  expect(index.match(/<loc>/g)).toHaveLength(3);
  const seen = new Set<string>();
  for (let part = 1; part <= parts; part++) {
    const xml = await text(sitemap(listed, part, ORIGIN));
    expect(Buffer.byteLength(xml)).toBeLessThan(3_000_000);
    const addresses = [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address = ""]) => address);
    expect(addresses.length).toBeLessThanOrEqual(50_000);
    for (const address of addresses) seen.add(address);
  }
  expect(seen.size).toBe(2 * (OWN_PAGES.length + listed.length));
});

/** Answers, and what is only there for a while or for one person: search engines have no use for them. */
const NOT_ON_SITEMAP = ["/find", "/embed", "/feedback"];

test("every page of ours is on the sitemap, or is said not to be", async () => {
  const folder = new URL("../../src/pages/[...locale]/", import.meta.url);
  const files = await readdir(folder, { recursive: true });
  const paths = files
    .filter((file) => file.endsWith(".astro") && !file.includes("["))
    .map((file) => `/${file.replace(/\.astro$/, "").replace(/(^|\/)index$/, "")}`);
  expect(paths.filter((path) => !NOT_ON_SITEMAP.includes(path)).toSorted()).toEqual([...OWN_PAGES].toSorted());
});

const ANY = { languages: [], topics: [] };

test("the feed has small servers we visited, the newest first, and none that we do not suggest", () => {
  const listed = [
    entry("old.example.org", { addedAt: "2026-01-01T00:00:00.000Z" }),
    entry("new.example.org", { addedAt: "2026-11-01T00:00:00.000Z" }),
    entry("large.example.org", { monthlyActiveUsers: 50_000 }),
    entry("seed.example.org", { state: "unvisited", lastSeenAt: null }),
    entry("closed.example.org", { registrations: "closed" }),
    entry("adult.example.org", { isAdult: true }),
  ];
  const names = (question: Parameters<typeof newServers>[1]) =>
    newServers(listed, question).map(({ instance }) => instance.domain);
  expect(names(ANY)).toEqual(["new.example.org", "old.example.org"]);
  expect(names({ ...ANY, languages: ["fr"] })).toEqual([]);
  expect(names({ ...ANY, topics: ["art"] })).toEqual([]);
});

test("the feed asks for languages and topics, and adults are asked for by name", () => {
  const listed = [
    entry("art.example.org", { topics: ["art"], languages: ["fr"] }),
    entry("adult.example.org", { topics: ["adult"] }),
    entry("any.example.org"),
  ];
  const names = (question: Parameters<typeof newServers>[1]) =>
    newServers(listed, question).map(({ instance }) => instance.domain);
  expect(names({ languages: ["fr"], topics: ["art", "music"] })).toEqual(["art.example.org"]);
  expect(names({ ...ANY, topics: ["adult"] })).toEqual(["adult.example.org"]);
});

test("the feed is well-formed Atom in our words, whatever servers call themselves", () => {
  const listed = HOSTILE_TITLES.map((title, index) =>
    entry(`s${index}.example.org`, { title, description: title, topics: ["art"] }),
  );
  const question = { languages: ["en"], topics: ["art"] };
  const settings = {
    siteUrl: ORIGIN,
    path: "/feeds/new.atom?language=en&topic=art",
    publishedAt: "2026-11-22T00:00:00Z",
  };
  for (const locale of ["en", "fr"] as const) {
    const atom = newServersAtom(newServers(listed, question), question, { ...settings, locale });
    expect(isWellFormed(atom)).toBe(true);
    expect(atom.match(/<entry>/g)).toHaveLength(listed.length);
    expect(atom).not.toMatch(/onerror|alert|aaaaaaaa/);
    expect(atom).toContain(`${ORIGIN}${locale === "fr" ? "/fr" : ""}/servers/s0.example.org`);
  }
});
