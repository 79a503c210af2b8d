import node from "@astrojs/node";
import { defineConfig } from "astro/config";
import { widgetPlugin } from "./src/widget/bundle.ts";

export default defineConfig({
  output: "server",
  // The server is src/commands/serve.ts. Pages go out whole, because most have a tag made of all they say: rendering them
  // in pieces would only take longer.
  adapter: node({ mode: "middleware", bodySizeLimit: 64 * 1024, experimentalDisableStreaming: true }),
  // Every absolute link comes from ROCKPOOL_URL at run time, so no `site` is fixed at build time.
  trailingSlash: "never",
  // Astro's own origin check knows its origin only at build time; src/middleware.ts does it with the configured one.
  security: { checkOrigin: false },
  // Astro would keep sessions in files by itself; visitors have none.
  session: false,
  // No inline style or script, so that the Content-Security-Policy needs no hash and no exception.
  build: { inlineStylesheets: "never", assets: "assets" },
  vite: { build: { assetsInlineLimit: 0 }, plugins: [widgetPlugin()] },
  devToolbar: { enabled: false },
});
