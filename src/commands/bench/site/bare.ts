import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, type TemporarySite } from "../../start/temporary-site.ts";

const MODULES = fileURLToPath(new URL("../../../../node_modules", import.meta.url));
const CONFIG = `import node from "@astrojs/node";
export default { output: "server", adapter: node({ mode: "standalone" }), session: false, security: { checkOrigin: false } };
`;
const ENDPOINT = `export const GET = () => Response.json({ ok: true });
`;
const READY_TRIES = 100;

/** An Astro site that has nothing but one endpoint, `/bare`, built for the moment and served as Astro does it. */
export async function startBareSite(): Promise<TemporarySite> {
  const folder = await mkdtemp(join(tmpdir(), "bare-astro-"));
  await mkdir(join(folder, "src/pages"), { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await writeFile(join(folder, "astro.config.mjs"), CONFIG);
  await writeFile(join(folder, "src/pages/bare.ts"), ENDPOINT);
  await symlink(MODULES, join(folder, "node_modules"));
  const environment = { ...process.env, ASTRO_TELEMETRY_DISABLED: "1" };
  const astro = spawn(process.execPath, [join(MODULES, "astro/bin/astro.mjs"), "build"], {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = (await once(astro, "close")) as [number | null];
  if (code !== 0) throw new Error(`The bare site could not be built (exit code ${code})`);

  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const site = spawn(process.execPath, ["dist/server/entry.mjs"], {
    cwd: folder,
    env: { ...environment, HOST: "localhost", PORT: String(port) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const stop = async () => {
    const exit = once(site, "exit");
    if (site.kill()) await exit;
    await rm(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < READY_TRIES; tries++) {
    const answer = await fetch(`${origin}/bare`).catch(() => null);
    if (answer?.ok) return { origin, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error("The bare site does not answer");
}
