import type { Dispatcher } from "undici";
import { type BodyOptions, BodyReader } from "./body.ts";
import { VisitError } from "./errors.ts";

/** Provisional answers (100 to 199) before the real one; more than one or two has no use. */
const MAX_PROVISIONAL = 10;

export interface Response {
  status: number;
  /** Names in lower case; repeated ones joined by ", ". */
  headers: Readonly<Record<string, string>>;
  body: string;
}

/**
 * Reads one response as it comes. Undici's own way would make a stream of each body, which takes as long as all the
 * rest of a small request.
 */
export class ResponseReader implements Dispatcher.DispatchHandler {
  readonly #options: BodyOptions;
  readonly #whole = Promise.withResolvers<Response>();
  #controller: Dispatcher.DispatchController | null = null;
  #body: BodyReader | null = null;
  #provisional = 0;
  #givenUp: Error | null = null;

  constructor(options: BodyOptions) {
    this.#options = options;
  }

  /** Rejects with what kept it from coming whole. */
  get response(): Promise<Response> {
    return this.#whole.promise;
  }

  /** Ends the request at once, wherever it is. */
  giveUp(reason: Error): void {
    this.#givenUp = reason;
    this.onResponseError(null, reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#givenUp !== null) controller.abort(this.#givenUp);
  }

  /** What it throws ends the request. */
  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    received: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (status < 200) {
      this.#provisional += 1;
      if (this.#provisional <= MAX_PROVISIONAL) return;
      throw new VisitError("too-large", `It gives more than ${MAX_PROVISIONAL} provisional answers`);
    }
    const headers = flatten(received);
    this.#body = new BodyReader(headers, this.#options, {
      pause: () => controller.pause(),
      resume: () => controller.resume(),
      stop: (reason) => controller.abort(reason),
    });
    this.#body.text.then((body) => this.#whole.resolve({ status, headers, body }), this.#whole.reject);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#body?.write(chunk);
  }

  onResponseEnd(): void {
    this.#body?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    // A body that is over, or long enough, stays what it is.
    if (this.#body !== null) this.#body.fail(error);
    else this.#whole.reject(error);
  }
}

function flatten(received: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  // No prototype: a header may be called `__proto__`.
  const headers: Record<string, string> = Object.create(null);
  for (const name in received) {
    const value = received[name];
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return headers;
}
