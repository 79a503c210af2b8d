import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createSecureContext, type SecureContext } from "node:tls";
import type { Domain } from "#core/domain.ts";
import { VisitError } from "#crawler/net/errors.ts";
import type { Resolve } from "#crawler/net/guard.ts";
import { type Certificate, createAuthority, type Flaw } from "./certificates.ts";
import type { Oddity } from "./dns.ts";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Host {
  handle: Handler;
  /** What is wrong with its certificate; it has a valid one when absent. */
  certificate?: Flaw;
  /** What the name resolves to instead of the lab's own loopback address. */
  addresses?: string[];
  /** What its name server does that others do not; seen only by those who ask a name server. */
  name?: Oddity;
  /** What comes over a connection instead of TLS. Only for a host at the lab's own address. */
  bare?: (socket: Socket) => void;
  /** Refuses to speak HTTP/1.1. */
  onlyHttp2?: true;
}

/** A fediverse on loopback: any number of names behind one TLS server, each with an address of its own. */
export interface Lab {
  ca: string;
  port: number;
  resolve: Resolve;
  /** Paths asked of each host, in order. Whatever was asked for stands here, also what is no host of the lab. */
  asked: Map<string, string[]>;
  /** How often each address was connected to. */
  reached: Map<string, number>;
  /** How many connections to an address are open. */
  openTo(address: string): number;
  close(): Promise<void>;
}

/** On a server of few cores, keys and signatures are the dearest part of a large lab; so names share a certificate. */
const NAMES_PER_CERTIFICATE = 100;

export async function startLab(hosts: ReadonlyMap<Domain, Host>): Promise<Lab> {
  const authority = await createAuthority();
  const contexts = await contextsOf(hosts, authority.issue);
  const addresses = new Map([...hosts].map(([name, host], index) => [name, host.addresses ?? [loopback(index)]]));
  const asked: Lab["asked"] = new Map();
  const reached: Lab["reached"] = new Map();
  const open = new Map<Socket, string>();
  const [fallback] = contexts.values();
  const tls = createTlsServer(
    {
      SNICallback: (name, callback) => callback(null, contexts.get(name) ?? fallback),
      ALPNCallback: ({ servername, protocols }) => protocolOf(protocols, hosts.get(servername)),
    },
    (request, response) => {
      const name = request.headers.host ?? "";
      asked.set(name, [...(asked.get(name) ?? []), request.url ?? ""]);
      const host = hosts.get(name);
      if (host === undefined) response.writeHead(421).end();
      else host.handle(request, response);
    },
  );
  const bare = new Map(
    [...hosts].flatMap(([name, host]) => (host.bare ? [[addresses.get(name)?.[0], host.bare]] : [])),
  );
  const front = createServer((socket) => {
    const address = (socket.localAddress ?? "").replace(/^::ffff:/, "");
    reached.set(address, (reached.get(address) ?? 0) + 1);
    open.set(socket, address);
    socket.on("error", () => {}).on("close", () => open.delete(socket));
    const speak = bare.get(address);
    if (speak === undefined) tls.emit("connection", socket);
    else speak(socket.resume());
  });
  await listen(front);
  return {
    ca: authority.ca,
    port: (front.address() as AddressInfo).port,
    asked,
    reached,
    async resolve(name) {
      const found = addresses.get(name);
      if (found === undefined) throw new VisitError("dns", `${name} does not resolve`);
      return found;
    },
    openTo: (address) => [...open.values()].filter((one) => one === address).length,
    async close() {
      for (const socket of open.keys()) socket.destroy();
      await new Promise((resolve) => front.close(resolve));
    },
  };
}

function protocolOf(offered: readonly string[], host: Host | undefined): string | undefined {
  const spoken = host?.onlyHttp2 === true ? "h2" : "http/1.1";
  return offered.includes(spoken) ? spoken : undefined;
}

/** On all addresses of this machine, IPv6 too where it has that. */
async function listen(server: Server): Promise<void> {
  const on = (address: string) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(0, address, 1024, () => {
        server.off("error", reject);
        resolve();
      });
    });
  await on("::").catch(() => on("0.0.0.0"));
}

async function contextsOf(
  hosts: ReadonlyMap<Domain, Host>,
  issue: (names: readonly Domain[], flaw?: Flaw) => Promise<Certificate>,
): Promise<Map<Domain, SecureContext>> {
  const contexts = new Map<Domain, SecureContext>();
  const add = async (names: readonly Domain[], flaw?: Flaw) => {
    // The lowest level lets this side offer a weak key; it is the other side that must refuse it.
    const ciphers = flaw === "weak-key" ? { ciphers: "DEFAULT:@SECLEVEL=0" } : {};
    const context = createSecureContext({ ...(await issue(names, flaw)), ...ciphers });
    for (const name of names) contexts.set(name, context);
  };
  const sound = [...hosts].filter(([, { certificate }]) => certificate === undefined).map(([name]) => name);
  for (let index = 0; index < sound.length; index += NAMES_PER_CERTIFICATE) {
    await add(sound.slice(index, index + NAMES_PER_CERTIFICATE));
  }
  for (const [name, { certificate }] of hosts) if (certificate !== undefined) await add([name], certificate);
  return contexts;
}

/** 127.16.0.1, 127.16.0.2 …: all of 127.0.0.0/8 is this machine on Linux, and only a few visits go to one address. */
function loopback(index: number): string {
  return `127.${16 + ((index >> 16) & 0x7f)}.${(index >> 8) & 0xff}.${index & 0xff || 1}`;
}
