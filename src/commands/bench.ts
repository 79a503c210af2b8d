import { parseArgs } from "node:util";
import { benchRecommendations } from "./bench/recommendations.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { instances: { type: "string" }, seed: { type: "string" }, seconds: { type: "string" } },
});

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  core: benchRecommendations,
  crawler: async () => {
    const { benchCrawler } = await import("./bench/crawler.ts");
    await benchCrawler(values.instances === undefined ? undefined : Number(values.instances));
  },
  dumps: async () => {
    const { benchDumps } = await import("./bench/dumps.ts");
    await benchDumps(values.instances === undefined ? undefined : Number(values.instances));
  },
  fuzz: async () => {
    const { benchFuzz } = await import("./bench/fuzz.ts");
    await benchFuzz(values.seed === undefined ? undefined : Number(values.seed));
  },
  lighthouse: async () => {
    const { benchLighthouse } = await import("./bench/lighthouse.ts");
    await benchLighthouse();
  },
  site: async () => {
    const { benchSite } = await import("./bench/site.ts");
    await benchSite({
      seconds: values.seconds === undefined ? undefined : Number(values.seconds),
      instances: values.instances === undefined ? undefined : Number(values.instances),
    });
  },
};

const [name = "core"] = positionals;
const bench = BENCHES[name];
if (bench === undefined) {
  console.error(`There is no bench "${name}". There are: ${Object.keys(BENCHES).join(", ")}.`);
  process.exitCode = 2;
} else {
  await bench();
}
