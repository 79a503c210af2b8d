import type { SecureContext } from "node:tls";
import type { Domain } from "#core/domain.ts";
import type { LargeBody } from "./body.ts";
import { type Connection, openConnection } from "./connection.ts";
import { ElsewhereError, PauseError, VisitError } from "./errors.ts";
import { guardedAddresses, guardedUrl, type Resolve } from "./guard.ts";
import { isSameParty } from "./names.ts";
import { ResponseReader } from "./response.ts";
import type { HostTurns } from "./turns.ts";

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
  /** Of everything that comes in after one request, headers and framing included, before unpacking. */
  maxReceivedBytes: number;
  /** Characters kept of the answers to a visit that pauses, as thousands may do at a time. */
  maxKeptLength: number;
  maxRedirects: number;
  /** Requests in a daily visit, redirects and robots.txt counted. */
  maxRequests: number;
  /** So many more in a thorough one, which is weekly. */
  moreRequests: number;
}

/**
 * DESIGN 6. A body of half a megabyte is five times the longest instance document seen; fifty visits with three of them
 * each, and thousands that pause, still fit into the crawler's memory.
 */
export const DAILY_LIMITS: Limits = {
  requestTimeoutMs: 10_000,
  visitTimeoutMs: 40_000,
  connectTimeoutMs: 6_000,
  maxHeaderBytes: 32_768,
  maxBodyBytes: 500_000,
  maxReceivedBytes: 1_000_000,
  maxKeptLength: 50_000,
  maxRedirects: 5,
  maxRequests: 6,
  moreRequests: 4,
};

/** The answer is kept where its body is no longer, whether or not a pause is asked for: a later robots.txt may do so. */
const SHORT_LENGTH = 20_000;

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
  /** Shared by all visits. */
  turns: HostTurns;
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
  /** By `keyOf`. */
  answers: Map<string, Answer>;
  /** Sent, redirects and robots.txt counted. */
  requests: number;
  /** Received, headers and framing included, before unpacking. */
  bytes: number;
  /** Characters in the bodies of the answers. */
  kept: number;
  /**
   * When the last request ended, in milliseconds since the epoch; null before the first. A pause counted from its start
   * would look shorter to the server by the time that connecting took.
   */
  lastEndedAt: number | null;
}

export function newProgress(): Progress {
  return { answers: new Map(), requests: 0, bytes: 0, kept: 0, lastEndedAt: null };
}

export interface GetOptions {
  /** Asked before each request, redirects included; throws to stop. */
  check?: (url: URL) => Promise<void>;
  /** Keep what fits of a longer body instead of failing, up to this many bytes. */
  keepBytes?: number;
  /** Sent as JSON with POST, for what some programs answer only so; nothing is ever changed by it. Never redirected. */
  post?: unknown;
  /** In place of the usual ones, names in lower case. */
  headers?: Readonly<Record<string, string>>;
  /** Keep the answer for a visit that pauses, however long it is. */
  isKept?: true;
  /** Leave for a body longer than usual; such an answer is not kept for a visit that pauses. */
  large?: LargeBody;
}

/** The connections of one visit to one domain. Nothing of it outlives `close`. */
export interface VisitClient {
  /**
   * Follows redirects inside the registrable domain, of a GET only. Resolves for every other status; throws for what is
   * no answer.
   */
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
  const connections = new Map<string, Connection>();
  const endsAt = performance.now() + limits.visitTimeoutMs;
  let delayMs = 0;

  async function connectionTo(url: URL): Promise<Connection> {
    const open = connections.get(url.origin);
    if (open !== undefined) return open;
    const pinned = url.hostname === domain ? addresses : await guardedAddresses(url.hostname, network);
    const connection = openConnection(url, pinned, network);
    connections.set(url.origin, connection);
    return connection;
  }

  async function ask(url: URL, options: GetOptions): Promise<Answer> {
    const body = options.post === undefined ? null : JSON.stringify(options.post);
    const key = keyOf(url, body, options.headers);
    const known = progress.answers.get(key);
    if (known !== undefined) return known;
    pauseIfDue();
    if (progress.requests >= limits.maxRequests) {
      throw new VisitError("redirect", `${domain} needs more than ${limits.maxRequests} requests`);
    }
    progress.requests += 1;
    const headers = {
      accept: "application/json",
      "accept-encoding": "gzip, br, deflate",
      "user-agent": network.userAgent,
      ...(body !== null && { "content-type": "application/json" }),
      ...options.headers,
    };
    const answer = await withinTime(url, (endWith) =>
      network.turns.run(url.host, () => exchange({ url, body, headers }, options, endWith)),
    );
    const { length } = answer.body;
    if (options.isKept === true || length <= SHORT_LENGTH || (delayMs > 0 && length <= limits.maxBodyBytes)) {
      progress.answers.set(key, answer);
      progress.kept += length;
    }
    return answer;
  }

  /** @throws PauseError while the delay since the last request is not over */
  function pauseIfDue(): void {
    if (progress.lastEndedAt === null) return;
    const next = progress.lastEndedAt + delayMs;
    if (next <= now().getTime()) return;
    if (progress.kept > limits.maxKeptLength) {
      const message = `${domain} asks for pauses, and its answers are too long to be kept meanwhile`;
      throw new VisitError("too-large", `${message}: ${progress.kept} characters`);
    }
    throw new PauseError(new Date(next));
  }

  /** Ends the request that is under way, if one is. */
  let giveUp: ((reason: Error) => void) | null = null;
  const abandon = () => giveUp?.(signal?.reason);
  signal?.addEventListener("abort", abandon);

  /**
   * Not AbortSignal.timeout and .any: each would stay in memory until its time is over, thousands at a time.
   * @param work is given what to call with how it can be ended, once it can be
   */
  async function withinTime<T>(
    url: URL,
    work: (endWith: (end: (reason: Error) => void) => void) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    const limitMs = Math.max(0, Math.min(limits.requestTimeoutMs, endsAt - performance.now()));
    const { promise: ended, reject } = Promise.withResolvers<never>();
    let isOver = false;
    let end: ((reason: Error) => void) | null = null;
    giveUp = (reason) => {
      isOver = true;
      reject(reason);
      end?.(reason);
    };
    const timer = setTimeout(() => {
      const message = `${url.href} did not answer in full within ${Math.round(limitMs)} ms`;
      giveUp?.(new VisitError("timeout", message));
    }, limitMs);
    const result = work((given) => {
      end = given;
      if (isOver) throw new VisitError("timeout", `${url.href} was not asked in time`);
    });
    try {
      return await Promise.race([result, ended]);
    } finally {
      clearTimeout(timer);
      giveUp = null;
    }
  }

  async function exchange(
    { url, body, headers }: { url: URL; body: string | null; headers: Record<string, string> },
    { keepBytes, large }: GetOptions,
    endWith: (end: (reason: Error) => void) => void,
  ): Promise<Answer> {
    const connection = await connectionTo(url);
    const reader = new ResponseReader({ maxBytes: limits.maxBodyBytes, keepBytes, large });
    endWith((reason) => reader.giveUp(reason));
    const receivedBefore = connection.received();
    try {
      const path = url.pathname + url.search;
      const most = limits.maxReceivedBytes + (large?.maxBytes ?? 0);
      const method = body === null ? "GET" : "POST";
      return { url, ...(await connection.send({ method, path, headers, body }, reader, most)) };
    } finally {
      progress.lastEndedAt = now().getTime();
      progress.bytes += connection.received() - receivedBefore;
    }
  }

  return {
    async get(start, options = {}) {
      let url = guardedUrl(start);
      const passed = new Set<string>();
      for (;;) {
        await options.check?.(url);
        const answer = await ask(url, options);
        const location = REDIRECTS.has(answer.status) ? answer.headers["location"] : undefined;
        if (location === undefined) return answer;
        if (options.post !== undefined) throw new VisitError("redirect", `${url.href} leads elsewhere when posted to`);
        passed.add(url.href);
        const next = guardedUrl(location, url);
        if (!isSameParty(next.hostname, domain)) {
          const message = `${url.href} leads outside ${domain}, to ${next.hostname}`;
          throw new ElsewhereError("redirect", next.hostname, message);
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
      signal?.removeEventListener("abort", abandon);
      await Promise.all([...connections.values()].map((connection) => connection.destroy()));
      connections.clear();
    },
  };
}

/** What tells one request of a visit from another. */
function keyOf(url: URL, body: string | null, headers: GetOptions["headers"] = {}): string {
  const request = body === null ? `GET ${url.href}` : `POST ${url.href} ${body}`;
  return [request, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join("\n");
}
