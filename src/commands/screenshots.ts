import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "@playwright/test";
import { CHROMIUM_FLAGS, findOrInstallChromium } from "./browser.ts";
import { contactSheet, type Shot } from "./screenshots/contact-sheet.ts";
import { fillSome, type State, statesOf } from "./screenshots/states.ts";
import { ADMIN_COOKIE } from "./screenshots/told-admin.ts";
import { contextOf, nameOf, pathIn, VARIANTS, type Variant } from "./screenshots/variants.ts";
import { startTemporarySite } from "./start/temporary-site.ts";

/**
 * `npm run screenshots [-- FOLDER] [--only NAME]`: writes every page and state in all variants as
 * `<page>-<width>-<theme>-<locale>-<script>.png`, and an index.html to look at them side by side.
 */
const { positionals, values } = parseArgs({ allowPositionals: true, options: { only: { type: "string" } } });
const folder = resolve(positionals[0] ?? "screenshots");
const { only } = values;

const executablePath = await findOrInstallChromium((line) => console.log(line));
if (executablePath === null) {
  process.exitCode = 1;
} else {
  await takeAll(executablePath);
}

async function takeAll(executablePath: string): Promise<void> {
  const site = await startTemporarySite({ fill: fillSome, log: (line) => console.log(line) });
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  try {
    const states = (await statesOf(site.origin)).filter(({ name }) => only === undefined || name.includes(only));
    await mkdir(folder, { recursive: true });
    const shots: Shot[] = [];
    for (const variant of VARIANTS) shots.push(...(await takeVariant(browser, site.origin, variant, states)));
    await writeFile(join(folder, "index.html"), contactSheet(shots));
    const failed = shots.filter(({ failure }) => failure !== null);
    for (const { file, failure } of failed) console.error(`${file}: ${failure}`);
    console.log(`${shots.length - failed.length} pictures in ${folder}; open ${join(folder, "index.html")}`);
    if (failed.length > 0) process.exitCode = 1;
  } finally {
    await browser.close();
    await site.stop();
  }
}

/** All states in one variant; a state that cannot be reached is reported and does not end the others. */
async function takeVariant(
  browser: Browser,
  origin: string,
  variant: Variant,
  states: readonly State[],
): Promise<Shot[]> {
  const context = await browser.newContext({ ...contextOf(variant), reducedMotion: "reduce" });
  context.setDefaultTimeout(5_000);
  await context.addCookies([{ ...ADMIN_COOKIE, url: origin }]);
  const page = await context.newPage();
  const shots: Shot[] = [];
  for (const { name, path, act } of states) {
    const file = `${name}-${nameOf(variant)}.png`;
    try {
      await page.setViewportSize(contextOf(variant).viewport);
      await page.goto(origin + pathIn(variant.locale, path));
      await act?.(page);
      // A window as high as the page, or bars that stick to its end would stand in the middle of the picture.
      const height = await page.locator("html").evaluate((html) => html.scrollHeight);
      await page.setViewportSize({ width: variant.width, height });
      await page.screenshot({ path: join(folder, file), fullPage: true });
      shots.push({ state: name, variant, file, failure: null });
    } catch (error) {
      shots.push({ state: name, variant, file, failure: String(error) });
    }
  }
  await context.close();
  return shots;
}
