import fc from "fast-check";
import { Details } from "#core/details.ts";
import { Instance } from "#core/instance.ts";
import { type Claims, claimsOfNodeInfo } from "#crawler/claims.ts";
import { checkConsent, checkFurtherConsent } from "#crawler/judge/consent.ts";
import { checkIdentity } from "#crawler/judge/identity.ts";
import { type Known, mergeVisit } from "#crawler/merge.ts";
import { jsonOf } from "#crawler/net/answers.ts";
import { HttpError, VisitError } from "#crawler/net/errors.ts";
import { guardedUrl } from "#crawler/net/guard.ts";
import { type GetJson, readNodeInfo } from "#crawler/nodeinfo.ts";
import { sampleOf } from "#crawler/peers.ts";
import { readerOf } from "#crawler/software/index.ts";
import type { Asked } from "#crawler/software/reader.ts";
import { factsOf } from "#crawler/visit.ts";
import { mutated, mutations, replaced, textsIn, UNITS } from "./mutations.ts";
import type { Subject } from "./subjects.ts";

/**
 * All readers and judges together take a millisecond or two, and half a second for a document as long as the client lets
 * in; what takes longer keeps every other visit waiting.
 */
const MOST_CPU_MS = 2_000;
const VISITED_AT = "2026-11-01T12:00:00.000Z";

/** Of one text in a document; together they fit into what the client lets in. */
const LONG_TEXT = 450_000;

export interface FuzzResult {
  /** Documents answered. */
  documents: number;
  visits: number;
  /** Visits that ended in facts, to see that not everything fails at once. */
  understood: number;
  slowestMs: number;
  /** What went wrong, with how to see it again; null when nothing did. */
  finding: string | null;
}

/**
 * Lets every reader read mutated documents until so many are read: nothing but a VisitError may be thrown, nothing may
 * take long, and whatever is kept must fit the model.
 * @param seed the same seed makes the same documents
 */
export async function fuzz(subjects: readonly Subject[], leastDocuments: number, seed: number): Promise<FuzzResult> {
  const result = newResult();
  const property = fc.asyncProperty(fc.nat({ max: subjects.length - 1 }), mutations, async (index, all) => {
    await timed(subjects[index] as Subject, result, (document, place) =>
      mutated(
        document,
        all.filter((mutation) => mutation.document === place),
      ),
    );
  });
  for (let round = 0; result.documents < leastDocuments; round++) {
    const { failed, counterexample, counterexamplePath, errorInstance } = await fc.check(property, {
      seed: seed + round,
      numRuns: 1_000,
    });
    if (!failed) continue;
    const [index = 0, all = []] = counterexample ?? [];
    const where = `seed ${seed + round}, ${subjects[index]?.name}, path ${counterexamplePath}`;
    return { ...result, finding: `${where}\n${shown(all)}\n${stackOf(errorInstance)}` };
  }
  return result;
}

/**
 * Puts a long repetition in place of every text of every document, one at a time, to find what takes long to read.
 * @param units how many of the repetitions each text gets; they take turns
 */
export async function sweep(subjects: readonly Subject[], units: number): Promise<FuzzResult> {
  const result = newResult();
  let turn = 0;
  for (const { subject, document, path, place } of placesToSweep(subjects)) {
    for (let index = 0; index < units; index++) {
      const unit = UNITS[turn++ % UNITS.length] ?? "";
      const long = unit.repeat(LONG_TEXT / unit.length);
      try {
        await timed(subject, result, (asked) =>
          JSON.stringify(asked === document ? replaced(asked, place, long) : asked),
        );
      } catch (error) {
        const where = `${subject.name}, ${path}, ${place.join(".")}, ${JSON.stringify(unit)}`;
        return { ...result, finding: `${where}\n${stackOf(error)}` };
      }
    }
  }
  return result;
}

/** Every text of every document, one of each kind: forks of a program and entries of a list are read alike. */
function placesToSweep(subjects: readonly Subject[]) {
  const kinds = new Map<unknown, Set<string>>();
  return subjects.flatMap((subject) => {
    const reader = readerOf(subject.software);
    const known = kinds.get(reader) ?? new Set();
    kinds.set(reader, known);
    return Object.entries(subject.pages).flatMap(([path, document]) =>
      textsIn(document).flatMap((place) => {
        const kind = [path, ...place].join(" ").replace(/\b\d+\b/g, "N");
        if (known.has(kind)) return [];
        known.add(kind);
        return [{ subject, document, path, place }];
      }),
    );
  });
}

function newResult(): FuzzResult {
  return { documents: 0, visits: 0, understood: 0, slowestMs: 0, finding: null };
}

/** One visit, counted; throws where it takes long. Processor time, because other processes want this machine, too. */
async function timed(subject: Subject, result: FuzzResult, write: Write): Promise<void> {
  const started = process.cpuUsage();
  result.visits += 1;
  result.understood += (await visited(subject, write, result)) ? 1 : 0;
  const tookMs = process.cpuUsage(started).user / 1_000;
  result.slowestMs = Math.max(result.slowestMs, Math.round(tookMs));
  if (tookMs > MOST_CPU_MS) throw new Error(`${subject.name} took ${tookMs.toFixed(0)} ms`);
}

/** What a server sends for a document, the nth that is asked for. */
type Write = (document: unknown, place: number) => string;

/** @returns whether it ended in facts */
async function visited({ domain, pages }: Subject, write: Write, result: FuzzResult): Promise<boolean> {
  const asked = new Map<string, string>();
  const getJson: GetJson = async (address, options) => {
    const url = guardedUrl(address);
    const path = `${options?.post === undefined ? "" : "POST "}${url.pathname}`;
    const page = pages[path] ?? pages[path + url.search];
    if (page === undefined) throw new HttpError("http", url.href, 404);
    const body = asked.get(path + url.search) ?? write(page, asked.size);
    asked.set(path + url.search, body);
    result.documents += 1;
    return jsonOf({ url, status: 200, headers: {}, body });
  };
  try {
    await understand(domain, getJson);
    return true;
  } catch (error) {
    if (error instanceof VisitError && error.failure !== "error") return false;
    throw error;
  }
}

/** The parts of a visit behind the network, and what is kept of it, twice: the second visit meets the first one's rows. */
async function understand(domain: string, getJson: GetJson): Promise<void> {
  const nodeinfo = await readNodeInfo(domain, getJson);
  checkConsent(nodeinfo);
  checkIdentity(domain, nodeinfo.host);
  const base = claimsOfNodeInfo(nodeinfo);
  const getOptionalJson: GetJson = (url, options) => orElse(getJson(url, options), null);
  const asked: Asked = { domain, nodeinfo, base, isThorough: true, getJson, getOptionalJson };
  const reader = readerOf(nodeinfo.software);
  await checkFurtherConsent(asked);
  const claims: Claims = await orElse(reader.claims(asked), base);
  const peers = (await orElse(reader.peers?.(asked), [])) ?? [];
  sampleOf(peers, 1);
  const facts = factsOf(domain, nodeinfo, claims);
  let known: Known = { instance: null, details: null };
  for (const isPartial of [false, true]) {
    const merged = mergeVisit(
      known,
      {
        outcome: "ok",
        ...{ domain, visitedAt: VISITED_AT, durationMs: 9, requests: 4, bytes: 999, facts, details: claims.details },
        ...{ hostingNetwork: null, isThorough: true, isPartial, retryAfterMs: null },
      },
      0,
      new Date(VISITED_AT),
    );
    Instance.parse(merged.instance);
    Details.parse(merged.details);
    known = merged;
  }
}

/** The answer, or this where the server keeps it from us. */
async function orElse<T, U>(answer: Promise<T> | undefined, otherwise: U): Promise<T | U> {
  try {
    return answer === undefined ? otherwise : await answer;
  } catch (error) {
    if (error instanceof VisitError && error.failure !== "error") return otherwise;
    throw error;
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 2_000 ? `${text.slice(0, 2_000)}…` : text;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
