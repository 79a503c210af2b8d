import type { Domain } from "#core/domain.ts";
import type { RobotsRule, Trouble } from "#core/look.ts";
import type { Failure } from "#core/visit.ts";

/** A visit that cannot go on, with the reason as history keeps it. */
export class VisitError extends Error {
  override readonly name: string = "VisitError";
  readonly failure: Failure;

  constructor(failure: Failure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

/** The name leads to somebody else's: it sends us there, or says that it is that one. */
export class ElsewhereError extends VisitError {
  override readonly name = "ElsewhereError";
  readonly leadsTo: Domain;

  constructor(failure: "redirect" | "other-host", leadsTo: Domain, message: string) {
    super(failure, message);
    this.leadsTo = leadsTo;
  }
}

/** robots.txt forbids an address. */
export class RobotsError extends VisitError {
  override readonly name = "RobotsError";
  readonly url: string;
  readonly rule: RobotsRule;

  constructor({ host, pathname, href }: URL, { line, text, agent }: RobotsRule) {
    super("robots", `robots.txt of ${host} asks us not to read ${pathname}: line ${line}, ${text}`);
    this.url = href;
    this.rule = { line, text, agent };
  }
}

/** A status other than 2xx. */
export class HttpError extends VisitError {
  override readonly name = "HttpError";
  readonly status: number;
  /** How long the server asks us to wait, in milliseconds; null when it does not. RFC 9110, 10.2.3. */
  readonly retryAfterMs: number | null;

  constructor(failure: Failure, url: string, status: number, retryAfterMs: number | null = null) {
    super(failure, `${url} answered ${status}`);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** A switch of the program, found in its API, asks not to be listed: it ends the visit, unlike an API that is closed. */
export class RefusalError extends VisitError {
  override readonly name = "RefusalError";

  constructor(message: string) {
    super("private", message);
  }
}

/** Statuses with which a server says that a page is not for us, or not there; any other may be gone tomorrow. */
const LASTING_STATUSES: ReadonlySet<number> = new Set([401, 403, 404, 410]);

/** Whether an error is the server's lasting answer to a request, not a trouble of today. */
export function isMeant(error: unknown): boolean {
  if (error instanceof HttpError) return LASTING_STATUSES.has(error.status);
  return error instanceof VisitError && (error.failure === "robots" || error.failure === "private");
}

/** The next request must wait for the host's Crawl-delay: not a failure, the visit goes on at `until`. */
export class PauseError extends Error {
  override readonly name = "PauseError";
  readonly until: Date;

  constructor(until: Date) {
    super(`robots.txt asks for a pause until ${until.toISOString()}`);
    this.until = until;
  }
}

/** Codes of Node, OpenSSL and undici; what is not listed is judged by its beginning in `failureOfCode`. */
const FAILURE_OF_CODE: Readonly<Record<string, Failure>> = {
  ENOTFOUND: "dns",
  ENODATA: "dns",
  ESERVFAIL: "dns",
  EAI_AGAIN: "dns",
  ECONNREFUSED: "connect",
  ECONNRESET: "connect",
  ECONNABORTED: "connect",
  EHOSTUNREACH: "connect",
  EHOSTDOWN: "connect",
  ENETUNREACH: "connect",
  ENETDOWN: "connect",
  EADDRNOTAVAIL: "connect",
  EPIPE: "connect",
  UND_ERR_SOCKET: "connect",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "connect",
  ETIMEDOUT: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  UND_ERR_HEADERS_OVERFLOW: "too-large",
  UND_ERR_RES_EXCEEDED_MAX_SIZE: "too-large",
  // undici asserts what it expects of an answer, such as a status of 100 or more.
  ERR_ASSERTION: "http",
  EPROTO: "tls",
  HOSTNAME_MISMATCH: "tls",
  SELF_SIGNED_CERT_IN_CHAIN: "tls",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls",
};

/** Why a visit failed, from whatever was thrown; `error` when it must be a mistake of ours. */
export function failureOf(error: unknown): Failure {
  if (error instanceof VisitError) return error.failure;
  if (!(error instanceof Error)) return "error";
  if (error.name === "TimeoutError") return "timeout";
  const failure = "code" in error && typeof error.code === "string" ? failureOfCode(error.code) : undefined;
  if (failure !== undefined) return failure;
  if (error instanceof AggregateError && error.errors.length > 0) return failureOf(error.errors[0]);
  if (error.name === "HTTPParserError") return "http";
  return error.cause === undefined ? "error" : failureOf(error.cause);
}

function failureOfCode(code: string): Failure | undefined {
  const known = FAILURE_OF_CODE[code];
  if (known !== undefined) return known;
  if (/^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|CRL_|INVALID_(CA|PURPOSE)|PATH_LENGTH_)/.test(code)) return "tls";
  if (/^HPE_/.test(code)) return "http";
  return undefined;
}

/** Control characters, also those of eight bits, and marks that reorder text: a terminal may obey them. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** The longest address that is ever asked fits, with a sentence around it. */
const MAX_MESSAGE_LENGTH = 1_200;

/** What an error says, in one line for logs and terminals. Part of it may be what a server sent. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join("; ");
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(OBEYED, " ").trim().slice(0, MAX_MESSAGE_LENGTH);
}

/** What an error means, as a step of a visit tells it. */
export function troubleOf(error: unknown): Trouble {
  const forbidden = error instanceof RobotsError ? { url: error.url, rule: error.rule } : null;
  return { failure: failureOf(error), message: messageOf(error), forbidden };
}
