import type { Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { VisitError } from "./errors.ts";

/** A map, not an object: a server may say that its body is packed as `constructor`. */
const DECODERS: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ["gzip", () => createGunzip()],
  ["x-gzip", () => createGunzip()],
  ["br", () => createBrotliDecompress()],
  ["deflate", () => createInflate()],
]);

/** Leave to read more of one body than usual. */
export interface LargeBody {
  /** Instead of the usual limit. */
  maxBytes: number;
  /** Told when a body passes the usual limit; the rest is read once it resolves. */
  begin: () => Promise<void>;
}

export interface BodyOptions {
  /** Of the body, both as sent and unpacked. */
  maxBytes: number;
  /** Instead of failing, keep what fits of a longer body. */
  keepBytes?: number | undefined;
  large?: LargeBody | undefined;
}

/** Where a body comes from; it can be told to wait and to stop. */
export interface Sender {
  pause(): void;
  resume(): void;
  stop(reason: Error): void;
}

/**
 * Reads a body as UTF-8, unpacking it on the way and counting as it goes, so that neither a long body nor a small one
 * that unpacks to a long one is ever held.
 */
export class BodyReader {
  readonly #options: BodyOptions;
  readonly #sender: Sender;
  readonly #most: number;
  readonly #decoder: Transform | null;
  readonly #whole = Promise.withResolvers<string>();
  readonly #chunks: Buffer[] = [];
  #sent = 0;
  #length = 0;
  #isLarge = false;
  #isOver = false;

  /** @throws VisitError `too-large` or `not-json` where the headers tell already that it cannot be read */
  constructor(headers: Readonly<Record<string, string>>, options: BodyOptions, sender: Sender) {
    this.#options = options;
    this.#sender = sender;
    this.#most = options.keepBytes ?? options.large?.maxBytes ?? options.maxBytes;
    if (options.keepBytes === undefined && Number(headers["content-length"]) > this.#most) throw tooLarge(this.#most);
    this.#decoder = decoderFor(headers["content-encoding"]);
    this.#decoder
      ?.on("data", (chunk: Buffer) => this.#take(chunk))
      .on("end", () => this.#finish())
      .on("error", (error) => this.#giveUp(unreadable(error)));
  }

  /**
   * The body once it is there. Rejects with a VisitError: `too-large`, or `not-json` for one that cannot be unpacked; or
   * with what `fail` was told.
   */
  get text(): Promise<string> {
    return this.#whole.promise;
  }

  /** Takes the next part, as it was sent. */
  write(chunk: Buffer): void {
    this.#sent += chunk.length;
    if (this.#isOver) return;
    if (this.#decoder === null) this.#take(chunk);
    else if (this.#sent > this.#most) this.#giveUp(tooLarge(this.#most));
    else if (!this.#decoder.write(chunk)) {
      this.#sender.pause();
      this.#decoder.once("drain", () => this.#sender.resume());
    }
  }

  /** Nothing more comes. */
  end(): void {
    if (this.#decoder === null) this.#finish();
    else this.#decoder.end();
  }

  /** The rest does not come. */
  fail(error: Error): void {
    this.#close();
    this.#whole.reject(error);
  }

  #take(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const { keepBytes, large, maxBytes } = this.#options;
    if (this.#length > this.#most) {
      if (keepBytes !== undefined) this.#finish();
      this.#giveUp(tooLarge(this.#most));
    } else if (large !== undefined && this.#length > maxBytes && !this.#isLarge) {
      this.#isLarge = true;
      this.#waitFor(large.begin());
    }
  }

  #waitFor(leave: Promise<unknown>): void {
    const source = this.#decoder ?? this.#sender;
    source.pause();
    leave.then(
      () => source.resume(),
      (error: Error) => this.#giveUp(error),
    );
  }

  /** Whatever is there already stays. */
  #giveUp(reason: Error): void {
    this.fail(reason);
    this.#sender.stop(reason);
  }

  #finish(): void {
    this.#close();
    const [only, ...others] = this.#chunks;
    const bytes = only !== undefined && others.length === 0 ? only : Buffer.concat(this.#chunks);
    this.#whole.resolve(UTF_8.decode(bytes.subarray(0, this.#most)));
  }

  #close(): void {
    this.#isOver = true;
    this.#decoder?.destroy();
  }
}

const UTF_8 = new TextDecoder();

function decoderFor(encoding: string | undefined): Transform | null {
  const name = encoding?.trim().toLowerCase() ?? "";
  if (name === "" || name === "identity") return null;
  const decoder = DECODERS.get(name);
  if (decoder === undefined)
    throw new VisitError("not-json", `The body is packed as ${JSON.stringify(name.slice(0, 40))}`);
  return decoder();
}

function unreadable(error: Error): Error {
  if (!("code" in error) || !/^(Z_|ERR_BROTLI|ERR__ERROR_)/.test(String(error.code))) return error;
  return new VisitError("not-json", `The body cannot be unpacked: ${error.message}`, { cause: error });
}

function tooLarge(maxBytes: number): VisitError {
  return new VisitError("too-large", `The body has more than ${maxBytes} bytes`);
}
