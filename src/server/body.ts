import type { IncomingMessage } from "node:http";

/** The most that a form of ours sends, in bytes. */
export const MAX_BODY_BYTES = 64 * 1024;

/**
 * The whole body of a request, or null where it is larger than any form of ours, whatever its headers say.
 *
 * Read here and not by the framework: its own limit ends the connection in the middle of a body, so that nobody learns
 * why. What comes after the limit is thrown away as it arrives, and the answer can be read; Node ends who sends for
 * more than five minutes.
 * @throws where the connection breaks before the body ends
 */
export function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) return resolve(null);
    let chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MAX_BODY_BYTES) return void chunks.push(chunk);
      chunks = [];
      resolve(null);
    });
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("error", reject);
  });
}
