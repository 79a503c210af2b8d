import type { Domain } from "#core/domain.ts";
import type { Failure } from "#core/visit.ts";
import type { Host } from "../lab.ts";
import { type Behaviours, type More, TRAP_ADDRESS } from "./behaviour.ts";
import { bodies } from "./bodies.ts";
import { documents } from "./documents.ts";
import { names } from "./names.ts";
import { peers } from "./peers.ts";
import { redirects } from "./redirects.ts";
import { refusals } from "./refusals.ts";
import { responses } from "./responses.ts";
import { robotsFiles } from "./robots-files.ts";
import { sound } from "./sound.ts";
import { transports } from "./transports.ts";

/** A server of the test network, and what a visit must make of it. */
export interface Case extends More {
  domain: Domain;
  host: Host;
  expected: "ok" | Failure;
}

const THEMES: Readonly<Record<string, () => Behaviours>> = {
  sound,
  transports,
  names,
  responses,
  bodies,
  redirects,
  robotsFiles,
  documents,
  peers,
  refusals,
};

/**
 * Every trouble a server may be in or may make; none of these names exists outside a test. Each call makes them anew,
 * because some remember what they were asked.
 */
export function hostile(): Case[] {
  return Object.values(THEMES).flatMap((behaviours) =>
    Object.entries(behaviours()).map(([name, [expected, host, more]]) => ({
      domain: `${name}.example.org`,
      host,
      expected,
      ...more,
    })),
  );
}

/** Those that show to anybody who reaches the server, whatever name server and addresses are allowed. */
export function hostileAnywhere(): Case[] {
  return hostile().filter(({ isNamed, isStrict, isIpv6 }) => !(isNamed || isStrict || isIpv6));
}

/** Servers beside the cases: the ones that good visits are led to, and traps. */
export function neighbours(): Map<Domain, Host> {
  const trap: Host = { handle: (_request, response) => response.writeHead(500).end("You should not be here") };
  return new Map<Domain, Host>([
    ["metadata.example.org", { ...trap, addresses: ["169.254.169.254"] }],
    ["trapped.example.org", { ...trap, addresses: [TRAP_ADDRESS] }],
    ["good.example.net", trap],
    ["example.org.example.net", trap],
  ]);
}
