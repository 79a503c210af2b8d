const READING: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request may change something: it comes from a page of ours.
 *
 * Browsers say so themselves (`Sec-Fetch-Site`), over HTTPS and on localhost; otherwise they send an Origin, which must
 * be ours. "none" is a person who sends a form again from the browser itself, and no page can cause it; "same-site" is
 * another name below our domain, which need not be ours. A request with neither header is no browser's form.
 * @param origin the public origin, from ROCKPOOL_URL
 */
export function isFromOurPages(request: Request, origin: string): boolean {
  if (READING.has(request.method)) return true;
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  return request.headers.get("origin") === origin;
}

const PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Headers of every answer: pages, files and errors. */
export function safeHeaders(origin: string): Record<string, string> {
  return {
    "content-security-policy": PAGE_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "browsing-topics=(), camera=(), geolocation=(), microphone=()",
    // With "no-referrer" browsers would post "Origin: null" and fail the origin check.
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    ...(origin.startsWith("https:") ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}

/** Sets them; an endpoint that set one of them itself keeps its own. */
export function secureHeaders(headers: Headers, origin: string): void {
  for (const [name, value] of Object.entries(safeHeaders(origin))) if (!headers.has(name)) headers.set(name, value);
}
