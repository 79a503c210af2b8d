import { createHash } from "node:crypto";

/** A text with its tag (a hash of it), or 304 for who has it already. */
export function tagged(request: Request, text: string, headers: Readonly<Record<string, string>>): Response {
  const etag = `W/"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  const known = request.headers.get("if-none-match")?.includes(etag) === true;
  return new Response(known ? null : text, { status: known ? 304 : 200, headers: { ...headers, etag } });
}
