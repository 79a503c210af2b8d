import type { LookupAddress } from "node:dns";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { connect, type SecureContext, type TLSSocket } from "node:tls";
import { type buildConnector, Client, type Dispatcher } from "undici";
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

  const client = new Client(url.origin, {
    connect: (_options, callback) => {
      const socket = openSocket(url.hostname, addresses, { port: labPort ?? 443, secureContext });
      watch(socket);
      whenOpen(socket, limits.connectTimeoutMs, callback);
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

/** A TLS connection to one of the addresses, whose certificate must be valid for the host name. */
function openSocket(
  host: string,
  addresses: readonly string[],
  { port, secureContext }: { port: number; secureContext: SecureContext },
): TLSSocket {
  const [first = "", ...others] = addresses;
  const several = {
    host,
    lookup: pinnedTo(addresses),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS,
  };
  const socket = connect({
    ...(others.length === 0 ? { host: first } : several),
    port,
    servername: host,
    ALPNProtocols: ["http/1.1"],
    secureContext,
    rejectUnauthorized: true,
  });
  return socket.setNoDelay(true);
}

/** Calls back once: when the connection is open, or when it cannot be. */
function whenOpen(socket: TLSSocket, timeoutMs: number, callback: buildConnector.Callback): void {
  const timer = setTimeout(() => {
    socket.destroy(new VisitError("timeout", `No connection within ${timeoutMs} ms`));
  }, timeoutMs);
  const fail = (error: Error) => {
    clearTimeout(timer);
    callback(error, null);
  };
  socket
    .once("error", fail)
    .once("close", () => clearTimeout(timer))
    .once("secureConnect", () => {
      clearTimeout(timer);
      socket.off("error", fail);
      callback(null, socket);
    });
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
