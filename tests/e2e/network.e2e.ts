import { json } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

/* The page of the network, its files and its API tell the same figures; each in both languages and without script. */

interface Totals {
  instances: number;
  activePeople: number;
  top1Share: number;
  top10Share: number;
  hhi: number;
  gini: number;
}
interface Answer {
  today: (Totals & { sizes: { class: string; instances: number; activePeople: number }[] }) | null;
  families: (Totals & { family: string })[];
  languages: (Totals & { language: string })[];
  days: (Totals & { day: string })[];
  stated: { day: string; largestShareOfAccounts: number }[];
}

/** CSV as RFC 4180 has it, into one record a row. */
function parseCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
  }
  const [head = [], ...lines] = rows.slice(0, -1);
  return lines.map((cells) => {
    expect(cells).toHaveLength(head.length);
    return Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ""]));
  });
}

const plain = (text: string | null) => (text ?? "").replace(/\s+/g, " ").trim();

for (const { locale, path } of [
  { locale: "en", path: "/network" },
  { locale: "fr", path: "/fr/network" },
]) {
  test.describe(`${path}, without script`, () => {
    test.use({ javaScriptEnabled: false });

    test("tells the API's figures in words and tables", async ({ page, request }) => {
      const { today, families, languages } = await json<Answer>(request, "/api/v1/network");
      await page.goto(path);
      const percent = (share: number) => `${Math.round(share * 100)} %`;
      const number = (value: number) => plain(new Intl.NumberFormat(locale).format(value));
      const shown = plain(await page.locator("main").textContent());
      expect(shown).toContain(number(today?.instances ?? 0));
      expect(shown).toContain(number(today?.activePeople ?? 0));
      expect(plain(await page.locator(".figure-number").first().textContent())).toBe(percent(today?.top1Share ?? 0));
      const rows = await page
        .locator("table.parts tbody tr")
        .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent ?? "")));
      expect(rows.map((cells) => cells.slice(1, 4).map(plain))).toEqual(
        [...families, ...languages].map(({ instances, activePeople, top1Share }) => [
          number(instances),
          number(activePeople),
          percent(top1Share),
        ]),
      );
      const drawings = await page.locator("main [role=img]").evaluateAll((all) => all.map((one) => one.ariaLabel));
      expect(drawings.length).toBeGreaterThanOrEqual(5);
      for (const label of drawings) expect(label?.length).toBeGreaterThan(40);
    });

    test("leads to a part and back, and says what it is", async ({ page }) => {
      await page.goto(path);
      await page.locator("table.parts a[href*='language=de']").click();
      await expect(page).toHaveURL(/\/network\?language=de$/);
      await expect(page.locator("h1")).toContainText(locale === "en" ? "German" : "allemand");
      await expect(page.locator("nav a[aria-current=page]").last()).toHaveText(locale === "en" ? "German" : "Allemand");
      await expect(page.locator("a[href='/network.csv?language=de']")).toHaveCount(1);
    });
  });
}

test("the files are the API's figures, and parse back", async ({ request }) => {
  const answer = await json<Answer>(request, "/api/v1/network");
  const today = parseCsv(await (await request.get("/network-today.csv")).text());
  const told = ({ instances, activePeople, gini }: Totals) => [String(instances), String(activePeople), String(gini)];
  const inFile = (part: string) => today.filter((row) => row["part"] === part);
  const cells = (row: Record<string, string>) => [row["name"], row["instances"], row["activePeople"], row["gini"]];
  expect(inFile("family").map(cells)).toEqual(answer.families.map((one) => [one.family, ...told(one)]));
  expect(inFile("language").map(cells)).toEqual(answer.languages.map((one) => [one.language, ...told(one)]));
  const [all] = inFile("all");
  for (const size of answer.today?.sizes ?? []) {
    expect(all?.[`${size.class}Instances`]).toBe(String(size.instances));
    expect(all?.[`${size.class}People`]).toBe(String(size.activePeople));
  }

  const file = await request.get("/network.csv");
  expect(file.headers()["content-type"]).toContain("text/csv");
  expect(file.headers()["content-disposition"]).toContain('filename="network.csv"');
  const days = parseCsv(await file.text());
  expect(days.length).toBeGreaterThan(100);
  expect(days.map((row) => [row["day"], row["instances"], row["activePeople"], row["gini"]])).toEqual(
    answer.days.map((one) => [one.day, ...told(one)]),
  );
  const german = await json<Answer>(request, "/api/v1/network?language=de");
  const germanDays = parseCsv(await (await request.get("/network.csv?language=de")).text());
  expect(germanDays.map((row) => row["top10Share"])).toEqual(german.days.map(({ top10Share }) => String(top10Share)));
  expect(german.families).toEqual([]);
});

test("what cannot be meant is refused: by the page in words, by files and API as a problem", async ({
  page,
  request,
}) => {
  const answer = await page.goto("/network?family=nosuch");
  expect(answer?.status()).toBe(400);
  await expect(page.getByRole("alert")).toContainText("We know no program “nosuch”");
  await expect(page.getByRole("alert")).toContainText("Mastodon");
  expect((await page.goto("/network?family=mastodon&language=fr"))?.status()).toBe(400);
  expect((await page.goto("/network?utm_source=newspaper"))?.status()).toBe(200);
  for (const path of ["/api/v1/network", "/network.csv"]) {
    for (const query of ["?language=nope!", "?family=nosuch", "?nonsense=1", "?language=fr&language=de"]) {
      const refused = await request.get(path + query);
      expect(refused.status(), path + query).toBe(400);
      expect(refused.headers()["content-type"]).toContain("application/problem+json");
      expect(((await refused.json()) as { problems: unknown[] }).problems).toHaveLength(1);
    }
  }
  expect((await request.get("/network-today.csv?language=fr")).status()).toBe(400);
});

test("a part of one or two servers is nobody's to see, a fork counts with its program", async ({ request }) => {
  const breton = await json<Answer>(request, "/api/v1/network?language=br");
  expect(breton.today).toBeNull();
  const fork = await json<Answer & { family: string }>(request, "/api/v1/network?family=hometown");
  expect(fork.family).toBe("mastodon");
  expect(fork.stated).toHaveLength(3);
  expect((await json<Answer>(request, "/api/v1/network?family=lemmy")).stated).toEqual([]);
});
