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

/** Leave to read more of one body than usual. */
export interface LargeBody {
  /** Instead of the usual limit. */
  maxBytes: number;
  /** Told when a body passes the usual limit; the rest is read once it resolves. */
  begin: () => Promise<void>;
}

/**
 * Reads a body as UTF-8, unpacking it on the way and counting as it goes, so that neither a long body nor a small one
 * that unpacks to a long one is ever held.
 * @param maxBytes of the body, both as sent and unpacked
 * @param keepBytes instead of failing, keep what fits of a longer body
 * @throws VisitError `too-large`, or `not-json` for a body that cannot be unpacked
 */
export async function readBody(
  body: Readable,
  headers: Readonly<Record<string, string>>,
  maxBytes: number,
  { keepBytes, large }: { keepBytes?: number | undefined; large?: LargeBody | undefined } = {},
): Promise<string> {
  const most = keepBytes ?? large?.maxBytes ?? maxBytes;
  let isLarge = false;
  // A body that is given up before its first byte was read reports that as an error; unheard, it would end the process.
  body.on("error", () => {});
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    if (keepBytes === undefined && Number(headers["content-length"]) > most) throw tooLarge(most);
    for await (const chunk of unpacked(body, headers["content-encoding"], most)) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (large !== undefined && length > maxBytes && !isLarge) {
        isLarge = true;
        await large.begin();
      }
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

function unpacked(body: Readable, encoding: string | undefined, maxBytes: number): AsyncIterable<unknown> {
  const name = encoding?.trim().toLowerCase() ?? "";
  if (name === "" || name === "identity") return body;
  const decoder = DECODERS.get(name);
  if (decoder === undefined) throw new VisitError("not-json", `The body is packed as ${JSON.stringify(name)}`);
  // The callback is where pipeline reports; the reader of the decoder sees the same error.
  return pipeline(limited(body, maxBytes), decoder(), () => {});
}

/** Ends a stream that sends more than it may, however little that unpacks to. */
async function* limited(body: Readable, maxBytes: number): AsyncGenerator<unknown> {
  let length = 0;
  for await (const chunk of body) {
    length += (chunk as Buffer).length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

function tooLarge(maxBytes: number): VisitError {
  return new VisitError("too-large", `The body has more than ${maxBytes} bytes`);
}
