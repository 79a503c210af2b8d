import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC_APPLICATIONS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The flags every headless run here needs: root has no sandbox, and nothing is to leave this machine. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-quic",
  // Pages link to real servers; a browser that follows a redirect to one must not get there.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
  "--no-first-run",
];

/** Path of a Chromium on this machine: CHROMIUM_PATH, else the first one found; null where there is none. */
export function findChromium(environment: Record<string, string | undefined> = process.env): string | null {
  const given = environment["CHROMIUM_PATH"];
  if (given !== undefined && given !== "") return existsSync(given) ? given : null;
  const folders = (environment["PATH"] ?? "").split(delimiter);
  const candidates = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...MAC_APPLICATIONS];
  return candidates.find((candidate) => existsSync(candidate)) ?? null;
}

/** The same, installing Debian's `chromium` where apt can; says what to do and answers null where it cannot. */
export async function findOrInstallChromium(log: (line: string) => void): Promise<string | null> {
  const found = findChromium();
  if (found !== null) return found;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync("/usr/bin/apt-get")) {
    log("No Chromium here; installing Debian's package (some minutes, once) …");
    const apt = (...args: string[]) =>
      spawnSync("apt-get", args, {
        stdio: ["ignore", "ignore", "inherit"],
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      });
    apt("update", "-qq");
    apt("install", "-y", "-qq", "--no-install-recommends", "chromium");
    const installed = findChromium();
    if (installed !== null) return installed;
  }
  log("The browser tests need Chromium. Install it (Debian: `apt-get install chromium`), or set CHROMIUM_PATH to one.");
  return null;
}
