import { createHash } from "node:crypto";

/** What a page or a document with a seed may be kept for by anyone; afterwards its tag tells whether it still holds. */
export const FOR_A_MINUTE = "public, max-age=60";

/** The tag of a text. Weak, because the same text also goes out in gzip. */
export function tagOf(text: string): string {
  return `W/"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
}

/** Whether whoever asks has the answer with this tag already; weak and strong tags are compared alike (RFC 9110, 13.1.2). */
export function isKnown(request: Request, tag: string): boolean {
  const tags = (request.headers.get("if-none-match") ?? "").split(",").map((each) => each.trim().replace(/^W\//, ""));
  return tags.includes("*") || tags.includes(tag.replace(/^W\//, ""));
}

/** A text with its tag, or only the news that it is still the same. */
export function taggedText(request: Request, text: string, headers: Readonly<Record<string, string>>): Response {
  const etag = tagOf(text);
  const isSame = isKnown(request, etag);
  return new Response(isSame ? null : text, { status: isSame ? 304 : 200, headers: { ...headers, etag } });
}

/** A page that anybody may keep, with its tag, or only the news that it is still the same. Others stay as they are. */
export async function taggedPage(request: Request, response: Response): Promise<Response> {
  const { headers, status } = response;
  const isPublic = headers.get("cache-control")?.startsWith("public") ?? false;
  const isPage = headers.get("content-type")?.startsWith("text/html") ?? false;
  if (status !== 200 || !isPublic || !isPage) return response;
  return taggedText(request, await response.text(), Object.fromEntries(headers));
}
