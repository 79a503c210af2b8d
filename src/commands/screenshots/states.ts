import type { Page } from "@playwright/test";
import type { Store } from "#store/store.ts";
import { addLooks, LOOKED_AT } from "./looks.ts";
import { addNetworkDays } from "./network-days.ts";
import { AWAITED, addStanding, CLOSED } from "./standing-servers.ts";
import { addToldAdmin } from "./told-admin.ts";
import { addTold, TOLD } from "./told-server.ts";

/** A page in one of its states. */
export interface State {
  name: string;
  /** From the root on, without locale. */
  path: string;
  /** What somebody does before the picture is taken. */
  act?: (page: Page) => Promise<void>;
}

/** In the stores of pictures and tests these are full today; more than any server's intake of a day. */
const FULL = { language: "ja", software: "lemmy", newcomers: 60 };

/**
 * Fills every Japanese server and everything for groups, so that "full today" can be seen; adds one that told everything,
 * and days of the network.
 */
export async function fillSome(store: Store): Promise<void> {
  const now = new Date();
  const today = now.toISOString().slice(0, 10);
  await store.transaction(async (inside) => {
    await addTold(inside, now);
    await addToldAdmin(inside, now);
    await addStanding(inside, now);
    await addNetworkDays(inside, now);
    await addLooks(inside, now);
    const domains: string[] = [];
    for await (const { domain, languages, software } of inside.instances.all()) {
      if (languages.includes(FULL.language) || software === FULL.software) domains.push(domain);
    }
    for (const domain of domains) {
      for (let sent = 0; sent < FULL.newcomers; sent++) await inside.referrals.add(domain, today);
    }
  });
}

/**
 * Every page in every state worth looking at, with servers that this site really has.
 * @param origin of the running site
 */
export async function statesOf(origin: string): Promise<State[]> {
  const healthy = await firstDomain(`${origin}/api/v1/recommendations?language=en&seed=1`, "picks");
  const oversized = await firstDomain(`${origin}/api/v1/instances?size=over-10000&language=en&limit=1`, "instances");
  const open = (selector: string) => (page: Page) => page.locator(selector).filter({ visible: true }).first().click();
  return [
    { name: "home", path: "/" },
    { name: "home-further", path: "/", act: open(".further > summary") },
    { name: "home-topics", path: "/", act: open("fieldset:nth-of-type(2) summary") },
    { name: "find", path: "/find?language=en&seed=1" },
    { name: "find-topic", path: "/find?language=en&language=de&topic=art&topic=tech&seed=5" },
    { name: "find-one", path: "/find?language=en&count=1&seed=3" },
    { name: "find-change", path: "/find?language=en&seed=1", act: open(".change > summary") },
    { name: "find-relaxed-topic", path: "/find?language=de&topic=cycling&seed=1" },
    { name: "find-relaxed-some", path: "/find?language=gd&seed=1" },
    { name: "find-relaxed-language", path: "/find?language=br&seed=1" },
    { name: "find-crowd", path: "/find?language=en&followers=10000&seed=1" },
    { name: "find-own-server", path: "/find?language=en&followers=50000&seed=1" },
    { name: "find-full-others", path: "/find?language=ja&seed=1" },
    { name: "find-full", path: "/find?kind=links&language=en&seed=1" },
    { name: "find-nothing", path: "/find?kind=podcast&language=da&seed=1" },
    { name: "servers", path: "/servers" },
    { name: "servers-filters", path: "/servers", act: openFilters },
    { name: "servers-filtered", path: "/servers?language=de&joining=open" },
    { name: "servers-last", path: "/servers?page=8" },
    { name: "servers-typo", path: "/servers?q=mastadon" },
    { name: "servers-unknown-name", path: "/servers?q=zzzqqqxxx" },
    { name: "servers-nothing", path: "/servers?language=gd&topic=cycling&joining=open" },
    { name: "server", path: `/servers/${healthy}` },
    { name: "server-told", path: `/servers/${TOLD}` },
    { name: "server-oversized", path: `/servers/${oversized}` },
    { name: "server-closed", path: `/servers/${CLOSED}` },
    { name: "server-awaited", path: `/servers/${AWAITED}` },
    { name: "server-unknown", path: "/servers/nobody-met-this.example.org" },
    { name: "why-small", path: "/why-small" },
    { name: "apps", path: "/apps" },
    { name: "network", path: "/network" },
    { name: "network-program", path: "/network?family=lemmy" },
    { name: "network-few", path: "/network?language=ja" },
    { name: "network-none", path: "/network?language=br" },
    { name: "network-problem", path: "/network?family=nosuch" },
    { name: "audience", path: "/audience" },
    { name: "audience-easy", path: "/audience?followers=800&posts=2&replies=5" },
    { name: "audience-own", path: "/audience?followers=400000&posts=10&replies=60&workers=40" },
    { name: "audience-problem", path: "/audience?followers=many&posts=3&replies=99999&people=1" },
    { name: "audience-group", path: "/audience?people=300&willing=yes" },
    { name: "feedback", path: "/feedback" },
    { name: "feedback-about", path: `/feedback?about=${healthy}` },
    {
      name: "feedback-problem",
      path: `/feedback?about=${healthy}`,
      act: (page) => page.locator("form.answer button").click(),
    },
    { name: "feedback-unknown", path: "/feedback?about=nobody-met-this.example.org" },
    { name: "feedback-link", path: `/feedback?about=${healthy}&token=x` },
    { name: "feedback-worked", path: `/feedback?about=${healthy}&told=worked` },
    { name: "feedback-silent", path: `/feedback?about=${healthy}&told=silent` },
    { name: "list", path: "/list" },
    {
      name: "list-problem",
      path: "/list",
      act: async (page) => {
        await page.locator("#domain").fill("https://192.168.0.1:8080/");
        await page.locator("form.ask button").click();
      },
    },
    ...Object.entries(LOOKED_AT).map(([state, domain]) => ({ name: `list-${state}`, path: `/list/${domain}` })),
    { name: "widget", path: "/widget" },
    { name: "widget-chosen", path: "/widget?language=de&topic=art&topic=zzz&count=1&theme=dark" },
    { name: "embed", path: "/embed?language=en&seed=1" },
    { name: "embed-relaxed", path: "/embed?language=gd&topic=cycling&count=6&seed=1&theme=dark" },
    { name: "embed-full", path: "/embed?language=en&kind=links&seed=1" },
    { name: "about", path: "/about" },
    { name: "privacy", path: "/privacy" },
    { name: "bot", path: "/bot" },
    { name: "api", path: "/api" },
    { name: "prove-start", path: "/manage" },
    { name: "prove-stranger", path: "/manage/lou.lt" },
    { name: "prove-code", path: "/manage/lou.lt", act: (page) => page.getByRole("main").getByRole("button").click() },
    { name: "leave", path: "/manage/lou.lt/leave" },
    { name: "manage", path: `/manage/${TOLD}` },
    { name: "manage-saved", path: `/manage/${TOLD}?saved=1&leftTopic=art&leftTopic=music&withoutAddress=yes` },
    { name: "manage-problem", path: `/manage/${TOLD}`, act: steerWrongly },
    { name: "manage-numbers", path: `/manage/${TOLD}/numbers` },
    { name: "manage-pause", path: `/manage/${TOLD}/pause?token=x` },
    { name: "404", path: "/under/this/stone" },
  ];
}

/** What cannot be meant comes back with what was typed. */
async function steerWrongly(page: Page): Promise<void> {
  await page.locator("#intake").fill("999");
  await page.locator("#codeOfConduct").fill("http://tidepool.example.org/rules");
  await page.locator("button[value=save]").click();
  await page.locator("#intake-problem").waitFor();
}

/** On a phone the filters are closed; on a desktop they stand open beside the list. */
async function openFilters(page: Page): Promise<void> {
  const summary = page.locator("main details > summary").filter({ visible: true }).first();
  if ((await summary.count()) > 0) await summary.click();
}

async function firstDomain(address: string, list: "picks" | "instances"): Promise<string> {
  const answer = (await (await fetch(address)).json()) as Partial<Record<string, { domain: string }[]>>;
  const domain = answer[list]?.[0]?.domain;
  if (domain === undefined) throw new Error(`${address} answers without a server`);
  return domain;
}
