import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { isAmong, tagOf } from "./caching.ts";
import { takesGzip } from "./compress.ts";

/** What the build makes, and whether it shrinks in gzip. */
const KINDS: Readonly<Record<string, { type: string; isText: boolean }>> = {
  ".css": { type: "text/css; charset=utf-8", isText: true },
  ".js": { type: "text/javascript; charset=utf-8", isText: true },
  ".svg": { type: "image/svg+xml", isText: true },
  ".woff2": { type: "font/woff2", isText: false },
};

/** Their names change with what is in them. */
const FOR_EVER = "public, max-age=31536000, immutable";
/** Of those that keep their names. */
const ASK_EACH_TIME = "public, max-age=0";

interface StaticFile {
  headers: OutgoingHttpHeaders;
  tag: string;
  plain: Buffer;
  /** null for what is packed already. */
  packed: Buffer | null;
}

/** The files of the build, some hundred kilobytes, in memory: most requests are for none of them, and ask no disk. */
export class StaticFiles {
  readonly #files: ReadonlyMap<string, StaticFile>;

  private constructor(files: ReadonlyMap<string, StaticFile>) {
    this.#files = files;
  }

  /** @throws where there is a file of a kind that has no type here */
  static async read(folder: string): Promise<StaticFiles> {
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    const names = found.filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name));
    const files = names.map(async (name) => {
      const path = `/${relative(folder, name).split(sep).join("/")}`;
      return [path, await readOne(name, path)] as const;
    });
    return new StaticFiles(new Map(await Promise.all(files)));
  }

  /**
   * Answers a GET or HEAD for a file.
   * @param target the request's path with its query
   * @returns whether there is such a file; otherwise nothing was done
   */
  serve(request: IncomingMessage, response: ServerResponse, target: string): boolean {
    const file = this.#files.get(target.split("?", 1)[0] ?? "");
    if (file === undefined) return false;
    if (isAmong(request.headers["if-none-match"], file.tag)) {
      response.writeHead(304, file.headers).end();
      return true;
    }
    const packed = takesGzip(request.headers["accept-encoding"]?.toString()) ? file.packed : null;
    const body = packed ?? file.plain;
    const encoding = packed === null ? {} : { "content-encoding": "gzip" };
    response.writeHead(200, { ...file.headers, ...encoding, "content-length": body.length });
    response.end(request.method === "HEAD" ? undefined : body);
    return true;
  }
}

async function readOne(name: string, path: string): Promise<StaticFile> {
  const kind = KINDS[extname(name)];
  if (kind === undefined) {
    throw new Error(`${name} cannot be served: its kind is none of ${Object.keys(KINDS).join(", ")}`);
  }
  const plain = await readFile(name);
  const packed = kind.isText ? await promisify(gzip)(plain, { level: 9 }) : null;
  const tag = tagOf(plain);
  const headers = {
    "content-type": kind.type,
    "cache-control": path.startsWith("/assets/") ? FOR_EVER : ASK_EACH_TIME,
    etag: tag,
    ...(packed === null ? {} : { vary: "Accept-Encoding" }),
  };
  return { headers, tag, plain, packed };
}
