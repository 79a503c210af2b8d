import type { LookupAddress } from "node:dns";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { buildConnector, Client, type Dispatcher } from "undici";
import type { Network } from "./client.ts";
import { VisitError } from "./errors.ts";
import type { Response, ResponseReader } from "./response.ts";

/** Time for one of several addresses before the next is tried too. */
const ADDRESS_TIMEOUT_MS = 2_000;

/** What requests are told that were still under way; made once, because its stack would cost more than the rest. */
const ENDED = new Error("The visit is over");

/** The way to one origin, pinned to checked addresses: one request at a time, no session kept. */
export interface Connection {
  /** @param maxReceivedBytes for this request, where it may bring more than the limits say */
  send(request: Dispatcher.DispatchOptions, reader: ResponseReader, maxReceivedBytes?: number): Promise<Response>;
  /** Bytes that came in so far, headers and framing included, before unpacking. */
  received(): number;
  /** Ends it at once, also while it is being opened. */
  destroy(): Promise<void>;
}

/** Nothing is sent before the first request. */
export function openConnection(
  url: URL,
  addresses: readonly string[],
  { labPort, secureContext, limits }: Pick<Network, "labPort" | "secureContext" | "limits">,
): Connection {
  /** The open one, and one that is being opened. */
  const sockets = new Set<Socket>();
  let receivedBefore = 0;
  let mostReceived = 0;

  const received = () => [...sockets].reduce((sum, { bytesRead }) => sum + bytesRead, receivedBefore);

  function watch(socket: Socket): void {
    sockets.add(socket);
    socket.on("close", () => {
      if (sockets.delete(socket)) receivedBefore += socket.bytesRead;
    });
    // What is no body (framing, provisional answers) is held by nobody, and so counted by nobody else.
    socket.on("readable", () => {
      if (received() <= mostReceived) return;
      socket.destroy(new VisitError("too-large", `${url.host} sends more than it may, ${received()} bytes`));
    });
  }

  const connector = buildConnector({
    allowH2: false,
    maxCachedSessions: 0,
    timeout: limits.connectTimeoutMs,
    rejectUnauthorized: true,
    secureContext,
    lookup: pinnedTo(addresses),
    // It outlives no pause of a minute, after which the system would begin to ask whether the server is still there.
    keepAlive: false,
    autoSelectFamily: addresses.length > 1,
    autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS,
  });
  const client = new Client(url.origin, {
    connect: (options, callback) => {
      watch(connector({ ...options, port: String(labPort ?? 443) }, callback) as unknown as Socket);
    },
    pipelining: 1,
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.requestTimeoutMs,
    bodyTimeout: limits.requestTimeoutMs,
  });

  return {
    send(request, reader, maxReceivedBytes = limits.maxReceivedBytes) {
      mostReceived = received() + maxReceivedBytes;
      client.dispatch(request, reader);
      return reader.response;
    },
    received,
    async destroy() {
      // Sockets first: the client would end them with an error, whose stack costs as much as a request.
      for (const socket of sockets) socket.destroy();
      await client.destroy(ENDED);
    },
  };
}

/** Answers every lookup with these addresses, IPv4 first: a machine without working IPv6 must not wait for it. */
function pinnedTo(addresses: readonly string[]): LookupFunction {
  const records: LookupAddress[] = addresses
    .map((address) => ({ address, family: isIP(address) }))
    .toSorted((a, b) => a.family - b.family);
  return (_host, options, callback) => {
    const [first] = records;
    if (options.all === true) callback(null, records);
    else callback(null, first?.address ?? "", first?.family ?? 4);
  };
}
