import { fillSome } from "#site/commands/screenshots/states.ts";
import { startTemporarySite } from "#site/commands/start/temporary-site.ts";

/** The site that the browser tests look at: `node tests/e2e/serve.ts PORT`, until it is told to stop. */
const site = await startTemporarySite({
  port: Number(process.argv[2]),
  fill: fillSome,
  log: (line) => console.log(line),
});
console.log(`Serving ${site.origin}`);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void site.stop());
