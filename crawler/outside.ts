import { createSecureContext } from "node:tls";
import type { Config } from "#site/config.ts";
import { userAgent } from "#site/user-agent.ts";
import { DAILY_LIMITS } from "./net/client.ts";
import { createResolve } from "./net/guard.ts";
import { RobotsCache } from "./net/robots.ts";
import { HostTurns } from "./net/turns.ts";
import type { Outside } from "./visit.ts";

/**
 * Key exchanges that every server knows. Without the hybrid ones, which guard against computers to come: what is read is
 * public anyway, and they took a fifth of a handshake's time.
 */
const KEY_EXCHANGES = "X25519:P-256:P-384:P-521";

/** The world as the configuration lets the crawler see it. */
export async function createOutside(config: Config): Promise<Omit<Outside, "hold" | "signal">> {
  return {
    resolve: await createResolve(config.dns),
    allowPrivateNetwork: config.allowPrivateNetwork,
    labPort: config.labPort,
    secureContext: createSecureContext({ ecdhCurve: KEY_EXCHANGES }),
    userAgent: userAgent(config),
    limits: DAILY_LIMITS,
    turns: new HostTurns(),
    robots: new RobotsCache(),
    now: () => new Date(),
  };
}
