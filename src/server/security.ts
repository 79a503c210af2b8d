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
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Whether other sites may show what is at a path in a frame: the picker made for that, in any locale, and nothing else. */
export function mayBeFramed(path: string): boolean {
  return /^(\/[a-z]{2,3}(-[a-z]+)?)?\/embed(\?|$)/i.test(path);
}

/** Headers of every answer: pages, files and errors. */
export function safeHeaders(origin: string, isFramed = false): Record<string, string> {
  return {
    "content-security-policy": isFramed
      ? PAGE_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
      : PAGE_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": isFramed ? "cross-origin" : "same-origin",
    "permissions-policy": "browsing-topics=(), camera=(), geolocation=(), microphone=()",
    // With "no-referrer" browsers would post "Origin: null" and fail the origin check.
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-content-type-options": "nosniff",
    ...(isFramed ? {} : { "x-frame-options": "DENY" }),
    ...(origin.startsWith("https:") ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}

/** Sets them; an endpoint that set one of them itself keeps its own. */
export function secureHeaders(headers: Headers, origin: string, isFramed = false): void {
  for (const [name, value] of Object.entries(safeHeaders(origin, isFramed))) {
    if (!headers.has(name)) headers.set(name, value);
  }
}
