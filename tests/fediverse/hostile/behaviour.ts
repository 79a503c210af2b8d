import type { Writable } from "node:stream";
import type { Failure } from "#core/visit.ts";
import type { Handler, Host } from "../lab.ts";
import { json, nodeinfo, serving, status } from "../programs.ts";

/** What a server does, and what a visit must make of it: facts, or this reason for having none. */
export type Behaviour = [expected: "ok" | Failure, host: Host, more?: More];

export interface More {
  /** Must be among the facts. */
  facts?: object;
  /** Must stand nowhere in the facts, written as JSON. */
  without?: RegExp;
  /** The names of other servers that a thorough visit brings. */
  peers?: readonly string[];
  /** Shows only where private addresses are refused, as outside of a lab. */
  isStrict?: true;
  /** Shows only to those who ask a name server. */
  isNamed?: true;
  /** Shows only where this machine has IPv6. */
  isIpv6?: true;
  /** Sends or unpacks to so much that memory must be watched. */
  isHeavy?: true;
  /** Names that may be asked besides its own. */
  leadsTo?: readonly string[];
}

/** By the first labels of their names. */
export type Behaviours = Readonly<Record<string, Behaviour>>;

/** Where no visit may ever come to: the lab listens there, too, and would notice. */
export const TRAP_ADDRESS = "127.66.6.6";

export const PLAIN = { software: { name: "mastodon", version: "4.6.2" }, usage: { users: {} } };

/** A well-formed server whose NodeInfo document is answered by a handler of its own. */
export function nodeinfoBy(handle: Handler): Host {
  return { handle: serving({ ...nodeinfo(PLAIN), "/nodeinfo/2.0": handle }) };
}

/** A well-formed server that answers this text as its NodeInfo document. */
export function nodeinfoText(body: string | Buffer, headers: Record<string, string> = {}): Host {
  return nodeinfoBy((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", ...headers }).end(body);
  });
}

export function nodeinfoJson(document: object, headers: Record<string, string> = {}): Host {
  return nodeinfoBy((_request, response) => json(response, document, headers));
}

export function redirectTo(location: string): Handler {
  return status(302, "", { location });
}

/** Writes these bytes as they are, over the encrypted connection, in place of an HTTP answer, and then ends it. */
export function answering(bytes: string | Buffer): Handler {
  return ({ socket }) => void socket.end(bytes);
}

/** The same without ever ending: `part` is written again and again, as fast as it is taken. */
export function answeringForEver(beginning: string, part: string): Handler {
  return ({ socket }) => {
    socket.write(beginning);
    flood(socket, part);
  };
}

/** The same, one part every 50 ms. */
export function dripping(beginning: string, part: string): Handler {
  return ({ socket }) => {
    socket.write(beginning);
    drip(socket, part);
  };
}

export function flood(socket: Writable, part: string): void {
  const more = () => {
    while (!socket.destroyed && socket.write(part));
  };
  socket.on("drain", more);
  more();
}

export function drip(socket: Writable, part: string): void {
  const timer = setInterval(() => socket.write(part), 50);
  socket.on("close", () => clearInterval(timer));
}
