import { createSecureContext } from "node:tls";
import { DAILY_LIMITS, type Limits } from "#crawler/net/client.ts";
import { RobotsCache } from "#crawler/net/robots.ts";
import { HostTurns } from "#crawler/net/turns.ts";
import type { Outside } from "#crawler/visit.ts";
import type { Lab } from "./lab.ts";

/** What a crawler needs of the world, in a lab. */
export function outsideOf(lab: Pick<Lab, "ca" | "port" | "resolve">, limits: Partial<Limits> = {}): Outside {
  return {
    resolve: lab.resolve,
    allowPrivateNetwork: true,
    labPort: lab.port,
    secureContext: createSecureContext({ ca: lab.ca }),
    userAgent: "Rockpool/0.0.0 (+https://rockpool.example/bot; test@rockpool.example)",
    limits: { ...DAILY_LIMITS, ...limits },
    now: () => new Date(),
    turns: new HostTurns(),
    robots: new RobotsCache(),
    hold: (_addresses, work) => work(),
  };
}
