import { DEFAULT_WORKERS, EASY_FOLLOWERS, EASY_WAIT, SHARED_FOLLOWERS } from "#core/audience.ts";
import { AFTER_A_FAILURE, UNPROVEN_FACTOR } from "#core/entry.ts";
import { SURVIVAL, SURVIVAL_MONTHS } from "#core/evidence.ts";
import { MOST_LOST, SILENCES_HEARD, WEEKS_HEARD } from "#core/feedback.ts";
import { DEFAULT_MAXIMUM, DEFAULT_MINIMUM, DEFAULT_SHARE, EVIDENCE_DAYS } from "#core/intake.ts";
import { MAX_MEDIANS } from "#core/recommend.ts";
import { IDEAL_ACTIVE_PEOPLE, OVERSIZED_PEOPLE, SPREAD_DECADES, suitability } from "#core/size.ts";
import fitted from "#site/simulation/fitted.json" with { type: "json" };
import { expect, test } from "./support/test.ts";

/*
 * The page that explains the formula, held against the code: its constants, its curve value by value, and that they are
 * those of the record of the fit.
 */

/** A number as a page of a locale writes it, digits grouped and spaces of any kind. */
const numberIn = (locale: string, value: number, digits = 3) =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
const plain = (text: string) => text.replace(/\s+/g, " ");

for (const { locale, path } of [
  { locale: "en", path: "/why-small" },
  { locale: "fr", path: "/fr/why-small" },
]) {
  test(`${path} shows the constants at work, which are the fitted ones`, async ({ page }) => {
    await page.goto(path);
    const number = (value: number, digits?: number) => plain(numberIn(locale, value, digits));
    const formula = plain((await page.locator("#formula").textContent()) ?? "");
    expect(formula).toContain(`log₁₀(p / ${number(IDEAL_ACTIVE_PEOPLE)}) / ${number(SPREAD_DECADES)}`);
    const terms = await page
      .locator("#formula dl > div")
      .evaluateAll((divs) => divs.map((div) => div.textContent ?? ""));
    const term = (holding: readonly string[]) =>
      terms.map(plain).filter((text) => holding.every((value) => text.includes(value)));
    const room = [`${number(DEFAULT_SHARE * 100)} %`, number(DEFAULT_MINIMUM), number(DEFAULT_MAXIMUM)];
    const bell = [number(IDEAL_ACTIVE_PEOPLE), number(SPREAD_DECADES)];
    expect(term(room).length).toBeGreaterThanOrEqual(2);
    const source = [number(fitted.newcomers), number(fitted.servers), `${number(100 * fitted.survivors, 0)} %`];
    expect(term([...bell, ...room, ...source])).toHaveLength(1);
    expect(term([number(UNPROVEN_FACTOR), number(AFTER_A_FAILURE), number(EVIDENCE_DAYS)])).toHaveLength(1);
    expect(term([number(SILENCES_HEARD), number(WEEKS_HEARD), number(MOST_LOST)])).toHaveLength(1);
    expect(term(["−ln(u)", number(MAX_MEDIANS)])).toHaveLength(1);
    expect(formula).toContain(`min(1, ${number(EASY_WAIT, 1)} / w)²`);
    expect(term([EASY_FOLLOWERS, SHARED_FOLLOWERS, DEFAULT_WORKERS].map((value) => number(value)))).toHaveLength(1);
    expect({ ideal: IDEAL_ACTIVE_PEOPLE, spread: SPREAD_DECADES }).toEqual({
      ideal: fitted.ideal,
      spread: fitted.spread,
    });
    expect([DEFAULT_SHARE, DEFAULT_MINIMUM, DEFAULT_MAXIMUM]).toEqual([fitted.share, fitted.least, fitted.most]);
    expect(plain((await page.locator("#size").textContent()) ?? "")).toContain(String(SURVIVAL_MONTHS));
  });

  test(`${path} tells the curve and the survival as the code has them`, async ({ page }) => {
    await page.goto(path);
    const rowsOf = async (table: number) =>
      (
        await page
          .locator("figure table")
          .nth(table)
          .locator("tbody tr")
          .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? "")))
      ).map((row) => row.map(plain));
    const survival = await rowsOf(1);
    expect(survival.map(([, servers, up]) => [servers, up])).toEqual(
      SURVIVAL.map(({ servers, upShare }) => [
        plain(numberIn(locale, servers)),
        plain(`${numberIn(locale, upShare * 100, 0)} %`),
      ]),
    );
    const curve = await rowsOf(2);
    expect(curve.map(([people]) => people)).toContain(plain(numberIn(locale, IDEAL_ACTIVE_PEOPLE)));
    const digits = (text: string) => Number(text.replace(/[\s,](?=\d{3}\b)/g, ""));
    for (const [people = "", counts] of curve) {
      expect(counts, people).toBe(plain(numberIn(locale, suitability(digits(people)), 2)));
    }
    expect(curve.at(-1)).toEqual([plain(numberIn(locale, OVERSIZED_PEOPLE + 1)), "0"]);
    const peak = plain((await page.locator("#size svg").textContent()) ?? "");
    expect(peak).toContain(plain(numberIn(locale, IDEAL_ACTIVE_PEOPLE)));
  });
}
