import { setTimeout as sleep } from "node:timers/promises";
import type { Domain } from "#core/domain.ts";
import { codeWordsIn, type Finding, PLACES, type Place } from "#core/proof.ts";
import { claimsOfNodeInfo } from "../claims.ts";
import { isChallenge, isHtml, jsonOf } from "../net/answers.ts";
import { type Answer, type GetOptions, type Network, openClient, type VisitClient } from "../net/client.ts";
import { failureOf, HttpError, PauseError, VisitError } from "../net/errors.ts";
import { guardedAddresses } from "../net/guard.ts";
import type { ResolveTexts } from "../net/name-texts.ts";
import { visitableName } from "../net/names.ts";
import { RobotsCache, robotsOf } from "../net/robots.ts";
import { type GetJson, readNodeInfo } from "../nodeinfo.ts";
import { readerOf } from "../software/index.ts";
import { contactTextOf, ownTextsOf } from "./own-texts.ts";

/** robots.txt, the file, NodeInfo and what the program tells of itself, with some redirects. */
const MAX_REQUESTS = 16;
const LOOK_TIMEOUT_MS = 60_000;
/** A longer Crawl-delay is for visits, which nobody waits for. */
const LONGEST_PAUSE_MS = 10_000;
const MAX_FILE_BYTES = 10_000;

/** The world as a look for codes needs it. */
export interface ProofOutside extends Network {
  resolveTexts: ResolveTexts;
}

/** A document that the server's API gave, and where. */
export interface ApiDocument {
  path: string;
  document: unknown;
}

/**
 * Looks for codes in every place where an admin of a domain may put one. Resolves whatever the server does.
 *
 * Of what is read, only words that look like codes are handed on. robots.txt is asked anew, because its admin may just
 * have let us in.
 * @param signal ends the look, which then rejects
 */
export async function lookForCodes(domain: Domain, outside: ProofOutside, signal?: AbortSignal): Promise<Finding[]> {
  if (visitableName(domain) !== domain) return PLACES.map(unvisitable);
  const [record, others] = await Promise.all([
    found("dns", async () => wordsOrNull(await outside.resolveTexts(`_rockpool.${domain}`))),
    overHttps(domain, outside, signal),
  ]);
  signal?.throwIfAborted();
  return [record, ...others];
}

async function overHttps(domain: Domain, outside: ProofOutside, signal?: AbortSignal): Promise<Finding[]> {
  const limits = { ...outside.limits, maxRequests: MAX_REQUESTS, visitTimeoutMs: LOOK_TIMEOUT_MS };
  let client: VisitClient;
  try {
    const addresses = await guardedAddresses(domain, outside);
    client = openClient(domain, addresses, { ...outside, limits }, undefined, signal);
  } catch (error) {
    return PLACES.filter((place) => place !== "dns").map((place) => failed(place, error));
  }
  const get = politely(client, outside);
  try {
    const file = await found("file", () => fileWords(domain, get));
    const documents: ApiDocument[] = [];
    const trouble = await readApi(domain, get, documents).then(
      () => null,
      (error: unknown) => error,
    );
    const account = documents.map(contactTextOf).find((text) => text !== null);
    const read = [
      finding("description", wordsOrNull(documents.flatMap(ownTextsOf))),
      finding("account", account == null ? null : codeWordsIn(account)),
    ];
    // What was read before something went wrong counts; that there is nothing cannot be said then.
    return [
      file,
      ...read.map((each) => (trouble === null || each.words.length > 0 ? each : failed(each.place, trouble))),
    ];
  } finally {
    await client.close();
  }
}

type Get = (url: string | URL, options?: GetOptions) => Promise<Answer>;

/** Asks only what robots.txt allows, and keeps the pauses it wants. */
function politely(client: VisitClient, { now }: ProofOutside): Get {
  const cache = new RobotsCache();
  async function check(url: URL): Promise<void> {
    const rules = await robotsOf(url.origin, { client, cache, now: now() });
    const delayMs = rules.crawlDelayMs ?? 0;
    if (delayMs > LONGEST_PAUSE_MS) {
      throw new VisitError("rate-limited", `robots.txt of ${url.host} asks for ${delayMs / 1_000} s between requests`);
    }
    client.setDelay(delayMs);
    if (!rules.isAllowed(url.pathname + url.search)) {
      throw new VisitError("robots", `robots.txt of ${url.host} asks us not to read ${url.pathname}`);
    }
  }
  return async (url, options) => {
    for (;;) {
      try {
        return await client.get(url, { check, ...options });
      } catch (error) {
        if (!(error instanceof PauseError)) throw error;
        await sleep(Math.max(0, error.until.getTime() - now().getTime()));
      }
    }
  };
}

async function fileWords(domain: Domain, get: Get): Promise<string[] | null | "page"> {
  const headers = { accept: "text/plain" };
  const answer = await get(`https://${domain}/.well-known/rockpool.txt`, { headers, keepBytes: MAX_FILE_BYTES });
  const { url, status, body } = answer;
  if (isChallenge(answer)) throw new VisitError("challenge", `${url.href} answered with a test for browsers`);
  if (status === 404 || status === 410) return null;
  if (status < 200 || status > 299) throw new HttpError(status === 403 ? "forbidden" : "http", url.href, status);
  if (isHtml(body)) return "page";
  // On a line of its own: whatever echoes what others wrote would hardly do it so.
  const lines = new Set(body.split(/\r\n|\r|\n/).map((line) => line.trim()));
  return codeWordsIn(body).filter((word) => lines.has(word));
}

/** Reads what the server tells of itself, as a visit would, and keeps the documents. */
async function readApi(domain: Domain, get: Get, documents: ApiDocument[]): Promise<void> {
  const getJson: GetJson = async (url, options) => {
    const answer = await get(url, options);
    const document = jsonOf(answer);
    documents.push({ path: answer.url.pathname, document });
    return document;
  };
  const getOptionalJson: GetJson = (url, options) => getJson(url, options).catch(() => null);
  const nodeinfo = await readNodeInfo(domain, getJson);
  const base = claimsOfNodeInfo(nodeinfo);
  await readerOf(nodeinfo.software).claims({ domain, nodeinfo, base, isThorough: true, getJson, getOptionalJson });
}

function wordsOrNull(texts: readonly string[]): string[] | null {
  return texts.length === 0 ? null : codeWordsIn(texts.join("\n"));
}

async function found(place: Place, words: () => Promise<string[] | null | "page">): Promise<Finding> {
  try {
    return finding(place, await words());
  } catch (error) {
    return failed(place, error);
  }
}

function finding(place: Place, words: string[] | null | "page"): Finding {
  if (words === "page") return { place, outcome: "page", failure: null, words: [] };
  return { place, outcome: words === null ? "absent" : "read", failure: null, words: words ?? [] };
}

function failed(place: Place, error: unknown): Finding {
  return { place, outcome: "failed", failure: failureOf(error), words: [] };
}

/** No name of the public internet; no name server is asked for it either. */
function unvisitable(place: Place): Finding {
  return { place, outcome: "failed", failure: "dns", words: [] };
}
