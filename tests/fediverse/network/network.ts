import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { createSecureContext, type SecureContext } from "node:tls";
import type { Domain } from "#core/domain.ts";
import { VisitError } from "#crawler/net/errors.ts";
import type { Resolve } from "#crawler/net/guard.ts";
import { createAuthority } from "../certificates.ts";
import { startNameServer } from "../dns.ts";
import { type Alias, type Flood, type NetworkOptions, type Plan, planNetwork } from "./plan.ts";
import { PROGRAMS } from "./programs/index.ts";
import type { Robots, Server } from "./server.ts";
import { type ConnectionLog, TrafficLog } from "./traffic.ts";

/** A simulated fediverse that listens on loopback. */
export interface Network {
  plan: Plan;
  /** PEM of the authority that signed every certificate. */
  ca: string;
  port: number;
  /** `host:port` of its name server. */
  dns: string;
  /** What its servers saw. */
  log: TrafficLog;
  close(): Promise<void>;
}

/** Names in one certificate: few, as a client reads through all of them. */
const NAMES_PER_CERTIFICATE = 16;

/** What stands behind a name. */
type Place = { kind: "server"; server: Server } | Alias;

/**
 * Starts a network of any size in this process.
 * @param port 0 for any that is free
 */
export async function startNetwork(options: NetworkOptions, port = 0): Promise<Network> {
  const plan = planNetwork(options);
  const places = new Map<Domain, Place>(plan.servers.map((server) => [server.domain, { kind: "server", server }]));
  for (const alias of plan.aliases) places.set(alias.domain, alias);
  const floods = new Map(plan.floods.map((flood) => [flood.apex, flood]));
  const floodOf = (name: Domain) => floods.get(name.slice(name.indexOf(".") + 1));
  const { ca, contextOf } = await certificatesFor([...places.keys()], plan.floods);
  const log = new TrafficLog();
  const connections = new WeakMap<object, ConnectionLog>();

  const resolve: Resolve = async (name) => {
    const place = places.get(name);
    const flood = place === undefined ? floodOf(name) : undefined;
    const found = flood !== undefined ? [flood.address] : addressesOf(place);
    if (found.length === 0) throw new VisitError("dns", `${name} does not resolve`);
    return found;
  };
  const server = createServer(
    { SNICallback: (name, callback) => callback(null, contextOf(name)) },
    (request, response) => {
      const [host = ""] = (request.headers.host ?? "").split(":", 1);
      const end = connections.get(request.socket)?.begin(host, request.method ?? "", request.url ?? "");
      if (end !== undefined) response.once("finish", end).once("close", end);
      // A crawler may send a body; nobody reads it.
      request.resume();
      const place = places.get(host);
      if (place === undefined && floodOf(host) === undefined) response.writeHead(421).end();
      else if (place === undefined) answerAs(floodServer(host), request, response, options);
      else if (place.kind === "server") answerAs(place.server, request, response, options);
      else answerAlias(place, request, response);
    },
  );
  server.on("secureConnection", (socket) => {
    const connection = log.connect(socket.localAddress ?? "");
    connections.set(socket, connection);
    socket.once("close", connection.end);
  });
  // A crawler that goes away in the middle is its right.
  server.on("tlsClientError", () => {});
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(port, "0.0.0.0", 4096, listening);
  });
  const nameServer = await startNameServer(resolve);
  return {
    plan,
    ca,
    port: (server.address() as AddressInfo).port,
    dns: nameServer.address,
    log,
    async close() {
      server.closeAllConnections();
      await Promise.all([new Promise((closed) => server.close(closed)), nameServer.close()]);
    },
  };
}

/** The text of a robots.txt. */
export function robotsText({ lines, delaySeconds }: Robots, delayScale: number): string {
  const delay = delaySeconds > 0 ? [`Crawl-delay: ${delaySeconds * delayScale}`] : [];
  return [...lines, ...delay, ""].join("\n");
}

async function certificatesFor(names: readonly Domain[], floods: readonly Flood[]) {
  const authority = await createAuthority();
  const contexts = new Map<Domain, SecureContext>();
  for (let index = 0; index < names.length; index += NAMES_PER_CERTIFICATE) {
    const some = names.slice(index, index + NAMES_PER_CERTIFICATE);
    const context = createSecureContext(await authority.issue(some));
    for (const name of some) contexts.set(name, context);
  }
  for (const { apex } of floods) contexts.set(apex, createSecureContext(await authority.issue([`*.${apex}`])));
  return {
    ca: authority.ca,
    contextOf: (name: Domain) => contexts.get(name) ?? contexts.get(name.slice(name.indexOf(".") + 1)),
  };
}

function addressesOf(place: Place | undefined): string[] {
  if (place === undefined) return [];
  return [...(place.server.behaviour?.addresses ?? [place.server.address])];
}

function answerAs(
  server: Server,
  request: IncomingMessage,
  response: ServerResponse,
  { delayScale }: NetworkOptions,
): void {
  const { behaviour, program } = server;
  if (behaviour?.handle?.(request, response) === true) return;
  const { method = "GET", url = "/" } = request;
  const [path = ""] = url.split("?", 1);
  if (path === "/robots.txt") {
    const text = robotsText(behaviour?.robots ?? program.robots, delayScale);
    response.writeHead(200, { "content-type": "text/plain" }).end(text);
    return;
  }
  const document = program.pages[method === "GET" ? path : `${method} ${path}`]?.(server, request);
  if (document === undefined) {
    response.writeHead(404, { "content-type": "text/html" }).end("<!doctype html><title>No such page</title>");
    return;
  }
  const isText = typeof document === "string";
  const type = isText ? "application/xrd+xml" : "application/json; charset=utf-8";
  response.writeHead(200, { "content-type": type, ...program.headers });
  response.end(isText ? document : JSON.stringify(document));
}

function answerAlias({ kind, server }: Alias, { url = "/" }: IncomingMessage, response: ServerResponse): void {
  const leads = kind === "www" || /^\/\.well-known\/(webfinger|host-meta)/.test(url);
  if (leads) response.writeHead(301, { location: `https://${server.domain}${url}` }).end();
  else response.writeHead(404, { "content-type": "text/html" }).end("<!doctype html><title>Under construction</title>");
}

/** Every name below a flooding domain is the same server. */
function floodServer(domain: Domain): Server {
  const [program] = PROGRAMS;
  if (program === undefined) throw new Error("There is no program to flood with");
  return {
    index: 0,
    domain,
    localDomain: domain,
    address: "",
    program,
    behaviour: null,
    title: "Come in",
    description: "The best server of them all, for everybody and everything, with open doors.",
    language: "en",
    topic: "",
    registrations: "open",
    accounts: 40,
    activeMonth: 30,
    activeHalfYear: 40,
    posts: 400,
    comments: 0,
    peers: () => [],
  };
}
