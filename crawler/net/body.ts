import { pipeline, type Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { VisitError } from "./errors.ts";

/** A map, not an object: a server may say that its body is packed as `constructor`. */
const DECODERS: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ["gzip", () => createGunzip()],
  ["x-gzip", () => createGunzip()],
  ["br", () => createBrotliDecompress()],
  ["deflate", () => createInflate()],
]);

export interface BodyOptions {
  /** Of the body, both as sent and unpacked. */
  maxBytes: number;
  /** Instead of failing, keep what fits of a longer body. */
  keepBytes?: number | undefined;
  /** Told the length of each part as it was sent. */
  onReceived?: (bytes: number) => void;
}

/**
 * Reads a body as UTF-8, unpacking it on the way and counting as it goes, so that neither a long body nor a small one
 * that unpacks to a long one is ever held.
 * @throws VisitError `too-large`, or `not-json` for a body that cannot be unpacked
 */
export async function readBody(
  body: Readable,
  headers: Readonly<Record<string, string>>,
  { maxBytes, keepBytes, onReceived = () => {} }: BodyOptions,
): Promise<string> {
  const most = keepBytes ?? maxBytes;
  // A body that is given up before its first byte was read reports that as an error; unheard, it would end the process.
  body.on("error", () => {});
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    if (keepBytes === undefined && Number(headers["content-length"]) > most) throw tooLarge(most);
    for await (const chunk of unpacked(body, headers["content-encoding"], most, onReceived)) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length <= most) continue;
      if (keepBytes === undefined) throw tooLarge(most);
      break;
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && /^(Z_|ERR_BROTLI|ERR__ERROR_)/.test(String(error.code))) {
      throw new VisitError("not-json", `The body cannot be unpacked: ${error.message}`, { cause: error });
    }
    throw error;
  } finally {
    body.destroy();
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, most));
}

function unpacked(
  body: Readable,
  encoding: string | undefined,
  maxBytes: number,
  onReceived: (bytes: number) => void,
): AsyncIterable<unknown> {
  const name = encoding?.trim().toLowerCase() ?? "";
  // What is not packed is as long as it says; the reader counts it.
  if (name === "" || name === "identity") return counted(body, Number.POSITIVE_INFINITY, onReceived);
  const decoder = DECODERS.get(name);
  if (decoder === undefined) throw new VisitError("not-json", `The body is packed as ${JSON.stringify(name)}`);
  // The callback is where pipeline reports; the reader of the decoder sees the same error.
  return pipeline(counted(body, maxBytes, onReceived), decoder(), () => {});
}

/** Tells the length of each part, and ends a stream that sends more than it may, however little that unpacks to. */
async function* counted(
  body: Readable,
  maxBytes: number,
  onReceived: (bytes: number) => void,
): AsyncGenerator<unknown> {
  let total = 0;
  for await (const chunk of body) {
    const { length } = chunk as Buffer;
    onReceived(length);
    total += length;
    if (total > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

function tooLarge(maxBytes: number): VisitError {
  return new VisitError("too-large", `The body has more than ${maxBytes} bytes`);
}
