import { createSocket, type Socket as DatagramSocket } from "node:dgram";
import { type AddressInfo, createServer, type Server } from "node:net";
import ipaddr from "ipaddr.js";
import type { Domain } from "#core/domain.ts";
import type { Resolve } from "#crawler/net/guard.ts";

export interface NameServer {
  /** `host:port`, as ROCKPOOL_DNS wants it. */
  address: string;
  /** How often each question was asked: a type and a name. */
  asked: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export interface Question {
  name: Domain;
  type: "A" | "AAAA" | "TXT";
  /** How often this was asked before. */
  before: number;
  /** What the lab has for the name. */
  own: readonly string[];
}

/** What a name server says: addresses, perhaps of another name; an error; or what is no answer. */
export type Reply =
  | { addresses: readonly string[]; alias?: Domain }
  | { texts: readonly string[] }
  | { error: "SERVFAIL" | "NXDOMAIN" | "REFUSED" }
  | "silence"
  | "garbage"
  /** Says that the rest comes over TCP, also over TCP. */
  | "cut";

export type Oddity = (question: Question) => Reply;

const TYPES = new Map<number, Question["type"]>([
  [1, "A"],
  [16, "TXT"],
  [28, "AAAA"],
]);
/** One string of a TXT record is no longer. RFC 1035, 3.3. */
const MAX_STRING_BYTES = 255;
const TYPE_CNAME = 5;
const ERRORS = { SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;
const CUT = 0x0200;
/** What a datagram holds without extensions. RFC 1035, 4.2.1. */
const MAX_DATAGRAM_BYTES = 512;

/**
 * A name server on loopback, over UDP and TCP: the addresses of `resolve`, and NXDOMAIN where that has none.
 * @param oddities names whose answers are made up by them
 */
export async function startNameServer(
  resolve: Resolve,
  oddities: ReadonlyMap<Domain, Oddity> = new Map(),
): Promise<NameServer> {
  const asked = new Map<string, number>();

  async function replyTo({ name, type }: Query): Promise<Reply> {
    const own = await resolve(name).catch(() => null);
    const question = `${type} ${name}`;
    const before = asked.get(question) ?? 0;
    asked.set(question, before + 1);
    const odd = oddities.get(name);
    if (odd !== undefined && type !== undefined) return odd({ name, type, before, own: own ?? [] });
    return own === null ? { error: "NXDOMAIN" } : { addresses: own };
  }

  const [udp, tcp] = await listenOnBoth();
  udp.on("message", async (message, { address, port }) => {
    const query = read(message);
    const reply = await replyTo(query);
    if (reply === "silence") return;
    const answer = write(query, reply);
    udp.send(answer.length > MAX_DATAGRAM_BYTES ? write(query, "cut") : answer, port, address);
  });
  tcp.on("connection", (socket) => {
    socket.on("error", () => {});
    socket.once("data", async (message: Buffer) => {
      const query = read(message.subarray(2));
      const reply = await replyTo(query);
      if (reply === "silence") return;
      const answer = write(query, reply);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer.length);
      socket.end(Buffer.concat([length, answer]));
    });
  });
  return {
    address: `127.0.0.1:${(udp.address() as AddressInfo).port}`,
    asked,
    async close() {
      await new Promise<void>((closed) => udp.close(closed));
      await new Promise((closed) => tcp.close(closed));
    },
  };
}

/** One port for both; where the one that UDP got is taken for TCP, another. */
async function listenOnBoth(): Promise<[DatagramSocket, Server]> {
  for (;;) {
    const udp = createSocket("udp4");
    await new Promise<void>((listening) => udp.bind(0, "127.0.0.1", listening));
    const tcp = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      tcp.once("error", () => resolve(false)).listen(udp.address().port, "127.0.0.1", () => resolve(true));
    });
    if (isFree) return [udp, tcp];
    udp.close();
  }
}

interface Query {
  name: Domain;
  type: Question["type"] | undefined;
  /** Head and question. */
  bytes: Buffer;
}

/** The first question of a query. RFC 1035, 4.1. */
function read(message: Buffer): Query {
  const labels: string[] = [];
  let at = 12;
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    labels.push(message.toString("ascii", at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = TYPES.get(message.readUInt16BE(at + 1));
  return { name: labels.join(".").toLowerCase(), type, bytes: message.subarray(0, at + 5) };
}

function write({ type, bytes }: Query, reply: Exclude<Reply, "silence">): Buffer {
  if (reply === "garbage") return Buffer.concat([bytes.subarray(0, 2), Buffer.alloc(40, 0xff)]);
  const isMeant = typeof reply === "object" && !("error" in reply);
  const records = isMeant ? recordsOf(reply, type) : [];
  const head = Buffer.from(bytes);
  const code = typeof reply === "object" && "error" in reply ? ERRORS[reply.error] : 0;
  head.writeUInt16BE(0x8180 | code | (reply === "cut" ? CUT : 0), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records.length, 6);
  head.fill(0, 8, 12);
  return Buffer.concat([head, ...records]);
}

function recordsOf(reply: Extract<Reply, { addresses: unknown } | { texts: unknown }>, type: Query["type"]): Buffer[] {
  if ("texts" in reply) {
    return type === "TXT" ? reply.texts.map((text) => record(Buffer.from([0xc0, 12]), 16, stringsOf(text))) : [];
  }
  const { addresses, alias } = reply;
  const target = alias === undefined ? Buffer.from([0xc0, 12]) : encodedName(alias);
  const found = addresses.filter(
    (address) => address.includes(":") === (type === "AAAA") && (type === "A" || type === "AAAA"),
  );
  return [
    ...(alias === undefined ? [] : [record(Buffer.from([0xc0, 12]), TYPE_CNAME, encodedName(alias))]),
    ...found.map((address) => record(target, type === "A" ? 1 : 28, Buffer.from(ipaddr.parse(address).toByteArray()))),
  ];
}

/** A text in strings of their longest length, each behind its length. */
function stringsOf(text: string): Buffer {
  const bytes = Buffer.from(text);
  const strings: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += MAX_STRING_BYTES) {
    const part = bytes.subarray(at, at + MAX_STRING_BYTES);
    strings.push(Buffer.from([part.length]), part);
  }
  return Buffer.concat(strings);
}

function record(name: Buffer, type: number, data: Buffer): Buffer {
  const middle = Buffer.from([0, type, 0, 1, 0, 0, 0, 1, 0, 0]);
  middle.writeUInt16BE(data.length, 8);
  return Buffer.concat([name, middle, data]);
}

function encodedName(name: Domain): Buffer {
  const labels = name.split(".").map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`, "ascii"));
  return Buffer.concat([...labels, Buffer.alloc(1)]);
}
