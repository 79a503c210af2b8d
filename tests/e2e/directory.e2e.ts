import { AWAITED, BLOCKED, CLOSED, REFUSED } from "#site/commands/screenshots/standing-servers.ts";
import { json, listedDomains, OVERSIZED, pickedDomains, UNKNOWN } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

interface ApiInstance {
  domain: string;
  registrations: string;
  languages: string[];
  size: { activePeople: number; basis: string; class: string };
  eligible: boolean;
  reasons: string[];
  state: string;
}

/** A number of people a month is shown as it is; one worked out from another number is shown as that other. */
function sizeAsTold({ activePeople, basis }: ApiInstance["size"]): string | RegExp {
  const told = { weekly: / a week/, daily: / a day/, accounts: / accounts/ }[basis];
  return told ?? activePeople.toLocaleString("en");
}

for (const script of [true, false]) {
  test.describe(`script ${script ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled: script });

    test("a name with a typo is found", async ({ page }) => {
      await page.goto("/servers");
      await page.getByRole("searchbox", { name: "Search the servers" }).fill("tchfia.be");
      await page.getByRole("button", { name: "Search" }).click();
      await expect(page).toHaveURL(/\/servers\?q=tchfia/);
      await expect.poll(() => listedDomains(page)).toContain("tchafia.be");
    });

    test("filters narrow the list to what they say", async ({ page, request }) => {
      await page.goto("/servers");
      const summary = page.locator(".filters > summary");
      if (await summary.isVisible()) await summary.click();
      await page.getByRole("radio", { name: /^Open, right away/ }).check();
      await page.getByRole("checkbox", { name: /^German/ }).check();
      if (!script) await page.getByRole("button", { name: "Show servers" }).click();
      await expect(page).toHaveURL(/joining=open/);
      await expect(page).toHaveURL(/language=de/);
      const { instances } = await json<{ instances: ApiInstance[] }>(
        request,
        "/api/v1/instances?joining=open&language=de&limit=200",
      );
      expect(instances.length).toBeGreaterThan(3);
      const expected = instances.filter(({ size }) => size.class !== "oversized").map(({ domain }) => domain);
      await expect.poll(async () => (await listedDomains(page, "ol.rows >> nth=0 >>")).toSorted()).toEqual(expected);
    });
  });
}

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("paging by link reaches every listed server once, the oversized ones last", async ({ page, request }) => {
    const known = new Map<string, ApiInstance>();
    for (let cursor = ""; cursor !== "end"; ) {
      const path = `/api/v1/instances?limit=200${cursor && `&cursor=${cursor}`}`;
      const answer = await json<{ total: number; next: string | null; instances: ApiInstance[] }>(request, path);
      for (const instance of answer.instances) known.set(instance.domain, instance);
      cursor = answer.next ?? "end";
    }
    const seen: string[] = [];
    await page.goto("/servers");
    for (let pages = 0; pages < 20; pages++) {
      seen.push(...(await listedDomains(page)));
      const next = page.getByRole("link", { name: "Next" });
      if ((await next.count()) === 0) break;
      await next.click();
      await page.waitForURL((url) => url.searchParams.get("page") === String(pages + 2));
    }
    expect(seen.toSorted()).toEqual([...known.keys()]);
    expect(new Set(seen).size).toBe(seen.length);
    const oversized = seen.map((domain) => known.get(domain)?.size.class === "oversized");
    expect(oversized.filter(Boolean).length).toBeGreaterThan(3);
    expect(oversized.indexOf(true)).toBe(oversized.length - oversized.filter(Boolean).length);
    await expect(page.getByRole("heading", { name: "Larger than we suggest" })).toBeVisible();
    await expect(page.getByRole("link", { name: /Where we stop, and why/ })).toHaveAttribute("href", /^\/why-small/);
  });

  test("each order is another order of the same servers", async ({ page }) => {
    const firsts = new Set<string>();
    for (const sort of ["fit", "size", "name", "newest", "longest"]) {
      await page.goto(`/servers?sort=${sort}`);
      await expect(page.getByRole("combobox", { name: "Sort" })).toHaveValue(sort);
      const domains = await listedDomains(page);
      expect(domains).toHaveLength(50);
      if (sort === "name") expect(domains).toEqual(domains.toSorted());
      firsts.add(domains.join());
    }
    expect(firsts.size).toBeGreaterThanOrEqual(3);
  });

  test("an address with an order, a page or a filter that there is not still shows the directory", async ({ page }) => {
    await page.goto("/servers?sort=biggest&page=9999&language=klingon-nope&colour=red");
    await expect(page.getByText(/sort=biggest/)).toBeVisible();
    expect((await listedDomains(page)).length).toBeGreaterThan(0);
  });
});

for (const pasted of [
  "https://tchafia.be/@ada",
  "@ada@tchafia.be",
  "ada@tchafia.be",
  "https://www.tchafia.be",
  "http://tchafia.be:3000/about",
  "Tchafia.be:443",
]) {
  test(`pasting ${pasted} finds that server first`, async ({ page }) => {
    await page.goto(`/servers?q=${encodeURIComponent(pasted)}`);
    expect((await listedDomains(page))[0]).toBe("tchafia.be");
  });
}

test("a name nobody has met is repeated in its own script, without what was pasted around it", async ({ page }) => {
  await page.goto(`/servers?q=${encodeURIComponent("https://Bücher-zzzq.example/@ada")}`);
  await expect(page.getByRole("heading", { name: "No server called “bücher-zzzq.example”." })).toBeVisible();
  await expect(page.getByRole("link", { name: /bücher-zzzq\.example/ })).toHaveAttribute("href", /\/servers\/xn--/);
});

test("a search without an answer gives ways on", async ({ page }) => {
  await page.goto("/servers?q=zzzqqqxxx");
  await expect(page.getByRole("heading", { name: /zzzqqqxxx/ })).toBeVisible();
  await page.getByRole("link", { name: "Clear the search" }).click();
  await expect(page).toHaveURL("/servers");
  await page.goto("/servers?language=gd&topic=cycling");
  await expect(page.getByText(/Without/).first()).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: /^\d+$/ }).first().click();
  expect((await listedDomains(page)).length).toBeGreaterThan(0);
});

test("an oversized server is told why it is not suggested, and can still be visited", async ({ page, request }) => {
  const known = await json<ApiInstance>(request, `/api/v1/instances/${OVERSIZED}`);
  expect(known).toMatchObject({ eligible: false, size: { class: "oversized" } });
  await page.goto(`/servers/${OVERSIZED}`);
  await expect(page.getByText("We do not suggest this server to newcomers.")).toBeVisible();
  await expect(page.getByText(/Nothing is wrong with it/)).toBeVisible();
  await expect(page.getByRole("link", { name: `Visit ${OVERSIZED}` })).toHaveAttribute(
    "href",
    /^https:\/\/mastodon\.social/,
  );
  await expect(page.getByRole("link", { name: /^(Sign up|Ask to join)/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Find a small one instead" }).click();
  await expect(page.getByRole("article")).toHaveCount(3);
  expect(await pickedDomains(page)).not.toContain(OVERSIZED);
});

test("a server we have not met has a page that blames nobody", async ({ page, request }) => {
  const answer = await page.goto(`/servers/${UNKNOWN}`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1, name: UNKNOWN })).toBeVisible();
  await expect(page.getByText("We have not met this server yet.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Find a small server" })).toHaveAttribute("href", "/");
  const told = await request.get(`/api/v1/instances/${UNKNOWN}`);
  expect(told.status()).toBe(404);
  expect(await told.json()).toMatchObject({ domain: UNKNOWN, state: "unknown" });
});

test("a closed server's page says since when, and what would change it", async ({ page }) => {
  await page.goto(`/servers/${CLOSED}`);
  await expect(page.getByText(/^Closed since \d+ \w+ 20\d\d\.$/)).toBeVisible();
  await expect(page.getByText(/When it opens again, we notice/)).toBeVisible();
  await page.goto(`/fr/servers/${CLOSED}`);
  await expect(page.getByText(/^Fermé depuis le \d+ \p{L}+ 20\d\d\.$/u)).toBeVisible();
});

test("one that waits for its first visit is told so, with what others told and no facts", async ({ page, request }) => {
  await page.goto(`/servers/${AWAITED}`);
  await expect(page.getByText("We have not looked at this server yet.")).toBeVisible();
  await expect(page.getByText(/By what others told: .*Closed for now\./)).toBeVisible();
  await expect(page.getByText("We have not met this server yet.")).toHaveCount(0);
  const told = await request.get(`/api/v1/instances/${AWAITED}`);
  expect(await told.json()).toMatchObject({ domain: AWAITED, state: "unvisited", reason: "not-checked" });
});

test("who refused, who is blocked and who was never met cannot be told apart", async ({ page, request }) => {
  const toldOf = async (domain: string) => {
    const answer = await page.goto(`/servers/${domain}`);
    // A name spelled alike is offered by spelling alone, whatever we know of the one asked for.
    const told = ((await page.locator("main").textContent()) ?? "").replace(/Did you mean \S+\?/, "");
    const text = told.replaceAll(domain, "it");
    const api = await request.get(`/api/v1/instances/${domain}`);
    return { page: answer?.status(), text, api: api.status(), json: (await api.text()).replaceAll(domain, "it") };
  };
  const unmet = await toldOf("nobody.example.org");
  expect(unmet.text).toContain("We have not met this server yet.");
  expect(await toldOf(REFUSED)).toEqual(unmet);
  expect(await toldOf(BLOCKED)).toEqual(unmet);
});

test("a server's page and the API tell the same", async ({ page, request }) => {
  const { picks } = await json<{ picks: (ApiInstance & { signUpUrl: string })[] }>(
    request,
    "/api/v1/recommendations?language=en&seed=1",
  );
  await page.goto("/find?language=en&seed=1");
  expect(await pickedDomains(page)).toEqual(picks.map(({ domain }) => domain));
  for (const { domain, size, registrations, signUpUrl } of picks) {
    const card = page.getByRole("article", { name: domain });
    await expect(card.locator("dl")).toContainText(sizeAsTold(size));
    await expect(
      card.getByRole("link", { name: registrations === "open" ? "Sign up" : "Ask to join" }),
    ).toHaveAttribute("href", new URL(signUpUrl).pathname + new URL(signUpUrl).search);
  }
  const [first] = picks;
  if (first === undefined) throw new Error("The API picked nobody");
  const { domain, size } = first;
  await page.getByRole("article", { name: domain }).getByRole("link", { name: domain, exact: true }).click();
  await expect(page).toHaveURL(`/servers/${domain}`);
  await expect(page.getByRole("main")).toContainText(sizeAsTold(size));
  const told = await json<ApiInstance>(request, `/api/v1/instances/${domain}`);
  expect(told).toMatchObject({ domain, eligible: true, size });
});
