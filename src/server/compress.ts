/** Content that shrinks; pictures and fonts are packed already. */
const TEXT = /^(text\/|application\/(json|problem\+json|xml|atom\+xml)|image\/svg\+xml)/;

/**
 * The answer in gzip where the other end takes it, so that a small machine without a proxy serves light pages too.
 * Answers that are encoded already, or have no body, stay as they are.
 */
export function compressed(request: Request, response: Response): Response {
  const { body, headers } = response;
  if (!TEXT.test(headers.get("content-type") ?? "") || headers.has("content-encoding")) return response;
  if (!/accept-encoding/i.test(headers.get("vary") ?? "")) headers.append("vary", "Accept-Encoding");
  if (body === null || request.method === "HEAD" || !takesGzip(request.headers.get("accept-encoding"))) return response;
  headers.set("content-encoding", "gzip");
  headers.delete("content-length");
  return new Response(body.pipeThrough(new CompressionStream("gzip")), response);
}

/**
 * Whether whoever asks understands gzip.
 * @param acceptEncoding the header, as sent
 */
export function takesGzip(acceptEncoding: string | null | undefined): boolean {
  const offers = (acceptEncoding ?? "").split(",").map((offer) => offer.trim().replaceAll(" ", ""));
  return offers.some((offer) => /^(gzip|\*)(;q=(?!0(\.0*)?$)|$)/.test(offer));
}
