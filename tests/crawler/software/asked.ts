import { type Claims, claimsOfNodeInfo } from "#crawler/claims.ts";
import { HttpError } from "#crawler/net/errors.ts";
import { type GetJson, parseNodeInfo } from "#crawler/nodeinfo.ts";
import type { Asked, Reader } from "#crawler/software/reader.ts";

/** A server that a reader is asked about. */
export interface Answers {
  /** Its NodeInfo document; `software` is its program's name where the document is not of interest. */
  nodeinfo: Record<string, unknown>;
  /**
   * Documents by path, with `POST ` before the path of one that is only posted to. A number is a status to fail with; a
   * path without a document is a 404.
   */
  pages?: Readonly<Record<string, unknown>>;
  /** As once a week, unless told otherwise. */
  isThorough?: boolean;
}

export const DOMAIN = "pool.example.org";

/** What a reader makes of a server's documents, and what it asked for, in order. */
export async function read(reader: Reader, answers: Answers): Promise<{ claims: Claims; asked: string[] }> {
  const asked: string[] = [];
  return { claims: await reader.claims(askedOf(answers, asked)), asked };
}

/** The names of other instances that a reader finds there. */
export async function readPeers(reader: Reader, answers: Answers): Promise<{ peers: unknown[]; asked: string[] }> {
  const asked: string[] = [];
  return { peers: (await reader.peers?.(askedOf(answers, asked))) ?? [], asked };
}

/** What a reader is given, for a server with these answers; each path it asks is put into `asked`. */
export function askedOf({ nodeinfo: document, pages = {}, isThorough = true }: Answers, asked: string[]): Asked {
  const nodeinfo = parseNodeInfo(document);
  const getJson: GetJson = async (address, options) => {
    const url = new URL(address);
    const path = `${options?.post === undefined ? "" : "POST "}${url.pathname}${url.search}`;
    asked.push(path);
    if (url.host !== DOMAIN || url.protocol !== "https:") throw new Error(`${url.href} is not the server's own`);
    const page = Object.hasOwn(pages, path) ? pages[path] : 404;
    if (typeof page === "number") throw new HttpError("http", url.href, page);
    return structuredClone(page);
  };
  const getOptionalJson: GetJson = (url, options) =>
    getJson(url, options).catch((error) => {
      if (error instanceof HttpError) return null;
      throw error;
    });
  return { domain: DOMAIN, nodeinfo, base: claimsOfNodeInfo(nodeinfo), isThorough, getJson, getOptionalJson };
}
