import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFont } from "./font.ts";
import regularUrl from "./fonts/regular.ttf?inline";
import semiboldUrl from "./fonts/semibold.ttf?inline";

/** Name of the family in the files, for `font-family`. */
export const FAMILY = "Rockpool Commissioner";

const bytes = [regularUrl, semiboldUrl].map((url) => Buffer.from(url.slice(url.indexOf(",") + 1), "base64"));
const [regularFont, semiboldFont] = bytes.map(readFont);
if (regularFont === undefined || semiboldFont === undefined) throw new Error("A font of the pictures is missing");

/** What texts are measured with. */
export const regular = regularFont;
export const semibold = semiboldFont;

let files: string[] | undefined;

/**
 * The fonts as files, which is all that resvg takes. They travel inside of the built code, so that it does not matter
 * where that lies or how it was started, and are written to a folder of this process, gone when it ends.
 */
export function fontFiles(): string[] {
  if (files === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "rockpool-fonts-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    files = bytes.map((font, index) => {
      const file = join(folder, `${index}.ttf`);
      writeFileSync(file, font);
      return file;
    });
  }
  return files;
}
