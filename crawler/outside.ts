import { createSecureContext } from "node:tls";
import type { Config } from "#site/config.ts";
import { userAgent } from "#site/user-agent.ts";
import { DAILY_LIMITS } from "./net/client.ts";
import { createResolve } from "./net/guard.ts";
import { RobotsCache } from "./net/robots.ts";
import { HostTurns } from "./net/turns.ts";
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
    turns: new HostTurns(),
    robots: new RobotsCache(),
    now: () => new Date(),
  };
}
