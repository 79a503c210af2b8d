import { createSecureContext } from "node:tls";
import type { Config } from "#site/config.ts";
import packageJson from "../package.json" with { type: "json" };
import { DAILY_LIMITS } from "./net/client.ts";
import { createResolve } from "./net/guard.ts";
import { ROBOTS_TOKEN, RobotsCache } from "./net/robots.ts";
import type { Outside } from "./visit.ts";

/** The world as the configuration lets the crawler see it. */
export async function createOutside(config: Config): Promise<Omit<Outside, "hold" | "signal">> {
  return {
    resolve: await createResolve(config.dns),
    allowPrivateNetwork: config.allowPrivateNetwork,
    labPort: config.labPort,
    secureContext: createSecureContext(),
    userAgent: userAgent(config),
    limits: DAILY_LIMITS,
    robots: new RobotsCache(),
    now: () => new Date(),
  };
}

/**
 * Who we are, for admins' logs: `Rockpool/0.1.0 (+https://rockpool.example/bot; admin@rockpool.example)`.
 *
 * The URL comes first and whole: Epicyon takes the host up to the next slash and calls it before it answers. GoToSocial
 * answers 418 to an empty name.
 */
export function userAgent({ url, contact }: Pick<Config, "url" | "contact">): string {
  const about = contact === undefined ? `+${url}/bot` : `+${url}/bot; ${contact}`;
  return `${ROBOTS_TOKEN}/${packageJson.version} (${about.replace(/[^\x20-\x7e]|[()]/g, "")})`;
}
