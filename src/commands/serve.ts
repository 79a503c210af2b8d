import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { pathToFileURL } from "node:url";
import { readConfig } from "#site/config.ts";
import { bodyOf } from "#site/server/body.ts";
import { clientAddress } from "#site/server/client-address.ts";
import { doorkeeper, tooLarge } from "#site/server/doorkeeper.ts";
import { breakOffLate } from "#site/server/late.ts";
import { RateLimit, rateLimitHeaders, tooMany } from "#site/server/rate-limit.ts";
import { mayBeFramed, safeHeaders } from "#site/server/security.ts";
import { StaticFiles } from "#site/server/static-files.ts";
import { SITE_ENTRY, SITE_FILES } from "./start/build.ts";

/**
 * Serves the built site: what `npm start` runs as one of its two processes.
 *
 * Astro's own server would do, but it sends files of the build without our headers, looks on the disk for each page it
 * is asked for, ends in the middle of an answer when told to stop, and stumbles over requests that the doorkeeper turns
 * away.
 */

/** How long open connections may take to finish once the process is told to stop. */
const FINISHING_MS = 3_000;
/** How long an answer may take to be read: at 7 kB a second, everything about 100,000 servers. */
const LONGEST_ANSWER_MS = 600_000;

/** How long a connection without requests stays open. */
const KEEP_ALIVE_MS = 75_000;

const config = readConfig();
const { handler } = (await import(pathToFileURL(SITE_ENTRY).href)) as {
  handler: Parameters<typeof createServer>[1];
};

const files = await StaticFiles.read(SITE_FILES);
const headers = new Map(Object.entries(safeHeaders(config.url)));
const headersOfFrames = new Map(Object.entries(safeHeaders(config.url, true)));
const rateLimit = config.rateLimit ? new RateLimit() : null;
const server = createServer(async (request, response) => {
  breakOffLate(response, LONGEST_ANSWER_MS);
  // Of every answer; some pages and endpoints set their own over them.
  response.setHeaders(mayBeFramed(request.url ?? "/") ? headersOfFrames : headers);
  if (!isWithinLimit(request, response)) {
    return void send(tooMany(request.url ?? "/", request.headers.accept), response);
  }
  const admitted = doorkeeper(request.method ?? "", request.url ?? "/");
  if (typeof admitted !== "string") return void send(admitted, response);
  if (files.serve(request, response, admitted)) return;
  request.url = admitted;
  if (request.method === "POST") {
    const body = await bodyOf(request).catch(() => undefined);
    if (body === undefined) return;
    if (body === null) return void send(tooLarge(admitted), response);
    // Where the framework looks for a body that was read before it came.
    Object.assign(request, { body });
  }
  handler?.(request, response as never);
});
// Longer than proxies and browsers keep theirs: whoever closes first must not be the one that is still being written to.
server.keepAliveTimeout = KEEP_ALIVE_MS;
server.on("error", (error) => {
  console.error(`The site cannot listen on ${config.host}:${config.port}: ${error.message}`);
  process.exit(1);
});
server.listen(config.port, config.host);

/** Counts a request of its address and tells what is left, in headers of whatever the answer will be. */
function isWithinLimit(request: IncomingMessage, response: ServerResponse): boolean {
  if (rateLimit === null) return true;
  const forwardedFor = request.headers["x-forwarded-for"]?.toString();
  const address = clientAddress(forwardedFor, request.socket.remoteAddress ?? "", config.trustProxy);
  const allowance = rateLimit.take(address, performance.now());
  response.setHeaders(new Map(Object.entries(rateLimitHeaders(allowance))));
  return allowance.isAllowed;
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
}

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    setTimeout(() => process.exit(0), FINISHING_MS).unref();
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
}
