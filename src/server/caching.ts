import { hash } from "node:crypto";

/** What a page or a document with a seed may be kept for by anyone; afterwards its tag tells whether it still holds. */
export const FOR_A_MINUTE = "public, max-age=60";

/** The tag of a text. Weak, because the same text also goes out in gzip. */
export function tagOf(text: string | Buffer): string {
  return `W/"${hash("sha256", text, "base64url").slice(0, 22)}"`;
}

/** Whether whoever asks has the answer with this tag already; weak and strong tags are compared alike (RFC 9110, 13.1.2). */
export function isKnown(request: Request, tag: string): boolean {
  return isAmong(request.headers.get("if-none-match"), tag);
}

/** Whether a tag is among those of an If-None-Match. */
export function isAmong(ifNoneMatch: string | null | undefined, tag: string): boolean {
  if (ifNoneMatch == null) return false;
  const tags = ifNoneMatch.split(",").map((each) => each.trim().replace(/^W\//, ""));
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
  const page = Buffer.from(await response.arrayBuffer());
  const tag = tagOf(page);
  headers.set("etag", tag);
  if (isKnown(request, tag)) return new Response(null, { status: 304, headers });
  return new Response(page, response);
}
