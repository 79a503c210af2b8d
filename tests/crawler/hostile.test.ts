import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Domain } from "#core/domain.ts";
import { DAILY_LIMITS, newProgress } from "#crawler/net/client.ts";
import { createResolve } from "#crawler/net/guard.ts";
import { createTakePeers } from "#crawler/peers.ts";
import { visit } from "#crawler/visit.ts";
import { type NameServer, startNameServer } from "../fediverse/dns.ts";
import { type Case, hostile, neighbours } from "../fediverse/hostile/index.ts";
import { type Lab, startLab } from "../fediverse/lab.ts";
import { outsideOf } from "../fediverse/outside.ts";

/** Connecting may take longer than the request it is for, so that a visit must also end what is not open yet. */
const PATIENT = { requestTimeoutMs: 9_000, connectTimeoutMs: 6_000, visitTimeoutMs: 12_000 };
/** For those that let us wait; the others must not fail only because this machine is busy. */
const BRIEF = { ...PATIENT, requestTimeoutMs: 1_000, visitTimeoutMs: 3_000 };
/** Of the name server, for each of two tries. */
const NAME_TIMEOUT_MS = 1_000;
/** Of a thorough visit, redirects and robots.txt counted. */
const MAX_REQUESTS = DAILY_LIMITS.maxRequests + DAILY_LIMITS.moreRequests;
/** What a visit may take longer than its limits: two names to look up, and this machine's other work. */
const EXTRA_MS = 4 * NAME_TIMEOUT_MS + 1_000;
/** A list of peers of 10 MB, parsed, takes most of it; the bombs unpack to 64 MB and more. */
const MAX_GROWTH_BYTES = 48e6;

const HAS_IPV6 = Object.values(networkInterfaces()).some((all) => all?.some(({ family }) => family === "IPv6"));
const cases = hostile();
const hosts = new Map([...cases.map(({ domain, host }) => [domain, host] as const), ...neighbours()]);

let lab: Lab;
let names: NameServer;
let resolve: Awaited<ReturnType<typeof createResolve>>;

beforeAll(async () => {
  lab = await startLab(hosts);
  const odd = [...hosts].flatMap(([domain, { name }]) => (name === undefined ? [] : [[domain, name] as const]));
  names = await startNameServer(lab.resolve, new Map(odd));
  resolve = await createResolve(names.address, { timeoutMs: NAME_TIMEOUT_MS });
});
afterAll(async () => {
  await names.close();
  await lab.close();
});

async function visited({ domain, expected, isStrict }: Case) {
  const limits = expected === "timeout" ? BRIEF : PATIENT;
  const progress = newProgress();
  const outside = { ...outsideOf(lab, limits), resolve, allowPrivateNetwork: isStrict !== true };
  const startedAt = performance.now();
  const takePeers = createTakePeers(() => 1);
  const result = await visit(domain, outside, { progress, isThorough: true, takePeers, wantsSecondLook: () => true });
  return { result, progress, limits, tookMs: performance.now() - startedAt };
}

function check(
  { domain, expected, facts, peers, without }: Case,
  { result, progress, limits, tookMs }: Awaited<ReturnType<typeof visited>>,
) {
  expect(result.outcome === "failed" ? [result.failure, result.message] : ["ok"]).toContainEqual(expected);
  if (result.outcome === "ok") {
    if (facts !== undefined) expect(result.facts).toMatchObject(facts);
    if (peers !== undefined) expect((result.peers ?? []).toSorted()).toEqual(peers);
    if (without !== undefined) expect(JSON.stringify(result.facts)).not.toMatch(without);
  } else if (result.outcome === "failed") {
    const lastsMs = result.retryAfterMs ?? 0;
    expect(Number.isSafeInteger(lastsMs) && lastsMs >= 0, `asked to wait for ${lastsMs} ms`).toBe(true);
  }
  expect(tookMs).toBeLessThan(limits.visitTimeoutMs + EXTRA_MS);
  expect(progress.requests).toBeLessThanOrEqual(MAX_REQUESTS);
  expect(lab.asked.get(domain)?.length ?? 0).toBeLessThanOrEqual(MAX_REQUESTS);
}

/** Addresses of a case that a visit may connect to. */
async function ownAddresses(domain: Domain): Promise<readonly string[]> {
  return lab.resolve(domain).catch(() => []);
}

test("there are at least eighty hostile behaviours, each with a name of its own", () => {
  expect(cases.length).toBeGreaterThanOrEqual(80);
  expect(hosts.size).toBe(cases.length + neighbours().size);
});

describe.concurrent("a visit to", () => {
  const light = cases.filter(({ isHeavy, isIpv6 }) => isHeavy !== true && (isIpv6 !== true || HAS_IPV6));
  test.for(light)("$domain: $expected", async (one) => {
    check(one, await visited(one));
    for (const address of await ownAddresses(one.domain)) await closed(address);
  });
  test.skipIf(HAS_IPV6)("servers that have only IPv6, which this machine has not", () => {});
});

describe("memory stays small at a visit to", () => {
  test.for(cases.filter(({ isHeavy }) => isHeavy))("$domain: $expected", async (one) => {
    const growth = watchMemory();
    check(one, await visited(one));
    expect(growth()).toBeLessThan(MAX_GROWTH_BYTES);
    for (const address of await ownAddresses(one.domain)) await closed(address);
  });
});

describe("after all visits", () => {
  test("nobody was asked, connected to or looked up but the servers themselves and whom they may lead to", () => {
    const meant = new Set<string>(cases.flatMap(({ domain, leadsTo = [] }) => [domain, ...leadsTo]));
    expect([...lab.asked.keys()].filter((name) => !meant.has(name))).toEqual([]);
    const lookedUp = [...names.asked.keys()].map((question) => question.split(" ")[1] ?? "");
    expect(lookedUp.filter((name) => !meant.has(name))).toEqual([]);
    expect(lab.reached.size).toBeGreaterThan(200);
    // The servers' own addresses; a trap, the metadata of a cloud or 127.0.0.1 lie elsewhere.
    expect([...lab.reached.keys()].filter((address) => !/^127\.16\./.test(address) && address !== "::1")).toEqual([]);
  });
});

async function closed(address: string): Promise<void> {
  const deadline = performance.now() + 1_000;
  while (lab.openTo(address) > 0 && performance.now() < deadline) await new Promise((wait) => setTimeout(wait, 10));
  expect(lab.openTo(address), `connections to ${address}`).toBe(0);
}

/** How much the memory of this process has grown at its highest since, in bytes; the servers' part included. */
function watchMemory(): () => number {
  const used = () => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = used();
  let highest = before;
  const timer = setInterval(() => {
    highest = Math.max(highest, used());
  }, 5);
  return () => {
    clearInterval(timer);
    return Math.max(highest, used()) - before;
  };
}
