import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";
import type { Resolve } from "#crawler/net/guard.ts";

export interface NameServer {
  /** `host:port`, as ROCKPOOL_DNS wants it. */
  address: string;
  close(): Promise<void>;
}

const TYPE_A = 1;
const NO_SUCH_NAME = 3;

/** A name server on loopback that gives IPv4 addresses, and answers that a name does not exist where there is none. */
export async function startNameServer(resolve: Resolve): Promise<NameServer> {
  const socket = createSocket("udp4");
  socket.on("message", async (query, { address, port }) => {
    const { name, type, end } = question(query);
    const addresses = await resolve(name).catch(() => null);
    const ipv4 = type === TYPE_A ? (addresses ?? []).filter((one) => !one.includes(":")) : [];
    socket.send(answer(query.subarray(0, end), ipv4, addresses === null ? NO_SUCH_NAME : 0), port, address);
  });
  await new Promise<void>((listening) => socket.bind(0, "127.0.0.1", listening));
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    close: () => new Promise((closed) => socket.close(() => closed())),
  };
}

/** The first question of a query; `end` is where it ends. RFC 1035, 4.1. */
function question(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("ascii", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function answer(asked: Buffer, addresses: readonly string[], code: number): Buffer {
  const head = Buffer.from(asked);
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(addresses.length, 6);
  head.fill(0, 8, 12);
  const records = addresses.map((address) => {
    const record = Buffer.from([0xc0, 12, 0, TYPE_A, 0, 1, 0, 0, 0, 1, 0, 4, 0, 0, 0, 0]);
    record.set(address.split(".").map(Number), 12);
    return record;
  });
  return Buffer.concat([head, ...records]);
}
