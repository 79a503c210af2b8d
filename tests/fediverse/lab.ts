import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { createSecureContext, type SecureContext } from "node:tls";
import type { Domain } from "#core/domain.ts";
import { VisitError } from "#crawler/net/errors.ts";
import type { Resolve } from "#crawler/net/guard.ts";
import { type Authority, type Certificate, createAuthority } from "./certificates.ts";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Host {
  handle: Handler;
  /** "expired", for another name, from nobody we trust; a valid one when absent. */
  certificate?: "expired" | "wrong-name" | "unknown-authority";
  /** What the name resolves to instead of the lab's own loopback address. */
  addresses?: string[];
}

/** A fediverse on loopback: any number of names behind one TLS server, each with an address of its own. */
export interface Lab {
  ca: string;
  port: number;
  resolve: Resolve;
  /** Paths asked of each host, in order. */
  asked: Map<Domain, string[]>;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;

export async function startLab(hosts: ReadonlyMap<Domain, Host>): Promise<Lab> {
  const authority = await createAuthority();
  const contexts = await contextsOf(hosts, authority);
  const addresses = new Map([...hosts].map(([name, host], index) => [name, host.addresses ?? [loopback(index)]]));
  const asked = new Map<Domain, string[]>();
  const [fallback] = contexts.values();
  const server = createServer(
    { SNICallback: (name, callback) => callback(null, contexts.get(name) ?? fallback) },
    (request, response) => {
      const name = request.headers.host ?? "";
      asked.set(name, [...(asked.get(name) ?? []), request.url ?? ""]);
      const host = hosts.get(name);
      if (host === undefined) response.writeHead(421).end();
      else host.handle(request, response);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", 1024, resolve));
  return {
    ca: authority.ca,
    port: (server.address() as AddressInfo).port,
    asked,
    async resolve(name) {
      const found = addresses.get(name);
      if (found === undefined) throw new VisitError("dns", `${name} does not resolve`);
      return found;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function contextsOf(hosts: ReadonlyMap<Domain, Host>, authority: Authority): Promise<Map<Domain, SecureContext>> {
  const names = [...hosts].filter(([, { certificate }]) => certificate === undefined).map(([name]) => name);
  const contexts = new Map<Domain, SecureContext>();
  const add = (domains: readonly Domain[], certificate: Certificate) => {
    const context = createSecureContext(certificate);
    for (const domain of domains) contexts.set(domain, context);
  };
  for (let index = 0; index < names.length; index += 100) {
    const some = names.slice(index, index + 100);
    add(some, await authority.issue(some));
  }
  for (const [name, { certificate }] of hosts) {
    if (certificate === "expired") {
      const validity = { from: new Date(Date.now() - 9 * DAY_MS), to: new Date(Date.now() - 2 * DAY_MS) };
      add([name], await authority.issue([name], validity));
    }
    if (certificate === "wrong-name") add([name], await authority.issue(["elsewhere.example.net"]));
    if (certificate === "unknown-authority") add([name], await (await createAuthority()).issue([name]));
  }
  return contexts;
}

/** 127.16.0.1, 127.16.0.2 …: all of 127.0.0.0/8 is this machine on Linux, and only a few visits go to one address. */
function loopback(index: number): string {
  return `127.${16 + ((index >> 16) & 0x7f)}.${(index >> 8) & 0xff}.${index & 0xff || 1}`;
}
