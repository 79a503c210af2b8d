import { readFile } from "node:fs/promises";
import { z } from "zod";
import { Domain } from "#core/domain.ts";
import { DAY_MS } from "#core/time.ts";
import type { Store } from "#store/store.ts";
import { agreementOf, parseSafetyList, type SafetyList } from "./judge/safety.ts";
import { type Limits, type Network, newProgress, openClient } from "./net/client.ts";
import { HttpError, messageOf } from "./net/errors.ts";
import { guardedAddresses, guardedUrl } from "./net/guard.ts";

/** A list is read so often. */
const CHECK_MS = DAY_MS;
/** The longest list in use (2026) has 50,000 rows and 4 MB. */
const MAX_LIST_BYTES = 8_000_000;
/** So many lines of a list that cannot be read are told. */
const PROBLEMS_TOLD = 5;

/** The last good copy of a list, kept in the store under its source. */
const Copy = z.object({
  /** Of the answer; null for a file, or where the server sends none. */
  etag: z.string().nullable(),
  checkedAt: z.iso.datetime(),
  suspended: z.array(Domain),
});
type Copy = z.infer<typeof Copy>;

export interface SafetyOptions {
  store: Store;
  /** Files and https URLs that whoever runs this chose; their robots.txt is not asked, for a person asked for them. */
  sources: readonly string[];
  network: Network;
  /** Told what could not be read, in a sentence. */
  say: (message: string) => void;
}

/** What safety lists agree on. Nothing of a list goes further than the store: an instance is left out without a word. */
export interface Safety {
  /** Reads the lists that are due, and marks in the store whom they agree on; cheap where nothing is due. */
  refresh(now: Date): Promise<void>;
  isUnsafe(domain: Domain): boolean;
}

export function createSafety({ store, sources, network, say }: SafetyOptions): Safety {
  let isUnsafe: (domain: Domain) => boolean = () => false;
  let refreshedAt = Number.NEGATIVE_INFINITY;

  return {
    isUnsafe: (domain) => isUnsafe(domain),
    async refresh(now) {
      if (Math.abs(now.getTime() - refreshedAt) < CHECK_MS) return;
      refreshedAt = now.getTime();
      const lists: SafetyList[] = [];
      for (const source of new Set(sources)) {
        const copy = await currentCopy(source, now);
        if (copy !== null) lists.push({ source, suspended: copy.suspended });
      }
      isUnsafe = agreementOf(lists);
      await mark(store, lists.length === 0 ? null : isUnsafe, now);
    },
  };

  /** The list as it is now; the last good copy where it cannot be read, null where there is none either. */
  async function currentCopy(source: string, now: Date): Promise<Copy | null> {
    const key = `safety-list ${source}`;
    const kept = await store.settings.get(key);
    const before = kept === null ? null : (Copy.safeParse(JSON.parse(kept)).data ?? null);
    const isUrl = source.startsWith("https://");
    if (isUrl && before !== null && now.getTime() - Date.parse(before.checkedAt) < CHECK_MS) return before;
    try {
      const read = isUrl ? await download(source, before?.etag ?? null, network) : await fromFile(source);
      const checkedAt = now.toISOString();
      const copy =
        read === "unchanged" ? before && { ...before, checkedAt } : { ...understood(source, read), checkedAt };
      await store.settings.set(key, JSON.stringify(copy));
      return copy;
    } catch (error) {
      say(
        `Safety list ${source}: ${messageOf(error)}; ${before === null ? "it does not count" : "the last good copy stays"}.`,
      );
      return before;
    }
  }

  /** @throws Error where there is no name in it: then it is no list */
  function understood(source: string, { text, etag }: Read): Omit<Copy, "checkedAt"> {
    const { suspended, problems } = parseSafetyList(text);
    if (suspended.length === 0) throw new Error("it names nobody");
    for (const { line, problem } of problems.slice(0, PROBLEMS_TOLD)) say(`${source}:${line}: ${problem}`);
    if (problems.length > PROBLEMS_TOLD)
      say(`${source}: ${problems.length - PROBLEMS_TOLD} further lines do not count`);
    return { etag, suspended };
  }
}

interface Read {
  text: string;
  etag: string | null;
}

async function fromFile(file: string): Promise<Read> {
  return { text: await readFile(file, "utf8"), etag: null };
}

/** @throws VisitError */
async function download(source: string, etag: string | null, network: Network): Promise<Read | "unchanged"> {
  const url = guardedUrl(source);
  const limits: Limits = { ...network.limits, maxBodyBytes: MAX_LIST_BYTES, maxReceivedBytes: 2 * MAX_LIST_BYTES };
  const addresses = await guardedAddresses(url.hostname, network);
  const client = openClient(url.hostname, addresses, { ...network, limits }, newProgress());
  try {
    const headers = { accept: "text/csv, text/plain", ...(etag !== null && { "if-none-match": etag }) };
    const { status, body, headers: answered } = await client.get(url, { headers });
    if (status === 304 && etag !== null) return "unchanged";
    if (status !== 200) throw new HttpError("http", source, status);
    return { text: body, etag: answered["etag"] ?? null };
  } finally {
    await client.close();
  }
}

/** Blocks the known instances that the lists agree on, and frees those they do not agree on any more. */
async function mark(store: Store, isUnsafe: ((domain: Domain) => boolean) | null, now: Date): Promise<void> {
  const marked = (await store.blocks.all()).filter(({ kind }) => kind === "safety");
  for (const { domain } of marked) if (isUnsafe?.(domain) !== true) await store.blocks.remove(domain);
  if (isUnsafe === null) return;
  const unsafe: Domain[] = [];
  for await (const { domain } of store.instances.all()) if (isUnsafe(domain)) unsafe.push(domain);
  const blockedAt = now.toISOString();
  await store.blocks.addMissing(unsafe.map((domain) => ({ domain, kind: "safety", reason: "", blockedAt })));
}
