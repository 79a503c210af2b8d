import type { LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import type { SecureContext } from "node:tls";
import { buildConnector, Client } from "undici";
import type { Domain } from "#core/domain.ts";
import { readBody } from "./body.ts";
import { PauseError, VisitError } from "./errors.ts";
import { guardedAddresses, guardedUrl, type Resolve } from "./guard.ts";
import { isSameParty } from "./names.ts";

export interface Limits {
  /** For one request, from the first byte sent to the last received. */
  requestTimeoutMs: number;
  /** For all requests of a visit, pauses not counted. */
  visitTimeoutMs: number;
  connectTimeoutMs: number;
  /** Of one answer's headers together. */
  maxHeaderBytes: number;
  /** Of one body, compressed or not. */
  maxBodyBytes: number;
  maxRedirects: number;
  /** Requests in a visit, redirects and robots.txt counted. */
  maxRequests: number;
}

/** DESIGN 6; a megabyte is ten times the longest instance document seen. */
export const DAILY_LIMITS: Limits = {
  requestTimeoutMs: 10_000,
  visitTimeoutMs: 40_000,
  connectTimeoutMs: 6_000,
  maxHeaderBytes: 32_768,
  maxBodyBytes: 1_000_000,
  maxRedirects: 5,
  maxRequests: 6,
};

/** Time for one of several addresses before the next is tried too. */
const ADDRESS_TIMEOUT_MS = 2_000;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** How the crawler reaches the network; a test brings its own resolve and certificate authority. */
export interface Network {
  resolve: Resolve;
  allowPrivateNetwork: boolean;
  /** With allowPrivateNetwork only: the port to ask instead of 443. */
  labPort: number | undefined;
  /** Whom to trust; one for all visits, because making one costs as much as a handshake. */
  secureContext: SecureContext;
  userAgent: string;
  limits: Limits;
  now: () => Date;
}

export interface Answer {
  url: URL;
  status: number;
  /** Names in lower case; repeated ones joined by ", ". */
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** What a visit has asked so far. A visit that had to pause goes on from here without asking anything twice. */
export interface Progress {
  answers: Map<string, Answer>;
  requests: number;
  /** Milliseconds since the epoch; null before the first request. */
  lastRequestAt: number | null;
}

export function newProgress(): Progress {
  return { answers: new Map(), requests: 0, lastRequestAt: null };
}

export interface GetOptions {
  /** Asked before each request, redirects included; throws to stop. */
  check?: (url: URL) => Promise<void>;
  /** Keep what fits of a longer body instead of failing, up to this many bytes. */
  keepBytes?: number;
}

/** The connections of one visit to one domain. Nothing of it outlives `close`. */
export interface VisitClient {
  /** Follows redirects inside the registrable domain. Resolves for every status; throws for what is no answer. */
  get(url: string | URL, options?: GetOptions): Promise<Answer>;
  /** Least time between two requests from now on. */
  setDelay(delayMs: number): void;
  close(): Promise<void>;
}

/**
 * Opens a visit to a domain.
 * @param addresses of `domain`, already checked by the guard
 * @param signal ends the visit
 */
export function openClient(
  domain: Domain,
  addresses: readonly string[],
  network: Network,
  progress: Progress = newProgress(),
  signal?: AbortSignal,
): VisitClient {
  const { limits, now } = network;
  const connections = new Map<string, Client>();
  const endsAt = performance.now() + limits.visitTimeoutMs;
  let delayMs = 0;

  async function connectionTo(url: URL): Promise<Client> {
    const open = connections.get(url.origin);
    if (open !== undefined) return open;
    const pinned = url.hostname === domain ? addresses : await guardedAddresses(url.hostname, network);
    const connection = connect(url, pinned, network);
    connections.set(url.origin, connection);
    return connection;
  }

  async function ask(url: URL, keepBytes: number | undefined): Promise<Answer> {
    const known = progress.answers.get(url.href);
    if (known !== undefined) return known;
    if (progress.lastRequestAt !== null) {
      const next = progress.lastRequestAt + delayMs;
      if (next > now().getTime()) throw new PauseError(new Date(next));
    }
    if (progress.requests >= limits.maxRequests) {
      throw new VisitError("redirect", `${domain} needs more than ${limits.maxRequests} requests`);
    }
    progress.requests += 1;
    const connection = await connectionTo(url);
    progress.lastRequestAt = now().getTime();
    const answer = await withinTime(url, (ending) => exchange(connection, url, ending, keepBytes));
    progress.answers.set(url.href, answer);
    return answer;
  }

  /** Not AbortSignal.timeout and .any: each would stay in memory until its time is over, thousands at a time. */
  async function withinTime<T>(url: URL, work: (ending: AbortSignal) => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    const request = new AbortController();
    const limitMs = Math.max(0, Math.min(limits.requestTimeoutMs, endsAt - performance.now()));
    const timer = setTimeout(() => {
      request.abort(new VisitError("timeout", `${url.href} did not answer in full within ${Math.round(limitMs)} ms`));
    }, limitMs);
    const abandon = () => request.abort(signal?.reason);
    signal?.addEventListener("abort", abandon, { once: true });
    try {
      return await work(request.signal);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abandon);
    }
  }

  async function exchange(
    connection: Client,
    url: URL,
    ending: AbortSignal,
    keepBytes: number | undefined,
  ): Promise<Answer> {
    const { statusCode, headers, body } = await connection.request({
      method: "GET",
      path: url.pathname + url.search,
      headers: {
        accept: "application/json",
        "accept-encoding": "gzip, br, deflate",
        "user-agent": network.userAgent,
      },
      signal: ending,
    });
    const plainHeaders = flatten(headers);
    const text = await readBody(body, plainHeaders, limits.maxBodyBytes, keepBytes);
    return { url, status: statusCode, headers: plainHeaders, body: text };
  }

  return {
    async get(start, { check, keepBytes } = {}) {
      let url = guardedUrl(start);
      const passed = new Set<string>();
      for (;;) {
        await check?.(url);
        const answer = await ask(url, keepBytes);
        const location = REDIRECTS.has(answer.status) ? answer.headers["location"] : undefined;
        if (location === undefined) return answer;
        passed.add(url.href);
        const next = guardedUrl(location, url);
        if (!isSameParty(next.hostname, domain)) {
          throw new VisitError("redirect", `${url.href} leads outside ${domain}, to ${next.hostname}`);
        }
        if (passed.has(next.href)) throw new VisitError("redirect", `${url.href} leads in a loop`);
        if (passed.size > limits.maxRedirects) {
          throw new VisitError("redirect", `${String(start)} leads further than ${limits.maxRedirects} times`);
        }
        url = next;
      }
    },
    setDelay(milliseconds) {
      delayMs = milliseconds;
    },
    async close() {
      await Promise.all([...connections.values()].map((connection) => connection.destroy()));
      connections.clear();
    },
  };
}

/** One connection to one origin, pinned to checked addresses: one request at a time, no session kept. */
function connect(url: URL, addresses: readonly string[], { labPort, secureContext, limits }: Network): Client {
  const connector = buildConnector({
    allowH2: false,
    maxCachedSessions: 0,
    timeout: limits.connectTimeoutMs,
    rejectUnauthorized: true,
    secureContext,
    lookup: pinnedTo(addresses),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS,
  });
  return new Client(url.origin, {
    connect: (options, callback) => connector({ ...options, port: String(labPort ?? 443) }, callback),
    pipelining: 1,
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.requestTimeoutMs,
    bodyTimeout: limits.requestTimeoutMs,
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

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [[name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value]];
    }),
  );
}
