import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { APIRoute } from "astro";
import type { z } from "zod";
import { type Cell, csvLine } from "#core/csv.ts";
import type { Entry } from "#core/entry.ts";
import { readParameters } from "#core/parameters.ts";
import { DAY_MS } from "#core/time.ts";
import { ToldInstance } from "#site/api/schemas.ts";
import { badParameters, factsJson, OPEN_TO_ALL } from "./api.ts";
import { isKnown } from "./caching.ts";
import { takesGzip } from "./compress.ts";

/** Instances that were not seen for longer are in no dump. */
const SEEN_DAYS = 30;
/** So many lines are made at once, a few milliseconds of work. */
const BATCH = 200;
/** What is handed to a connection at a time; larger than is usual, so that a reader who waits costs next to nothing. */
const PIECE_BYTES = 1_048_576;
/** Whoever leaves is gone from what caches keep after as many seconds. */
const MAX_AGE = 60;

export const DUMP_FORMATS = ["ndjson", "csv"] as const;
export type DumpFormat = (typeof DUMP_FORMATS)[number];

/**
 * An instance in a dump: the facts, as the API tells them. Title and description are left out: somebody wrote them, and
 * what is not ours cannot be given away under CC0.
 */
export const DumpedInstance = ToldInstance.omit({ title: true, description: true, room: true, roomReturnsAt: true });
type DumpedInstance = z.infer<typeof DumpedInstance>;

/** One file of all listed instances, as it is sent. */
export interface Dump {
  format: DumpFormat;
  /** The whole file in gzip. */
  gzip: Buffer;
  /** The same unpacked; null where it is offered packed only. */
  plain: Buffer | null;
  /** Hash of the unpacked content. */
  hash: string;
  /** When the content was first offered, in whole seconds as HTTP has them. */
  lastModified: Date;
}

/**
 * The dumps of this moment. Each is made once for a list of instances, when it is first asked for, and held in memory:
 * all readers are sent the same bytes, so that a thousand slow ones need no more memory, work or files than one.
 */
export class Dumps {
  readonly #siteUrl: string;
  readonly #now: () => Date;
  /** Forgotten with the list it is made of, so that no old directory is held. */
  readonly #made = {
    ndjson: new WeakMap<readonly Entry[], Promise<Dump>>(),
    csv: new WeakMap<readonly Entry[], Promise<Dump>>(),
  };
  readonly #last = new Map<DumpFormat, Dump>();

  constructor(siteUrl: string, now: () => Date) {
    this.#siteUrl = siteUrl;
    this.#now = now;
  }

  /** @param listed of the directory: another list means that somebody came, changed or left */
  of(listed: readonly Entry[], format: DumpFormat): Promise<Dump> {
    const made = this.#made[format];
    const dump = made.get(listed) ?? this.#make(listed, format);
    made.set(listed, dump);
    // One that failed is made anew for whoever asks next.
    dump.catch(() => made.delete(listed));
    return dump;
  }

  async #make(listed: readonly Entry[], format: DumpFormat): Promise<Dump> {
    const now = this.#now();
    const isPlain = format === "csv";
    const hash = createHash("sha256");
    const plain: Buffer[] = [];
    const gzip: Buffer[] = [];
    const texts = function* (siteUrl: string) {
      for (const text of linesOf(listed, format, siteUrl, now)) {
        const bytes = Buffer.from(text);
        hash.update(bytes);
        if (isPlain) plain.push(bytes);
        yield bytes;
      }
    };
    // Packing runs beside the event loop, so that requests have their turn between two batches.
    await pipeline(Readable.from(texts(this.#siteUrl)), createGzip(), async (packed: AsyncIterable<Buffer>) => {
      for await (const bytes of packed) gzip.push(bytes);
    });
    const digest = hash.digest("base64url").slice(0, 22);
    const dump: Dump = {
      format,
      gzip: Buffer.concat(gzip),
      plain: isPlain ? Buffer.concat(plain) : null,
      hash: digest,
      lastModified: modifiedAt(digest, this.#last.get(format), now),
    };
    this.#last.set(format, dump);
    return dump;
  }
}

function isSeen(lastSeenAt: string | null, now: Date): boolean {
  return lastSeenAt !== null && now.getTime() - Date.parse(lastSeenAt) <= SEEN_DAYS * DAY_MS;
}

/** The same content keeps its time; another content never has the time of the one before, however soon it came. */
function modifiedAt(hash: string, before: Dump | undefined, now: Date): Date {
  const second = Math.floor(now.getTime() / 1_000) * 1_000;
  if (before === undefined) return new Date(second);
  return before.hash === hash ? before.lastModified : new Date(Math.max(second, before.lastModified.getTime() + 1_000));
}

function* linesOf(listed: readonly Entry[], format: DumpFormat, siteUrl: string, now: Date): Generator<string> {
  if (format === "csv") yield csvLine(COLUMNS);
  for (let start = 0; start < listed.length; start += BATCH) {
    const seen = listed.slice(start, start + BATCH).filter(({ instance }) => isSeen(instance.lastSeenAt, now));
    const facts = seen.map((entry) => factsOf(entry, siteUrl));
    yield facts.map((fact) => (format === "csv" ? csvLine(cellsOf(fact)) : `${JSON.stringify(fact)}\n`)).join("");
  }
}

function factsOf(entry: Entry, siteUrl: string): DumpedInstance {
  const { title, description, ...facts } = factsJson(entry, siteUrl);
  return facts;
}

/** Columns of the table: the fields, those of the size as `size.<field>`. */
const COLUMNS = Object.keys(DumpedInstance.shape).flatMap((field) =>
  field === "size" ? Object.keys(DumpedInstance.shape.size.shape).map((part) => `size.${part}`) : [field],
);

/** The values in order of the columns; lists with spaces between, as no tag, id or code has one. */
function cellsOf(facts: DumpedInstance): Cell[] {
  const values = new Map<string, Cell | readonly string[]>([
    ...Object.entries({ ...facts, size: null }),
    ...Object.entries(facts.size).map(([part, value]) => [`size.${part}`, value] as const),
  ]);
  return COLUMNS.map((column) => {
    const value = values.get(column) ?? null;
    return typeof value === "object" && value !== null ? value.join(" ") : value;
  });
}

const TYPES: Readonly<Record<DumpFormat, { type: string; name: string }>> = {
  ndjson: { type: "application/gzip", name: "instances.ndjson.gz" },
  csv: { type: "text/csv; charset=utf-8; header=present", name: "instances.csv" },
};

/** The route of a dump. It takes no parameters, so that nobody gets past a cache with made-up ones. */
export function dumpRoute(format: DumpFormat): APIRoute {
  return async ({ request, locals }) => {
    const { problems, unreported } = readParameters(new URL(request.url).searchParams, {});
    if (problems.length > 0) return badParameters(problems, unreported);
    return dumpResponse(request, await locals.dumps.of(locals.directory.listed, format));
  };
}

/** A dump as an answer, or 304 for whoever has it already. */
export function dumpResponse(request: Request, { format, gzip, plain, hash, lastModified }: Dump): Response {
  const isEncoded = plain !== null && takesGzip(request.headers.get("accept-encoding"));
  const body = plain === null || isEncoded ? gzip : plain;
  const etag = isEncoded ? `"${hash}-gzip"` : `"${hash}"`;
  const headers = new Headers({
    ...OPEN_TO_ALL,
    etag,
    "last-modified": lastModified.toUTCString(),
    "cache-control": `public, max-age=${MAX_AGE}`,
    link: '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"',
    ...(plain === null ? {} : { vary: "Accept-Encoding" }),
  });
  if (hasAlready(request, etag, lastModified)) return new Response(null, { status: 304, headers });
  const { type, name } = TYPES[format];
  headers.set("content-type", type);
  headers.set("content-disposition", `attachment; filename="${name}"`);
  headers.set("content-length", String(body.length));
  if (isEncoded) headers.set("content-encoding", "gzip");
  return new Response(sharedBytes(body), { headers });
}

function hasAlready(request: Request, etag: string, lastModified: Date): boolean {
  if (request.headers.has("if-none-match")) return isKnown(request, etag);
  return Date.parse(request.headers.get("if-modified-since") ?? "") >= lastModified.getTime();
}

/** A stream over bytes that nobody copies: `new Response(bytes)` would make a copy for each reader. */
function sharedBytes(bytes: Buffer): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (sent < bytes.length) controller.enqueue(bytes.subarray(sent, sent + PIECE_BYTES));
        sent += PIECE_BYTES;
        if (sent >= bytes.length) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
