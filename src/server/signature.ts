import { createHmac, timingSafeEqual } from "node:crypto";

/** Characters of a signature: 96 bits of an HMAC, in base64url. */
const LENGTH = 16;

/** Signs a text. Every kind of text begins with a word of its own, so that none can be taken for another. */
export function signed(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("base64url").slice(0, LENGTH);
}

/** Whether a signature is the one of a text; takes as long for a nearly right one. */
export function isSigned(secret: string, text: string, signature: string): boolean {
  const told = Buffer.from(signature);
  const right = Buffer.from(signed(secret, text));
  return told.length === right.length && timingSafeEqual(told, right);
}
