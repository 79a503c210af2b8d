import type { Domain } from "#core/domain.ts";
import type { Doubt } from "#core/doubts.ts";
import type { Failure } from "#core/visit.ts";
import { type Claims, claimsOfNodeInfo, type DetailClaims, ownText } from "./claims.ts";
import { hostingNetworkOf } from "./hosting.ts";
import { checkConsent, checkFurtherConsent } from "./judge/consent.ts";
import { judgeCounts, reconcile } from "./judge/counts.ts";
import { checkIdentity } from "./judge/identity.ts";
import { asksNotToIndex, jsonOf } from "./net/answers.ts";
import { type Network, newProgress, openClient, type Progress } from "./net/client.ts";
import { failureOf, HttpError, isMeant, PauseError, RefusalError, VisitError } from "./net/errors.ts";
import { guardedAddresses } from "./net/guard.ts";
import { type RobotsCache, robotsOf } from "./net/robots.ts";
import { type GetJson, type NodeInfo, readNodeInfo } from "./nodeinfo.ts";
import { readerOf } from "./software/index.ts";
import type { Asked } from "./software/reader.ts";

/** The longest Crawl-delay that a visit of few requests can keep within a day. */
const LONGEST_DELAY_MS = 3_600_000;

/** Everything a visit needs of the world. */
export interface Outside extends Network {
  robots: RobotsCache;
  /** Runs the visit when its addresses are free; throws AbandonedError when it may not take place. */
  hold<T>(addresses: readonly string[], work: () => Promise<T>): Promise<T>;
  /** Ends all visits at once. */
  signal?: AbortSignal;
}

/** What is known of an instance after a visit that succeeded. Its languages and topics are the ones it declares. */
export interface Facts extends Omit<Claims, "details" | "comments" | "host"> {
  software: string;
  version: string | null;
  doubts: Doubt[];
}

interface Visited {
  domain: Domain;
  visitedAt: string;
  durationMs: number;
  /** Sent, redirects and robots.txt counted. */
  requests: number;
  /** Of all bodies received, as they were sent. */
  bytes: number;
}

export type Visit =
  | (Visited & {
      outcome: "ok";
      facts: Facts;
      details: DetailClaims;
      /** /24 or /48 of the address it was reached at. */
      hostingNetwork: string | null;
      /** It was asked for everything, not only for the daily figures. */
      isThorough: boolean;
      /** The program's API could not be read this time, or not in full, so what only it tells is missing. */
      isPartial: boolean;
      /** How long the server asks us to wait, in milliseconds; null when it does not. */
      retryAfterMs: number | null;
    })
  | (Visited & {
      outcome: "failed";
      failure: Failure;
      message: string;
      /** How long the server asks us to wait, in milliseconds; null when it does not. */
      retryAfterMs: number | null;
    })
  | { outcome: "paused"; domain: Domain; resumeAt: Date };

/** The visit did not take place, through no doing of the server. */
export class AbandonedError extends Error {
  override readonly name = "AbandonedError";
}

export interface VisitOptions {
  /** Of the same visit before it paused. */
  progress?: Progress;
  /** Why the instance was refused before: then only robots.txt is asked, and more only where it was robots.txt's no. */
  refusal?: Failure | null;
  /** Whether to ask for everything, as once a week. */
  isThorough?: boolean;
  /** Told each step in a few words. */
  trace?: (step: string) => void;
}

/**
 * Visits one instance: robots.txt, NodeInfo, the program's API, each path checked against robots.txt.
 *
 * Resolves whatever the server does. Rejects only with AbandonedError, or when `outside.signal` aborts.
 */
export async function visit(domain: Domain, outside: Outside, options: VisitOptions = {}): Promise<Visit> {
  const { progress = newProgress(), refusal = null, isThorough = true, trace = () => {} } = options;
  let startedAt = outside.now();
  const visited = (): Visited => ({
    domain,
    visitedAt: startedAt.toISOString(),
    durationMs: Math.max(0, outside.now().getTime() - startedAt.getTime()),
    requests: progress.requests,
    bytes: progress.bytes,
  });
  try {
    const addresses = await guardedAddresses(domain, outside);
    trace(`resolves to ${addresses.join(", ")}`);
    const understood = await outside.hold(addresses, () => {
      startedAt = outside.now();
      return ask(domain, addresses, outside, { progress, refusal, isThorough, trace });
    });
    return { outcome: "ok", ...visited(), ...understood, hostingNetwork: hostingNetworkOf(addresses), isThorough };
  } catch (error) {
    if (error instanceof AbandonedError || outside.signal?.aborted) throw error;
    if (error instanceof PauseError) return { outcome: "paused", domain, resumeAt: error.until };
    const message = error instanceof Error ? error.message : String(error);
    return { outcome: "failed", ...visited(), failure: failureOf(error), message, retryAfterMs: waitAskedBy(error) };
  }
}

/** What a visit that succeeded brings. */
type Understood = Pick<Visit & { outcome: "ok" }, "facts" | "details" | "isPartial" | "retryAfterMs">;

async function ask(
  domain: Domain,
  addresses: readonly string[],
  outside: Outside,
  { progress, refusal, isThorough, trace }: Required<VisitOptions>,
): Promise<Understood> {
  const { limits } = outside;
  const maxRequests = limits.maxRequests + (isThorough ? limits.moreRequests : 0);
  const network = { ...outside, limits: { ...limits, maxRequests } };
  const client = openClient(domain, addresses, network, progress, outside.signal);
  const now = outside.now();
  let delayMs = 0;

  async function check(url: URL): Promise<void> {
    const rules = await robotsOf(url.origin, { client, cache: outside.robots, now });
    delayMs = Math.max(delayMs, rules.crawlDelayMs ?? 0);
    if (delayMs > LONGEST_DELAY_MS) {
      throw new VisitError("rate-limited", `robots.txt of ${url.host} asks for ${delayMs / 1000} s between requests`);
    }
    client.setDelay(delayMs);
    if (!rules.isAllowed(url.pathname + url.search)) {
      throw new VisitError("robots", `robots.txt of ${url.host} asks us not to read ${url.pathname}`);
    }
  }

  const getJson: GetJson = async (url, options) => {
    const answer = await client.get(url, { check, ...options });
    const document = jsonOf(answer);
    if (asksNotToIndex(answer)) throw new VisitError("private", `${answer.url.href} asks not to be indexed`);
    trace(`${answer.url.href} answered ${answer.status}, ${answer.body.length} characters`);
    return document;
  };

  try {
    await check(new URL(`https://${domain}/.well-known/nodeinfo`));
    trace(`robots.txt lets us in${delayMs > 0 ? `, ${delayMs / 1000} s between requests` : ""}`);
    if (refusal !== null && refusal !== "robots") {
      throw new VisitError(refusal, `${domain} asked to be left alone; robots.txt alone is no invitation`);
    }
    const nodeinfo = await readNodeInfo(domain, getJson);
    trace(`NodeInfo: ${nodeinfo.software} ${nodeinfo.softwareVersion ?? "of unknown version"}`);
    checkConsent(nodeinfo);
    checkIdentity(domain, nodeinfo.host);
    const { claims, trouble } = await claimsOf({ domain, nodeinfo, isThorough, getJson }, trace);
    checkIdentity(domain, claims.host);
    const facts = factsOf(domain, nodeinfo, claims);
    trace(`understood: ${JSON.stringify(facts)}`);
    return { facts, details: claims.details, isPartial: trouble !== null, retryAfterMs: waitAskedBy(trouble) };
  } finally {
    await client.close();
  }
}

/**
 * What the program's API says, or what NodeInfo says where the API is closed to us, missing or broken.
 * @returns trouble: what kept us from all of it this time; null where what is missing is meant to be
 */
async function claimsOf(
  asked: Pick<Asked, "domain" | "nodeinfo" | "isThorough" | "getJson">,
  trace: (step: string) => void,
): Promise<{ claims: Claims; trouble: unknown }> {
  const { nodeinfo, getJson } = asked;
  const base = claimsOfNodeInfo(nodeinfo);
  let trouble: unknown = null;

  /** Takes what kept us from a document, unless it ends the visit. */
  function pass(error: unknown): void {
    if (error instanceof PauseError || error instanceof RefusalError || failureOf(error) === "error") throw error;
    trace(`the program's API: ${error instanceof Error ? error.message : String(error)}`);
    if (!isMeant(error)) trouble = error;
  }
  const getOptionalJson: GetJson = async (url, options) => {
    if (trouble !== null) return null;
    try {
      return await getJson(url, options);
    } catch (error) {
      pass(error);
      return null;
    }
  };
  try {
    await checkFurtherConsent({ ...asked, getOptionalJson });
    const claims = await readerOf(nodeinfo.software).claims({ ...asked, base, getOptionalJson });
    return { claims, trouble };
  } catch (error) {
    pass(error);
    return { claims: base, trouble };
  }
}

function waitAskedBy(error: unknown): number | null {
  return error instanceof HttpError ? error.retryAfterMs : null;
}

/** What we keep of it: our own words, counts without stand-ins, and why they may be wrong. */
export function factsOf(domain: Domain, nodeinfo: NodeInfo, claimed: Claims): Facts {
  const { software, softwareVersion } = nodeinfo;
  const reconciled = reconcile(claimed, nodeinfo);
  const { counts, doubts } = judgeCounts(reconciled.claims, software);
  const { host: _host, comments: _comments, details: _details, ...claims } = claimed;
  return {
    ...claims,
    ...counts,
    software,
    version: softwareVersion,
    title: ownText(claims.title, 120, { software, host: domain }),
    description: ownText(claims.description, 600, { software, host: domain }),
    doubts: [...reconciled.doubts, ...doubts],
  };
}
