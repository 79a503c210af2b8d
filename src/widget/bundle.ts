import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";

const ENTRY = fileURLToPath(new URL("index.ts", import.meta.url));
const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const ID = "virtual:widget";

/** The element as one minified script, styles within; it expects `ROCKPOOL_URL` around it. */
export async function bundleWidget(): Promise<string> {
  const result = await build({
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    build: {
      write: false,
      target: "es2022",
      // Those that know light-dark(); others are not given the element at all.
      cssTarget: ["chrome123", "firefox120", "safari17.5"],
      lib: { entry: ENTRY, formats: ["iife"], name: "smallServerPicker" },
    },
  });
  const [bundle] = [result].flat();
  if (bundle === undefined || !("output" in bundle)) throw new Error("The widget was watched instead of built");
  return bundle.output[0].code.trim();
}

/** Lets the site import the bundled widget as the text of `virtual:widget`, in a build and while developing. */
export function widgetPlugin(): Plugin {
  return {
    name: "rockpool-widget",
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    async load(id) {
      if (id !== `\0${ID}`) return null;
      this.addWatchFile(FOLDER);
      return `export default ${JSON.stringify(await bundleWidget())};`;
    },
  };
}
