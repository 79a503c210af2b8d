import type { Domain } from "#core/domain.ts";
import type { Doubt } from "#core/doubts.ts";
import type { RobotsRule, Step } from "#core/look.ts";
import type { Failure } from "#core/visit.ts";
import { checkUserAgent } from "#site/user-agent.ts";
import { type Claims, claimsOfNodeInfo, type DetailClaims, ownText } from "./claims.ts";
import type { OtherName } from "./growth/aliases.ts";
import { serverOfPeople } from "./host-meta.ts";
import { hostingNetworkOf } from "./hosting-network.ts";
import { checkConsent, checkFurtherConsent } from "./judge/consent.ts";
import { judgeCounts, reconcile } from "./judge/counts.ts";
import { checkIdentity } from "./judge/identity.ts";
import { asksNotToIndex, jsonOf } from "./net/answers.ts";
import { type Answer, type GetOptions, type Network, newProgress, openClient, type Progress } from "./net/client.ts";
import {
  ElsewhereError,
  failureOf,
  HttpError,
  isMeant,
  messageOf,
  PauseError,
  RefusalError,
  RobotsError,
  troubleOf,
  VisitError,
} from "./net/errors.ts";
import { guardedAddresses } from "./net/guard.ts";
import { type RobotsCache, robotsOf } from "./net/robots.ts";
import { type GetJson, type NodeInfo, readNodeInfo } from "./nodeinfo.ts";
import { readPeers, type TakePeers } from "./peers.ts";
import { isToldOtherwise } from "./second-look.ts";
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
  /** Another name of the same server; absent where it shows none. */
  otherName?: OtherName;
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
      /** Some of the names it knows, for the frontier; absent where they were not asked for or not to be had. */
      peers?: readonly Domain[];
      /** How long the server asks us to wait, in milliseconds; null when it does not. */
      retryAfterMs: number | null;
    })
  | (Visited & {
      outcome: "failed";
      failure: Failure;
      message: string;
      /** Somebody else's name that it leads to, or says it is; null where it does neither. */
      leadsTo: Domain | null;
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
  /** Reads the names of other instances; null where none are wanted. Only thorough visits ask for them. */
  takePeers?: TakePeers | null;
  /** Whether to ask NodeInfo once more under our second name. */
  wantsSecondLook?: (facts: Facts) => boolean;
  /** Whether it told different visitors different things before; stays until a second look says otherwise. */
  hasCloaked?: boolean;
  /** Told each step. */
  trace?: (step: Step) => void;
}

/**
 * Visits one instance: robots.txt, NodeInfo, the program's API, each path checked against robots.txt.
 *
 * Resolves whatever the server does. Rejects only with AbandonedError, or when `outside.signal` aborts.
 */
export async function visit(domain: Domain, outside: Outside, options: VisitOptions = {}): Promise<Visit> {
  const { progress = newProgress(), isThorough = true } = options;
  let otherName: OtherName | undefined;
  const settled = {
    ...NO_OPTIONS,
    ...options,
    progress,
    isThorough,
    leadTo: (found: OtherName) => {
      otherName = found;
    },
  };
  const { trace } = settled;
  let startedAt = outside.now();
  const visited = (): Visited => ({
    domain,
    visitedAt: startedAt.toISOString(),
    durationMs: Math.max(0, outside.now().getTime() - startedAt.getTime()),
    requests: progress.requests,
    bytes: progress.bytes,
    ...(otherName !== undefined && { otherName }),
  });
  try {
    const addresses = await guardedAddresses(domain, outside);
    trace({ code: "resolved", addresses: [...addresses] });
    const understood = await outside.hold(addresses, () => {
      startedAt = outside.now();
      return ask(domain, addresses, outside, settled);
    });
    return { outcome: "ok", ...visited(), ...understood, hostingNetwork: hostingNetworkOf(addresses), isThorough };
  } catch (error) {
    if (error instanceof AbandonedError || outside.signal?.aborted) throw error;
    if (error instanceof PauseError) return { outcome: "paused", domain, resumeAt: error.until };
    trace({ code: "failed", ...troubleOf(error) });
    const message = messageOf(error);
    const leadsTo = error instanceof ElsewhereError ? error.leadsTo : null;
    const retryAfterMs = waitAskedBy(error);
    return { outcome: "failed", ...visited(), failure: failureOf(error), message, leadsTo, retryAfterMs };
  }
}

/** What a visit that succeeded brings. */
type Understood = Pick<Visit & { outcome: "ok" }, "facts" | "details" | "isPartial" | "peers" | "retryAfterMs">;

/** What a visit that is asked for nothing special is. */
const NO_OPTIONS = {
  refusal: null,
  takePeers: null,
  wantsSecondLook: () => false,
  hasCloaked: false,
  trace: () => {},
} satisfies VisitOptions;

interface AskOptions extends Required<VisitOptions> {
  /** Told another name of the same server. */
  leadTo: (found: OtherName) => void;
}

async function ask(
  domain: Domain,
  addresses: readonly string[],
  outside: Outside,
  { progress, refusal, isThorough, takePeers, wantsSecondLook, hasCloaked, trace, leadTo }: AskOptions,
): Promise<Understood> {
  const { limits } = outside;
  const maxRequests = limits.maxRequests + (isThorough ? limits.moreRequests : 0);
  const network = { ...outside, limits: { ...limits, maxRequests } };
  const client = openClient(domain, addresses, network, progress, outside.signal);
  const now = outside.now();
  let delayMs = 0;

  /** The rule that lets us ask; null where there is none about it. */
  async function allowedBy(url: URL): Promise<RobotsRule | null> {
    const rules = await robotsOf(url.origin, { client, cache: outside.robots, now });
    delayMs = Math.max(delayMs, rules.crawlDelayMs ?? 0);
    if (delayMs > LONGEST_DELAY_MS) {
      throw new VisitError("rate-limited", `robots.txt of ${url.host} asks for ${delayMs / 1000} s between requests`);
    }
    client.setDelay(delayMs);
    const rule = rules.ruleFor(url.pathname + url.search);
    if (rule !== null && !rule.allow) throw new RobotsError(url, rule);
    return rule;
  }

  async function check(url: URL): Promise<void> {
    await allowedBy(url);
  }

  let lastAnswered = new URL(`https://${domain}/`);

  async function get(url: string | URL, options?: GetOptions): Promise<Answer> {
    const answer = await client.get(url, { check, ...options });
    lastAnswered = answer.url;
    return answer;
  }

  async function getJson(url: string | URL, options?: GetOptions): Promise<unknown> {
    const answer = await get(url, options);
    const document = jsonOf(answer, options?.large !== undefined);
    if (asksNotToIndex(answer)) throw new VisitError("private", `${answer.url.href} asks not to be indexed`);
    const { status, body, url: answeredBy } = answer;
    trace({ code: "answered", url: answeredBy.href, status, characters: body.length });
    return document;
  }

  /** Where it has no NodeInfo, who has. */
  async function leadAway(error: unknown): Promise<never> {
    if (failureOf(error) === "no-nodeinfo") {
      const leadsTo = await serverOfPeople(domain, (url) => get(url, { headers: { accept: "application/xrd+xml" } }));
      if (leadsTo !== null) leadTo({ leadsTo, basis: "host-meta" });
    }
    throw error;
  }

  try {
    const rule = await allowedBy(new URL(`https://${domain}/.well-known/nodeinfo`));
    trace({ code: "robots", rule, delaySeconds: delayMs / 1000 });
    if (refusal !== null && refusal !== "robots") {
      throw new VisitError(refusal, `${domain} asked to be left alone; robots.txt alone is no invitation`);
    }
    const nodeinfo = await readNodeInfo(domain, getJson).catch(leadAway);
    const nodeinfoUrl = lastAnswered;
    trace({ code: "nodeinfo", software: nodeinfo.software, version: nodeinfo.softwareVersion });
    checkConsent(nodeinfo);
    const saysFirst = checkIdentity(domain, nodeinfo.host).alias;
    const { claims, trouble } = await claimsOf({ domain, nodeinfo, isThorough, getJson }, trace);
    const says = checkIdentity(domain, claims.host).alias ?? saysFirst;
    if (nodeinfoUrl.hostname !== domain) leadTo({ leadsTo: nodeinfoUrl.hostname, basis: "served" });
    else if (says !== null) leadTo({ leadsTo: says, basis: "says" });
    const facts = factsOf(domain, nodeinfo, claims);
    const first = { nodeinfo, url: nodeinfoUrl };
    const look = { getJson, userAgent: checkUserAgent(network.userAgent), trace };
    if (wantsSecondLook(facts) ? ((await isToldOtherwise(first, look)) ?? hasCloaked) : hasCloaked)
      facts.doubts = [...facts.doubts, "cloaking"];
    const wantsPeers = isThorough && takePeers !== null && trouble === null;
    const asked = { domain, nodeinfo, base: claims, isThorough };
    const peers = wantsPeers ? await readPeers(readerOf(nodeinfo.software), asked, { takePeers, getJson, trace }) : [];
    return {
      facts,
      details: claims.details,
      isPartial: trouble !== null,
      ...(peers.length > 0 && { peers }),
      retryAfterMs: waitAskedBy(trouble),
    };
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
  trace: (step: Step) => void,
): Promise<{ claims: Claims; trouble: unknown }> {
  const { nodeinfo, getJson } = asked;
  const base = claimsOfNodeInfo(nodeinfo);
  let trouble: unknown = null;

  /** Takes what kept us from a document, unless it ends the visit. */
  function pass(error: unknown): void {
    if (error instanceof PauseError || error instanceof RefusalError || failureOf(error) === "error") throw error;
    trace({ code: "api", ...troubleOf(error), isMeant: isMeant(error) });
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
