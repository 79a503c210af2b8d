import { mastodon, nodeinfo, peertube, robots, serving, status } from "../programs.ts";
import { type Behaviours, PLAIN, redirectTo } from "./behaviour.ts";

/** Servers that are well, or nearly; a defence that stops them is too strong. */
export function sound(): Behaviours {
  return {
    "good.mastodon": ["ok", { handle: serving(mastodon("good.mastodon.example.org")) }],
    "good.peertube": ["ok", { handle: serving(peertube()) }],
    "unknown-program": [
      "ok",
      { handle: serving(nodeinfo({ ...PLAIN, software: { name: "Brand New", version: "0.1" } })) },
    ],
    "www.redirect": [
      "ok",
      {
        handle: serving({
          ...nodeinfo(PLAIN),
          "/.well-known/nodeinfo": redirectTo("https://good.mastodon.example.org/.well-known/nodeinfo"),
        }),
      },
      { leadsTo: ["good.mastodon.example.org"] },
    ],
    "no-api": [
      "ok",
      { handle: serving({ ...mastodon("x"), "/api/v2/instance": status(503), "/api/v1/instance": status(503) }) },
    ],
    "api-disallowed": [
      "ok",
      { handle: serving({ ...mastodon("x"), "/robots.txt": robots("User-agent: *", "Disallow: /api/") }) },
    ],
  };
}
