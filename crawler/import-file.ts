import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { ImportRow } from "./import-row.ts";

/** A longer line is not a server's; it is reported without being kept in memory. */
const MAX_LINE_BYTES = 100_000;

const NEWLINE = 0x0a;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/** The file as a whole cannot be imported; the message says why and what to do. */
export class ImportFileError extends Error {
  override readonly name = "ImportFileError";
}

/** One line of an import file: a row, or what is wrong with it. Numbers start at 1. */
export type ImportLine = { number: number; row: ImportRow } | { number: number; problem: string };

/**
 * Reads a file of JSON lines; blank lines are passed over.
 * @param today ISO date; facts of a later day are a mistake
 * @throws ImportFileError where there is no file, nothing in it, or something else than text
 */
export async function* readImportFile(file: string, today: string): AsyncGenerator<ImportLine> {
  await requireTextFile(file);
  const lineOfDomain = new Map<string, number>();
  for await (const { number, bytes } of linesOf(file)) {
    if (bytes === null) {
      yield { number, problem: `is longer than ${MAX_LINE_BYTES} bytes` };
      continue;
    }
    if (bytes.toString("latin1").trim() === "") continue;
    const line = parseLine(number, bytes, today);
    const before = "row" in line ? lineOfDomain.get(line.row.domain) : undefined;
    if ("row" in line && before === undefined) lineOfDomain.set(line.row.domain, number);
    yield before === undefined ? line : { number, problem: `domain: is on line ${before} already, which counts` };
  }
}

async function requireTextFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw new ImportFileError(`There is no file ${file}.`);
  if (found.isDirectory()) throw new ImportFileError(`${file} is a folder; name a file with one JSON object per line.`);
  if (found.isFile() && found.size === 0) throw new ImportFileError(`${file} is empty.`);
  const handle = await open(file).catch((error: Error) => {
    throw new ImportFileError(`${file} cannot be read: ${error.message}`);
  });
  const { buffer } = await handle.read(Buffer.alloc(GZIP_MAGIC.length), 0, GZIP_MAGIC.length, 0);
  await handle.close();
  if (buffer.equals(GZIP_MAGIC)) throw new ImportFileError(`${file} is compressed; unpack it first: gunzip -k ${file}`);
}

/** Lines as bytes, so that one with broken UTF-8 spoils no other; null for one that is too long. */
async function* linesOf(file: string): AsyncGenerator<{ number: number; bytes: Buffer | null }> {
  let number = 1;
  let parts: Buffer[] = [];
  let length = 0;
  const finish = () => {
    const line = { number, bytes: length > MAX_LINE_BYTES ? null : Buffer.concat(parts) };
    number += 1;
    parts = [];
    length = 0;
    return line;
  };
  const add = (part: Buffer) => {
    length += part.length;
    if (length <= MAX_LINE_BYTES) parts.push(part);
  };
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  if (length > 0) yield finish();
}

function parseLine(number: number, bytes: Buffer, today: string): ImportLine {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    return { number, problem: error instanceof SyntaxError ? `is not JSON: ${error.message}` : "is not valid UTF-8" };
  }
  const { data, error } = ImportRow.safeParse(value);
  if (error) {
    const problems = error.issues.map(({ path, message }) =>
      path.length === 0 ? message : `${path.join(".")}: ${message}`,
    );
    return { number, problem: problems.join("; ") };
  }
  const later = (["snapshot_date", "last_seen_up"] as const).find((field) => (data[field] ?? "") > today);
  return later === undefined ? { number, row: data } : { number, problem: `${later}: ${data[later]} is in the future` };
}
